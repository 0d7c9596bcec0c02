"""Keeps all accounts and journals in one file, and puts them back.

The course itself reads and writes each journal, as its own learner: root would follow a link that somebody laid to
another's notes. To put a journal back is to import its notes, so nothing that was written since is lost.
"""

from __future__ import annotations

import gzip
import io
import os
import sqlite3
import subprocess
import sys
import tarfile
import zlib
from contextlib import closing
from pathlib import Path

import disks
import people
from settings import Settings, SettingsError

from adempauze.journal import JournalError
from adempauze.journal.exchange import MAX_BYTES, from_document

_ACCOUNTS = "accounts.sqlite3"
_PATIENCE = 60  # seconds for one journal: a learner can make theirs endless
_MEMORY = 2 * 1024**3  # bytes that reading one may take
_READ = f"""
import json, os, sys
os.umask(0o077)
from adempauze.journal import Journal, JournalError
journal = Journal()
try:
    text = json.dumps(journal.export())
except JournalError as error:
    sys.exit(error.code)
if len(text) > {MAX_BYTES}:
    sys.exit("too large")
if journal.set_aside:
    sys.exit("damaged; the course has set it aside and begun a new one")
print(text)
"""
_WRITE = """
import os, sys
os.umask(0o077)
from adempauze.journal import Journal, JournalError
try:
    Journal().load_export(sys.stdin.read())
except JournalError as error:
    sys.exit(error.code)
"""


def save(group: Settings, file: Path) -> tuple[int, dict[str, str]]:
    """Write all accounts and journals to a new file that only root can read.

    Return how many journals are in it, and which learners' are not, with the reason.
    """
    accounts = _accounts(group)
    try:
        out = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}; a backup needs a new file in a folder that is there") from error
    number, missing = 0, {}
    try:
        with out, tarfile.open(fileobj=out, mode="w:gz") as kept:
            _add(kept, _ACCOUNTS, accounts)
            for user in people.all_users(group.learners):
                name = user.removeprefix(people.PREFIX)
                try:
                    _add(kept, f"journals/{name}.json", _as_learner(group, name, _READ))
                    number += 1
                except SettingsError as error:
                    missing[name] = str(error)
    except BaseException:
        file.unlink()  # half a backup is none
        raise
    return number, missing


def restore(group: Settings, file: Path, name: str = "") -> int:
    """Put accounts and journals back, or the notes of one learner; return how many journals.

    All of the file is checked before anything changes. Accounts are written last, so that whoever is interrupted can
    begin again.
    """
    accounts, journals = _content(file)
    database = group.state / "jupyterhub.sqlite"
    if name:
        if name not in journals:
            raise SettingsError(f"{file} has no journal of {name}")
        if not database.exists() or _password(accounts, name) != _password(_accounts(group), name):
            raise SettingsError(f"{name} has no account here, or it is of somebody else with the same name")
        _as_learner(group, name, _WRITE, journals[name])
        return 1
    if database.exists():
        raise SettingsError(
            "there are accounts here already; to put back the notes of one learner, name them: FILE NAME"
        )
    group.make_folders()
    for each, notes in journals.items():
        _as_learner(group, each, _WRITE, notes)
    half = database.with_suffix(".half")
    half.touch(0o600)
    half.write_bytes(accounts)
    half.replace(database)
    return len(journals)


def _content(file: Path) -> tuple[bytes, dict[str, bytes]]:
    """Return the accounts and the journals of a backup that is whole."""
    accounts, journals = b"", {}
    try:
        whole = gzip.decompress(file.read_bytes())  # which compares the sum at its end; tarfile does not read that far
        with tarfile.open(fileobj=io.BytesIO(whole)) as kept:
            for member in kept:
                data = kept.extractfile(member).read()
                if member.name == _ACCOUNTS:
                    accounts = data
                elif people.is_name(name := Path(member.name).stem) and member.name == f"journals/{name}.json":
                    from_document(data.decode())
                    journals[name] = data
                else:
                    raise ValueError("a file of something else")
        _password(accounts, "")
    except FileNotFoundError as error:
        raise SettingsError(f"there is no file {file}") from error
    except (OSError, EOFError, AttributeError, ValueError, zlib.error, sqlite3.Error, tarfile.TarError, JournalError):
        raise SettingsError(f"{file} is not a whole backup of a group; nothing was changed") from None
    return accounts, journals


def _accounts(group: Settings) -> bytes:
    try:
        with closing(sqlite3.connect(f"file:{group.state / 'jupyterhub.sqlite'}?mode=ro", uri=True)) as database:
            return database.serialize()
    except sqlite3.OperationalError as error:
        raise SettingsError("there are no accounts here") from error


def _password(accounts: bytes, name: str) -> bytes | None:
    """Return what is kept of a password, which tells two people of the same name apart."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(accounts)
        row = database.execute("SELECT password FROM users_info WHERE username = ?", (name,)).fetchone()
    return row and row[0]


def _as_learner(group: Settings, name: str, program: str, data: bytes = b"") -> bytes:
    """Run a program as a learner, whose user and disk are made if they are not there."""
    user = people.ensure(people.system_user(name), group.learners / name)
    disks.ensure(group.disks / f"{name}.img", Path(user.pw_dir), group.limits.disk_megabytes, user.pw_uid, user.pw_gid)
    drop = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs"]
    command = ["prlimit", f"--as={_MEMORY}", *drop, sys.executable, "-I", "-c", program]
    home = {"HOME": user.pw_dir, "PATH": os.environ["PATH"]}
    try:
        done = subprocess.run(command, input=data, capture_output=True, cwd="/", env=home, timeout=_PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise SettingsError(f"the journal of {name} does not answer") from error
    if done.returncode:
        raise SettingsError(f"the journal of {name}: {done.stderr.decode(errors='replace').strip()[-200:]}")
    return done.stdout


def _add(kept: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    kept.addfile(member, io.BytesIO(data))
