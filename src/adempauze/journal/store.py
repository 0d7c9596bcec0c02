"""The journal: a note is on disk when `save` returns, and gone from disk when `remove` returns."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import platformdirs

from . import database
from .errors import JournalError
from .exchange import ImportResult, from_document, merge, to_document
from .note import Note, check_key, now

Result = TypeVar("Result")
Operation = Callable[[sqlite3.Connection], Result]

_SAVE = (
    "INSERT INTO notes (key, kind, text, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE"
    " SET kind = excluded.kind, text = excluded.text, updated_at = excluded.updated_at"
)
_SELECT = "SELECT key, kind, text, updated_at FROM notes"
_DELETE = "DELETE FROM notes WHERE key = ?"
_ROUNDS = 5  # a second round is rare; more retries mean a failing disk
_PAUSE = 0.01  # seconds between two attempts at a busy journal


def default_path() -> Path:
    """Return where the notes of this user are kept; raises what `data_folder` raises."""
    return data_folder() / "journal.sqlite3"


def data_folder() -> Path:
    """Return the folder for what the course keeps for this user.

    Raises `JournalError("no-home")` when this user has no home folder on this computer.
    """
    try:
        folder = platformdirs.user_data_path("adempauze")
    except RuntimeError:
        raise JournalError("no-home") from None
    if not folder.is_absolute():  # older versions of platformdirs leave "~" in the path
        raise JournalError("no-home")
    return folder


class Replaced(NamedTuple):
    """The note that is in the journal after `Journal.replace`; `newer`: not the one that was given."""

    note: Note | None
    newer: bool


class Journal:
    """The private notes of one learner, in one file.

    Making a `Journal` writes nothing, nor does reading one whose file does not exist. Each call opens and closes the
    file, so any number of processes and threads can share it. Each call may raise `JournalError` with `unwritable`,
    `full`, `busy` or `newer-journal`.

    A file that is damaged or made by another program is set aside, and the call continues in a new file;
    `set_aside` is then the path of the old one.
    """

    BUSY_SECONDS = 5.0

    def __init__(self, path: Path | None = None) -> None:
        self.path = default_path() if path is None else Path(path)
        self._own_folder = path is None
        self.set_aside: Path | None = None

    def __repr__(self) -> str:
        return f"Journal({str(self.path)!r})"

    def load(self, key: str) -> Note | None:
        """Return the note with this key."""
        check_key(key)
        return self._read(lambda connection: _find(connection, key), None)

    def save(self, key: str, kind: str, text: str, updated_at: str | None = None) -> Note:
        """Keep a note, in place of the one with the same key; it is on disk when this returns.

        Raises `JournalError("invalid-note")` for what a `Note` cannot hold.
        """
        note = Note(key, kind, text, now() if updated_at is None else updated_at)

        def write(connection: sqlite3.Connection) -> Note:
            with database.transaction(connection):
                connection.execute(_SAVE, astuple(note))
            return note

        return self._run(write)

    def replace(self, key: str, kind: str, text: str | None, seen: str | None) -> Replaced:
        """Keep a text (None: remove the note beyond recovery) if the note's text is still the one that was `seen`.

        `seen` is None where there was no note. Another process cannot write between the comparison and the change.
        Raises `JournalError("invalid-note")` for what a `Note` cannot hold.
        """
        check_key(key)
        note = None if text is None else Note(key, kind, text, now())

        def write(connection: sqlite3.Connection) -> Replaced:
            with database.transaction(connection):
                there = _find(connection, key)
                if (there and there.text) != seen:
                    return Replaced(there, newer=True)
                if note is None:
                    connection.execute(_DELETE, (key,))
                else:
                    connection.execute(_SAVE, astuple(note))
            if note is None:
                database.scrub(connection)  # see `remove`
            return Replaced(note, newer=False)

        return self._run(write) if note else self._read(write, Replaced(None, newer=seen is not None))

    def remove(self, key: str) -> Note | None:
        """Delete a note beyond recovery from the file; return it, so that it can be saved again."""
        check_key(key)

        def write(connection: sqlite3.Connection) -> Note | None:
            with database.transaction(connection):
                note = _find(connection, key)
                connection.execute(_DELETE, (key,))
            database.scrub(connection)  # while another program reads the log, this waits until the last one closes it
            return note

        return self._read(write, None)

    def notes(self, kind: str | None = None, prefix: str = "") -> list[Note]:
        """Return the notes of a kind (or of all) whose key begins with `prefix`, the oldest first."""
        none: list[Note] = []
        notes = self._read(lambda connection: [_note(row) for row in connection.execute(_SELECT)], none)
        chosen = [note for note in notes if kind in (None, note.kind) and note.key.startswith(prefix)]
        return sorted(chosen, key=lambda note: (note.moment, note.key))

    def clear(self) -> list[Note]:
        """Delete all notes and the last visit beyond recovery from the file; return the notes that were deleted.

        A damaged row is deleted as well but not returned. Journals that were set aside stay: see `set_aside_files`.
        """

        def write(connection: sqlite3.Connection) -> list[Note]:
            with database.transaction(connection):
                rows = connection.execute(_SELECT).fetchall()
                connection.execute("DELETE FROM notes")
                connection.execute("DELETE FROM state")
            return [note for row in rows if (note := _note_or_none(row))]

        none: list[Note] = []
        removed = self._read(write, none)
        self._read(self._shrink, None)
        return removed

    def export(self) -> dict[str, Any]:
        """Return all notes as the content of an export file."""
        return to_document(self.notes())

    def load_export(self, data: dict[str, Any] | str) -> ImportResult:
        """Add all notes of an export file, or none if one cannot be added; `exchange.merge` has the rule.

        Raises `JournalError`: `foreign-file`, `newer-file` or `too-large`.
        """
        imported = from_document(data)

        def write(connection: sqlite3.Connection) -> ImportResult:
            outcomes = []
            with database.transaction(connection):
                for note in imported:
                    outcome, kept = merge(_find(connection, note.key), note)
                    outcomes.append(outcome)
                    if outcome != "unchanged":
                        connection.execute(_SAVE, astuple(kept))
            return ImportResult(*(outcomes.count(field) for field in ImportResult._fields))

        return self._run(write) if imported else ImportResult(0, 0, 0, 0)

    def last_visit(self) -> str | None:
        """Return the lesson that was opened last."""
        query = "SELECT value FROM state WHERE name = 'last-visit'"
        row: tuple[str] | None = self._read(lambda connection: connection.execute(query).fetchone(), None)
        return row and row[0]

    def visit(self, lesson: str) -> None:
        """Remember that a learner opened this lesson; do not call it for a notebook that runs without a reader."""
        check_key(lesson)

        def write(connection: sqlite3.Connection) -> None:
            with database.transaction(connection):
                connection.execute("INSERT OR REPLACE INTO state VALUES ('last-visit', ?)", (lesson,))

        self._run(write)

    def set_aside_files(self) -> list[Path]:
        """Return all journals that were ever set aside here and may still hold notes, the oldest first."""
        return database.set_aside_files(self.path)

    def _connect(self, timeout: float) -> sqlite3.Connection:
        return database.connect(self.path, timeout, own_folder=self._own_folder)

    def _shrink(self, connection: sqlite3.Connection) -> None:
        connection.execute("VACUUM")
        if not database.scrub(connection):
            raise JournalError("busy", self.path, "the log is in use")

    def _read(self, operation: Operation[Result], absent: Result) -> Result:
        """Run an operation, or return `absent` when there is no journal yet."""
        with database.explained(self.path):
            empty = database.is_empty(self.path)
        return absent if empty else self._run(operation)

    def _run(self, operation: Operation[Result]) -> Result:
        """Run an operation; if the journal is damaged, set it aside and run the operation in a new one."""
        deadline = time.monotonic() + self.BUSY_SECONDS
        for _ in range(_ROUNDS):
            with database.explained(self.path):
                file = database.identity(self.path)
            try:
                used, result = self._wait_for(operation, file, deadline)
            except database.DamagedError:
                with database.explained(self.path):
                    place = database.set_aside(self.path, file)
                self.set_aside = place or next(reversed(self.set_aside_files()), None)
                continue
            # Another process may have set this file aside meanwhile; then the operation is repeated in the new file.
            if database.identity(self.path) == used:
                return result
        raise JournalError("unwritable", self.path, "damaged again and again")

    def _wait_for(
        self, operation: Operation[Result], file: database.Identity | None, deadline: float
    ) -> tuple[database.Identity | None, Result]:
        """Run an operation when no other process has the journal locked; return also the file that was used."""
        while True:
            try:
                with (
                    database.explained(self.path),
                    closing(self._connect(max(0.0, deadline - time.monotonic()))) as connection,
                ):
                    return file or database.identity(self.path), operation(connection)
            except JournalError as error:
                if error.code != "busy" or time.monotonic() >= deadline:
                    raise
            time.sleep(_PAUSE)


def _note(row: tuple[Any, ...]) -> Note:
    try:
        return Note(*row)
    except JournalError as error:
        detail = error.detail
    raise database.DamagedError(detail)


def _note_or_none(row: tuple[Any, ...]) -> Note | None:
    try:
        return Note(*row)
    except JournalError:
        return None


def _find(connection: sqlite3.Connection, key: str) -> Note | None:
    row = connection.execute(f"{_SELECT} WHERE key = ?", (key,)).fetchone()
    return row and _note(row)
