"""What a trial shows in the long run agrees with simulated trials."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adempauze.models.trial import Trial, simulate
from adempauze.models.trial_in_the_long_run import in_the_long_run

TRIALS = 6000


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"true_effect": 0.3, "people_per_arm": 30},
        {"expectation_effect": 1.0, "guess_right": 0.9, "people_per_arm": 12},
        {"true_effect": -0.6, "spontaneous_recovery": 0.0, "entry_threshold": -inf, "people_per_arm": 20},
        {"expectation_effect": 0.0, "spontaneous_recovery": 0.0, "reliability": 0.9, "people_per_arm": 10},
    ],
)
def test_it_agrees_with_simulated_trials(chosen: dict[str, float]) -> None:
    trial = Trial(drop_out=0.0, **chosen)
    shown, simulated = in_the_long_run(trial), simulate(trial, TRIALS, seed=3)
    error = 5 * np.std(simulated.difference) / np.sqrt(TRIALS)
    assert shown.active == pytest.approx(simulated.active.mean(), abs=error)
    assert shown.placebo == pytest.approx(simulated.placebo.mean(), abs=error)
    assert shown.difference == pytest.approx(simulated.difference.mean(), abs=error)
    # 0.02 is three standard errors of a simulated share; 0.005 allows for improvements that are not quite normal.
    assert shown.share == pytest.approx(simulated.share_significant(), abs=0.025)
    assert shown.naive_share == pytest.approx(simulated.naive_share_significant(), abs=0.025)


def test_without_any_difference_a_trial_in_twenty_finds_one() -> None:
    assert in_the_long_run(Trial(guess_right=0.5, drop_out=0.0)).share == pytest.approx(0.05)


@pytest.mark.parametrize(
    "chosen",
    [
        {"people_per_arm": 5, "drop_out": 0.8},
        {"people_per_arm": 6, "drop_out": 0.5, "true_effect": 1.0},
        {"people_per_arm": 40, "drop_out": 0.3, "true_effect": 0.4},
    ],
)
def test_shares_are_of_the_trials_that_enough_people_finish(chosen: dict[str, float]) -> None:
    trial = Trial(**chosen)
    shown, simulated = in_the_long_run(trial), simulate(trial, TRIALS, seed=5)
    # In very small trials improvements are further from normal, and only 1 in 14 trials can be analysed.
    assert shown.share == pytest.approx(simulated.share_significant(), abs=0.05)
    assert shown.naive_share == pytest.approx(simulated.naive_share_significant(), abs=0.05)


@given(
    people=st.integers(5, 60), drop_out=st.floats(0, 0.8), effect=st.floats(-1, 2), reliability=st.floats(0.05, 0.999)
)
@settings(max_examples=60, deadline=None)
def test_shares_are_shares(people: int, drop_out: float, effect: float, reliability: float) -> None:
    trial = Trial(people_per_arm=people, drop_out=drop_out, true_effect=effect, reliability=reliability)
    shown = in_the_long_run(trial)
    assert 0 <= shown.share <= 1
    assert 0 <= shown.naive_share <= 1


def test_people_who_all_improve_equally_are_refused() -> None:
    with pytest.raises(ValueError, match="improves equally"):
        in_the_long_run(Trial(reliability=1.0, expectation_effect=0.0, drop_out=0.0))


def test_leaving_that_has_to_do_with_doing_badly_is_refused() -> None:
    with pytest.raises(ValueError, match="simulate instead"):
        in_the_long_run(Trial(drop_out_link=0.3))
