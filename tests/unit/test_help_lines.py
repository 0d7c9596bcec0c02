"""Help now: every line of the evidence can be reached, the most urgent first, on paper too."""

from __future__ import annotations

import re

import pytest

from adempauze.evidence.reading import read
from adempauze.widgets.help_box import HelpBox

ROWS = read("help").fillna("").to_dict("records")


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_line_and_every_digit_of_the_evidence_is_there(lang: str) -> None:
    box = HelpBox(lang=lang)
    for row in ROWS:
        line = next(each for each in box.countries[row["country"]] if each["name"] == row["name"])
        digits = "".join(number + option for number, option in line["numbers"])
        assert re.sub(r"\D", "", digits) == re.sub(r"\D", "", row["number"])
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
