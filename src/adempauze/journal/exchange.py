"""The file in which notes move between computers and browsers, and how two sets of notes become one.

The book (`sphinx_ext/journal.js`) follows the same rules; `tests/book/test_notes.py` compares the two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from .errors import JournalError
from .note import MAX_TEXT, Note, now

FORMAT = "adempauze-notes"
VERSION = 1
MAX_BYTES = 20_000_000


class ImportResult(NamedTuple):
    """How many imported notes were new, replaced an older note, were joined to a note, or changed nothing."""

    added: int
    updated: int
    merged: int
    unchanged: int


def to_document(notes: Iterable[Note]) -> dict[str, Any]:
    """Return the notes as the content of an export file."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": now(),
        "notes": [asdict(note) for note in notes],
    }


def from_document(data: dict[str, Any] | str) -> list[Note]:
    """Return the notes of an export file; all must be valid, and each key may occur once.

    Raises `JournalError`: `foreign-file` (also for a broken one), `newer-file` or `too-large`.
    """
    document = _parse(data)
    if document is None or document.get("format") != FORMAT:
        raise JournalError("foreign-file", detail="not an export of notes")
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise JournalError("foreign-file", detail="no version")
    if version > VERSION:
        raise JournalError("newer-file", detail=f"version {version}")
    entries = document.get("notes")
    if not isinstance(entries, list):
        raise JournalError("foreign-file", detail="no list of notes")
    notes = [_read_entry(number, entry) for number, entry in enumerate(entries)]
    if len({note.key for note in notes}) < len(notes):
        raise JournalError("foreign-file", detail="a key occurs twice")
    return notes


def _parse(data: dict[str, Any] | str) -> dict[str, Any] | None:
    # An error of the json module contains the whole document, so it is never re-raised or chained.
    try:
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return None
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise JournalError("too-large", detail=f"over {MAX_BYTES} bytes")
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _read_entry(number: int, entry: object) -> Note:
    try:
        if isinstance(entry, dict):
            values: list[Any] = [entry.get(field) for field in ("key", "kind", "text", "updated_at")]
            return Note(*values)
        detail = "not an object"
    except JournalError as error:
        detail = error.detail
    raise JournalError("foreign-file", detail=f"note {number}: {detail}")


def merge(existing: Note | None, imported: Note) -> tuple[str, Note]:
    """Return what happens to an imported note (a field of `ImportResult`) and the note to keep.

    Nothing of a reflection is lost; for any other kind the newer note wins. Importing again changes nothing.
    Raises `JournalError("too-large")` if two reflections together are longer than a note may be.
    """
    if existing is None:
        return "added", imported
    if imported.text == existing.text:
        return "unchanged", existing
    # Only a file edited by hand can change a note's kind; even then no reflection may be lost.
    if "reflection" in (existing.kind, imported.kind):
        return _merge_reflections(existing, imported)
    return ("updated", imported) if imported.moment > existing.moment else ("unchanged", existing)


def _merge_reflections(existing: Note, imported: Note) -> tuple[str, Note]:
    if imported.text in existing.text:
        return "unchanged", existing
    if existing.text in imported.text:
        return "updated", replace(imported, kind="reflection")
    text = f"{existing.text}\n\n{imported.text}"
    if len(text) > MAX_TEXT:
        raise JournalError("too-large", detail=f"{len(text)} characters in one note")
    latest = max(existing, imported, key=lambda note: note.moment).updated_at
    return "merged", replace(existing, kind="reflection", text=text, updated_at=latest)
