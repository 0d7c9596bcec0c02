"""Questions with feedback for each answer, without a mark."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import traitlets

from adempauze.widgets import CourseWidget


@dataclass(frozen=True)
class Answer:
    """One answer: its text, whether it fits, and its feedback."""

    text: str
    fits: bool
    feedback: str

    def __post_init__(self) -> None:
        if not (self.text.strip() and self.feedback.strip()):
            raise ValueError("An answer has a text and feedback, neither of them empty.")


@dataclass(frozen=True)
class Question:
    """A question with two or more answers, at least one of which fits; if several fit, the answers are check boxes."""

    text: str
    answers: tuple[Answer, ...]

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("A question has a text.")
        if len(self.answers) < 2 or not any(answer.fits for answer in self.answers):
            raise ValueError(f"{self.text!r} needs two answers or more, and one that fits.")


def question(text: str, *answers: Answer) -> Question:
    """Return a question; its `answers` are made with `right` and `wrong`."""
    return Question(text, answers)


def right(text: str, feedback: str) -> Answer:
    """Return an answer that fits."""
    return Answer(text, True, feedback)


def wrong(text: str, feedback: str) -> Answer:
    """Return an answer that does not fit."""
    return Answer(text, False, feedback)


class Quiz(CourseWidget):
    """Questions in a list; each shows its feedback on request, and can be tried again."""

    sections: ClassVar[tuple[str, ...]] = (*CourseWidget.sections, "quiz")

    questions: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(self, *questions: Question, lang: str) -> None:
        """Ask these questions; raises `ValueError` if there is none."""
        if not questions:
            raise ValueError("A quiz asks at least one question.")
        super().__init__(lang=lang, questions=[asdict(each) for each in questions])

    def fallback_text(self) -> str:
        """Return the number of questions."""
        return self.strings["fallback"].format(n=len(self.questions))
