"""A forest plot shows fewer than three studies side by side, pools more of them, and gives a reason when it refuses."""

from __future__ import annotations

import pytest

from adempauze import forest, messages
from adempauze.evidence.meta import Effect, PoolingError, pool
from adempauze.evidence.pool import domains, members, pool_domain
from adempauze.messages import number
from adempauze.widgets.forest import Forest


def _effect(name: str, estimate: float, **changes: object) -> Effect:
    return Effect(
        **{"id": name, "estimate": estimate, "se": 0.1, "sample": name, "comparison": "placebo", "better": "higher"}
        | changes
    )


def _three(**changes: object) -> list[Effect]:
    return [_effect("mine", 0.2, **changes), _effect("yours", 0.4, **changes), _effect("theirs", 0.1, **changes)]


@pytest.mark.parametrize("domain", domains())
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_few_studies_stand_side_by_side(domain: str, lang: str) -> None:
    widget = Forest(domain, lang=lang)
    for scenario, adjusted in zip(widget.scenarios, (False, True), strict=False):
        effects = members(domain, guess_adjusted=adjusted)
        assert [row["estimate"] for row in scenario["rows"]] == [effect.estimate for effect in effects]
        assert scenario["together"] is None
        assert all(row["weight"] is None for row in scenario["rows"])
        assert all(row["text"] in scenario["said"][0] for row in scenario["rows"]) == (len(effects) > 1)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_studies_that_may_not_be_pooled_say_why(lang: str) -> None:
    words = messages.table(lang, "pool")
    moments, things = words["apart_mixed_timepoint"], words["apart_mixed_construct"]
    expected = {"anxiety": {moments, things}, "attention": {things}, "positive-affect": {moments}, "well-being": set()}
    for domain, reasons in expected.items():
        assert {moments, things} & set(Forest(domain, lang=lang).scenarios[0]["said"]) == reasons, domain


def test_what_two_studies_come_to_is_told_only_on_request() -> None:
    widget = Forest("well-being", lang="en")
    together = number(pool_domain("well-being").estimate, "en")
    assert not any(f"together: {together}" in line for line in widget.scenarios[0]["said"])
    assert any(line.startswith(f"Put together: {together}") for line in widget.about)


def test_three_studies_have_a_diamond_and_a_prediction() -> None:
    pooled = pool(_three())
    widget = Forest(pooled, "Three", lang="en")
    together = widget.scenarios[0]["together"]
    assert (together["estimate"], together["low"], together["high"]) == (pooled.estimate, pooled.ci_low, pooled.ci_high)
    assert together["prediction"] == [pooled.pi_low, pooled.pi_high]
    assert [each["label"] for each in widget.scenarios] == ["As measured", *(f"Without {e.id}" for e in pooled.effects)]
    assert [each["together"] for each in widget.scenarios[1:]] == [None] * 3


def test_guesses_counted_in_are_shown_alone() -> None:
    adjusted = Forest("drug-intensity", lang="en").scenarios[1]
    assert [row["study"] for row in adjusted["rows"]] == ["Szigeti et al. 2021"]
    assert adjusted["said"][0].startswith("One study in which each person's own guess could be counted in: 0.16")


def test_the_axis_holds_every_interval_but_a_prediction() -> None:
    for widget in [*(Forest(domain, lang="en") for domain in domains()), Forest(pool(_three()), "Three", lang="en")]:
        rows = [row for each in widget.scenarios for row in [*each["rows"], each["together"]] if row]
        assert widget.axis["low"] == min(0, *(row["low"] for row in rows))
        assert widget.axis["high"] == max(0, *(row["high"] for row in rows))


def test_what_we_computed_is_said_to_be_ours() -> None:
    widget = Forest("anxiety", lang="nl")
    assert all("onze berekening" in row["note"] for row in widget.scenarios[0]["rows"])
    assert any(line.startswith("Onze berekening:") for line in widget.about)


def test_one_study_says_that_it_is_one() -> None:
    widget = Forest("stress", lang="en")
    assert len(widget.scenarios) == 1
    assert widget.scenarios[0]["said"][0].startswith("One study: 0.12")
    assert "no diamond" in widget.about[0]


def test_the_interval_can_be_chosen() -> None:
    wide, plain = (Forest(pool(_three(), hartung_knapp=knapp), "x", lang="en").scenarios for knapp in (True, False))
    assert wide[0]["together"]["high"] > plain[0]["together"]["high"]


def test_a_fixed_effect_has_no_prediction_interval() -> None:
    assert Forest(pool(_three(), "fixed"), "x", lang="en").scenarios[0]["together"]["prediction"] is None


def test_a_result_of_ones_own_goes_by_its_own_names() -> None:
    own = pool(_three(scale="points"))
    widget = forest(own, "What I found")
    assert [row["study"] for row in widget.scenarios[0]["rows"]] == ["mine", "yours", "theirs"]
    assert (widget.axis["unit"], widget.axis["right"]) == ("points", "better")
    with pytest.raises(ValueError, match="needs a title"):
        forest(own)


def test_an_unknown_domain_is_refused_in_words() -> None:
    with pytest.raises(PoolingError, match="happiness"):
        forest("happiness")


def test_its_sentence_in_a_notebook_is_stable_and_holds_the_result() -> None:
    assert repr(forest("well-being")) == repr(forest("well-being"))
    assert "2 studies, side by side: Szigeti et al. 2021 0.07" in repr(forest("well-being"))
