"""Adempauze: the verbs that a lesson uses.

A lesson begins with `lesson(slug, lang)`; each verb after it returns a widget in that language.
"""

from __future__ import annotations

from dataclasses import dataclass

from adempauze.messages import LANGUAGES, UnknownLanguageError
from adempauze.widgets.breathe import Breathe
from adempauze.widgets.check_in import CheckIn
from adempauze.widgets.quiz import Question, Quiz, question, right, wrong
from adempauze.widgets.reflect import Reflect

__version__ = "0.1.0"
__all__ = ["breathe", "check_in", "lesson", "question", "quiz", "reflect", "right", "wrong"]


@dataclass(frozen=True)
class _Lesson:
    slug: str = "notes"
    lang: str = "en"


_current = _Lesson()


def lesson(slug: str, lang: str) -> None:
    """Say which lesson this notebook is, and its language ("en" or "nl"), for all verbs after it."""
    global _current
    if lang not in LANGUAGES:
        raise UnknownLanguageError(lang)
    _current = _Lesson(slug, lang)


def breathe(pattern: str = "4-6", minutes: int = 5) -> Breathe:
    """Return a breathing timer that starts with a pattern, by its id, and a length in whole minutes, 1 to 20."""
    return Breathe(pattern, minutes, lang=_current.lang)


def check_in(moment: str) -> CheckIn:
    """Return two sliders for energy and tension at a moment of the lesson: "before" or "after"."""
    return CheckIn(moment, lang=_current.lang, lesson=_current.slug)


def quiz(*questions: Question) -> Quiz:
    """Return questions (made with `question`, `right` and `wrong`) that give feedback for each answer."""
    return Quiz(*questions, lang=_current.lang)


def reflect(id: str, question: str) -> Reflect:
    """Return room to write about `question`, private and kept under `id` (unique within the lesson)."""
    return Reflect(id, question, lang=_current.lang, lesson=_current.slug)
