"""A plan to keep: if-then plans, one small step, someone to tell, and own notes on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import traitlets

from adempauze.widgets import NoteWidget

PARTS = ("if-then", "step", "person", "notes", "page")


class Plan(NoteWidget):
    """The learner's one plan, or some parts of it: what is written in one lesson is there in another.

    It is kept as one private note, whichever parts a lesson shows.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "lessons", "sheet", "plan")

    parts: traitlets.List[dict[str, Any]] = traitlets.List(traitlets.Enum(PARTS)).tag(sync=True)

    def __init__(self, parts: Sequence[str] = PARTS, *, lang: str, lesson: str) -> None:
        """Show `parts`, in the order of `PARTS`; raises `ValueError` for none, or for one that there is not."""
        unknown = [part for part in parts if part not in PARTS]
        if unknown or not parts:
            raise ValueError(
                f"A plan has parts out of {', '.join(PARTS)}; not {', '.join(map(repr, unknown)) or 'none'}."
            )
        super().__init__(lang=lang, lesson=lesson, parts=[part for part in PARTS if part in parts])

    def fallback_text(self) -> str:
        """Return what a plan holds, so that someone with paper can make one."""
        return self.strings["fallback"]
