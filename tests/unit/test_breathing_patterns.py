"""The breathing timer in a notebook: its patterns from the evidence table, its arguments and its sentence."""

from __future__ import annotations

import json

import pytest

import adempauze
from adempauze.evidence.reading import read
from adempauze.messages import LANGUAGES
from adempauze.widgets.breathe import Breathe, patterns

every_language = pytest.mark.parametrize("lang", LANGUAGES)


@every_language
def test_each_pattern_carries_its_rhythm_evidence_and_stop_rules(lang: str) -> None:
    table = read("breathing_patterns").set_index("id")
    found = {each["id"]: each for each in patterns(lang)}
    assert list(found) == list(table.index)
    for key, pattern in found.items():
        row = table.loc[key]
        seconds = [row["inhale_s"], row["second_inhale_s"], row["hold_after_inhale_s"], row["exhale_s"]]
        taken = [(phase, length / 1000) for phase, length in pattern["steps"]]
        whole = zip(("in", "more", "hold", "out", "pause"), [*seconds, row["hold_after_exhale_s"]], strict=True)
        assert taken == [(phase, length) for phase, length in whole if length]
        assert pattern["evidence"] == row[f"evidence_{lang}"]
        assert pattern["stop"] == row[f"stop_rules_{lang}"]
        assert pattern["sources"] and all(url.startswith("https://") for _, url in pattern["sources"])
    json.dumps(patterns(lang))  # the browser gets it as JSON


def test_a_hold_is_optional_wherever_there_is_one() -> None:
    # The front end offers to skip every hold, so the table must allow that.
    optional = read("breathing_patterns").set_index("id")["holds_optional"].to_dict()
    with_holds = {each["id"]: {"hold", "pause"} & {phase for phase, _ in each["steps"]} for each in patterns("en")}
    assert optional == {key: bool(holds) for key, holds in with_holds.items()}


def test_an_unknown_pattern_is_answered_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"'7-11'.*4-6.*5\.5-5\.5.*4-4-4-4.*4-7-8"):
        Breathe("7-11", lang="en")


@pytest.mark.parametrize("minutes", [0, 21, -5, 2.5, "5", None, float("nan"), 10**9])
def test_a_length_out_of_range_is_answered_with_the_range(minutes: object) -> None:
    with pytest.raises(ValueError, match="1 to 20"):
        Breathe(minutes=minutes, lang="en")


@pytest.mark.parametrize("minutes", [1, 20, 5.0])
def test_the_ends_of_the_range_belong_to_it(minutes: float) -> None:
    assert Breathe(minutes=minutes, lang="en").minutes == minutes


@every_language
def test_the_verb_speaks_the_language_of_the_lesson(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adempauze, "_current", adempauze._current)
    adempauze.lesson("04-breathing", lang=lang)
    widget = adempauze.breathe("5.5-5.5", 3)
    name = read("breathing_patterns").set_index("id").at["5.5-5.5", f"name_{lang}"]
    assert name in repr(widget) and "3" in repr(widget)
    assert repr(widget) == repr(adempauze.breathe("5.5-5.5", 3))  # no address: stored outputs stay the same
