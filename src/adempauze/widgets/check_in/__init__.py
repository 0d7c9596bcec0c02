"""A check-in: energy and tension now, on two sliders."""

from __future__ import annotations

from typing import ClassVar

import traitlets

from adempauze.widgets import NoteWidget

MOMENTS = ("before", "after")


class CheckIn(NoteWidget):
    """Two sliders from 0 to 10, kept as a private note; a lesson's second check-in says in words what changed."""

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "check_in")
    own_names: ClassVar[tuple[str, ...]] = ("check-in-.*",)

    moment = traitlets.Enum(MOMENTS).tag(sync=True)

    def __init__(self, moment: str, *, lang: str, lesson: str) -> None:
        """Ask at this moment of a lesson, one of `MOMENTS`; raises `ValueError` for another one."""
        if moment not in MOMENTS:
            raise ValueError(f"{moment!r} is no moment for a check-in; there are {' and '.join(MOMENTS)}.")
        super().__init__(lang=lang, lesson=lesson, moment=moment)

    def fallback_text(self) -> str:
        """Return what the two sliders ask."""
        return self.strings["fallback"]
