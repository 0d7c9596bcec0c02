"""What a trial shows in the long run: the simulator's results by formula, fast enough for a moving picture.

Means are exact. Shares of significant trials assume that improvements are normally distributed, which is nearly true;
`tests/unit/test_trial_in_the_long_run.py` compares them with simulated trials.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, nctdtr, ndtr, stdtrit

from .parameters import Real
from .trial import Trial, density, expected_parts

# In standard errors: beyond this, significance in the other direction never happens, and `nctdtr` is unstable there.
_FAR = 4.0
_CERTAIN = 12.0  # beyond this a trial is always significant
_RARE = 1e-9  # numbers of finishers that are rarer than this are left out


@dataclass(frozen=True)
class LongRun:
    """Mean improvements in SDs of complaints (plus means better), and shares of trials with p < `alpha`.

    `naive_share` is the share that would call the before-and-after gain of the active arm alone significant. Shares
    are of the trials that have this test, which takes two people at the end in each arm it is about. All four are
    arrays where the settings of the trial are.
    """

    active: Real
    placebo: Real
    share: Real
    naive_share: Real

    @property
    def difference(self) -> Real:
        """Active minus placebo."""
        return self.active - self.placebo


def in_the_long_run(trial: Trial, alpha: float = 0.05) -> LongRun:
    """Return the mean results of infinitely many trials like this one.

    Raises `ValueError` when leaving has to do with how people do, as improvements are then not near a normal; when
    everybody improves equally, as there is then no test; and for arrays of settings when people leave.
    """
    if np.any(trial.drop_out_link):
        raise ValueError("There is no formula for drop-out that has to do with how people do; simulate instead")
    variance = _variance(trial)
    if not np.all(variance > 0):
        raise ValueError("Everybody improves equally: without any spread there is no test, and no share of tests")
    active, placebo = (expected_parts(trial, active=arm).total for arm in (True, False))
    people, chance = _finishers(trial)
    both = people[:, None], people[None, :]
    error = np.sqrt(variance * (1 / both[0] + 1 / both[1]))
    share = _share_significant((active - placebo) / error, both[0] + both[1] - 2, alpha)
    naive_share = _share_significant(active / np.sqrt(variance / people), people - 1, alpha)
    return LongRun(
        active=active,
        placebo=placebo,
        share=np.minimum(np.einsum("i,j,ij...->...", chance, chance, share), 1.0),
        naive_share=np.minimum(np.einsum("i,i...->...", chance, naive_share), 1.0),
    )


def _finishers(trial: Trial) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many people an arm may end with, two or more, shape (n, ...), and their probabilities, shape (n,)."""
    if not np.any(trial.drop_out):
        return np.asarray(trial.people_per_arm, dtype=float)[None], np.ones(1)
    if np.ndim(trial.people_per_arm) or np.ndim(trial.drop_out):
        raise ValueError("Where people leave, there is a formula for one number of people and one share of leavers")
    most = int(trial.people_per_arm)
    people = np.arange(1, most + 1)
    chance = np.diff(bdtr(people, most, 1 - trial.drop_out))
    likely = chance > _RARE
    return people[1:][likely].astype(float), chance[likely] / chance[likely].sum()


def _variance(trial: Trial) -> Real:
    """Variance of one person's improvement: of chance, of where people started, of what they believe; equal in arms."""
    threshold, kept = trial.entry_threshold, trial.reliability
    start = 1.0
    if threshold != -inf:
        mean = density(threshold) / ndtr(-threshold)
        start = 1 + threshold * mean - mean**2
    belief = trial.expectation_effect**2 * trial.guess_right * (1 - trial.guess_right)
    return (1 - kept) ** 2 * start + 1 - kept**2 + belief


def _share_significant(standard_errors: Real, freedom: NDArray[np.float64], alpha: float) -> NDArray[np.float64]:
    """Power of a two-sided t-test of something that lies this many standard errors from zero."""
    away = np.abs(standard_errors)
    critical = stdtrit(freedom, 1 - alpha / 2)
    this_side = 1 - nctdtr(freedom, np.minimum(away, _CERTAIN), critical)
    other_side = np.where(away < _FAR, nctdtr(freedom, np.minimum(away, _FAR), -critical), 0.0)
    return np.where(away > _CERTAIN, 1.0, this_side + other_side)
