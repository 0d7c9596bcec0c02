"""Parameters of a model: each declares its default, unit, range and source, and the range is enforced."""

from __future__ import annotations

from dataclasses import Field, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Real = float | NDArray[np.float64]
Whole = int | NDArray[np.int64]


class ParameterError(ValueError):
    """A parameter lies outside the range the model is meant for."""


def parameter(default: float, *, unit: str, low: float, high: float, source: str) -> Any:
    """Declare a dataclass field whose metadata holds its `unit`, its range and its `source`."""
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "source": source})


def check_ranges(model: Any) -> None:
    """Raise `ParameterError`, naming the parameter and its range, when a value of `model` lies outside it.

    A field of the type `Whole` must hold whole numbers; NaN lies outside every range.
    """
    for spec in fields(model):
        if spec.metadata:
            _check(spec, getattr(model, spec.name))


def _check(spec: Field[Any], value: Real) -> None:
    low, high, unit = spec.metadata["low"], spec.metadata["high"], spec.metadata["unit"]
    if not np.all((low <= value) & (value <= high)):
        raise ParameterError(f"{spec.name} is {value}; it runs from {low} to {high} ({unit})")
    if spec.type == "Whole" and not np.issubdtype(np.asarray(value).dtype, np.integer):
        raise ParameterError(f"{spec.name} is {value}; it counts {unit} and must be a whole number")
