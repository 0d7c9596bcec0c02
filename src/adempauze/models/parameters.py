"""A model's parameters: default, unit, range and source written at one place, and the range enforced."""

from __future__ import annotations

from dataclasses import Field, field, fields
from numbers import Integral
from typing import Any


class ParameterError(ValueError):
    """A parameter lies outside the range the model is meant for."""


def parameter(default: float, *, unit: str, low: float, high: float, source: str) -> Any:
    """Declare a dataclass field whose metadata holds its `unit`, its range and its `source`."""
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "source": source})


def check_ranges(model: Any) -> None:
    """Raise `ParameterError`, naming the parameter and its range, when a value of `model` lies outside it.

    A field of an integer type must hold a whole number; NaN lies outside every range.
    """
    for spec in fields(model):
        if spec.metadata:
            _check(spec, getattr(model, spec.name))


def _check(spec: Field, value: float) -> None:
    low, high, unit = spec.metadata["low"], spec.metadata["high"], spec.metadata["unit"]
    if not low <= value <= high:
        raise ParameterError(f"{spec.name} is {value}; it runs from {low} to {high} ({unit})")
    if spec.type == "int" and not isinstance(value, Integral):
        raise ParameterError(f"{spec.name} is {value}; it counts {unit} and must be a whole number")
