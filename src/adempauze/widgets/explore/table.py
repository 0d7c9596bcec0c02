"""A model's values on a grid of settings, packed small enough for a page.

Values become whole numbers of two bytes (`levels`), each curve on its own scale. Neighbours on a grid are
similar, so differences are stored instead of levels, deflated, as base64, which is valid in JSON. Values between grid
points are interpolated linearly along each setting, in the same way here and in the front end.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST = 60_000  # deflated bytes, to limit the download of one picture
MOST_VALUES = 2_000_000

_LEVELS = 2**16
_QUICK, _SMALL = 6, 9  # zlib's effort while axes are compared, and for the table itself
_WORTH = 0.99  # another axis of differences must shrink the table to less than this share


class TableError(ValueError):
    """A model cannot be put in a table that is small enough; the message says why."""


@dataclass(frozen=True)
class Table:
    """Values of some curves at every combination of settings.

    `grid` holds the computed values of each setting. `levels` has shape (curves, one axis for each setting, points of
    a curve) and dtype uint16; a value is `lows[curve] + steps[curve] * level`.
    """

    grid: tuple[NDArray[np.float64], ...]
    levels: NDArray[np.uint16]
    lows: NDArray[np.float64]
    steps: NDArray[np.float64]

    @classmethod
    def compute(
        cls,
        values: Callable[[NDArray[np.float64]], NDArray[np.float64]],
        grid: Sequence[Sequence[float]],
        steps: Sequence[float],
    ) -> Table:
        """Evaluate `values` at every combination of the grid.

        `values` takes combinations of settings, shape (combinations, settings), and returns the curves, shape
        (combinations, curves, points).
        `steps` gives each curve's rounding; it grows when two bytes cannot hold the curve's range.
        Raises `TableError` when a value is not finite or there are too many values.
        """
        axes = tuple(np.asarray(axis, dtype=float) for axis in grid)
        shape = [len(axis) for axis in axes]
        combinations = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))
        one = values(combinations[:1])[0]
        if np.prod([*shape, one.size]) > MOST_VALUES:
            raise TableError(f"{np.prod([*shape, one.size])} values are too many; use fewer grid points")
        rows = values(combinations)
        if not np.isfinite(rows).all():
            raise TableError("The model gives a value that is not a finite number")
        cube = np.moveaxis(rows.reshape(*shape, *one.shape), len(shape), 0)
        lows = cube.reshape(len(cube), -1).min(axis=1)
        ranges = cube.reshape(len(cube), -1).max(axis=1) - lows
        fitted = np.maximum(np.asarray(steps, dtype=float), ranges / (_LEVELS - 1))
        wide = (-1,) + (1,) * (cube.ndim - 1)
        levels = np.rint((cube - lows.reshape(wide)) / fitted.reshape(wide)).astype(np.uint16)
        return cls(axes, levels, lows, fitted)

    def at(self, settings: Sequence[float]) -> NDArray[np.float64]:
        """Return the curves at any settings within the grid, shape (curves, points), interpolated linearly."""
        found: NDArray[np.float64] = self.levels.astype(float)
        for axis, value in zip(self.grid, settings, strict=True):
            left = int(np.clip(np.searchsorted(axis, value, side="right") - 1, 0, len(axis) - 2))
            share = (value - axis[left]) / (axis[left + 1] - axis[left])
            found = (1 - share) * found[:, left] + share * found[:, left + 1]
        curves: NDArray[np.float64] = self.lows[:, None] + self.steps[:, None] * found
        return curves

    def packed(self) -> dict[str, Any]:
        """Return this table for the front end, ready for JSON.

        Raises `TableError` when it is too large for a page.
        """
        deltas, data = _smallest(self.levels)
        if len(data) > LARGEST:
            raise TableError(f"The table takes {len(data)} bytes of at most {LARGEST}; use fewer grid points or steps")
        return {
            "grid": [axis.tolist() for axis in self.grid],
            "shape": list(self.levels.shape),
            "lows": self.lows.tolist(),
            "steps": self.steps.tolist(),
            "deltas": deltas,
            "data": base64.b64encode(data).decode("ascii"),
        }


def _smallest(levels: NDArray[np.uint16]) -> tuple[list[int], bytes]:
    """Return the axes of differences, chosen greedily with the best axis first, and the resulting bytes."""
    deltas: list[int] = []
    best = _deflated(levels, deltas, _QUICK)
    while True:
        others = [axis for axis in range(1, levels.ndim) if axis not in deltas and levels.shape[axis] > 1]
        tries = [(_deflated(levels, [*deltas, axis], _QUICK), axis) for axis in others]
        if not tries:
            break
        data, axis = min(tries, key=lambda each: len(each[0]))
        if len(data) > _WORTH * len(best):
            break
        deltas, best = [*deltas, axis], data
    return deltas, _deflated(levels, deltas, _SMALL)


def _deflated(levels: NDArray[np.uint16], deltas: Sequence[int], effort: int) -> bytes:
    # Differences wrap around at 2^16, and so do their sums, so the sums are exactly the levels.
    differences = levels
    for axis in deltas:
        differences = np.diff(differences, axis=axis, prepend=np.uint16(0))
    signed = differences.view(np.int16)
    folded = ((signed << 1) ^ (signed >> 15)).view(np.uint16)  # small differences of either sign become small numbers
    planes = np.stack([folded & 0xFF, folded >> 8]).astype(np.uint8)
    return zlib.compress(planes.tobytes(), effort)
