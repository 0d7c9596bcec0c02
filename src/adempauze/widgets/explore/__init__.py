"""Sliders over a Python model, which is computed on a grid beforehand, so that the picture moves without Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isclose, isfinite
from typing import Any, ClassVar

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from adempauze import messages
from adempauze.widgets import CourseWidget
from adempauze.widgets.explore.table import Table, TableError

MOST_LINES = 3  # more lines cannot be told apart; two scenarios double them
_GRID_POINTS = 7
_CHECKED_SETTINGS = 400

Model = Callable[..., Mapping[str, ArrayLike]]


@dataclass(frozen=True)
class Slider:
    """One setting of a model: the name of its argument, its range in `steps` equal steps, and its start.

    `grid` holds the values at which the model is computed, from `low` to `high`; by default it is every position if
    there are few. Between them the picture is interpolated. `unit` follows the number, which has `digits` decimals.
    """

    name: str
    label: str
    low: float
    high: float
    steps: int
    value: float
    unit: str = ""
    digits: int = 0
    grid: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        _check_name(self.name, self.label)
        if not (isfinite(self.low) and isfinite(self.high) and self.low < self.high):
            raise ValueError(f"{self.name} runs from {self.low} to {self.high}; the first must be the smaller number.")
        if int(self.steps) != self.steps or self.steps < 1:
            raise ValueError(f"{self.name} has {self.steps} steps; it needs a whole number, 1 or more.")
        if not any(isclose(self.value, position, abs_tol=1e-9) for position in self.positions):
            raise ValueError(f"{self.name} begins at {self.value}, which is none of its positions.")
        points = self.grid or np.linspace(self.low, self.high, min(self.steps + 1, _GRID_POINTS)).tolist()
        if points[0] != self.low or points[-1] != self.high or any(np.diff(points) <= 0):
            raise ValueError(f"The grid of {self.name} must rise from {self.low} to {self.high}.")
        object.__setattr__(self, "grid", tuple(float(point) for point in points))

    @property
    def positions(self) -> NDArray[np.float64]:
        """Positions of the slider, shape (steps + 1,)."""
        return np.linspace(self.low, self.high, int(self.steps) + 1)


@dataclass(frozen=True)
class Curve:
    """One result of a model: its name in the model's return value, its label, and the unit of its axis.

    `precision` is its rounding; `low` and `high` fix the ends of its axis, which otherwise fits all settings.
    """

    name: str
    label: str
    unit: str
    precision: float
    digits: int = 0
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        _check_name(self.name, self.label)
        if not self.precision > 0:
            raise ValueError(f"The precision of {self.name} is {self.precision}; it must be above zero.")


@dataclass(frozen=True)
class Across:
    """The horizontal axis of lines: the positions of points and their unit; numbers are at multiples of `mark`."""

    values: tuple[float, ...]
    unit: str
    mark: float

    def __post_init__(self) -> None:
        if len(self.values) < 2 or any(np.diff(self.values) <= 0):
            raise ValueError("The points across a picture must rise, and there must be two or more.")
        if not self.mark > 0:
            raise ValueError(f"The marks across a picture lie {self.mark} apart; that must be above zero.")


@dataclass(frozen=True)
class Words:
    """The words around a picture: `lead` is always visible; `sentence` says what the picture shows now.

    `sentence` may hold `{name}` for a dot, and `{name_start}`, `{name_end}`, `{name_low}`, `{name_high}` for a line.
    """

    title: str
    lead: str = ""
    sentence: str = ""
    about: tuple[str, ...] = ()


class Explore(CourseWidget):
    """Sliders, and a picture of a model's results, for one scenario or for two side by side."""

    sections: ClassVar[tuple[str, ...]] = (*CourseWidget.sections, "explore")

    title = traitlets.Unicode().tag(sync=True)
    lead = traitlets.Unicode().tag(sync=True)
    sentence = traitlets.Unicode().tag(sync=True)
    about: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)
    sliders: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    curves: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    across: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    table: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        model: Model,
        sliders: Sequence[Slider],
        curves: Sequence[Curve],
        words: Words,
        across: Across | None = None,
        *,
        lang: str,
        takes_arrays: bool = False,
    ) -> None:
        """Compute `model` at every combination of the sliders' grids, and the error of interpolation elsewhere.

        `model` takes a keyword argument for each slider and returns an entry for each curve: a number, drawn as a dot,
        or, with `across`, an array with a value for each of its points, drawn as a line. A model that `takes_arrays` is
        called with many settings at once, which is faster: arguments have shape (n,), entries (n,) or (n, points).
        Raises `ValueError` when sliders and curves do not fit the model, or when the table would be too large.
        """
        _check_picture(sliders, curves, words, across)
        points = len(across.values) if across else 1

        def values(settings: NDArray[np.float64]) -> NDArray[np.float64]:
            if takes_arrays:
                return _evaluate(model, sliders, curves, points, settings.T, len(settings))
            return np.concatenate([_evaluate(model, sliders, curves, points, each) for each in settings.tolist()])

        grid = Table.compute(values, [slider.grid for slider in sliders], [curve.precision for curve in curves])
        text = messages.table(lang, "explore")
        off = _largest_error(grid, values, sliders)
        super().__init__(
            lang=lang,
            title=words.title,
            lead=words.lead,
            sentence=words.sentence or " ".join(_sentence(curve, text, across) for curve in curves),
            about=[*words.about, _accuracy(off, curves, text, lang)],
            sliders=[asdict(slider) for slider in sliders],
            curves=[_as_drawn(*each) for each in zip(curves, grid.lows, _tops(grid), strict=True)],
            across=asdict(across) if across else {},
            table=grid.packed(),
        )

    def fallback_text(self) -> str:
        """Return the subject of the picture."""
        return self.strings["fallback"].format(title=self.title)


def _check_name(name: str, label: str) -> None:
    if not name.isidentifier():
        raise ValueError(f"{name!r} is not the name of an argument or of a result.")
    if not label.strip():
        raise ValueError(f"{name} has no label.")


def _check_picture(sliders: Sequence[Slider], curves: Sequence[Curve], words: Words, across: Across | None) -> None:
    if not sliders or not curves:
        raise ValueError("A picture has one slider or more, and shows one result or more.")
    for kind in (sliders, curves):
        names = [each.name for each in kind]
        if len(set(names)) < len(names):
            raise ValueError(f"Two have the same name: {', '.join(names)}.")
    if across and len(curves) > MOST_LINES:
        raise ValueError(f"{len(curves)} lines in one picture cannot be told apart; show {MOST_LINES} at most.")
    if across and len({curve.unit for curve in curves}) > 1:
        raise ValueError("Lines in one picture share one axis, so they need the same unit.")
    if not words.title.strip():
        raise ValueError("A picture has a title.")


def _evaluate(
    model: Model,
    sliders: Sequence[Slider],
    curves: Sequence[Curve],
    points: int,
    settings: Iterable[float | NDArray[np.float64]],
    combinations: int = 1,
) -> NDArray[np.float64]:
    """Return the model's results for one value or an array for each slider, shape (combinations, curves, points)."""
    found = model(**{slider.name: value for slider, value in zip(sliders, settings, strict=True)})
    shape = (combinations, points)
    try:
        return np.stack([np.asarray(found[curve.name], dtype=float).reshape(shape) for curve in curves], axis=1)
    except KeyError as missing:
        raise ValueError(f"The model gives no {missing}; it gives {', '.join(found)}.") from missing
    except ValueError as error:
        raise ValueError(f"The model must give {points} numbers for each of its results: {error}") from error


def _largest_error(
    table: Table, values: Callable[[NDArray[np.float64]], NDArray[np.float64]], sliders: Sequence[Slider]
) -> NDArray[np.float64]:
    """Return, for each curve, the largest difference between table and model at random positions of the sliders."""
    rng = np.random.default_rng(0)
    settings = np.column_stack([rng.choice(slider.positions, _CHECKED_SETTINGS) for slider in sliders])
    off: NDArray[np.float64] = np.abs([table.at(each) for each in settings] - values(settings)).max(axis=(0, 2))
    return off


def _accuracy(off: NDArray[np.float64], curves: Sequence[Curve], text: dict[str, str], lang: str) -> str:
    each = [f"{curve.label} {_rounded_up(error, lang)}" for curve, error in zip(curves, off, strict=True)]
    return text["accuracy"].format(n=_CHECKED_SETTINGS, errors="; ".join(each))


def _rounded_up(error: float, lang: str) -> str:
    """Round an error up to two significant digits."""
    digits = max(0, 1 - int(np.floor(np.log10(error)))) if error > 1e-6 else 0
    return messages.number(np.ceil(error * 10**digits) / 10**digits if error > 1e-6 else 0, lang, digits)


def _sentence(curve: Curve, text: dict[str, str], across: Across | None) -> str:
    if not across:
        return text["sentence_dot"].format(label=curve.label, value=f"{{{curve.name}}}", unit=curve.unit)
    ends = {end: f"{{{curve.name}_{end}}}" for end in ("start", "end", "low", "high")}
    return text["sentence_line"].format(label=curve.label, **ends)


def _tops(table: Table) -> NDArray[np.float64]:
    tops: NDArray[np.float64] = table.lows + table.steps * table.levels.reshape(len(table.lows), -1).max(axis=1)
    return tops


def _as_drawn(curve: Curve, lowest: float, highest: float) -> dict[str, Any]:
    """Return a curve for the front end, with an axis that fits the results of all settings."""
    drawn = asdict(curve)
    del drawn["precision"]
    drawn["low"] = float(lowest if curve.low is None else min(curve.low, lowest))
    drawn["high"] = float(highest if curve.high is None else max(curve.high, highest))
    return drawn


__all__ = ["Across", "Curve", "Explore", "Slider", "TableError", "Words"]
