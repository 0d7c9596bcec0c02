"""Keeps all accounts and journals in one file, and puts them back.

Each journal is read and written as its own learner: root would follow a link that somebody laid to another's notes.
"""

from __future__ import annotations

import io
import os
import pwd
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import disks
import people
from settings import Settings, SettingsError

_ACCOUNTS = "accounts.sqlite3"
_JOURNAL = ".local/share/adempauze/journal.sqlite3"
# Both run as the learner. SQLite's own backup waits for a note that is being written.
_READ = """
import pathlib, sqlite3, sys
with sqlite3.connect(pathlib.Path(sys.argv[1]).absolute().as_uri() + "?mode=ro", uri=True) as journal:
    sys.stdout.buffer.write(journal.serialize())
"""
_WRITE = """
import os, pathlib, sys
os.umask(0o077)
path = pathlib.Path(sys.argv[1])
path.parent.mkdir(parents=True, exist_ok=True)
path.write_bytes(sys.stdin.buffer.read())
"""


def save(group: Settings, file: Path) -> int:
    """Write all accounts and journals to a new file that only root can read; return how many journals."""
    people_here = _people(group)
    with (
        os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
        tarfile.open(fileobj=out, mode="w:gz") as kept,
    ):
        _add(kept, _ACCOUNTS, _accounts(group))
        number = 0
        for user in people_here:
            _mount(group, user)
            journal = _as_learner(user, _READ)
            if journal:
                number += 1
                _add(kept, f"journals/{_name(user)}.sqlite3", journal)
    return number


def restore(group: Settings, file: Path) -> int:
    """Put accounts and journals back; return how many journals. The hub must not run, nor have accounts of its own."""
    group.make_folders()
    database = group.state / "jupyterhub.sqlite"
    if database.exists():
        raise SettingsError("there are accounts here already; `end --yes` deletes them")
    number = 0
    with tarfile.open(file) as kept:
        for member in kept.getmembers():
            content = kept.extractfile(member)
            data = content.read() if content else b""
            if member.name == _ACCOUNTS:
                database.write_bytes(data)
                database.chmod(0o600)
            elif member.name.startswith("journals/"):
                user = people.system_user(Path(member.name).stem)
                _mount(group, people.ensure(user, group.learners / _name(user)))
                _as_learner(pwd.getpwnam(user), _WRITE, data)
                number += 1
    return number


def _people(group: Settings) -> list[pwd.struct_passwd]:
    return [pwd.getpwnam(each) for each in people.all_users(group.learners)]


def _name(user: pwd.struct_passwd | str) -> str:
    return (user if isinstance(user, str) else user.pw_name).removeprefix(people.PREFIX)


def _mount(group: Settings, user: pwd.struct_passwd) -> None:
    image = group.disks / f"{_name(user)}.img"
    disks.ensure(image, Path(user.pw_dir), group.limits.disk_megabytes, user.pw_uid, user.pw_gid)


def _accounts(group: Settings) -> bytes:
    with closing(sqlite3.connect(f"file:{group.state / 'jupyterhub.sqlite'}?mode=ro", uri=True)) as database:
        return database.serialize()


def _as_learner(user: pwd.struct_passwd, program: str, data: bytes = b"") -> bytes:
    """Run a program as a learner, with their journal as its argument; nothing comes back where there is no journal."""
    command = [sys.executable, "-I", "-c", program, str(Path(user.pw_dir) / _JOURNAL)]
    drop = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs"]
    done = subprocess.run([*drop, *command], input=data, capture_output=True, cwd="/")
    if done.returncode and data:
        raise SettingsError(f"a journal could not be put back: {done.stderr.decode(errors='replace')[-200:]}")
    return done.stdout if done.returncode == 0 else b""


def _add(kept: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    kept.addfile(member, io.BytesIO(data))
