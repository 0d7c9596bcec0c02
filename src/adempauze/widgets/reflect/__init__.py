"""A private text field."""

from __future__ import annotations

from typing import ClassVar

import traitlets

from adempauze.widgets import NoteWidget, note_key


class Reflect(NoteWidget):
    """A question with a private text field that saves itself.

    `key` is lesson and prompt; it names the note in the journal, an export and a browser, in any language.
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
        """Return the question, so that the learner can answer it on paper."""
        return self.strings["fallback"].format(question=self.question)
