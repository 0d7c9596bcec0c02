"""Which numbers the rows of the evidence hold, found by the address of their source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

from adempauze.evidence import reading, tables
from tools.prose import printed_numbers
from tools.prose.printed_numbers import Number

# Per table: the columns that name its sources (keys of sources or studies).
_SOURCES = {
    "studies": ("key",),
    "effects": ("study", "source"),
    "unblinding": ("study", "source"),
    "trials": ("source",),
    "facts": ("source",),
    "safety": ("sources",),
    "breathing_patterns": ("sources",),
    "legal": ("source",),
    "help": ("source",),
}
# Columns with numbers that are not about the world: signs, and the precision behind an interval.
_NOT_PRINTED = ("pool_sign", "se")
# Columns without a language that hold numbers as English prints them.
_ENGLISH = ("as_of", "figure", "number", "p")
# Columns that hold a year, a month or a day.
_CALENDAR = ("as_of", "end", "start")
_NUMERIC = ("integer", "number", "year")


@dataclass(frozen=True, eq=False)  # a row is itself alone, which is also quicker to look up
class Row:
    """One row of a table, with the numbers in it.

    numbers: as the text of a language prints them. exact: measured values, which prose may round.
    """

    table: str
    id: str
    numbers: tuple[Number, ...]
    exact: tuple[Number, ...]
    secondary: bool
    derived: bool
    year: int | None = None  # of the study itself
    cells: tuple[str, ...] = ()  # its texts in the language
    units: Mapping[tuple[object, str], str] = field(default_factory=dict, compare=False)  # what its columns count

    @property
    def text(self) -> str:
        """Return all that the row says in its language."""
        return "\n".join(self.cells)

    def __str__(self) -> str:
        return f"{self.table} {self.id}"

    def holds(self, number: Number) -> bool:
        """Whether the row holds a number as it is printed in prose."""
        return _holds(self, replace(number, start=0, end=0))

    def holds_range(self, low: Number, high: Number, estimate: Number | None) -> bool:
        """Whether two numbers follow each other in the row, signs included, near the number that they enclose."""
        for own, same in ((self.numbers, _same), (self.exact, _rounded)):
            for place in range(len(own) - 1):
                near = (*own[max(0, place - 3) : place], *own[place + 2 : place + 3])
                pairs = ((own[place], low), (own[place + 1], high))
                if all(same(each, number) and _same_sign(each, number) for each, number in pairs) and (
                    estimate is None or any(same(each, estimate) and _same_sign(each, estimate) for each in near)
                ):
                    return True
        return False

    def is_of_year(self, number: Number) -> bool:
        """Whether a number is only the year of the row's study."""
        return (
            self.year is not None and number.value == self.year and not any(_same(own, number) for own in self.numbers)
        )

    def contradicts_sign(self, number: Number) -> bool:
        """Whether the row holds the number with the other sign only."""
        same = [own for own in (*self.numbers, *self.exact) if _same(own, number) and isinstance(own.value, Decimal)]
        return bool(same) and all(own.value == -number.value for own in same)


@dataclass(frozen=True)
class Source:
    """A source as prose links to it: its keys, label and year, and the rows that cite it."""

    keys: tuple[str, ...]
    label: str
    year: int | None
    rows: tuple[Row, ...]


def address(url: str) -> str:
    """Return an address in one form: without the scheme and a last slash, and a DOI in small letters."""
    bare = re.sub(r"^https?://(?:www\.|dx\.)?", "", url.strip()).rstrip("/")
    return bare.lower() if bare.startswith("doi.org/") else bare


@cache
def sources(lang: str) -> dict[str, Source]:
    """Return all sources by address; pages of help services count as sources of their own row."""
    rows = _rows_by_key(lang)
    by_address: dict[str, list[tables.Row]] = defaultdict(list)
    for source in tables.rows("sources"):
        by_address[address(source["url"])].append(source)
    found = {url: _source(entries, rows, lang) for url, entries in by_address.items()}
    for line in tables.rows("help"):
        if line["url"]:
            found.setdefault(address(line["url"]), Source((), line["name"], None, (_help_row(line["id"], lang),)))
    return found


@cache
def by_id(lang: str) -> dict[str, tuple[Row, ...]]:
    """Return the rows that an id stands for when a call names it: of a source, study, fact or safety row."""
    return {row.id: (row,) for row in all_rows(lang)} | _rows_by_key(lang)


@cache
def all_rows(lang: str) -> tuple[Row, ...]:
    """Return the rows of all tables that statistics may come from."""
    return tuple(row for table in _SOURCES for row in _table_rows(table, lang).values())


@cache
def claim_ids() -> frozenset[str]:
    """Return the ids of the claims, which pages print."""
    return frozenset(row["id"] for row in tables.rows("claims"))


@cache
def dates_of_checking() -> frozenset[str]:
    """Return the dates on which something was looked up: the search, and each help row."""
    return frozenset({reading.searched(), *(row["as_of"] for row in tables.rows("help"))})


def _source(entries: list[tables.Row], rows: dict[str, tuple[Row, ...]], lang: str) -> Source:
    keys = tuple(entry["key"] for entry in entries)
    own = tuple(dict.fromkeys(row for key in keys for row in rows.get(key, ())))
    return Source(keys, entries[0][f"label_{lang}"], entries[0]["year"], own)


@cache
def _rows_by_key(lang: str) -> dict[str, tuple[Row, ...]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for table, columns in _SOURCES.items():
        own = _table_rows(table, lang)
        for record in tables.rows(table):
            for key in dict.fromkeys(_keys(record, columns)):
                rows[key].append(own[record[_id_column(table)]])
    return {key: tuple(own) for key, own in rows.items()}


def _keys(record: dict[str, Any], columns: Iterable[str]) -> Iterable[str]:
    for column in columns:
        if isinstance(record[column], tuple):
            yield from record[column]
        elif isinstance(record[column], str) and record[column]:
            yield record[column]


def _id_column(table: str) -> str:
    return "key" if table == "studies" else "id"


def _help_row(id: str, lang: str) -> Row:
    return _table_rows("help", lang)[id]


@cache
def _table_rows(table: str, lang: str) -> dict[str, Row]:
    types = reading.types(table)
    rows = {}
    for record in tables.rows(table):
        id = record[_id_column(table)]
        rows[id] = Row(
            table,
            id,
            tuple(_text_numbers(record, lang)),
            tuple(_measured(record, types)),
            record.get("verified") == "secondary",
            record.get("derived") is True,
            record.get("year"),
            tuple(
                cell for name, cell in record.items() if cell and isinstance(cell, str) and name.endswith(f"_{lang}")
            ),
            {own.key: unit for own, unit in _counts(record, types)},
        )
    return rows


def _text_numbers(record: dict[str, Any], lang: str) -> Iterable[Number]:
    for column, cell in record.items():
        if isinstance(cell, str) and (column.endswith(f"_{lang}") or column in _ENGLISH):
            yield from printed_numbers.find(cell, "en" if column in _ENGLISH else lang)
        if isinstance(cell, str) and column in _CALENDAR:
            yield Number(0, 0, cell, Decimal(cell) if cell.isdigit() else cell, "" if cell.isdigit() else "date")


def _measured(record: dict[str, Any], types: dict[str, str]) -> Iterable[Number]:
    for column, kind in types.items():
        if kind in _NUMERIC and column not in _NOT_PRINTED and record[column] is not None:
            value = Decimal(str(record[column]))
            yield Number(0, 0, str(value), value, "%" if column.startswith("pct_") else "", value < 0)


# Columns that count something by their name.
_UNITS = {"weeks": "weeks", "n_enrolled": "people", "n_analysed": "people"}


def _counts(record: dict[str, Any], types: dict[str, str]) -> Iterable[tuple[Number, str]]:
    for column, unit in _UNITS.items():
        if column in types and record[column] is not None:
            yield Number(0, 0, "", Decimal(str(record[column])).normalize(), ""), unit


@cache  # the same number is asked for in many places
def _holds(row: Row, number: Number) -> bool:
    if number.unit == "ratio" and any(_is_share(own, number.value) for own in (*row.numbers, *row.exact)):
        return True
    if number.value is None:
        return False
    return (
        any(_same(own, number) or _with_one_decimal_less(own, number) for own in row.numbers)
        or any(_rounded(own, number) for own in row.exact)
        or any(_said_to_be_about(own, number) for own in (*row.numbers, *row.exact))
    )


def _same(own: Number, number: Number) -> bool:
    if number.unit == own.unit == "date":  # "October 2025" is in the row of 14 October 2025, and so is "14 October"
        return bool(own.value.startswith(number.value) or own.value.endswith(number.value.lstrip("-")))
    return own.key == number.key and own.value is not None


def _rounded(own: Number, number: Number) -> bool:
    """Whether a measured value is a printed number, rounded or not."""
    if own.unit != number.unit or not isinstance(number.value, Decimal):
        return False
    return printed_numbers.rounds_to(abs(own.value), abs(number.value))


def _with_one_decimal_less(own: Number, number: Number) -> bool:
    """Whether a number in a text is printed with one decimal less, and still has one: 2.2 for 2.15."""
    if own.unit != number.unit or not isinstance(own.value, Decimal) or not isinstance(number.value, Decimal):
        return False
    exact, printed = (int(each.value.as_tuple().exponent) for each in (own, number))
    figures = len(number.value.as_tuple().digits)
    return printed < 0 and figures > 1 and exact == printed - 1 and _rounded(own, number)


def _said_to_be_about(own: Number, number: Number) -> bool:
    if not number.about or own.unit != number.unit or not isinstance(own.value, Decimal):
        return False
    return printed_numbers.is_said_to_be_about(abs(own.value), number)


def _same_sign(own: Number, number: Number) -> bool:
    return bool(own.value == number.value or (own.value < 0) == (number.value < 0))


def _is_share(own: Number, ratio: tuple[int, int]) -> bool:
    """Whether a percentage is a ratio in words, to the nearest whole percent; thirds are said a little wider."""
    part, whole = ratio
    slack = Decimal("1.5") if whole == 3 else Decimal("0.5")
    return own.unit == "%" and own.value is not None and abs(own.value - Decimal(100 * part) / whole) < slack
