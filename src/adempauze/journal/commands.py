"""What `adempauze journal` does: each function returns the lines to print, or raises `JournalError`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from adempauze.messages import table

from .errors import JournalError, from_os_error
from .exchange import MAX_BYTES, to_document
from .note import Note
from .store import Journal

Writer = Callable[[list[Note]], str]


def where(journal: Journal, lang: str) -> list[str]:
    """Return where the notes are kept, without opening the journal.

    The path is the one on the disk: the Python of the Microsoft Store has another folder behind that of the user.
    """
    strings = table(lang, "journal")
    place = strings["where" if journal.path.exists() else "where_later"]
    return [place.format(path=journal.path.resolve()), *_set_aside(journal, strings)]


def export_file(journal: Journal, file: Path, lang: str, write: Writer | None = None) -> list[str]:
    """Write all notes to a new file that only this user can read: JSON to import elsewhere, or what `write` makes.

    Raises `JournalError("file-exists")`, and `unwritable` or `full` for that file.
    """
    strings = table(lang, "journal")
    notes = journal.notes()
    _write_new(file, (write or _to_json)(notes))
    return [strings["exported"].format(n=len(notes), path=file), strings["exported_private"]]


def import_file(journal: Journal, file: Path, lang: str) -> list[str]:
    """Add the notes of an export file to the journal; `exchange.merge` has the rule for notes in both.

    Raises `JournalError`: `unreadable`, or what `Journal.load_export` raises.
    """
    strings = table(lang, "journal")
    result = journal.load_export(_read(file))
    lines = [strings["imported"].format(**result._asdict())]
    if journal.set_aside is not None:
        lines += _set_aside(journal, strings)
    return lines


def delete(journal: Journal, lang: str) -> list[str]:
    """Delete all notes beyond recovery; the caller asks for confirmation."""
    strings = table(lang, "journal")
    return [strings["deleted"].format(n=len(journal.clear())), *_set_aside(journal, strings)]


def _set_aside(journal: Journal, strings: dict[str, str]) -> list[str]:
    return [strings["set_aside"].format(path=path) for path in journal.set_aside_files()]


def _to_json(notes: list[Note]) -> str:
    return json.dumps(to_document(notes), ensure_ascii=False, indent=2) + "\n"


def _read(file: Path) -> str:
    try:
        with file.open("rb") as source:
            content = source.read(MAX_BYTES + 1)
    except OSError as error:
        raise JournalError("unreadable", file, type(error).__name__) from None
    if len(content) > MAX_BYTES:
        raise JournalError("too-large", file)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = error.reason
    raise JournalError(
        "foreign-file", file, detail
    )  # raised outside the handler, because the decoding error contains the notes


def _write_new(file: Path, text: str) -> None:
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise JournalError("file-exists", file) from None
    except OSError as error:
        raise from_os_error(error, file) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        file.unlink(missing_ok=True)
        raise from_os_error(error, file) from None
