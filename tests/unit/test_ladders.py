"""Ladders of signals and of evidence: the arguments that they accept and refuse."""

from __future__ import annotations

import pytest

import adempauze
from adempauze.evidence.judged import Judged
from adempauze.widgets.evidence_ladder import EvidenceLadder, option
from adempauze.widgets.ladder import Ladder


def _option(text: str, verdict: str = "mixed or weak") -> Judged:
    return option(text, verdict, "low", "Because.", ask="Your GP")


def test_what_is_put_in_decides_which_ladder_it_is() -> None:
    adempauze.lesson("03-signals-and-limits", "nl")
    assert isinstance(adempauze.ladder("signals", "Wat komt vroeg?"), Ladder)
    assert isinstance(adempauze.ladder("signals", "Wat komt vroeg?", "Slecht slapen"), Ladder)
    assert isinstance(adempauze.ladder("helps", "Wat helpt?", _option("a"), _option("b")), EvidenceLadder)


def test_the_first_order_gives_nothing_away() -> None:
    options = [_option("Zebra", "well supported"), _option("aap", "contradicted"), _option("Mier")]
    texts = [item["text"] for item in EvidenceLadder("x", "Task", *options, lang="en", lesson="l").items]
    assert texts == ["aap", "Mier", "Zebra"]


def test_what_stands_for_it_on_paper_is_stable_and_names_the_items() -> None:
    ladders = [Ladder("x", "Task.", "One", "Two", lang="en", lesson="l") for _ in range(2)]
    assert repr(ladders[0]) == repr(ladders[1])
    assert "One; Two" in repr(ladders[0])


@pytest.mark.parametrize(
    "id, task, items", [("Not so", "a", ()), ("x", " ", ()), ("x", "a", ("b", "b")), ("x", "a", ("",))]
)
def test_a_ladder_of_signals_that_will_not_do_is_refused(id: str, task: str, items: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"cannot name|empty text|twice"):
        Ladder(id, task, *items, lang="en", lesson="l")


@pytest.mark.parametrize("options", [(), ("a",), ("a", "a")])
def test_a_ladder_of_evidence_that_will_not_do_is_refused(options: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"two options or more|twice"):
        EvidenceLadder("x", "Task", *map(_option, options), lang="en", lesson="l")


def test_texts_and_options_do_not_mix() -> None:
    adempauze.lesson("10-what-it-is-not", "en")
    with pytest.raises(ValueError, match="nothing else"):
        adempauze.ladder("x", "Task", _option("a"), "b")


def test_musts_have_rungs_and_words_of_their_own_and_a_note_of_their_own() -> None:
    adempauze.lesson("05-room-to-respond", "nl")
    musts, signals = (
        adempauze.musts("Wat moet er?", "De tuin"),
        adempauze.ladder("signals", "Wat komt vroeg?", "De tuin"),
    )
    assert musts.key == "05-room-to-respond/ladder-musts"
    assert not {*musts.rungs} & {*signals.rungs}
    for rung in (*musts.rungs, "aside"):
        assert musts.strings[rung]
    assert "vroeg" not in repr(musts)


def test_an_option_says_who_to_ask() -> None:
    with pytest.raises(ValueError, match="who to ask"):
        option("a", "mixed or weak", "low", "Because.", ask=" ")
