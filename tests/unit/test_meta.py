"""Pooling: agreement with R's metafor, and refusing what should not be pooled."""

import csv
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adempauze.evidence.meta import Effect, PoolingError, leave_one_out, pool

DATA = Path(__file__).parent / "data"


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _effect(name, estimate, se, **given):
    settings = {"sample": name, "comparison": "placebo-controlled", "better": "higher"} | given
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


@pytest.mark.parametrize(
    "reference", _rows("metafor_reference.csv"), ids=lambda row: f"{row['set']}-{row['method']}-{row['test']}"
)
def test_agrees_with_metafor_to_a_millionth(reference):
    ours = pool(SETS[reference["set"]], OURS[reference["method"]], hartung_knapp=reference["test"] == "knha")
    assert ours.k == ours.samples == int(reference["k"])
    assert ours.weights[0] == pytest.approx(float(reference["first_weight"]), abs=1e-6)
    for name in NUMBERS:
        theirs = float(reference[name]) if reference[name] else None
        assert getattr(ours, name) == pytest.approx(theirs, abs=1e-6), name


def test_one_effect_stays_itself_and_claims_nothing_about_differences():
    alone = pool([_effect("only", 0.115, 0.3439)])
    assert (alone.estimate, alone.se, alone.k, alone.samples, alone.weights) == (0.115, 0.3439, 1, 1, (1.0,))
    assert alone.ci_low == pytest.approx(0.115 - 1.959963984540054 * 0.3439)
    assert alone.tau2 is alone.i2 is alone.pi_low is alone.pi_high is None
    with pytest.raises(PoolingError, match="at least two samples"):
        pool([_effect("only", 0.115, 0.3439)], hartung_knapp=True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sample": "a"}, "Dependent samples: a and b were measured in the same people"),
        ({"comparison": "pre-post"}, r"Mixed comparisons: .*pre-post \(b\)"),
        ({"better": "lower"}, "Opposite directions: .*flip the signs"),
        ({"scale": "points"}, "Mixed scales: "),
        ({"se": float("nan")}, "b has no usable estimate"),
        ({"se": 0.0}, "b has no usable estimate"),
    ],
)
def test_refuses_in_words(change, words):
    effects = [FIVE[0], replace(FIVE[1], **change), FIVE[2]]
    for verb in (pool, leave_one_out):
        with pytest.raises(PoolingError, match=words):
            verb(effects)


def test_refuses_nothing_and_leaving_out_the_only_one():
    with pytest.raises(PoolingError, match="no effects"):
        pool([])
    with pytest.raises(PoolingError, match="nothing remains"):
        leave_one_out([FIVE[0]])
    with pytest.raises(PoolingError, match="fixed effect assumes"):
        pool(FIVE, "fixed", hartung_knapp=True)


def test_a_flipped_effect_may_join_and_counts_the_other_way_round():
    turned = replace(FIVE[1], better="lower", estimate=-FIVE[1].estimate)
    assert pool([FIVE[0], turned.flipped()]).estimate == pool(FIVE[:2]).estimate


def test_leave_one_out_pools_the_rest():
    for left_out, pooled in leave_one_out(FIVE, "dl", hartung_knapp=True).items():
        rest = [effect for effect in FIVE if effect.id != left_out]
        assert pooled == pool(rest, "dl", hartung_knapp=True)


EFFECTS = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.02, 2)), min_size=2, max_size=8)


@given(EFFECTS, st.sampled_from(["pm", "dl"]))
def test_what_always_holds(numbers, method):
    effects = [_effect(str(i), estimate, se) for i, (estimate, se) in enumerate(numbers)]
    pooled = pool(effects, method)
    estimates = [effect.estimate for effect in effects]
    assert min(estimates) - 1e-9 <= pooled.estimate <= max(estimates) + 1e-9
    assert sum(pooled.weights) == pytest.approx(1)
    assert pooled.tau2 >= 0
    assert 0 <= pooled.i2 <= 100
    assert pooled.pi_low <= pooled.ci_low <= pooled.ci_high <= pooled.pi_high
    turned = pool([effect.flipped() for effect in effects], method)
    assert turned.estimate == pytest.approx(-pooled.estimate, abs=1e-9)
    if method == "pm" and pooled.tau2 > 0:  # the equation Paule and Mandel solve
        weights = 1 / (np.array([effect.se**2 for effect in effects]) + pooled.tau2)
        spread = weights @ (np.array(estimates) - pooled.estimate) ** 2
        assert spread == pytest.approx(len(effects) - 1, rel=1e-6)


def test_a_dictionary_of_a_result_is_json():
    values = json.loads(json.dumps(pool(FIVE).to_dict()))
    assert (values["k"], values["samples"], values["method"]) == (5, 5, "pm")
    assert [effect["id"] for effect in values["effects"]] == ["a", "b", "c", "d", "e"]
    assert sum(effect["weight"] for effect in values["effects"]) == pytest.approx(1)
