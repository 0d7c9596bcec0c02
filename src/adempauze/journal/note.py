"""One note and its limits; the book (`sphinx_ext/journal.js`) has the same limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from .errors import JournalError

MAX_KEY = 200
MAX_KIND = 40
MAX_TEXT = 1_000_000

_KIND = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z")
# Half a surrogate pair cannot be encoded as UTF-8, so neither a file nor SQLite can store it.
_NOT_IN_KEY = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    """Something a learner wrote or set.

    key: the place it belongs to, the same in each language (`04-breathing/after-breathing`); 1 to 200 characters,
    none of them a control character. kind: a slug, such as `reflection` or `check-in`. text: plain text for a
    reflection, JSON for any other kind; at most 1,000,000 characters, no NUL. updated_at: UTC, such as
    `2026-03-01T14:03:00Z` or `2026-03-01T14:03:00.250Z`. Characters are Unicode code points.

    Raises `JournalError("invalid-note")`.
    """

    key: str
    kind: str
    text: str
    updated_at: str

    def __post_init__(self) -> None:
        check_key(self.key)
        if not isinstance(self.kind, str) or len(self.kind) > MAX_KIND or not _KIND.fullmatch(self.kind):
            raise JournalError("invalid-note", detail="kind is not a short slug")
        if not isinstance(self.text, str) or len(self.text) > MAX_TEXT or _NOT_IN_TEXT.search(self.text):
            raise JournalError("invalid-note", detail="text is too long, or no Unicode text")
        if not _is_moment(self.updated_at):
            raise JournalError("invalid-note", detail="updated_at is not a moment in UTC")

    def __repr__(self) -> str:
        return f"<Note {self.key!r}, {len(self.text)} characters>"

    @property
    def moment(self) -> datetime:
        """`updated_at` as a point in time; compared as text, `00Z` would come after `00.250Z`."""
        return datetime.fromisoformat(self.updated_at)


def check_key(key: object) -> None:
    """Raise `JournalError("invalid-note")` unless this can be the key of a note."""
    if not isinstance(key, str) or not 0 < len(key) <= MAX_KEY or _NOT_IN_KEY.search(key):
        raise JournalError("invalid-note", detail="key is empty, too long, or holds a control character")


def now() -> str:
    """Return the current time in the form of `updated_at`, with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _is_moment(value: object) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
