"""Adempauze: the verbs that a lesson uses.

A lesson begins with `lesson(slug, lang)`; each verb after it returns a widget in that language.
"""

from __future__ import annotations

from dataclasses import dataclass

from adempauze.messages import LANGUAGES, UnknownLanguageError

__version__ = "0.1.0"
__all__ = ["lesson"]


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
