"""Room to write, only for the learner."""

from __future__ import annotations

from typing import ClassVar

import traitlets

from adempauze.widgets import NoteWidget, note_key


class Reflect(NoteWidget):
    """A question with a private text field that keeps itself.

    `key` names the note in the journal, in an export and in a browser's storage: lesson and prompt, in any language.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "reflect")

    key = traitlets.Unicode().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)

    def __init__(self, prompt: str, question: str, *, lang: str, lesson: str) -> None:
        key = note_key(lesson, prompt)
        if not question.strip():
            raise ValueError(f"The prompt {prompt!r} asks nothing.")
        super().__init__(lang=lang, lesson=lesson, key=key, question=question)

    def fallback_text(self) -> str:
        """Return the question, so that someone with paper can answer it."""
        return self.strings["fallback"].format(question=self.question)
