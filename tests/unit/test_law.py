"""The law widget has every line of the table, with its date, in one language, under its country."""

from __future__ import annotations

import pytest

import adempauze
from adempauze import messages
from adempauze.evidence import reading
from adempauze.widgets.law import Law


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_it_holds_every_line_with_its_date_and_the_words_for_both(lang: str) -> None:
    widget, rows = Law(lang=lang), reading.read("legal")
    lines = [line for country in widget.countries.values() for line in country["lines"]]
    assert sorted(line["fact"] for line in lines) == sorted(rows[f"fact_{lang}"])
    assert all(line["date"] for line in lines)
    for word in ("status", "basis"):
        keys = {f"{word}_{line[word].replace(', ', '_').replace(' ', '_')}" for line in lines}
        assert keys <= widget.strings.keys()


def test_every_line_leads_to_its_source() -> None:
    lines = [line for country in Law(lang="nl").countries.values() for line in country["lines"]]
    assert all(line["sources"] for line in lines)
    assert all(address.startswith("https://") for line in lines for _, address in line["sources"])


def test_a_country_that_the_evidence_does_not_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="No law of 'FR'; there is of NL"):
        adempauze.law("FR")


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_the_table_of_laws_and_the_messages_name_a_country_alike(lang: str) -> None:
    names = messages.table(lang, "countries")
    for row in reading.read("legal").to_dict("records"):
        assert names[f"country_{row['country']}"].removeprefix("The ") == row[f"country_{lang}"]
