"""Sliders over a model: the table, its interpolation compared with SciPy, ready-made pictures, and refusals."""

from __future__ import annotations

import base64
import functools
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import RegularGridInterpolator

from adempauze import explore, lesson
from adempauze.widgets.explore import Across, Curve, Explore, Slider, TableError, Words
from adempauze.widgets.explore import ready_made as source
from adempauze.widgets.explore.ready_made import ready_made
from adempauze.widgets.explore.table import LARGEST, Table

READY_MADE = ("load-recovery", "trial")
made = functools.cache(ready_made)


def _slider(name: str = "a", **changes: Any) -> Slider:
    return Slider(**{"name": name, "label": "A", "low": 0, "high": 10, "steps": 10, "value": 5} | changes)


def _curve(name: str = "y", **changes: Any) -> Curve:
    return Curve(**{"name": name, "label": "Y", "unit": "points", "precision": 0.01} | changes)


def _explore(model: Callable[..., Any] = lambda a: {"y": 2 * a}, **changes: Any) -> Explore:
    given = {"sliders": [_slider()], "curves": [_curve()], "words": Words("A picture"), "lang": "en"} | changes
    return Explore(model, **given)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, np.ndarray, np.ndarray]:
    """A table of random values, the values, and settings within its grid."""
    lengths = draw(st.lists(st.integers(2, 4), min_size=1, max_size=4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    grid = [np.sort(rng.choice(1000, length, replace=False)) / 10 for length in lengths]
    curves, points = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    cube = rng.normal(size=(*lengths, curves, points)) * 10 ** draw(st.integers(-2, 3))

    def values(settings: np.ndarray) -> np.ndarray:
        return cube[tuple(np.searchsorted(axis, column) for axis, column in zip(grid, settings.T, strict=True))]

    table = Table.compute(values, grid, [0.001] * curves)
    where = np.array([rng.uniform(axis[0], axis[-1], 8) for axis in grid]).T
    return table, cube, where


@given(tables())
@settings(max_examples=60, deadline=None)
def test_it_interpolates_as_scipy_does_to_half_a_rounding_step(made: tuple[Table, np.ndarray, np.ndarray]) -> None:
    table, cube, where = made
    expected = RegularGridInterpolator(table.grid, cube)(where)
    found = np.array([table.at(settings) for settings in where])
    assert np.all(np.abs(found - expected) <= table.steps[:, None] * 0.5 * (1 + 1e-6) + 1e-12)


@given(tables())
@settings(max_examples=40, deadline=None)
def test_nothing_is_lost_in_packing(made: tuple[Table, np.ndarray, np.ndarray]) -> None:
    table, _, _ = made
    packed = table.packed()
    planes = np.frombuffer(zlib.decompress(base64.b64decode(packed["data"])), np.uint8).reshape(2, -1)
    folded = planes[0].astype(np.int64) + 256 * planes[1].astype(np.int64)
    levels = np.where(folded % 2, -(folded + 1) // 2, folded // 2).reshape(packed["shape"])
    for axis in packed["deltas"]:
        levels = np.cumsum(levels, axis=axis)
    assert np.array_equal(levels % 2**16, table.levels)


@pytest.mark.parametrize("name", READY_MADE)
def test_a_ready_made_picture_is_small_and_close_to_its_model(name: str) -> None:
    widget = made(name, "en")
    assert len(base64.b64decode(widget.table["data"])) < LARGEST
    errors = [float(part.split()[-1]) for part in widget.about[-1].rstrip(".").rpartition("than: ")[2].split("; ")]
    assert len(errors) == len(widget.curves)
    assert max(errors) < 2  # points of 100; the gains, in standard deviations, are far closer


@pytest.mark.parametrize("model", [source._reserve, source._what_a_trial_shows], ids=READY_MADE)
def test_many_settings_at_once_give_what_each_gives_alone(model: Callable[..., Any]) -> None:
    sliders = made("load-recovery" if model is source._reserve else "trial", "en").sliders
    rng = np.random.default_rng(1)
    columns = {
        each["name"]: rng.choice(np.linspace(each["low"], each["high"], int(each["steps"]) + 1), 50) for each in sliders
    }
    together = model(**columns)
    for row in range(50):
        alone = model(**{name: float(column[row]) for name, column in columns.items()})
        for curve, values in together.items():
            np.testing.assert_allclose(values[row], alone[curve], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", READY_MADE)
def test_it_says_the_same_in_both_languages(name: str) -> None:
    english, dutch = made(name, "en"), made(name, "nl")
    assert english.table == dutch.table
    for these, those in ((english.sliders, dutch.sliders), (english.curves, dutch.curves)):
        assert [each["name"] for each in these] == [each["name"] for each in those]
        assert all(
            one["label"] != other["label"] for one, other in zip(these, those, strict=True) if one["name"] != "reserve"
        )
    assert english.lead and dutch.lead


def test_the_verb_takes_a_name_or_a_function() -> None:
    lesson("07-reading-a-trial", "nl")
    assert explore("trial").lang == "nl"
    assert explore(lambda a: {"y": a}, [_slider()], [_curve()], Words("Eigen model")).title == "Eigen model"
    with pytest.raises(ValueError, match="at least a title"):
        explore(lambda a: {"y": a}, [_slider()], [_curve()])
    with pytest.raises(ValueError, match="load-recovery, trial"):
        explore("nothing")


def test_its_sentence_in_a_notebook_is_stable() -> None:
    assert (
        repr(_explore())
        == repr(_explore())
        == f"A picture with sliders: A picture. {_explore().strings['needs_browser']}"
    )


def test_the_stated_error_is_the_largest_found() -> None:
    bent = _explore(lambda a: {"y": a * a}, sliders=[_slider(grid=(0, 10))])
    assert "400 random positions" in bent.about[-1]
    assert bent.about[-1].endswith("Y 25.")  # 10 a - a^2 is largest at 5


def test_a_model_that_takes_arrays_is_called_with_all_settings_at_once() -> None:
    calls = []

    def model(a: np.ndarray) -> dict[str, np.ndarray]:
        calls.append(a.shape)
        return {"y": a * a}

    def one(a: float) -> dict[str, float]:
        return {"y": a * a}

    assert _explore(model, takes_arrays=True).table == _explore(one).table
    assert calls == [(1,), (7,), (400,)]


def test_lines_take_a_value_for_each_point_across() -> None:
    widget = _explore(lambda a: {"y": [0, a, 2 * a]}, across=Across((0, 1, 2), "days", mark=1))
    assert widget.table["shape"] == [1, 7, 3]
    with pytest.raises(ValueError, match="3 numbers"):
        _explore(lambda a: {"y": [0, a]}, across=Across((0, 1, 2), "days", mark=1))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"low": 10}, "smaller number"),
        ({"steps": 0}, "1 or more"),
        ({"value": 5.5}, "none of its positions"),
        ({"grid": (0, 5)}, "from 0 to 10"),
        ({"grid": (0, 7, 3, 10)}, "rise"),
        ({"name": "not a name"}, "name of an argument"),
        ({"label": " "}, "no label"),
        ({"high": float("inf")}, "smaller number"),
    ],
)
def test_a_slider_that_makes_no_sense_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        _slider(**changes)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sliders": []}, "one slider or more"),
        ({"sliders": [_slider(), _slider()]}, "same name"),
        ({"curves": [_curve("z")]}, "gives no 'z'"),
        ({"words": Words(" ")}, "has a title"),
        ({"model": lambda a: {"y": float("nan")}}, "not a finite number"),
    ],
)
def test_a_picture_that_does_not_fit_its_model_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        _explore(**changes)


def test_lines_share_one_unit_and_are_few() -> None:
    across = Across((0, 1), "days", mark=1)
    with pytest.raises(ValueError, match="same unit"):
        _explore(curves=[_curve(), _curve("z", unit="other")], across=across)
    with pytest.raises(ValueError, match="cannot be told apart"):
        _explore(curves=[_curve(name) for name in "wxyz"], across=across)


def test_a_table_too_large_for_a_page_is_refused() -> None:
    rng = np.random.default_rng(0)
    many = [_slider(name, grid=tuple(range(11))) for name in "abcd"]
    with pytest.raises(TableError, match=f"of at most {LARGEST}"):
        _explore(
            lambda **_: {"y": rng.normal(size=3)},
            sliders=many,
            curves=[_curve(precision=1e-4)],
            across=Across((0, 1, 2), "days", mark=1),
        )
    with pytest.raises(TableError, match="too many"):
        _explore(lambda **_: {"y": np.zeros(2000)}, sliders=many, across=Across(tuple(range(2000)), "days", mark=1))
