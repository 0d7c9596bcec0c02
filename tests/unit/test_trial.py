"""The trial simulator agrees with what can be calculated exactly."""

import numpy as np
import pytest
from scipy import integrate, stats

from adempauze.models.parameters import ParameterError
from adempauze.models.trial import Trial, expected_parts, simulate

TRIALS = 4000
PLAIN = {
    "expectation_effect": 0.0,
    "spontaneous_recovery": 0.0,
    "entry_threshold": -np.inf,
    "drop_out": 0.0,
}


def within(values, expected, standard_errors=4.5):
    """Return whether the mean of `values` is near `expected`; chance alone fails this about 1 time in 100,000."""
    return abs(np.mean(values) - expected) < standard_errors * np.std(values, ddof=1) / np.sqrt(len(values))


@pytest.mark.parametrize("threshold", [-np.inf, -1.0, 0.84, 3.0])
def test_regression_to_the_mean_equals_the_truncated_normal(threshold):
    trial = Trial(**PLAIN | {"entry_threshold": threshold, "reliability": 0.6})
    improvement = 0.4 * stats.truncnorm(threshold, np.inf).mean()
    assert expected_parts(trial, active=False).regression_to_the_mean == pytest.approx(improvement, abs=1e-12)
    outcomes = simulate(trial, TRIALS, seed=11)
    assert within(outcomes.placebo, improvement)
    assert within(outcomes.difference, 0.0)


@pytest.mark.parametrize(("guess_right", "difference"), [(0.5, 0.0), (0.62, 0.192), (1.0, 0.8), (0.0, -0.8)])
def test_expectation_moves_the_difference_by_what_guessing_allows(guess_right, difference):
    outcomes = simulate(Trial(**PLAIN | {"expectation_effect": 0.8, "guess_right": guess_right}), TRIALS, seed=3)
    assert within(outcomes.difference, difference)
    assert within(outcomes.active, 0.8 * guess_right)


def test_power_of_the_t_test_is_the_noncentral_t():
    reliability, people, effect = 0.7, 64, 0.4
    outcomes = simulate(
        Trial(**PLAIN | {"true_effect": effect, "people_per_arm": people, "reliability": reliability}),
        20_000,
        seed=5,
    )
    sd = np.sqrt(2 * (1 - reliability))
    shift, freedom = effect / (sd * np.sqrt(2 / people)), 2 * people - 2
    critical = stats.t.isf(0.025, freedom)
    power = stats.nct.sf(critical, freedom, shift) + stats.nct.cdf(-critical, freedom, shift)
    assert outcomes.share_significant() == pytest.approx(power, abs=4 * np.sqrt(power * (1 - power) / 20_000))


@pytest.mark.parametrize(("people", "drop_out"), [(100, 0.2), (5, 0.4)])
def test_without_any_effect_p_values_are_uniform(people, drop_out):
    """Small, unequal arms reveal a wrong standard error or wrong degrees of freedom."""
    trial = Trial(**PLAIN | {"people_per_arm": people, "drop_out": drop_out})
    outcomes = simulate(trial, 20_000, seed=7)
    p = outcomes.p[np.isfinite(outcomes.p)]
    assert np.mean(p < 0.05) == pytest.approx(0.05, abs=0.007)
    assert stats.kstest(p, "uniform").pvalue > 1e-4


def test_before_and_after_is_a_fair_test_only_when_nothing_else_moves():
    assert stats.kstest(simulate(Trial(**PLAIN), TRIALS, seed=19).naive_p, "uniform").pvalue > 1e-4


def test_an_uncontrolled_trial_of_nothing_looks_like_a_success():
    trial = Trial(true_effect=0.0, guess_right=0.5)
    outcomes = simulate(trial, TRIALS, seed=1)
    assert outcomes.naive_share_significant() > 0.99
    assert outcomes.share_significant() < 0.07
    assert within(outcomes.naive, expected_parts(trial, active=True).total)


def test_selective_drop_out_flatters_before_and_after_but_not_the_comparison():
    trial = Trial(**PLAIN | {"drop_out": 0.4, "drop_out_link": 0.8, "reliability": 0.5})
    cut = stats.norm.ppf(0.6)
    # The mean below the cut, by integration, which is independent of the formula in the model.
    mean_of_stayers = integrate.quad(lambda x: x * stats.norm.pdf(x), -np.inf, cut)[0] / 0.6
    gain = -np.sqrt(0.75) * 0.8 * mean_of_stayers
    assert expected_parts(trial, active=True).drop_out == pytest.approx(gain, rel=1e-6)
    outcomes = simulate(trial, TRIALS, seed=13)
    assert within(outcomes.naive, gain)
    assert within(outcomes.difference, 0.0)


def test_parts_of_a_full_trial_add_up_to_what_is_simulated():
    trial = Trial(true_effect=0.3, drop_out=0.3, drop_out_link=0.5)
    outcomes = simulate(trial, TRIALS, seed=17)
    for arm, active in ((outcomes.active, True), (outcomes.placebo, False)):
        assert within(arm, expected_parts(trial, active=active).total)


def test_seed_decides_and_arrays_have_one_entry_a_trial():
    one, again, other = (simulate(Trial(), 700, seed=s) for s in (4, 4, 5))
    assert np.array_equal(one.difference, again.difference)
    assert not np.array_equal(one.difference, other.difference)
    assert one.p.shape == one.naive_se.shape == (700,)


def test_a_trial_that_too_few_finish_is_left_out_of_the_shares():
    outcomes = simulate(Trial(people_per_arm=5, drop_out=0.8), 500, seed=0)
    analysed = np.isfinite(outcomes.p)
    assert 0 < analysed.sum() < 500
    assert outcomes.share_significant() == np.mean(outcomes.p[analysed] < 0.05)
    assert outcomes.naive_share_significant() == np.mean(outcomes.naive_p[np.isfinite(outcomes.naive_p)] < 0.05)


@pytest.mark.parametrize("effect", [0.0, 0.3])
def test_without_any_spread_no_trial_has_an_analysis(effect):
    outcomes = simulate(Trial(**PLAIN | {"true_effect": effect, "reliability": 1.0, "spontaneous_recovery": 0.1}), 50)
    assert np.isnan(outcomes.p).all()
    assert np.isnan(outcomes.naive_p).all()
    assert np.isnan(outcomes.share_significant())


@pytest.mark.parametrize(
    ("name", "value"),
    [("guess_right", 1.1), ("drop_out", -0.1), ("people_per_arm", 20.5), ("reliability", float("nan"))],
)
def test_values_outside_the_range_are_refused_by_name(name, value):
    with pytest.raises(ParameterError, match=name):
        Trial(**{name: value})
