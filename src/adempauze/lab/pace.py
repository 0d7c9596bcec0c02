"""The learner's choice of how much of a lesson to read; the extension calls this in the kernel."""

from __future__ import annotations

import json

from adempauze.journal import Journal, JournalError

KEY = "00-start/pace"


def chosen(journal: Journal | None = None) -> str | None:
    """Return "short" or "normal", or `None` when the journal cannot be read."""
    try:
        note = (journal or Journal()).load(KEY)
    except JournalError:
        return None
    try:
        return "short" if note and json.loads(note.text)["pace"] == "short" else "normal"
    except (ValueError, TypeError, KeyError):
        return "normal"
