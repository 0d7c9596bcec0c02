"""The page with all notes knows what each note of the lessons is an answer to."""

from __future__ import annotations

import ast

import pytest

from adempauze import course
from adempauze.messages import LANGUAGES
from adempauze.widgets.notes import Notes
from adempauze.widgets.notes.prompts import prompts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_prompt_of_the_lessons_is_known_by_the_key_of_its_note(lang: str) -> None:
    found = prompts(lang)
    asked = [
        (path.stem, *(argument.value for argument in node.args if isinstance(argument, ast.Constant)))
        for path in course.paths(lang)
        for kind, source in course.read_cells(path.read_text(encoding="utf-8"))
        if kind == "code" and "reflect(" in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "reflect"
    ]
    assert len(asked) >= 13
    assert [found[f"{slug}/{id}"]["question"] for slug, id, _ in asked] == [question for *_, question in asked]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_cards_of_a_deck_have_their_words_in_the_language_of_the_page(lang: str) -> None:
    cards = {key: text for each in prompts(lang).values() for key, text in each.get("cards", {}).items()}
    word = {"en": "the", "nl": "de"}[lang]
    assert {"MD-2", "SC-1"} <= set(cards)
    assert any(f" {word} " in text for text in cards.values())


def test_both_languages_have_the_same_prompts() -> None:
    assert prompts("en").keys() == prompts("nl").keys()


def test_opening_it_does_not_change_where_the_learner_left_off() -> None:
    assert Notes(lang="en").lesson == ""


def test_its_sentence_is_stable() -> None:
    assert repr(Notes(lang="nl")) == repr(Notes(lang="nl"))
    assert "Alles wat je in de lessen schreef" in repr(Notes(lang="nl"))
