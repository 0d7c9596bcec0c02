"""A plan to keep: if-then plans, one small step, someone to tell, and notes, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import traitlets

from adempauze.widgets import NoteWidget

PARTS = ("if-then", "step", "person", "notes", "page")


class Plan(NoteWidget):
    """The learner's only plan, or some parts of it; all lessons show the same plan.

    It is one private note, whichever parts a lesson shows.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "lessons", "sheet", "plan")
    own_names: ClassVar[tuple[str, ...]] = ("plan",)

    parts: traitlets.List[dict[str, Any]] = traitlets.List(traitlets.Enum(PARTS)).tag(sync=True)

    def __init__(self, parts: Sequence[str] = PARTS, *, lang: str, lesson: str) -> None:
        """Show `parts`, in the order of `PARTS`; raises `ValueError` for no parts, or for an unknown part."""
        unknown = [part for part in parts if part not in PARTS]
        if unknown or not parts:
            raise ValueError(
                f"A plan has parts out of {', '.join(PARTS)}; not {', '.join(map(repr, unknown)) or 'none'}."
            )
        super().__init__(lang=lang, lesson=lesson, parts=[part for part in PARTS if part in parts])

    def fallback_text(self) -> str:
        """Return the parts of a plan, so that the learner can make one on paper."""
        return self.strings["fallback"]
