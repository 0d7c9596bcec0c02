"""The message tables have the same keys in both languages, and every key that the code uses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from adempauze import messages

SOURCE = Path(messages.__file__).parent
TABLES = {lang: tomllib.loads((SOURCE / f"{lang}.toml").read_text(encoding="utf-8")) for lang in messages.LANGUAGES}


def _fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def _strings(lang: str) -> dict[tuple[str, str], str]:
    return {(section, key): text for section, table in TABLES[lang].items() for key, text in table.items()}


def test_both_languages_have_the_same_sections_and_keys() -> None:
    assert _strings("en").keys() == _strings("nl").keys()


def test_both_languages_fill_in_the_same_fields() -> None:
    english, dutch = _strings("en"), _strings("nl")
    differing = [key for key in english if _fields(english[key]) != _fields(dutch[key])]
    assert not differing


def test_no_message_is_empty() -> None:
    assert not [key for lang in TABLES for key, text in _strings(lang).items() if not text.strip()]


def test_a_language_without_an_edition_is_refused_in_words() -> None:
    with pytest.raises(messages.UnknownLanguageError, match="'fr'"):
        messages.table("fr", "kit")


def test_a_table_is_a_copy() -> None:
    messages.table("nl", "kit").clear()
    assert messages.table("nl", "kit")


@pytest.mark.parametrize(
    ("value", "digits", "english", "dutch"),
    [
        (-0.128, 2, "−0.13", "−0,13"),
        (-0.001, 2, "0.00", "0,00"),
        (12417, 0, "12,417", "12.417"),
        (1234.56, 1, "1,234.6", "1.234,6"),
        (0.5, 0, "0", "0"),
    ],
)
def test_a_number_is_written_as_the_language_does(value: float, digits: int, english: str, dutch: str) -> None:
    assert messages.number(value, "en", digits) == english
    assert messages.number(value, "nl", digits) == dutch


@pytest.mark.parametrize(
    ("text", "english", "dutch"),
    [
        ("2026-11-03", "3 November 2026", "3 november 2026"),
        ("2026-03", "March 2026", "maart 2026"),
        ("2026", "2026", "2026"),
    ],
)
def test_a_date_is_written_in_words(text: str, english: str, dutch: str) -> None:
    assert (messages.date(text, "en"), messages.date(text, "nl")) == (english, dutch)


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        messages.date("2026-02-30", "nl")
