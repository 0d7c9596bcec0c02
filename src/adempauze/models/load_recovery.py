"""Load and recovery as a leaky reserve: a picture to think with, not a measurement.

Nothing here was fitted to people. The model shows one idea: shortfalls too small to notice add up. Its parameters are
assumptions. Studies support their *direction* (mostly through associations; see each field) but not their *size*. The
model predicts nothing about a person: no date of recovery and no diagnosis.

All assumptions:

1. One number between 0 (empty) and 1 (full), `reserve`, represents everything that rest gives and effort
   takes.
2. Every day has a *level*, where the reserve would settle if all days were like it:
       level = 1 / (1 + (drain / refill) ^ STEEPNESS)
       refill = SLEEP_WEIGHT x min(sleep / sleep_need, 1) + EVENING_WEIGHT x detachment
       drain  = HOME_DRAIN + load x (1 - break_relief x micro_breaks)
   On a day off detachment counts as 1, DAY_OFF_WEIGHT comes on top, and HOME_DRAIN alone drains.
3. Each day moves the reserve a part of the way to the day's level: 1 - exp(-1 / fade_days). One bad night hardly
   shows; small daily shortfalls in sleep, breaks and evenings do.
4. The same `fade_days` applies to gain and loss, so after a holiday the gain shrinks to 37% in `fade_days` days.
   How fast a holiday really fades is not known: one study of 54 people found it gone within a week (REC-07),
   a synthesis of 13 studies within the first week, a synthesis of 32 studies (2025) found a slower fading
   (REC-10). So it is a parameter to change, not a fact.
5. Days off close the week; a holiday is a run of days off in a row. Sleeping beyond the need adds nothing.
6. Left out, and perhaps more important: control, support, fairness and meaning at work (CAU-01, CAU-02),
   illness, money, care for others, how people differ, good and bad days, and everything that happens all at
   once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .parameters import ParameterError, Real, Whole, check_ranges, parameter

# Assumption 2: what each source of recovery gives and what a day at home takes, relative to an ordinary working day,
# which takes 1. The values are chosen so that an ordinary week settles a little above half full; no study gives them.
SLEEP_WEIGHT = 0.9
EVENING_WEIGHT = 0.4
DAY_OFF_WEIGHT = 0.4
HOME_DRAIN = 0.3
STEEPNESS = 3.0


@dataclass(frozen=True)
class Life:
    """The days somebody lives, or many lives at once; each field's metadata holds its unit, range and source.

    Fields may be arrays of one shape; what the functions below return then has this shape in front of its own.
    """

    load: Real = parameter(
        1.0,
        unit="ordinary working days' worth of demands in one working day",
        low=0.0,
        high=2.0,
        source="Direction: high demands and effort without reward go with stress-related disorders (CAU-02); "
        "longitudinal links are weak (CAU-08) and cause is contested (CAU-06).",
    )
    micro_breaks: Whole = parameter(
        2,
        unit="short breaks in a working day",
        low=0,
        high=8,
        source="Direction: micro-breaks go with a little more vigour and less fatigue (REC-01).",
    )
    detachment: Real = parameter(
        0.5,
        unit="share of the evening that work is out of mind",
        low=0.0,
        high=1.0,
        source="Direction: detachment goes with less exhaustion and better sleep (REC-03, REC-04).",
    )
    sleep: Real = parameter(
        7.5,
        unit="hours a night",
        low=3.0,
        high=10.0,
        source="Direction: sleep went with recovery in people on sick leave (SLP-01, SLP-02).",
    )
    days_off: Whole = parameter(2, unit="days a week", low=0, high=7, source="The reader's choice.")
    sleep_need: Real = parameter(8.0, unit="hours a night", low=5.0, high=10.0, source="Assumption; people differ.")
    break_relief: Real = parameter(
        0.03,
        unit="share of the working day's load that one short break takes away",
        low=0.0,
        high=0.1,
        source="Assumption; REC-01 gives effects on how people feel, not on load.",
    )
    fade_days: Real = parameter(
        14.0,
        unit="days in which a gain or a loss shrinks to 37%",
        low=2.0,
        high=90.0,
        source="Assumption, and the studies disagree: within a week (REC-07), slower (REC-10).",
    )

    def __post_init__(self) -> None:
        check_ranges(self)


def level(life: Life, *, day_off: bool) -> Real:
    """Return where the reserve would settle, between 0 and 1, if every day were this one (assumption 2)."""
    refill = SLEEP_WEIGHT * np.minimum(life.sleep / life.sleep_need, 1.0)
    if day_off:
        return _settled(refill + EVENING_WEIGHT + DAY_OFF_WEIGHT, HOME_DRAIN)
    work = np.multiply(life.load, 1 - np.multiply(life.break_relief, life.micro_breaks))
    return _settled(refill + EVENING_WEIGHT * life.detachment, HOME_DRAIN + work)


def _settled(refill: Real, drain: Real) -> Real:
    return 1 / (1 + (drain / refill) ** STEEPNESS)


def keep(life: Life) -> Real:
    """Return the share of the reserve's distance to its level that is still there a day later."""
    return np.exp(-1 / life.fade_days)


def week_levels(life: Life) -> NDArray[np.float64]:
    """Return the levels of the seven days of a week, shape (7,), days off last."""
    is_off = np.arange(7) >= 7 - _last_axis(life.days_off)
    return np.where(is_off, _last_axis(level(life, day_off=True)), _last_axis(level(life, day_off=False)))


def _last_axis(value: Real | Whole) -> NDArray[np.float64]:
    return np.asarray(value)[..., None]


def steady_week(life: Life) -> NDArray[np.float64]:
    """Return the reserve at the end of each day of a week, shape (7,), after endlessly many weeks like it.

    Closed form: each day's level has weight keep^(days since then); dividing by 1 - keep^7 adds all earlier weeks.
    """
    kept = np.asarray(keep(life))[..., None, None]
    today, then = np.indices((7, 7))
    weights = (1 - kept) * kept ** ((today - then) % 7) / (1 - kept**7)
    ends: NDArray[np.float64] = np.einsum("...ij,...j->...i", weights, week_levels(life))
    return ends


def simulate(
    life: Life,
    days: int = 84,
    *,
    start: Real | None = None,
    holiday_from: Whole = 0,
    holiday_days: Whole = 0,
) -> NDArray[np.float64]:
    """Return the reserve at the end of each day, shape (days + 1,), the first entry being the start.

    `start` is a reserve between 0 and 1; without it the simulation begins where this life has settled, at the end
    of a week. A holiday of `holiday_days` days begins on day `holiday_from` (0 is the first day).
    Raises `ParameterError` for a start outside 0 to 1 or a negative number of days.
    """
    if days < 0 or np.any(np.less(holiday_from, 0)) or np.any(np.less(holiday_days, 0)):
        raise ParameterError("days, holiday_from and holiday_days cannot be negative")
    if start is None:
        start = steady_week(life)[..., -1]
    if not np.all(np.greater_equal(start, 0) & np.less_equal(start, 1)):
        raise ParameterError(f"start is {start}; a reserve runs from 0 (empty) to 1 (full)")
    day = np.arange(days)
    week = week_levels(life)[..., day % 7]
    since = day - _last_axis(holiday_from)
    is_holiday = (since >= 0) & (since < _last_axis(holiday_days))
    levels = np.where(is_holiday, _last_axis(level(life, day_off=True)), week)
    kept = keep(life)
    reserve = np.empty((days + 1, *np.broadcast_shapes(levels.shape[:-1], np.shape(kept), np.shape(start))))
    reserve[0] = start
    for today, target in enumerate(np.moveaxis(levels, -1, 0)):
        reserve[today + 1] = target + kept * (reserve[today] - target)
    return np.moveaxis(reserve, 0, -1)
