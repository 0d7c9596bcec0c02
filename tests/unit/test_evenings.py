"""The cards of the evenings and the plan for facilitators name the same lessons, and remind of the same things."""

from __future__ import annotations

import re

import pytest

from adempauze.course import paths
from adempauze.messages import LANGUAGES, table
from tools import ROOT, evenings


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plan_for_facilitators_is_that_of_the_cards(lang: str) -> None:
    page = (ROOT / "book" / lang / "facilitators.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and line.count(".ipynb") >= 2]
    # A lesson that is named later in a row is for at home, or read out from.
    planned = tuple(tuple(re.findall(r"/([\w-]+)\.ipynb", row.split(" | ")[1])) for row in rows)
    assert planned == evenings.EVENINGS


def test_every_lesson_but_the_one_for_at_home_has_an_evening() -> None:
    planned = [slug for evening in evenings.EVENINGS for slug in evening]
    assert sorted(planned) == [path.stem for path in paths("en") if path.stem != "09-claims-one-by-one"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_card_says_how_to_open_what_to_mind_and_where_help_is(lang: str) -> None:
    words = table(lang, "pages")
    cards = "\n".join(evenings.page(lang, words)).split("\n## ")[1:]
    assert len(cards) == len(evenings.EVENINGS)
    for number, card in enumerate(cards, start=1):
        assert card.startswith(words[f"evening_{number}"])
        for part in ("evening_open", f"mind_{number}", "evening_help"):
            assert words[part] in card
