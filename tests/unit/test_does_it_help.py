"""The answer page has every complaint, the most precise comparison of each, and every trial to come."""

from __future__ import annotations

import pytest

from adempauze.evidence.reading import read
from adempauze.messages import LANGUAGES, number, table
from tools import pages
from tools.does_it_help import COMPLAINTS, Complaint

each_language = pytest.mark.parametrize("lang", LANGUAGES)


def row_of(name: str, lang: str) -> str:
    """Return the row of the first table that begins with a word in bold."""
    (row,) = [line for line in pages.text_of("does-it-help", lang).splitlines() if line.startswith(f"| **{name}**")]
    return row


def test_every_claim_about_a_benefit_has_its_complaint() -> None:
    claims = read("claims")
    promised = claims[claims.claim_en.str.startswith("Early studies point to benefits")]
    assert [complaint.claim for complaint in COMPLAINTS] == list(promised.id)


@each_language
@pytest.mark.parametrize("complaint", [each for each in COMPLAINTS if each.measured_by], ids=lambda each: each.name)
def test_the_most_precise_comparison_stands_in_the_table(complaint: Complaint, lang: str) -> None:
    effects = read("effects")
    best, *others = effects[effects["pool"] == complaint.measured_by].sort_values("se").estimate
    row = row_of(table(lang, "does_it_help")[complaint.name], lang)
    assert f" {number(best, lang)} (" in row
    assert not any(f" {number(other, lang)} (" in row for other in others)


def test_a_complaint_that_nobody_measured_has_no_number() -> None:
    assert not any(character.isdigit() for character in row_of("Inner restlessness", "en"))


def test_what_another_page_reports_is_called_reported() -> None:
    assert "0.22 (" in row_of("Motivation and focus", "en")
    assert "according to figures from others" in row_of("Motivation and focus", "en")
    assert "figures from others" not in row_of("Anxiety", "en")


def test_own_guesses_are_counted_in_where_the_data_allow() -> None:
    assert "own guesses counted in: −0.07" in row_of("Anxiety", "en")
    assert "own guesses" not in row_of("Stress", "en")


@each_language
def test_every_trial_stands_there_once_the_full_doses_last(lang: str) -> None:
    sources = read("sources").set_index("key")
    trials = read("trials")
    part = pages.text_of("does-it-help", lang).split("## ")[-1]
    places = {trial.id: part.index(f"({sources.url[trial.source]})") for trial in trials.itertuples()}
    assert all(part.count(f"({sources.url[source]})") == 1 for source in trials.source)
    full = [places[id] for id in trials[~trials.microdose].id]
    assert min(full) > max(places[id] for id in trials[trials.microdose].id)
