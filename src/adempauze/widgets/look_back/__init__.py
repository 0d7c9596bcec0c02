"""A look back at energy and tension over time, from the check-ins."""

from __future__ import annotations

from typing import ClassVar

from adempauze.widgets import NoteWidget


class LookBack(NoteWidget):
    """A small picture of the check-ins of all lessons, also in words and in a table. It writes no notes."""

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "lessons", "look_back")

    def __init__(self, *, lang: str, lesson: str) -> None:
        super().__init__(lang=lang, lesson=lesson)

    def fallback_text(self) -> str:
        """Return the subject of the picture."""
        return self.strings["fallback"]
