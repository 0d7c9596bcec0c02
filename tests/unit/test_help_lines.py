"""Help now: every help line of the evidence is there, the most urgent first, on paper too."""

from __future__ import annotations

import re

import pytest

from adempauze.evidence.help_lines import EMERGENCY, checked, dialled, digits, phones
from adempauze.evidence.tables import rows
from adempauze.widgets.help_box import HelpBox

ROWS = rows("help")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", []),
        ("113 / 0800-0113", [("113", "", "113"), ("0800-0113", "", "08000113")]),
        ("111, option 2", [("111", "2", "111")]),
        ("+31 88 0767 000", [("+31 88 0767 000", "", "+31880767000")]),
    ],
)
def test_a_cell_is_taken_apart_into_numbers_to_dial(cell: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(phone.number, phone.option, phone.dialled) for phone in phones(cell)] == expected


def test_the_number_for_danger_is_told_apart_from_the_others() -> None:
    assert dialled(EMERGENCY) == {"112", "999"}
    assert {"112", "999", "113", "08000113", "116123"} <= dialled()


def test_the_date_of_checking_is_that_of_the_line_checked_longest_ago() -> None:
    assert checked() == min(row["as_of"] for row in ROWS)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_line_and_every_digit_of_the_evidence_is_there(lang: str) -> None:
    box = HelpBox(lang=lang)
    for row in ROWS:
        line = next(each for each in box.countries[row["country"]] if each["name"] == row["name"])
        assert digits("".join(number + option for number, option in line["numbers"])) == digits(row["number"])
        assert line["secondary"] == (row["verified"] == "secondary")


@pytest.mark.parametrize("country", ["NL", "BE", "UK", "EU"])
def test_the_emergency_number_comes_first(country: str) -> None:
    assert HelpBox(country, lang="en").countries[country][0]["kind"] == "emergency"


def test_paper_shows_the_numbers_of_the_country_and_the_date() -> None:
    dutch, english = repr(HelpBox(lang="nl")), repr(HelpBox(lang="en"))
    for number in ("112", "113 / 0800-0113", "088 0767 000"):
        assert number in dutch
    assert "1813" not in dutch
    for row in ROWS:
        assert row["number"].partition(",")[0] in english
    assert re.search(r"23 november 2026", dutch)
    assert re.search(r"23 November 2026", english)
    assert dutch == repr(HelpBox(lang="nl"))


def test_a_country_without_help_is_refused() -> None:
    with pytest.raises(ValueError, match="'FR'; there is for NL"):
        HelpBox("FR", lang="en")
