"""The SQLite file under the journal: made private, recognised, checked, and set aside when it is damaged."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from urllib.parse import quote

from .errors import JournalError, from_os_error

APPLICATION_ID = 0x4164656D  # "Adem"
VERSION = 1
_TABLES = (
    "CREATE TABLE notes (key TEXT PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL,"
    " updated_at TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)
_MARKS = (f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {VERSION}")
Identity = tuple[int, int]
# On POSIX, closing any handle on a file drops all locks that this process has on it, including those of SQLite in
# another thread. So only one thread at a time creates and opens the file, and afterwards only SQLite opens it.
_opening = threading.Lock()


class DamagedError(Exception):
    """The file at the journal's path is damaged, or made by another program."""


def connect(path: Path, timeout: float, own_folder: bool) -> sqlite3.Connection:
    """Open the journal, creating it if needed; `own_folder` says that its folder holds nothing else.

    Raises `DamagedError`, `JournalError("newer-journal")`, `OSError` or `sqlite3.Error`.
    """
    try:
        return _open(path, timeout, own_folder, "NORMAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            raise
    # On a full disk or in a network folder, SQLite may have no shared memory for the log. It does not need any when it
    # is the only user of the file. Two waiting processes would deadlock, so the timeout is 0.
    return _open(path, 0.0, own_folder, "EXCLUSIVE")


def _open(path: Path, timeout: float, own_folder: bool, locking: str) -> sqlite3.Connection:
    with _opening:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if own_folder:
            _keep_from_others(path.parent)
        connection = _open_private(Path(os.path.realpath(path)), timeout)
    try:
        connection.execute(f"PRAGMA locking_mode = {locking}")
        _set_up(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _open_private(path: Path, timeout: float) -> sqlite3.Connection:
    """Open the file that others may not read, or make it; again when another process sets it aside meanwhile."""
    while True:
        try:
            with suppress(FileExistsError):
                # SQLite gives its -wal and -shm files the mode of the database.
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            if path.is_file():
                _keep_from_others(path)
            return sqlite3.connect(_existing(path), timeout=timeout, isolation_level=None, uri=True)
        except (FileNotFoundError, sqlite3.OperationalError):
            if os.path.lexists(path) or not path.parent.is_dir():
                raise


def _existing(path: Path) -> str:
    """Return the address at which SQLite opens a file but makes none, for others could read one that it made."""
    place = quote(os.fsencode(path.absolute().as_posix()))
    return f"file://{'' if place.startswith('/') else '/'}{place}?mode=rw"


def _keep_from_others(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        path.chmod(mode & 0o700)


def _set_up(connection: sqlite3.Connection, path: Path) -> None:
    # A damaged byte in a text costs one character, not the journal.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    for setting in ("synchronous = FULL", "fullfsync = ON", "secure_delete = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {setting}")
    if _is_new(connection):
        with transaction(connection):
            if _is_new(connection):  # checked again, because another process may have been first
                for statement in (*_TABLES, *_MARKS):
                    connection.execute(statement)
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise DamagedError("made by another program")
    version = _pragma(connection, "user_version")
    if int(version) > VERSION:
        raise JournalError("newer-journal", path, f"version {version}")
    if _pragma(connection, "quick_check(1)") != "ok" or not set(_TABLES) <= _tables(connection):
        raise DamagedError("damaged pages or tables")
    connection.execute("PRAGMA journal_mode = WAL")
    _pragma(connection, "user_version")  # opens the log now, while `connect` can still handle a failure


def _is_new(connection: sqlite3.Connection) -> bool:
    return not _tables(connection) and _pragma(connection, "application_id") == 0


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master")}


def _pragma(connection: sqlite3.Connection, name: str) -> int | str:
    value: int | str = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write everything inside the block or nothing; it is on disk when the block ends."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def scrub(connection: sqlite3.Connection) -> bool:
    """Move the log into the database and empty the log; False when another program is still reading it."""
    return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn errors of SQLite or the system into `DamagedError` or `JournalError`."""
    try:
        yield
        return
    except sqlite3.Error as error:
        failure = _explain(error, path)
    except OSError as error:
        failure = from_os_error(error, path)
    raise failure


def _explain(error: sqlite3.Error, path: Path) -> JournalError | DamagedError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
    name = getattr(error, "sqlite_errorname", "")
    match code & 0xFF:
        case sqlite3.SQLITE_ERROR | sqlite3.SQLITE_MISUSE:
            raise error  # a bug in this module, not a problem of the journal
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return DamagedError(name)
        case sqlite3.SQLITE_FULL:
            return JournalError("full", path, name)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return JournalError("busy", path, name)
        # On a full disk SQLite cannot create its shared memory and reports only an input/output error.
        case sqlite3.SQLITE_IOERR if _is_full(path.parent):
            return JournalError("full", path, name)
    return JournalError("unwritable", path, name)


def _is_full(folder: Path) -> bool:
    with suppress(OSError):  # the folder may be gone
        return shutil.disk_usage(folder).free < 1_000_000
    return False


def is_empty(path: Path) -> bool:
    """Return whether nothing was ever written: there is no file, or one that was just made."""
    try:
        return path.stat().st_size == 0
    except (FileNotFoundError, NotADirectoryError):
        return True


def identity(path: Path) -> Identity | None:
    """Return the device and inode, which differ from any earlier file at this path; None when there is no file."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_dev, status.st_ino


def set_aside(path: Path, damaged: Identity | None) -> Path | None:
    """Move a damaged journal and the files that SQLite keeps beside it; return the new path.

    Return None if another process moved it first, because the file at `path` may then be a good journal.
    """
    path = Path(os.path.realpath(path))
    with _one_process(path.with_suffix(".lock")):
        if identity(path) != damaged or damaged is None:
            return None
        place = _reserve(path)
        # The database is moved last: a new journal made before its log is moved would delete that log.
        for suffix in ("-wal", "-shm", "-journal", ""):
            with suppress(FileNotFoundError):  # SQLite removes a log when the last program closes the journal
                path.with_name(path.name + suffix).replace(place.with_name(place.name + suffix))
        return place


def set_aside_files(path: Path) -> list[Path]:
    """Return the journals that were set aside from this path, the oldest first."""
    path = Path(os.path.realpath(path))
    return sorted(path.parent.glob(f"{path.stem}.set-aside-*{path.suffix}"), key=lambda place: place.stem)


def _reserve(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    turns = chain([""], (f"-{number}" for number in count(2)))
    while True:
        place = path.with_name(f"{path.stem}.set-aside-{stamp}{next(turns)}{path.suffix}")
        try:
            place.touch(mode=0o600, exist_ok=False)
            return place
        except FileExistsError:
            continue


@contextmanager
def _one_process(lock: Path) -> Iterator[None]:
    # A SQLite lock on an empty file works on every system, waits, and is released when its process ends.
    with closing(sqlite3.connect(lock, timeout=5, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
