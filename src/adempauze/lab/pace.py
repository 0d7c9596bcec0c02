"""How much of a lesson the learner wants to read; the extension asks this in a lesson's kernel."""

from __future__ import annotations

import json

from adempauze.journal import Journal, JournalError

KEY = "00-start/pace"


def chosen(journal: Journal | None = None) -> str | None:
    """Return "short" or "normal"; `None` when the journal cannot tell."""
    try:
        note = (journal or Journal()).load(KEY)
    except JournalError:
        return None
    try:
        return "short" if note and json.loads(note.text)["pace"] == "short" else "normal"
    except (ValueError, TypeError, KeyError):
        return "normal"
