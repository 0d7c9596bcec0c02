"""All that the learner wrote, on one page, and room for one sentence."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from adempauze.widgets import NoteWidget
from adempauze.widgets.notes.prompts import prompts


class Notes(NoteWidget):
    """Everything that was written in all lessons, in words, with what each note was an answer to.

    It belongs to no lesson, so opening it does not change where the learner left off.
    """

    sections: ClassVar[tuple[str, ...]] = (
        *NoteWidget.sections,
        *("check_in", "judged", "predict", "plan", "ladder", "musts", "evidence_ladder", "lessons", "my_notes"),
    )

    prompts: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)

    def __init__(self, *, lang: str) -> None:
        super().__init__(lang=lang, prompts=prompts(lang))

    def fallback_text(self) -> str:
        """Return the purpose of the page."""
        return self.strings["fallback"]
