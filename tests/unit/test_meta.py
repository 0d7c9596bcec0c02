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

from adempauze.evidence import reading
from adempauze.evidence.__main__ import main
from adempauze.evidence.meta import Effect, PoolingError, leave_one_out, pool
from adempauze.evidence.pool import UnknownDomainError, as_effect, domains, members, pool_domain

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


@pytest.mark.parametrize("name", [name for name in SETS if name != "invented-five"])
def test_reference_sets_are_those_of_the_data_package(name):
    domain, _, adjusted = name.partition(":")
    ours = [(effect.id, effect.estimate, effect.se) for effect in members(domain, guess_adjusted=bool(adjusted))]
    assert sorted(ours) == sorted((effect.id, effect.estimate, effect.se) for effect in SETS[name])


@pytest.mark.parametrize(
    ("domain", "guess_adjusted", "printed"),
    [
        ("positive-affect", False, (0.25, 0.12, 0.38)),
        ("positive-affect", True, (0.10, -0.02, 0.23)),
        ("negative-affect", False, (-0.05, -0.21, 0.10)),
        ("anxiety", False, (-0.13, -0.25, -0.01)),
        ("anxiety", True, (-0.06, -0.18, 0.06)),
        ("well-being", False, (0.05, -0.13, 0.24)),
        ("attention", False, (0.11, -0.12, 0.34)),
        ("drug-intensity", False, (0.65, 0.34, 0.95)),
    ],
)
def test_reproduces_the_first_calculation_of_the_search(domain, guess_adjusted, printed):
    pooled = pool_domain(domain, "dl", guess_adjusted=guess_adjusted)
    assert (pooled.k, pooled.samples) == (2, 2)
    assert tuple(round(x, 2) for x in (pooled.estimate, pooled.ci_low, pooled.ci_high)) == printed


def test_every_declared_set_may_be_pooled():
    for domain in domains():
        assert pool_domain(domain).k in (1, 2)


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


def test_command_prints_a_result_with_its_parts(capsys):
    assert main(["pool", "well-being", "--json", "--method", "dl", "--hartung-knapp"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["domain"] == "well-being"
    assert (result["k"], result["samples"], result["method"], result["hartung_knapp"]) == (2, 2, "dl", True)
    assert result["estimate"] == pytest.approx(sum(e["weight"] * e["estimate"] for e in result["effects"]))
    assert {"ci_low", "ci_high", "tau2", "i2", "q", "pi_low", "pi_high"} <= set(result)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ("0.05", "2 effects from 2 independent")), ("nl", ("0,05", "2 effecten uit 2"))]
)
def test_command_says_it_in_words(capsys, lang, words):
    assert main(["pool", "well-being", "--lang", lang]) == 0
    text = capsys.readouterr().out
    assert all(word in text for word in words)


@pytest.mark.parametrize("options", [[], ["--guess-adjusted"]])
def test_command_puts_the_run_with_guesses_beside_the_one_without(capsys, options):
    assert main(["pool", "drug-intensity", "--json", *options]) == 0
    result = json.loads(capsys.readouterr().out)
    other = result["unadjusted" if options else "adjusted"]
    assert {result["estimate"], other["estimate"]} == {
        pool_domain("drug-intensity", guess_adjusted=given).estimate for given in (False, True)
    }
    assert main(["pool", "drug-intensity", *options]) == 0
    text = capsys.readouterr().out
    assert ("As measured, without the guesses: 0.65" if options else "for 1 of 2 effects: 0.51") in text
    assert f"Without Cavanna et al. 2022: {'0.16' if options else '0.58'}" in text
    assert text.count("Effects: 1, independent samples: 1") == 2


def test_no_adjusted_run_is_said_in_json_too(capsys):
    assert main(["pool", "stress", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["adjusted"] is None


def test_an_adjusted_effect_joins_unadjusted_ones_in_the_sensitivity_run_only():
    effects = reading.read("effects").set_index("id", drop=False)
    plain = effects[(effects["pool"] == "drug-intensity")]
    adjusted = effects.loc[plain["guess_adjusted"].dropna()]
    other = plain[plain["guess_adjusted"].isna()]
    with pytest.raises(PoolingError, match="Mixed comparisons"):
        pool([as_effect(adjusted.iloc[0]), as_effect(other.iloc[0])])


def test_command_says_why_not(capsys):
    assert main(["pool", "stress", "--hartung-knapp"]) == 1
    assert "at least two samples" in capsys.readouterr().err
