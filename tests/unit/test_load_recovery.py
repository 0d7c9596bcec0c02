"""What is true of the load-and-recovery model at any setting of the sliders."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adempauze.models.load_recovery import Life, level, simulate, steady_week
from adempauze.models.parameters import ParameterError


def _values(spec):
    low, high = spec.metadata["low"], spec.metadata["high"]
    return st.integers(low, high) if spec.type == "Whole" else st.floats(low, high)


LIVES = st.builds(Life, **{spec.name: _values(spec) for spec in fields(Life)})
RESERVES = st.floats(0, 1)


@given(LIVES, RESERVES, st.integers(0, 40), st.integers(0, 20))
def test_reserve_stays_between_empty_and_full(life, start, holiday_from, holiday_days):
    reserve = simulate(life, 60, start=start, holiday_from=holiday_from, holiday_days=holiday_days)
    assert reserve.shape == (61,)
    assert reserve[0] == start
    assert ((reserve >= 0) & (reserve <= 1)).all()


@pytest.mark.parametrize(
    ("name", "better"),
    [("load", -1), ("micro_breaks", 1), ("detachment", 1), ("sleep", 1), ("days_off", 1)],
)
@given(life=LIVES, start=RESERVES, data=st.data())
def test_more_of_what_drains_never_helps_and_more_of_what_restores_never_harms(name, better, life, start, data):
    spec = next(f for f in fields(Life) if f.name == name)
    more = replace(life, **{name: max(getattr(life, name), data.draw(_values(spec)))})
    gain = simulate(more, 50, start=start) - simulate(life, 50, start=start)
    assert (better * gain >= -1e-12).all()


@given(st.lists(st.tuples(LIVES, RESERVES, st.integers(0, 20)), min_size=1, max_size=4), st.integers(0, 40))
def test_many_lives_at_once_are_each_life(lives, holiday_from):
    each, starts, holidays = zip(*lives, strict=True)
    together = Life(**{spec.name: np.array([getattr(life, spec.name) for life in each]) for spec in fields(Life)})
    reserves = simulate(
        together, 30, start=np.array(starts), holiday_from=holiday_from, holiday_days=np.array(holidays)
    )
    for reserve, (life, start, holiday_days) in zip(reserves, lives, strict=True):
        alone = simulate(life, 30, start=start, holiday_from=holiday_from, holiday_days=holiday_days)
        np.testing.assert_allclose(reserve, alone, rtol=1e-12, atol=1e-14)


@given(LIVES)
def test_closed_form_week_is_where_long_runs_end(life):
    weeks = 7 * int(np.ceil(6 * life.fade_days))  # e^-40 of the start is left
    assert simulate(life, weeks, start=0.0)[-7:] == pytest.approx(steady_week(life), abs=1e-9)


@given(LIVES)
def test_weeks_of_equal_days_settle_at_the_days_level(life):
    assert steady_week(replace(life, days_off=0)) == pytest.approx(level(life, day_off=False))
    assert steady_week(replace(life, days_off=7)) == pytest.approx(level(life, day_off=True))


def test_a_settled_life_repeats_its_week():
    life = Life()
    assert simulate(life, 21)[1:] == pytest.approx(np.tile(steady_week(life), 3))


@given(LIVES)
def test_sleep_beyond_the_need_adds_nothing(life):
    enough = replace(life, sleep=life.sleep_need)
    assert np.array_equal(steady_week(enough), steady_week(replace(life, sleep=10.0)))


def test_small_shortfalls_add_up():
    usual = Life()
    start = steady_week(usual)[-1]
    lost = simulate(usual, 28, start=start) - simulate(replace(usual, sleep=6.5), 28, start=start)
    one_night, four_weeks = lost[1], lost[28]
    assert 0 < one_night < 0.01
    assert four_weeks > 8 * one_night


@given(st.floats(2, 90))
def test_a_holidays_gain_fades_to_37_percent_in_fade_days(fade_days):
    life = Life(fade_days=fade_days)
    days = 14 + 200
    gain = simulate(life, days, holiday_days=14) - simulate(life, days)
    assert gain[14] > 0
    assert np.interp(14 + fade_days, np.arange(days + 1), np.log(gain + 1e-300)) == pytest.approx(
        np.log(gain[14]) - 1, abs=1e-6
    )


def test_values_outside_the_range_are_refused_by_name():
    with pytest.raises(ParameterError, match="sleep is 30"):
        Life(sleep=30)
    with pytest.raises(ParameterError, match="start"):
        simulate(Life(), start=1.2)
