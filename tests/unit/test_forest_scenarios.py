"""The scenarios of a forest plot: the same numbers as the pooling gives, for every domain, and refusals in words."""

from __future__ import annotations

import pytest

from adempauze import forest
from adempauze.evidence.meta import Effect, PoolingError, pool
from adempauze.evidence.pool import domains, pool_domain
from adempauze.widgets.forest import Forest


def _effect(name: str, estimate: float, **changes: object) -> Effect:
    return Effect(
        **{"id": name, "estimate": estimate, "se": 0.1, "sample": name, "comparison": "placebo", "better": "higher"}
        | changes
    )


@pytest.mark.parametrize("domain", domains())
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_each_domain_has_all_its_scenarios(domain: str, lang: str) -> None:
    pooled, widget = pool_domain(domain), Forest(domain, lang=lang)
    everything = widget.scenarios[0]
    assert [row["estimate"] for row in everything["rows"]] == [effect.estimate for effect in pooled.effects]
    without = [each for each in widget.scenarios if each["label"].startswith(widget.strings["without"].split("{")[0])]
    assert len(without) == (pooled.k if pooled.k > 1 else 0)
    for scenario in widget.scenarios:
        one = len(scenario["rows"]) == 1
        assert (scenario["together"] is None) == one
        assert all(row["weight"] is None for row in scenario["rows"]) == one
        assert "1 " in scenario["said"][0] if one else f"{len(scenario['rows'])} effect" in scenario["said"][0]


def test_its_numbers_are_those_of_the_pooling() -> None:
    pooled = pool_domain("drug-intensity")
    together = Forest("drug-intensity", lang="en").scenarios[0]["together"]
    assert (together["estimate"], together["low"], together["high"]) == (pooled.estimate, pooled.ci_low, pooled.ci_high)
    assert together["prediction"] == [pooled.pi_low, pooled.pi_high]
    adjusted = pool_domain("drug-intensity", guess_adjusted=True)
    assert Forest("drug-intensity", lang="en").scenarios[1]["together"]["estimate"] == adjusted.estimate


def test_the_axis_holds_every_scenario() -> None:
    for domain in domains():
        widget = Forest(domain, lang="en")
        ends = [
            end
            for each in widget.scenarios
            for row in [*each["rows"], each["together"] or {}]
            for end in (row.get("low", 0), row.get("high", 0))
        ]
        assert widget.axis["low"] <= min(ends) and widget.axis["high"] >= max(ends)


def test_what_we_computed_is_said_to_be_ours() -> None:
    widget = Forest("anxiety", lang="nl")
    assert all("onze berekening" in row["note"] for row in widget.scenarios[0]["rows"])
    assert any(line.startswith("Onze berekening:") for line in widget.about)


def test_one_study_is_shown_without_a_diamond_and_says_why() -> None:
    widget = Forest("stress", lang="en")
    assert [each["together"] for each in widget.scenarios] == [None]
    assert "nothing to pool" in widget.scenarios[0]["said"][0]
    assert "no diamond" in widget.about[0]


def test_hartung_knapp_falls_away_where_one_study_is_left() -> None:
    wide, plain = (Forest("well-being", hartung_knapp=knapp, lang="en").scenarios for knapp in (True, False))
    assert wide[0]["together"]["high"] > plain[0]["together"]["high"]
    assert wide[1]["rows"][0]["high"] == plain[1]["rows"][0]["high"]
    assert Forest("stress", hartung_knapp=True, lang="en").scenarios[0]["together"] is None


def test_a_fixed_effect_has_no_prediction_interval() -> None:
    assert Forest("well-being", method="fixed", lang="en").scenarios[0]["together"]["prediction"] is None


def test_a_result_of_ones_own_goes_by_its_own_names() -> None:
    own = pool([_effect("mine", 0.2, scale="points"), _effect("yours", 0.4, scale="points")])
    widget = forest(own, "What I found")
    assert [row["study"] for row in widget.scenarios[0]["rows"]] == ["mine", "yours"]
    assert widget.axis["unit"] == "points"
    assert len(widget.scenarios) == 3
    with pytest.raises(ValueError, match="needs a title"):
        forest(own)


def test_an_unknown_domain_is_refused_in_words() -> None:
    with pytest.raises(PoolingError, match="happiness"):
        forest("happiness")


def test_its_sentence_in_a_notebook_is_stable_and_holds_the_result() -> None:
    assert repr(forest("well-being")) == repr(forest("well-being"))
    assert "2 effects from 2 independent samples" in repr(forest("well-being"))
