"""Numbers that belong together in prose: an interval with its estimate, and a part of a whole.

The ends of a range and the estimate before it come from one row, with their signs. Ends without a sign ascend, unless
the sentence is about a fall. A part is not more than its whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from tools.prose.numbers_by_source import Row
from tools.prose.printed_numbers import Number

_JOINED = re.compile(r"\s*(to|tot|and|en|-|–)\s*")
_BETWEEN = re.compile(r"\b(?:between|tussen)\s+(?:\w+\s+)?$", re.I)
_FALL = re.compile(r"\b(?:from|van|went|fell|dropped|daalde|zakte)\s+(?:(?:about|ongeveer|some|zo'n|een|a)\s+)*$", re.I)
_PART = re.compile(r"\s+(?:(?:\w+\s+)?(?:of|out of|van)\s+(?:(?:the|those|these|all|de|die|deze|alle)\s+)?)")
_LOWERED = re.compile(
    r"\b(?:lowered|fell|dropped|decreased|reduced|less|shrank|eased|daalden?|verlaagden?|verminderden?|zakten?|minder|af)\b",
    re.I,
)
_BY = re.compile(r"\b(?:by|met)\s+(?:[dgr]\s*=?\s*|SMD\s*=?\s*)?$", re.I)
_FAR = 60  # letters between an estimate and its interval


def message(place: int, numbers: Sequence[Number], rows: Iterable[Row], text: str) -> str:
    """Return why a number and those before it are not a range or a part of a whole in the data, or an empty string."""
    if place == 0:
        return ""
    low, high = numbers[place - 1 : place + 1]
    if _is_part(low, high, text):
        return f"{low.text} and {high.text}: a part is not more than its whole." if low.value > high.value else ""
    if not is_range(low, high, text):
        return ""
    before = numbers[place - 2] if place > 1 else None
    estimate = before if before and _is_around(before, low, text) else None
    if not estimate and _is_fall(low, high, text):
        return ""
    listed = " and ".join(number.text for number in (estimate, low, high) if number)
    if low.value > high.value:
        return f"{listed}: the ends of a range ascend, and are no fall without “from”."
    if any(row.holds_range(low, high, estimate) for row in rows):
        return ""
    if _is_lowered_by(estimate or low, text) and not low.signed:
        fallen = _negative(estimate) if estimate else None
        if any(row.holds_range(_negative(high), _negative(low), fallen) for row in rows):
            return ""
    return f"{listed}: no one row has these together, as the ends of a range with its estimate."


def is_fall_by(number: Number, text: str) -> bool:
    """Return whether words give the sign of an effect: "fatigue fell by g 0.47"."""
    return not number.signed and _is_lowered_by(number, text)


def _is_lowered_by(number: Number, text: str) -> bool:
    sentence = re.split(r"[.;]\s", text[: number.start])[-1]
    return _BY.search(sentence) is not None and _LOWERED.search(sentence) is not None


def _negative(number: Number) -> Number:
    return replace(number, value=-number.value, signed=True) if isinstance(number.value, Decimal) else number


def is_range(low: Number, high: Number, text: str) -> bool:
    """Return whether two numbers are the ends of a range: "14 to 20", "-0.55 to -0.14", "between 0.1 and 0.5"."""
    if not all(isinstance(number.value, Decimal) for number in (low, high)) or low.unit != high.unit:
        return False
    joined = _JOINED.fullmatch(text[low.end : high.start])
    if joined is None:
        return False
    return joined.group(1) not in ("and", "en") or _BETWEEN.search(text[: low.start]) is not None or decimals(low, high)


def pairs(numbers: Sequence[Number], text: str) -> Iterator[tuple[Number, Number]]:
    """Yield pairs of numbers that could be exchanged: alike, close, and in no range or part of a whole."""
    together = {
        each
        for low, high in pairwise(numbers)
        if is_range(low, high, text) or _is_part(low, high, text)
        for each in (low, high)
    }
    alone = [each for each in numbers if each not in together]
    for place, one in enumerate(alone):
        for other in alone[place + 1 : place + 4]:
            if one.unit == other.unit and one.key != other.key and decimals(one) == decimals(other):
                yield one, other


def decimals(*numbers: Number) -> bool:
    """Return whether all of the numbers have a decimal mark."""
    return all("." in str(number.value) for number in numbers)


def _is_part(part: Number, whole: Number, text: str) -> bool:
    if not all(isinstance(each.value, Decimal) and not each.unit and not decimals(each) for each in (part, whole)):
        return False
    return _PART.fullmatch(text[part.end : whole.start]) is not None


def _is_fall(low: Number, high: Number, text: str) -> bool:
    """Return whether two numbers are a fall, "from 3.8 to 3.5", not an interval with exchanged ends or signs."""
    return bool(low.value > high.value and _FALL.search(text[: low.start]))


def _is_around(estimate: Number, low: Number, text: str) -> bool:
    """Return whether a range is around a number, which is then before it, in or just before the same brackets."""
    between = text[estimate.end : low.start]
    alike = estimate.unit == low.unit and decimals(estimate) == decimals(low) and (decimals(low) or low.unit)
    return bool(alike) and len(between) < _FAR and not re.search(r"\)|\.\s", between)
