"""The pictures that lessons use: their models, sliders, and words from the message tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adempauze import messages
from adempauze.models import load_recovery, trial, trial_in_the_long_run
from adempauze.models.parameters import Real, Whole
from adempauze.widgets.explore import Across, Curve, Explore, Slider, Words

_TENTHS = tuple(tenth / 10 for tenth in range(11))
_WEEKS = 8
_HOLIDAY_BEGINS = 21  # the first day of the fourth week
# The line of a week bends only where its working days end, after 4 to 7 days, so other days are not kept.
_DAYS = np.array([0, *(7 * week + day for week in range(_WEEKS) for day in (4, 5, 6, 7))])


def ready_made(name: str, lang: str) -> Explore:
    """Return an explorer by its name; raises `ValueError` for an unknown name."""
    if name not in _READY_MADE:
        raise ValueError(f"There is no explorer {name!r}; there are {', '.join(_READY_MADE)}.")
    return _READY_MADE[name](lang)


def _load_recovery(lang: str) -> Explore:
    text = messages.table(lang, "explore_load_recovery")
    sliders = (
        _slider(text, "load", 60, 160, 10, 100, grid=(60, 80, 100, 120, 140, 160)),
        _slider(text, "breaks", 0, 8, 8, 2, grid=(0, 4, 8)),
        _slider(text, "evening", 0, 100, 10, 50, grid=(0, 30, 70, 100)),
        _slider(text, "sleep", 5, 9, 8, 7.5, digits=1, grid=(5, 6.5, 8, 9)),
        _slider(text, "days_off", 0, 3, 3, 2),
        _slider(text, "holiday", 0, 3, 3, 0),
    )
    curve = Curve("reserve", text["reserve"], text["unit"], precision=0.2, low=0, high=100)
    across = Across(tuple((_DAYS / 7).tolist()), text["weeks"], mark=1)
    return Explore(_reserve, sliders, (curve,), _words(text), across, lang=lang, takes_arrays=True)


def _reserve(load: Real, breaks: Real, evening: Real, sleep: Real, days_off: Real, holiday: Real) -> dict[str, Any]:
    """Return the reserve, 0 to 100, from the steady state of an ordinary life; load and evening are percentages."""
    life = load_recovery.Life(
        load=load / 100, micro_breaks=_whole(breaks), detachment=evening / 100, sleep=sleep, days_off=_whole(days_off)
    )
    start = float(load_recovery.steady_week(load_recovery.Life())[-1])
    reserve = load_recovery.simulate(
        life, 7 * _WEEKS, start=start, holiday_from=_HOLIDAY_BEGINS, holiday_days=7 * _whole(holiday)
    )
    return {"reserve": 100 * reserve[..., _DAYS]}


def _trial(lang: str) -> Explore:
    text = messages.table(lang, "explore_trial")
    sliders = (
        _slider(text, "true_effect", 0, 1, 10, 0, digits=1, grid=_TENTHS),
        _slider(text, "expectation", 0, 1, 10, 0.5, digits=1, grid=_TENTHS),
        _slider(text, "guess_right", 50, 100, 5, 60),
        _slider(text, "recovery", 0, 0.6, 6, 0.3, digits=1, grid=(0, 0.1, 0.2, 0.4, 0.6)),
        _slider(text, "people", 10, 200, 19, 50, grid=(10, 20, 30, 40, 60, 90, 140, 200)),
    )
    means = ("active", "placebo", "difference", "truth")
    curves = [Curve(name, text[name], text["unit_mean"], precision=0.01, digits=2) for name in means]
    curves += [
        Curve(name, text[name], text["unit_share"], precision=0.5, low=0, high=100) for name in ("share", "naive_share")
    ]
    return Explore(_what_a_trial_shows, sliders, curves, _words(text), lang=lang, takes_arrays=True)


def _what_a_trial_shows(
    true_effect: Real, expectation: Real, guess_right: Real, recovery: Real, people: Real
) -> dict[str, Any]:
    """Return mean improvements in SDs and percentages of significant trials; `guess_right` is a percentage."""
    settings = trial.Trial(
        true_effect=true_effect,
        expectation_effect=expectation,
        guess_right=guess_right / 100,
        spontaneous_recovery=recovery,
        people_per_arm=_whole(people),
        drop_out=0.0,
    )
    shown = trial_in_the_long_run.in_the_long_run(settings)
    return {
        "active": shown.active,
        "placebo": shown.placebo,
        "difference": shown.difference,
        "truth": true_effect,
        "share": 100 * shown.share,
        "naive_share": 100 * shown.naive_share,
    }


def _whole(value: Real) -> Whole:
    return np.rint(value).astype(np.int64)


def _slider(text: dict[str, str], name: str, low: float, high: float, steps: int, value: float, **more: Any) -> Slider:
    return Slider(name, text[name], low, high, steps, value, unit=text.get(f"{name}_unit", ""), **more)


def _words(text: dict[str, str]) -> Words:
    about = tuple(text[key] for key in text if key.startswith("about_"))
    return Words(text["title"], text["lead"], text["sentence"], about)


_READY_MADE: dict[str, Callable[[str], Explore]] = {"load-recovery": _load_recovery, "trial": _trial}
