"""Pooling agrees with R's metafor, and refuses what should not be pooled."""

import csv
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adempauze.evidence import reading
from adempauze.evidence.meta import Effect, PoolingError, leave_one_out, obstacles, pool
from adempauze.evidence.pool import UnknownDomainError, as_effect, domains, members, pool_domain
from adempauze.messages import LANGUAGES

DATA = Path(__file__).parent / "data"


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _effect(name, estimate, se, **given):
    settings = {"sample": name, "comparison": "placebo", "better": "higher"} | given
    return Effect(id=name, estimate=estimate, se=se, **settings)


def _sets():
    sets = defaultdict(list)
    for row in _rows("metafor_input.csv"):
        sets[row["set"]].append(_effect(row["id"], float(row["estimate"]), float(row["se"])))
    return sets


SETS = _sets()
FIVE = SETS["invented-five"]
OURS = {"PM": "pm", "DL": "dl", "FE": "fixed"}
NUMBERS = ("estimate", "se", "ci_low", "ci_high", "tau2", "i2", "q", "q_p", "pi_low", "pi_high")


REFERENCES = {(row["set"], row["method"], row["test"]): row for row in _rows("metafor_reference.csv")}


@pytest.mark.parametrize("key", REFERENCES, ids="-".join)
def test_agrees_with_metafor_to_a_millionth(key):
    name, method, test = key
    ours = pool(SETS[name], OURS[method], hartung_knapp=test == "knha")
    reference = _widest(name, method) if test == "knha" else REFERENCES[key]
    assert ours.interval_method == {"z": "normal", "knha": "hartung-knapp"}[reference["test"]]
    assert ours.k == ours.samples == int(reference["k"])
    assert ours.weights[0] == pytest.approx(float(reference["first_weight"]), abs=1e-6)
    for number in NUMBERS:
        theirs = float(reference[number]) if reference[number] else None
        assert getattr(ours, number) == pytest.approx(theirs, abs=1e-6), number


def _widest(name, method):
    rows = [REFERENCES[name, method, test] for test in ("z", "knha")]
    return max(rows, key=lambda row: float(row["ci_high"]) - float(row["ci_low"]))


def test_the_reference_holds_every_number_of_studies_and_both_intervals():
    random = [key for key in REFERENCES if key[1] == "PM" and key[2] == "knha"]
    assert {len(SETS[name]) for name, *_ in random} == {2, 3, 4, 5, 6}
    assert {_widest(name, method)["test"] for name, method, _ in random} == {"z", "knha"}


@pytest.mark.parametrize("hartung_knapp", [True, False])
def test_one_effect_stays_itself_and_claims_nothing_about_differences(hartung_knapp):
    alone = pool([_effect("only", 0.115, 0.3439)], hartung_knapp=hartung_knapp)
    assert (alone.estimate, alone.se, alone.k, alone.samples, alone.weights) == (0.115, 0.3439, 1, 1, (1.0,))
    assert alone.ci_low == pytest.approx(0.115 - 1.959963984540054 * 0.3439)
    assert alone.tau2 is alone.i2 is alone.pi_low is alone.pi_high is None
    assert alone.interval_method == "normal"


def test_a_fixed_effect_has_a_normal_interval_and_no_prediction():
    fixed = pool(FIVE, "fixed", hartung_knapp=True)
    assert (fixed.interval_method, fixed.pi_low, fixed.pi_high) == ("normal", None, None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sample": "a"}, "Dependent samples: a and b were measured in the same people"),
        ({"comparison": "pre-post"}, r"Mixed comparisons: .*pre-post \(b\)"),
        ({"better": "lower"}, "Opposite directions: .*flip the signs"),
        ({"scale": "points"}, "Mixed scales: "),
        ({"timepoint": "acute"}, r"Mixed time points: - \(a\), acute \(b\) and - \(c\)"),
        ({"construct": "trait-anxiety"}, r"Mixed constructs: .*trait-anxiety \(b\)"),
        ({"guess_adjusted": True}, "Mixed guess adjustment: b counts in"),
        ({"se": float("nan")}, "b has no usable estimate"),
        ({"se": 0.0}, "b has no usable estimate"),
    ],
)
def test_refuses_in_words(change, words):
    effects = [FIVE[0], replace(FIVE[1], **change), FIVE[2]]
    with pytest.raises(PoolingError, match=words):
        pool(effects)


def test_refuses_nothing():
    with pytest.raises(PoolingError, match="no effects"):
        pool([])


def test_every_obstacle_is_named():
    effects = [FIVE[0], replace(FIVE[1], timepoint="acute", construct="mood")]
    assert [obstacle.key for obstacle in obstacles(effects)] == ["mixed_timepoint", "mixed_construct"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_has_words(lang):
    effects = [FIVE[0], replace(FIVE[1], sample="a", scale="points", better="lower", comparison="x", se=0.0)]
    effects += [replace(FIVE[2], timepoint="acute", construct="mood", guess_adjusted=True)]
    found = [obstacle.in_words(lang) for obstacle in [*obstacles(effects), *obstacles([])]]
    assert len(set(found)) == len(found) == 9
    assert all("{" not in words and words.endswith(".") for words in found)


def test_a_flipped_effect_may_join_and_counts_the_other_way_round():
    turned = replace(FIVE[1], better="lower", estimate=-FIVE[1].estimate)
    assert pool([FIVE[0], turned.flipped()]).estimate == pool(FIVE[:2]).estimate


def test_leave_one_out_pools_the_rest_in_the_same_way():
    found = list(leave_one_out(pool(FIVE, "dl", hartung_knapp=False)))
    assert [left_out for left_out, _ in found] == FIVE
    for left_out, pooled in found:
        rest = [effect for effect in FIVE if effect.id != left_out.id]
        assert pooled == pool(rest, "dl", hartung_knapp=False)
    assert list(leave_one_out(pool(FIVE[:1]))) == []


EFFECTS = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.02, 2)), min_size=2, max_size=8)


@given(EFFECTS, st.sampled_from(["pm", "dl"]), st.booleans())
def test_what_always_holds(numbers, method, hartung_knapp):
    effects = [_effect(str(i), estimate, se) for i, (estimate, se) in enumerate(numbers)]
    pooled = pool(effects, method, hartung_knapp=hartung_knapp)
    estimates = [effect.estimate for effect in effects]
    assert min(estimates) - 1e-9 <= pooled.estimate <= max(estimates) + 1e-9
    assert sum(pooled.weights) == pytest.approx(1)
    assert pooled.tau2 >= 0
    assert 0 <= pooled.i2 <= 100
    normal = pool(effects, method, hartung_knapp=False)
    assert pooled.ci_low <= normal.ci_low < normal.ci_high <= pooled.ci_high
    if pooled.k < 3:
        assert pooled.pi_low is pooled.pi_high is None
    else:
        assert pooled.pi_low < pooled.ci_low < pooled.ci_high < pooled.pi_high
    turned = pool([effect.flipped() for effect in effects], method)
    assert turned.estimate == pytest.approx(-pooled.estimate, abs=1e-9)
    if method == "pm" and pooled.tau2 > 0:  # the equation that Paule and Mandel solve
        weights = 1 / (np.array([effect.se**2 for effect in effects]) + pooled.tau2)
        spread = weights @ (np.array(estimates) - pooled.estimate) ** 2
        assert spread == pytest.approx(len(effects) - 1, rel=1e-6)


@pytest.mark.parametrize("method", ["pm", "dl", "fixed"])
def test_equal_estimates_do_not_differ_at_all(method):
    pooled = pool([_effect("a", 3.1484938948290932e-49, 0.5), _effect("b", 3.1484938948290932e-49, 0.71875)], method)
    assert (pooled.q, pooled.i2, pooled.tau2) == (0, 0, 0)


def test_a_dictionary_of_a_result_is_json():
    values = json.loads(json.dumps(pool(FIVE).to_dict()))
    assert (values["k"], values["samples"], values["method"]) == (5, 5, "pm")
    assert [effect["id"] for effect in values["effects"]] == ["a", "b", "c", "d", "e"]
    assert sum(effect["weight"] for effect in values["effects"]) == pytest.approx(1)


@pytest.mark.parametrize("name", [name for name in SETS if not name.startswith("invented")])
def test_reference_sets_are_those_of_the_data_package(name):
    ours = [(effect.id, effect.estimate, effect.se) for effect in members(name)]
    assert sorted(ours) == sorted((effect.id, effect.estimate, effect.se) for effect in SETS[name])


MAY_BE_POOLED = {"well-being": 2, "drug-intensity": 2, "depression": 1, "stress": 1, "adhd": 1}
KEPT_APART = {
    "positive-affect": ["mixed_timepoint"],
    "negative-affect": ["mixed_timepoint"],
    "anxiety": ["mixed_timepoint", "mixed_construct"],
    "attention": ["mixed_construct"],
}


def test_domains_are_pooled_or_kept_apart():
    assert {*MAY_BE_POOLED, *KEPT_APART} == set(domains())
    assert {domain: pool_domain(domain).k for domain in MAY_BE_POOLED} == MAY_BE_POOLED
    assert {domain: [each.key for each in obstacles(members(domain))] for domain in KEPT_APART} == KEPT_APART


@pytest.mark.parametrize("domain", domains())
def test_guess_adjusted_effects_stand_alone(domain):
    try:
        adjusted = members(domain, guess_adjusted=True)
    except PoolingError as error:
        assert error.key == "no_adjusted"
        return
    assert all(effect.guess_adjusted for effect in adjusted)
    assert len(adjusted) == sum(effect.id.endswith("_m1_SMD") for effect in members(domain))


def test_the_signs_that_were_turned_are_marked():
    assert [(e.id, e.better) for e in members("attention") if e.turned] == [
        ("cavanna2022_mind_wandering_wk1_g", "higher")
    ]


def test_points_on_a_scale_do_not_join_standardised_differences():
    effects = reading.read("effects").set_index("id", drop=False)
    ids = ("szigeti2021_positive_m1_MD", "cavanna2022_panas_positive_wk1_g")
    with pytest.raises(PoolingError, match="Mixed scales"):
        pool([as_effect(effects.loc[name]) for name in ids])


def test_before_and_after_does_not_join_a_comparison_with_placebo():
    effects = reading.read("effects").set_index("id", drop=False)
    change = replace(as_effect(effects.loc["polito2019_DASS_stress"]), se=0.1)
    with pytest.raises(PoolingError, match="Mixed comparisons"):
        pool([*members("stress"), change])


def test_no_guess_adjusted_effect_and_no_such_domain_are_said_in_words():
    with pytest.raises(PoolingError, match="well-being"):
        members("well-being", guess_adjusted=True)
    with pytest.raises(UnknownDomainError, match="positive-affect"):
        members("happiness")


def test_another_word_for_the_comparison_does_not_let_an_adjusted_effect_in():
    adjusted = replace(members("drug-intensity", guess_adjusted=True)[0], comparison="placebo")
    with pytest.raises(PoolingError, match="Mixed guess adjustment"):
        pool([adjusted, members("drug-intensity")[1]])
