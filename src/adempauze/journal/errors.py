"""Errors of the journal: each has a code, and each language has a sentence for every code."""

from __future__ import annotations

import errno
from pathlib import Path

from adempauze.messages import table

CODES = (
    "unwritable",
    "full",
    "busy",
    "newer-journal",
    "foreign-file",
    "newer-file",
    "too-large",
    "invalid-note",
    "unreadable",
    "file-exists",
    "no-home",
)


class JournalError(Exception):
    """The notes could not be read, kept or moved; `code` is one of `CODES`.

    `detail` is for developers, in English, and never holds anything that a learner wrote.
    """

    def __init__(self, code: str, path: Path | None = None, detail: str = "") -> None:
        super().__init__(code, path, detail)
        self.code = code
        self.path = path
        self.detail = detail

    def __str__(self) -> str:
        return ": ".join(str(part) for part in (self.code, self.path, self.detail) if part)

    def sentence(self, lang: str) -> str:
        """Return what happened and what to do, in the learner's language."""
        return table(lang, "journal")[f"problem_{self.code}"].format(path=self.path)


def is_full(error: OSError) -> bool:
    """Return whether the disk, or the learner's part of it, is full."""
    return error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def from_os_error(error: OSError, path: Path) -> JournalError:
    """Return a `full` error when the disk is full, otherwise `unwritable`."""
    return JournalError("full" if is_full(error) else "unwritable", path, errno.errorcode.get(error.errno or 0, ""))
