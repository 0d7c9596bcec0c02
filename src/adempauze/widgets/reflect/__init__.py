"""A private text field."""

from __future__ import annotations

from typing import ClassVar

import traitlets

from adempauze.widgets import NoteWidget, note_key


class Reflect(NoteWidget):
    """A question with a private text field that saves itself, and may say when some minutes have passed.

    `key` is lesson and prompt; it names the note in the journal, an export and a browser, in any language.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "reflect")

    key = traitlets.Unicode().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    minutes = traitlets.Int(0).tag(sync=True)

    def __init__(self, prompt: str, question: str, minutes: int | None = None, *, lang: str, lesson: str) -> None:
        """Ask `question`. After `minutes` of writing, 1 to 60, a line says so; None means no time limit.

        Raises `ValueError` for a question or a time that will not do, and for a `prompt` that cannot name a note.
        """
        key = note_key(lesson, prompt)
        if not question.strip():
            raise ValueError(f"The prompt {prompt!r} asks nothing.")
        if minutes is not None and not 1 <= minutes <= 60:
            raise ValueError(f"The prompt {prompt!r} has a time limit of {minutes} minutes; it is 1 to 60, or none.")
        super().__init__(lang=lang, lesson=lesson, key=key, question=question, minutes=minutes or 0)

    def fallback_text(self) -> str:
        """Return the question, so that the learner can answer it on paper."""
        return self.strings["fallback"].format(question=self.question)
