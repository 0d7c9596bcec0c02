"""The sheet of questions: the learner gets all of the table, the help lines are real, and nothing is a verdict."""

from __future__ import annotations

import re

import pytest

from adempauze.evidence.reading import read
from adempauze.messages import table
from adempauze.widgets.conversation import Conversation

LANGUAGES = ("en", "nl")
ROWS = read("conversation").to_dict("records")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_of_the_table_can_be_chosen(lang: str) -> None:
    questions = {each["id"]: each for each in Conversation(lang=lang).questions}
    assert set(questions) == {row["id"] for row in ROWS}
    for row in ROWS:
        assert questions[row["id"]]["applies"] == row[f"applies_{lang}"]
        assert questions[row["id"]]["question"].endswith("?")


def test_red_flags_stand_with_what_is_going_on_and_suicide_is_one() -> None:
    flags = {row["id"]: row["group"] for row in ROWS if row["red_flag"]}
    assert set(flags.values()) == {"now"}
    assert "suicide" in flags


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_is_that_of_the_evidence_and_can_be_dialled(lang: str) -> None:
    near = Conversation(lang=lang).near
    assert [line["call"] for line in near if line["kind"] != "care"] == ["112", "113"]
    known = " ".join(read("help")["number"].fillna(""))
    assert all(line["short"] in known for line in near)
    far = Conversation(lang=lang).far
    assert {"BE", "EU", "UK", "US", "INT"} == {line["country"] for line in far}
    assert {line["call"] for line in far} >= {"1813", "999", "111", "988"}


def test_each_red_flag_says_whom_to_call_and_nothing_else_does() -> None:
    calls = {each["id"]: each["call"] for each in Conversation(lang="en").questions}
    assert calls["suicide"] == "crisis"
    assert calls["acute"] == "emergency"
    assert {id for id, call in calls.items() if call} == {row["id"] for row in ROWS if row["red_flag"]}


def test_another_country_comes_first_when_it_is_asked_for() -> None:
    assert [line["call"] for line in Conversation(country="UK", lang="en").near] == ["999", "111"]


def test_a_country_without_an_emergency_number_is_refused() -> None:
    with pytest.raises(ValueError, match="'FR'; there is one for NL"):
        Conversation(country="FR", lang="en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_in_it_is_a_verdict_a_score_or_a_dose(lang: str) -> None:
    texts = " ".join(
        [*table(lang, "conversation").values(), *(str(each) for each in Conversation(lang=lang).questions)]
    )
    verdicts = r"\b(suitable|unsuitable|geschikt|ongeschikt|score|punten|points|microgram|\d+ ?(?:mg|µg))\b"
    assert not re.findall(verdicts, texts, flags=re.IGNORECASE)


def test_its_sentence_is_stable_and_says_what_matters_most() -> None:
    assert repr(Conversation(lang="en")) == repr(Conversation(lang="en"))
    assert "Never change a medicine without the prescriber" in repr(Conversation(lang="en"))
    assert "nooit iets aan een medicijn" in repr(Conversation(lang="nl"))
