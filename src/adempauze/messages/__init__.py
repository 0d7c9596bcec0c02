"""Every string that a widget, a figure or a command shows, in each language of the course.

Each language has one TOML file (`en.toml`, `nl.toml`) with the same sections and keys; a section is for one part. This
module needs only Python itself, so that it can also run where the course is not installed yet.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "nl")


class UnknownLanguageError(ValueError):
    """The course has no edition in this language."""

    def __init__(self, lang: object) -> None:
        super().__init__(f"No edition in {lang!r}; the course speaks {' and '.join(LANGUAGES)}.")


@cache
def _messages(lang: str) -> dict[str, dict[str, str]]:
    if lang not in LANGUAGES:
        raise UnknownLanguageError(lang)
    return tomllib.loads((Path(__file__).parent / f"{lang}.toml").read_text(encoding="utf-8"))


def language_of(environment: Mapping[str, str]) -> str:
    """Return the edition that fits the computer's language."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "nl" if locale.lower().startswith("nl") else "en"


def table(lang: str, section: str) -> dict[str, str]:
    """Return a copy of the strings of one section.

    Raises `UnknownLanguageError` for a language without an edition, `KeyError` for an unknown section.
    """
    return dict(_messages(lang)[section])


def twin(lang: str) -> str:
    """Return the other language of the course."""
    (other,) = set(LANGUAGES) - {lang}
    return other


def number(value: float, lang: str, digits: int = 2) -> str:
    """Format a number for a language: a real minus sign, separators between thousands, no minus before zero."""
    from babel.numbers import format_decimal  # slow to import, and not every lesson has numbers

    rounded = Decimal(f"{value:.{digits}f}") + 0  # adding zero removes the sign of a negative zero
    text = format_decimal(rounded, format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale=lang)
    return text.replace("-", "\N{MINUS SIGN}")


def date(text: str, lang: str) -> str:
    """Format a date of the evidence ("2026-11-23", "2026-11" or "2026") in words.

    Raises `ValueError` for a day that is not on the calendar.
    """
    from babel.dates import format_date

    pattern = {4: "y", 7: "MMMM y", 10: "d MMMM y"}[len(text)]
    return format_date(datetime.date.fromisoformat(f"{text}-01-01"[:10]), pattern, locale=lang)
