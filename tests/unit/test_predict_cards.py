"""Cards with a guess first: the arguments that they accept and refuse."""

from __future__ import annotations

import pytest

from adempauze.widgets.predict import Predict, statement

SAYING = statement("The earth is flat", "contradicted", "high", "It was measured.")


def _deck(*items: object, lang: str = "en", **more: str) -> Predict:
    return Predict(*items, lang=lang, lesson="01-what-burn-out-is", **more)


def test_claims_and_sayings_become_cards_in_the_language() -> None:
    english, dutch = (_deck("BO-1", SAYING, lang=lang).items for lang in ("en", "nl"))
    assert [card["key"] for card in english] == [card["key"] for card in dutch] == ["BO-1", "statement-2"]
    assert english[0]["text"] != dutch[0]["text"]


def test_what_stands_for_it_on_paper_gives_nothing_away() -> None:
    deck = _deck("SC-2", SAYING)
    assert "The earth is flat" in repr(deck)
    assert "measured" not in repr(deck)
    assert repr(deck) == repr(_deck("SC-2", SAYING))


@pytest.mark.parametrize("items", [(), ("BO-1", "BO-1"), (SAYING, SAYING), ("BO-99",), ("SA-4",)])
def test_a_deck_that_will_not_do_is_refused(items: tuple) -> None:
    with pytest.raises(ValueError, match=r"nothing to guess|given twice|no claim|is a warning"):
        _deck(*items)


def test_two_decks_of_a_lesson_can_be_told_apart() -> None:
    assert _deck("BO-1").key != _deck("BO-2", id="more").key
    with pytest.raises(ValueError, match="cannot name"):
        _deck("BO-1", id="No Name")
