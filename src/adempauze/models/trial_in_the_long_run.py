"""What a trial shows in the long run: the simulator's results by formula, for pictures that must move at once.

Means are exact. Shares of significant trials take improvements to be normally distributed, which they nearly are;
`tests/unit/test_trial_in_the_long_run.py` holds them against simulated trials.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt

from scipy.special import nctdtr, ndtr, stdtrit

from .trial import Trial, _density, expected_parts

# In standard errors: beyond this, significance in the other direction never happens, and nctdtr loses its footing.
_FAR = 4.0
_CERTAIN = 12.0  # beyond this a trial is always significant


@dataclass(frozen=True)
class LongRun:
    """Mean improvements in SDs of complaints (plus means better), and shares of trials with p < `alpha`.

    `naive_share` is the share that would call the before-and-after gain of the active arm alone significant.
    """

    active: float
    placebo: float
    share: float
    naive_share: float

    @property
    def difference(self) -> float:
        """Active minus placebo."""
        return self.active - self.placebo


def in_the_long_run(trial: Trial, alpha: float = 0.05) -> LongRun:
    """Return what endlessly many trials like this one show.

    Raises `ValueError` when leaving has to do with how people do: then improvements are not near a normal.
    """
    if trial.drop_out_link:
        raise ValueError("There is no formula for drop-out that has to do with how people do; simulate instead")
    active, placebo = (float(expected_parts(trial, active=arm).total) for arm in (True, False))
    people = trial.people_per_arm * (1 - trial.drop_out)
    spread = [_variance(trial, guess) for guess in (trial.guess_right, 1 - trial.guess_right)]
    return LongRun(
        active=active,
        placebo=placebo,
        share=_share_significant((active - placebo) / sqrt(sum(spread) / people), 2 * people - 2, alpha),
        naive_share=_share_significant(active / sqrt(spread[0] / people), people - 1, alpha),
    )


def _variance(trial: Trial, believers: float) -> float:
    """Variance of one person's improvement in an arm: of chance, of where people started, of what they believe."""
    threshold, kept = trial.entry_threshold, trial.reliability
    start = 1.0
    if threshold != -inf:
        mean = _density(threshold) / ndtr(-threshold)
        start = 1 + threshold * mean - mean**2
    return (1 - kept) ** 2 * start + 1 - kept**2 + trial.expectation_effect**2 * believers * (1 - believers)


def _share_significant(standard_errors: float, freedom: float, alpha: float) -> float:
    """Power of a two-sided t-test of something that lies this many standard errors from zero."""
    away = abs(standard_errors)
    if away > _CERTAIN:
        return 1.0
    critical = stdtrit(freedom, 1 - alpha / 2)
    other_side = nctdtr(freedom, away, -critical) if away < _FAR else 0.0
    return float(1 - nctdtr(freedom, away, critical) + other_side)
