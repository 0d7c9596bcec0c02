"""Room to write, only for the learner."""

from __future__ import annotations

import re
from typing import ClassVar

import traitlets

from adempauze.widgets import NoteWidget


class Reflect(NoteWidget):
    """A question with a private text field that keeps itself.

    `key` names the note in the journal, in an export and in a browser's storage: lesson and prompt, in any language.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "reflect")

    key = traitlets.Unicode().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)

    def __init__(self, prompt: str, question: str, *, lang: str, lesson: str) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", prompt):
            raise ValueError(f"{prompt!r} cannot name a prompt: use small letters, digits and single hyphens.")
        if not question.strip():
            raise ValueError(f"The prompt {prompt!r} asks nothing.")
        super().__init__(lang=lang, lesson=lesson, key=f"{lesson}/{prompt}", question=question)

    def fallback_text(self) -> str:
        """Return the question, so that someone with paper can answer it."""
        return self.strings["fallback"].format(question=self.question)
