"""A simulated trial: what a before-and-after improvement consists of.

Complaints are measured twice in two arms, active and placebo. One unit is the standard deviation of the
complaints in everybody who could have enrolled (more points, more complaints). Results are written as
improvement, before minus after, so that plus means better.

The model, person by person:

    before = stable + fluctuation                       (variance of stable: `reliability`; together 1)
    who enters:          before >= `entry_threshold`    (this alone makes regression to the mean)
    after  = stable + a new fluctuation
             - `spontaneous_recovery`
             - `true_effect`            in the active arm
             - `expectation_effect`     if this person believes they took the active capsule
    who believes it:     `guess_right` of the active arm, 1 - `guess_right` of the placebo arm
    who is measured:     1 - `drop_out` of each arm; with `drop_out_link` those doing badly leave more often

Simplifications: guesses have no cause (in a real trial people guess "active" because they feel better or notice a
drug effect); a true effect is equal for everybody; there is one endpoint and no method for missing data; trials are
analysed as planned. Both arms guess equally well; in a real study they may differ, but only the mean of the two shares
matters for the difference between the arms.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtr

from .parameters import Real, Whole, check_ranges, parameter

# People simulated at a time: four arrays of this many doubles fit in a processor's second-level cache.
_BLOCK = 32_768


@dataclass(frozen=True)
class Trial:
    """The settings of a trial; each field's metadata holds its unit, range and source.

    For `expected_parts` and `in_the_long_run` fields may be arrays of one shape: many trials at once.
    """

    true_effect: Real = parameter(
        0.0,
        unit="SD of complaints",
        low=-1.0,
        high=2.0,
        source="Assumption: 0 is the case in which the substance itself does nothing.",
    )
    expectation_effect: Real = parameter(
        0.5,
        unit="SD of complaints, for a person who believes they took the active capsule",
        low=0.0,
        high=1.5,
        source="Assumption between two findings: placebo against no treatment 0.26 on self-report (TRI-06); "
        "believing it was a microdose 4.98 points / SD 7.629 = 0.65 "
        "(our calculation, szigeti2021_positive_guess).",
    )
    guess_right: Real = parameter(
        0.62,
        unit="share of each arm",
        low=0.0,
        high=1.0,
        source="szigeti2021, unblinding.csv: 49.3% of active and 75.4% of placebo days guessed right, "
        "mean 62%. 0.5 is a coin toss: blinding holds.",
    )
    spontaneous_recovery: Real = parameter(
        0.3,
        unit="SD of complaints",
        low=0.0,
        high=2.0,
        source="Assumption. SLP-01 reports that complaints fall in six months (n=59) but no size in SDs.",
    )
    reliability: Real = parameter(
        0.7,
        unit="correlation of two measurements of a person who does not change",
        low=0.05,
        high=1.0,
        source="Assumption: an ordinary value for a complaint questionnaire some weeks apart. "
        "1 switches regression to the mean off.",
    )
    entry_threshold: Real = parameter(
        0.84,
        unit="SD above the mean of everybody who could enrol",
        low=-inf,
        high=3.0,
        source="0.84 lets in the 20% with most complaints, as many as report burn-out complaints in PRE-01. "
        "Minus infinity lets everybody in.",
    )
    drop_out: Real = parameter(
        0.2,
        unit="share of each arm",
        low=0.0,
        high=0.8,
        source="Assumption: an ordinary trial of some weeks.",
    )
    drop_out_link: Real = parameter(
        0.0,
        unit="correlation of leaving with doing badly",
        low=0.0,
        high=1.0,
        source="Assumption: 0 means that leaving has nothing to do with how somebody does.",
    )
    people_per_arm: Whole = parameter(
        100,
        unit="people",
        low=5,
        high=1000,
        source="The reader's choice; the larger blinded trials have 20 to 100.",
    )

    def __post_init__(self) -> None:
        check_ranges(self)


@dataclass(frozen=True)
class Outcomes:
    """What each simulated trial reports: arrays of shape (trials,), in SDs of complaints, plus means better.

    `difference` is active minus placebo, with its pooled standard error `se` and the two-sided p-value `p` of
    Student's t-test. `naive` is what the same trial would report without a control group, the improvement
    within the active arm, with `naive_se` and `naive_p` of the paired t-test. A test of fewer than two people in
    an arm, or of people who all improve equally, does not exist and is NaN.
    """

    active: NDArray[np.float64]
    placebo: NDArray[np.float64]
    difference: NDArray[np.float64]
    se: NDArray[np.float64]
    p: NDArray[np.float64]
    naive_se: NDArray[np.float64]
    naive_p: NDArray[np.float64]

    @property
    def naive(self) -> NDArray[np.float64]:
        """The mean improvement of the active arm alone, shape (trials,), in SDs of complaints."""
        return self.active

    def share_significant(self, alpha: float = 0.05) -> float:
        """Share with p < `alpha` in the controlled comparison, of the trials that have one; NaN when none has."""
        return _share_below(self.p, alpha)

    def naive_share_significant(self, alpha: float = 0.05) -> float:
        """Share that would call the gain of the active arm significant, of the trials that can test it; else NaN."""
        return _share_below(self.naive_p, alpha)


def _share_below(p: NDArray[np.float64], alpha: float) -> float:
    tested = p[np.isfinite(p)]
    return float(np.mean(tested < alpha)) if tested.size else nan


@dataclass(frozen=True)
class Parts:
    """The expected improvement of one arm, taken apart; all in SDs of complaints."""

    true_effect: Real
    expectation: Real
    spontaneous_recovery: Real
    regression_to_the_mean: Real
    drop_out: Real

    @property
    def total(self) -> Real:
        """All parts together, in SDs of complaints."""
        return (
            self.true_effect
            + self.expectation
            + self.spontaneous_recovery
            + self.regression_to_the_mean
            + self.drop_out
        )


def expected_parts(trial: Trial, *, active: bool) -> Parts:
    """Return what the improvement of an arm consists of in the long run, exactly (no simulation).

    Regression to the mean is (1 - reliability) times the mean of a normal distribution truncated at the threshold c,
    phi(c) / (1 - Phi(c)). Drop-out adds link x SD of the unpredictable part x phi(q) / share of stayers, where q is the
    quantile that separates stayers from leavers.
    """
    believers = trial.guess_right if active else 1 - trial.guess_right
    stayers = 1 - trial.drop_out
    return Parts(
        true_effect=trial.true_effect if active else 0.0,
        expectation=trial.expectation_effect * believers,
        spontaneous_recovery=trial.spontaneous_recovery,
        regression_to_the_mean=(1 - trial.reliability) * density(trial.entry_threshold) / ndtr(-trial.entry_threshold),
        drop_out=trial.drop_out_link * _unforetold_sd(trial) * density(ndtri(stayers)) / stayers,
    )


def simulate(trial: Trial, trials: int = 1000, seed: int | np.random.Generator = 0) -> Outcomes:
    """Run `trials` trials of `2 x people_per_arm` people; the same `seed` gives the same numbers.

    Raises `ValueError` when `trials` is not positive.
    """
    if trials < 1:
        raise ValueError(f"At least one trial is needed, not {trials}")
    rng = np.random.default_rng(seed)
    rows = max(1, _BLOCK // int(trial.people_per_arm))
    blocks = [
        (_arm(trial, True, size, rng), _arm(trial, False, size, rng))
        for size in (min(rows, trials - start) for start in range(0, trials, rows))
    ]
    active, placebo = (np.concatenate(arms, axis=1) for arms in zip(*blocks, strict=True))
    return _analyse(active, placebo)


def _arm(trial: Trial, active: bool, trials: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return people measured, mean improvement and sum of squares around it, shape (3, trials)."""
    shape = (trials, int(trial.people_per_arm))
    before = _baselines(float(trial.entry_threshold), shape, rng)
    # Only the sum of the stable part and the new fluctuation matters. Given `before`, this sum is normal with mean
    # reliability x before, so one draw per person is enough.
    luck = rng.standard_normal(shape)
    improvement = before
    improvement *= 1 - trial.reliability
    improvement -= _unforetold_sd(trial) * luck
    believes = rng.random(shape) < (trial.guess_right if active else 1 - trial.guess_right)
    improvement += trial.expectation_effect * believes
    improvement += trial.spontaneous_recovery + (trial.true_effect if active else 0.0)
    if trial.drop_out == 0:
        mean = improvement.mean(axis=1)
        improvement -= mean[:, None]
        return np.stack([np.full(trials, float(shape[1])), mean, np.einsum("ij,ij->i", improvement, improvement)])
    return _of_those_left(improvement, _stays(trial, luck, rng))


def _of_those_left(improvement: NDArray[np.float64], stays: NDArray[np.bool_]) -> NDArray[np.float64]:
    kept = stays.astype(np.float64)
    people = kept.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.einsum("ij,ij->i", improvement, kept) / people
    improvement -= np.nan_to_num(mean)[:, None]
    improvement *= kept
    return np.stack([people, mean, np.einsum("ij,ij->i", improvement, improvement)])


def _baselines(threshold: float, shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw standard normals above `threshold`."""
    if threshold == -inf:
        return rng.standard_normal(shape)
    # The upper tail is computed as Phi(-x), because 1 - Phi(x) loses digits there.
    tail = 1.0 - rng.random(shape)  # in (0, 1]: ndtri(0) would be infinite
    tail *= ndtr(-threshold)
    above: NDArray[np.float64] = -ndtri(tail)
    return above


def _stays(trial: Trial, luck: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.bool_]:
    if trial.drop_out_link == 0:
        return rng.random(luck.shape) >= trial.drop_out
    link = trial.drop_out_link
    inclination = link * luck + np.sqrt(1 - link**2) * rng.standard_normal(luck.shape)
    return np.asarray(inclination <= ndtri(1 - trial.drop_out))


def _unforetold_sd(trial: Trial) -> Real:
    """Standard deviation of `after` given `before`."""
    spread: Real = np.sqrt(1 - trial.reliability**2)
    return spread


def density(x: Real) -> Real:
    """Return the density of the standard normal distribution."""
    height: Real = np.exp(-0.5 * np.square(x)) / np.sqrt(2 * np.pi)
    return height


def _analyse(active: NDArray[np.float64], placebo: NDArray[np.float64]) -> Outcomes:
    (n_a, mean_a, squares_a), (n_p, mean_p, squares_p) = active, placebo
    with np.errstate(invalid="ignore", divide="ignore"):
        enough = (n_a > 1) & (n_p > 1)
        freedom = np.where(enough, n_a + n_p - 2, np.nan)
        se = np.sqrt((squares_a + squares_p) / freedom * (1 / n_a + 1 / n_p))
        alone = np.where(n_a > 1, n_a - 1, np.nan)
        naive_se = np.sqrt(squares_a / alone / n_a)
        difference = np.where(enough, mean_a - mean_p, np.nan)
        # Where all improve equally, only rounding is left of the spread: as in R's t.test, there is nothing to test.
        rounding = 10 * np.finfo(float).eps
        se = np.where(se > rounding * np.maximum(np.abs(mean_a), np.abs(mean_p)), se, np.nan)
        naive_se = np.where(naive_se > rounding * np.abs(mean_a), naive_se, np.nan)
        return Outcomes(
            active=mean_a,
            placebo=mean_p,
            difference=difference,
            se=se,
            p=2 * stdtr(freedom, -np.abs(difference / se)),
            naive_se=naive_se,
            naive_p=2 * stdtr(alone, -np.abs(mean_a / naive_se)),
        )
