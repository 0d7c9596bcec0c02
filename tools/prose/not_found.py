"""The message on a number that no row has: where the check looked, what is there, and which other rows have it."""

from __future__ import annotations

from collections.abc import Iterable

from tools.prose import numbers_by_source
from tools.prose.linked_passage import LinkedPassage, linked_sources
from tools.prose.numbers_by_source import Row, address
from tools.prose.printed_numbers import Number

_NAMED_AT_MOST = 14  # numbers or rows in one message


def not_found(number: Number, rows: tuple[Row, ...], read: LinkedPassage) -> str:
    """Say where the check looked, what is there, and which other rows have the number."""
    parts = [f"{number.text}:"]
    if rows:
        held = {own.key: own for row in rows for own in (*row.numbers, *row.exact) if own.value is not None}
        looked = (
            ", ".join(dict.fromkeys(source.label for source in linked_sources(read)))
            or "the sources that the call names"
        )
        parts.append(f"not in the rows of {looked}: {_some(map(str, rows))}. They hold {listed(held)}.")
    else:
        parts.append("no source with rows is linked in this paragraph.")
    unknown = [url for url in read.addresses if url.startswith("http") and not _known(url, read)]
    if unknown:
        parts.append(f"Not in sources.csv: {', '.join(unknown)}.")
    elsewhere = _elsewhere(number, rows, read.passage.lang)
    if elsewhere:
        parts.append(f"Rows that hold it: {elsewhere}.")
    return " ".join(parts)


def _known(url: str, read: LinkedPassage) -> bool:
    return address(url) in numbers_by_source.sources(read.passage.lang)


def _elsewhere(number: Number, rows: tuple[Row, ...], lang: str) -> str:
    found = [
        f"{row} ({source.label}, {url})"
        for url, source in numbers_by_source.sources(lang).items()
        for row in source.rows
        if row not in rows and row.table not in ("effects", "help") and row.holds(number)
    ]
    return "; ".join(found) if 0 < len(found) <= 3 else ""  # a number in many rows points to none of them


def listed(keys: Iterable[tuple[object, str]]) -> str:
    texts = [
        f"{_value(value)}{'%' if unit == '%' else f' {unit}' if unit in ('mg', 'µg', 'g') else ''}"
        for value, unit in keys
    ]
    return _some(sorted(texts, key=lambda text: (len(text), text)))


def _value(value: object) -> str:
    return " in ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _some(texts: Iterable[str]) -> str:
    listed = list(texts)
    more = len(listed) - _NAMED_AT_MOST
    return ", ".join(listed[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
