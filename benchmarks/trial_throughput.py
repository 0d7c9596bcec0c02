"""Counts simulated trials per second: the vectorised model beside the same model as a plain Python loop.

    python -m benchmarks.trial_throughput [TRIALS]

Both run 2 x 100 people with the default settings on one core. It prints trials per second
and checks that both agree.
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import time

import numpy as np

from adempauze.models.trial import Trial, simulate


def plain_trial(trial: Trial, rng: random.Random) -> float:
    """Return the difference between the arms of one trial, simulated person by person."""
    return statistics.fmean(plain_arm(trial, True, rng)) - statistics.fmean(plain_arm(trial, False, rng))


def plain_arm(trial: Trial, active: bool, rng: random.Random) -> list[float]:
    stable_sd, fluctuation_sd = math.sqrt(trial.reliability), math.sqrt(1 - trial.reliability)
    improvements = []
    for _ in range(trial.people_per_arm):
        before = -math.inf
        while before < trial.entry_threshold:
            stable = rng.gauss(0, stable_sd)
            before = stable + rng.gauss(0, fluctuation_sd)
        guesses_right = rng.random() < trial.guess_right
        after = stable + rng.gauss(0, fluctuation_sd) - trial.spontaneous_recovery
        after -= trial.true_effect if active else 0
        after -= trial.expectation_effect if guesses_right == active else 0
        if rng.random() >= trial.drop_out:
            improvements.append(before - after)
    return improvements


def main(trials: int) -> None:
    trial = Trial(true_effect=0.2)
    start = time.perf_counter()
    fast = simulate(trial, trials, seed=1).difference
    fast_seconds = time.perf_counter() - start

    plain_trials = max(20, trials // 100)
    rng = random.Random(1)
    start = time.perf_counter()
    plain = [plain_trial(trial, rng) for _ in range(plain_trials)]
    plain_seconds = time.perf_counter() - start

    standard_error = np.std(plain, ddof=1) / math.sqrt(plain_trials)
    if abs(np.mean(plain) - fast.mean()) > 5 * standard_error:
        raise SystemExit(f"The two disagree: {np.mean(plain):.4f} and {fast.mean():.4f}")
    fast_rate, plain_rate = trials / fast_seconds, plain_trials / plain_seconds
    print(f"NumPy        {fast_rate:>10,.0f} trials per second ({trials} trials in {fast_seconds:.2f} s)")
    print(f"plain Python {plain_rate:>10,.0f} trials per second ({plain_trials} trials)")
    print(f"ratio        {fast_rate / plain_rate:>10,.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
