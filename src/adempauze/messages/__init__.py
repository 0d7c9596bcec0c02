"""Every string that a widget, a figure or a command shows, in each language of the course.

One TOML file a language (`en.toml`, `nl.toml`), same sections and keys; a section belongs to one widget or part.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "nl")


class UnknownLanguageError(ValueError):
    """The course has no edition in the language that was asked for."""

    def __init__(self, lang: object) -> None:
        super().__init__(f"No edition in {lang!r}; the course speaks {' and '.join(LANGUAGES)}.")


@cache
def _messages(lang: str) -> dict[str, dict[str, str]]:
    if lang not in LANGUAGES:
        raise UnknownLanguageError(lang)
    return tomllib.loads(files(__package__).joinpath(f"{lang}.toml").read_text(encoding="utf-8"))


def table(lang: str, section: str) -> dict[str, str]:
    """Return a copy of the strings of one section.

    Raises `UnknownLanguageError` for a language without an edition, `KeyError` for an unknown section.
    """
    return dict(_messages(lang)[section])


def twin(lang: str) -> str:
    """Return the other language of the course."""
    (other,) = set(LANGUAGES) - {lang}
    return other
