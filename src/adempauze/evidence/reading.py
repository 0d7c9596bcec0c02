"""Read the evidence tables, typed and checked against ``data/datapackage.json``.

The schema is the one place where columns, types, allowed values, keys and ranges are written down. This
module applies it with pandas alone, so that nobody needs the Frictionless library to take the course; a test
holds the two together.
"""

from __future__ import annotations

import csv
import datetime
import functools
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

DATA = Path(__file__).parent / "data"

PACKAGE = "datapackage.json"

_HEADER_ROW = 1
_NO_COLUMN = "-"
_BOOLEANS = {"true": True, "false": False}
_PARSERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "year": int,
    "number": float,
    "boolean": _BOOLEANS.__getitem__,
}
# Python reads "3_4" and " 34 " as numbers too; a spreadsheet does not.
# No count or measure here has more figures than fit the columns of pandas.
_SHAPES = {"integer": r"-?[0-9]{1,15}", "year": r"[0-9]{4}", "number": r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"}
_KINDS = {"integer": "whole number", "year": "year", "number": "number", "boolean": "yes or no (true, false)"}
_DTYPES = {
    "string": "string",
    "integer": "Int64",
    "year": "Int64",
    "number": "float64",
    "boolean": "boolean",
}


class EvidenceError(ValueError):
    """A table does not hold: ``file``, ``row`` (its line, the header is 1) and ``column`` say where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.file, self.row, self.column = problem.file, problem.row, problem.column


@dataclass(frozen=True, order=True)
class Problem:
    """One place where a table breaks its schema."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, column {self.column}: {self.message}"


@dataclass(frozen=True)
class _Table:
    """A table as text: ``rows`` maps column to cell, beside the line of each row and how many cells it has."""

    file: str
    schema: dict[str, Any]
    header: list[str]
    rows: list[tuple[int, dict[str, str]]]
    lengths: list[tuple[int, int]]


def tables(folder: Path = DATA) -> list[str]:
    """Return the names of the tables, in the order of the package."""
    return [resource["name"] for resource in _package(Path(folder))["resources"]]


def read(table: str, folder: Path = DATA) -> pd.DataFrame:
    """Return one table: a row per record, dtypes from the schema; list columns hold tuples of keys.

    Raises:
        KeyError: there is no such table.
        EvidenceError: the table breaks its schema; the first place is named, `problems` names all.
    """
    return _read(table, Path(folder).resolve()).copy()


def types(table: str, folder: Path = DATA) -> dict[str, str]:
    """Return the type of each column of a table, as the schema names it: "string", "integer", "number", ..."""
    return {field["name"]: field["type"] for field in _resource(table, Path(folder).resolve())["schema"]["fields"]}


def typed_columns(table: str, folder: Path = DATA) -> dict[str, list[Any]]:
    """Return the cells of each column of a sound table: values by the schema, tuples of keys, None for an empty cell.

    Raises `KeyError` and `EvidenceError` as `read` does.
    """
    found = sorted(_table_problems(table, folder))
    if found:
        raise EvidenceError(found[0])
    text = _text(table, folder)
    return {
        field["name"]: [_value(row[field["name"]], field) for _, row in text.rows] for field in text.schema["fields"]
    }


def _value(cell: str, field: dict[str, Any]) -> Any:
    if "references" in field:
        return tuple(cell.split())
    return _PARSERS[field["type"]](cell) if cell else None


def searched(folder: Path = DATA) -> str:
    """Return the date until which evidence was searched, as "2026-11-23"."""
    return str(_package(Path(folder).resolve())["searched"])


def problems(folder: Path = DATA) -> list[Problem]:
    """Return every place where a table in ``folder`` breaks its schema, in order of file and row.

    A file that cannot be read as what it is (no JSON, no UTF-8) is such a place too. `consistency` checks fields
    against each other.
    """
    folder = Path(folder).resolve()
    found: set[Problem] = set()
    try:
        for name in tables(folder):
            found |= _problems_or_unreadable(name, folder)
    except EvidenceError as error:  # the package itself
        found.add(error.problem)
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # a rule in it is no rule
        found.add(Problem(PACKAGE, 1, _NO_COLUMN, f"a rule of this package cannot be applied: {error}"))
    return sorted(found)


def _problems_or_unreadable(table: str, folder: Path) -> set[Problem]:
    try:
        return set(_table_problems(table, folder))
    except EvidenceError as error:
        return {error.problem}


def cells(table: str, folder: Path = DATA) -> tuple[str, list[tuple[int, dict[str, str]]]]:
    """Return the file of a table and its rows as text: the line of each, and its cells by column."""
    text = _text(table, Path(folder).resolve())
    return text.file, text.rows


@functools.cache
def _read(table: str, folder: Path) -> pd.DataFrame:
    import pandas as pd  # costs more than all the rest of a lesson without data frames

    columns = typed_columns(table, folder)
    fields = _resource(table, folder)["schema"]["fields"]
    dtypes = {field["name"]: "object" if "references" in field else _DTYPES[field["type"]] for field in fields}
    return pd.DataFrame({name: pd.Series(cells, dtype=dtypes[name]) for name, cells in columns.items()})


@functools.cache
def _package(folder: Path) -> dict[str, Any]:
    try:
        package: dict[str, Any] = json.loads(_read_text(folder, PACKAGE))
    except json.JSONDecodeError as error:
        raise EvidenceError(Problem(PACKAGE, error.lineno, _NO_COLUMN, f"not JSON: {error.msg}")) from error
    try:
        _require_all_parts(package)
    except (AttributeError, KeyError, TypeError, ValueError, re.error) as error:
        message = f"not a package of tables: {error} is missing or of another kind"
        raise EvidenceError(Problem(PACKAGE, 1, _NO_COLUMN, message)) from error
    return package


def _require_all_parts(package: dict[str, Any]) -> None:
    """Raise an error when a package lacks something that this module needs."""
    fields = {
        resource["name"]: {field["name"] for field in resource["schema"]["fields"]} for resource in package["resources"]
    }
    datetime.date.fromisoformat(package["searched"])
    for resource in package["resources"]:
        Path(resource["path"])
        for field in resource["schema"]["fields"]:
            if field["type"] not in _PARSERS:
                raise KeyError(field["type"])
            re.compile(field.get("constraints", {}).get("pattern", ""))
        keys = [key["reference"] for key in resource["schema"].get("foreignKeys", [])]
        for target in (
            *keys,
            *(field["references"] for field in resource["schema"]["fields"] if "references" in field),
        ):
            if target["fields"] not in fields[target["resource"] or resource["name"]]:
                raise KeyError(target["fields"])


def _read_text(folder: Path, file: str) -> str:
    """Return a file as text, without the mark that spreadsheets put before it."""
    content = (folder / file).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte {content[error.start]:#04x}; save the file as “CSV UTF-8”"
        raise EvidenceError(Problem(file, line, _NO_COLUMN, message)) from error


def _resource(table: str, folder: Path) -> dict[str, Any]:
    resources: list[dict[str, Any]] = _package(folder)["resources"]
    for resource in resources:
        if resource["name"] == table:
            return resource
    raise KeyError(f"no table {table!r}; there are {', '.join(tables(folder))}")


def _text(table: str, folder: Path) -> _Table:
    """Return the table as text; a short row gets empty cells, cells too many are left out, and both are counted."""
    resource = _resource(table, folder)
    file, schema = resource["path"], resource["schema"]
    reader = csv.reader(io.StringIO(_read_text(folder, file), newline=""), strict=True)
    try:
        header = next(reader, [])
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise EvidenceError(Problem(file, reader.line_num, _NO_COLUMN, f"not CSV: {error}")) from error
    rows = [(line, dict(zip_longest(header, cells[: len(header)], fillvalue=""))) for line, cells in lines]
    return _Table(file, schema, header, rows, [(line, len(cells)) for line, cells in lines])


def _table_problems(table: str, folder: Path) -> Iterator[Problem]:
    text = _text(table, folder)
    misfits = list(_column_problems(text))
    if misfits:  # without the right columns every other message would be noise
        yield from misfits
        return
    for field in text.schema["fields"]:
        yield from _field_problems(text, field)
        yield from _date_problems(text, field)
        yield from _uniqueness_problems(text, field)
        yield from _list_problems(text, field, folder)
    yield from _reference_problems(text, folder, table)
    yield from _interval_problems(text)


def _column_problems(text: _Table) -> Iterator[Problem]:
    expected = [field["name"] for field in text.schema["fields"]]
    mark = next((mark for mark in ";\t|" if mark.join(expected[:2]) in "".join(text.header[:1])), "")
    if mark:  # one sentence, where each row would otherwise be called too short
        name = {";": "a semicolon", "\t": "a tab"}.get(mark, mark)
        message = f"the columns are separated by {name}; save the file as CSV with commas"
        yield Problem(text.file, _HEADER_ROW, expected[0], message)
        return
    yield from _header_problems(text, expected)
    yield from _length_problems(text, expected)


def _header_problems(text: _Table, expected: list[str]) -> Iterator[Problem]:
    header = text.header
    for name in expected:
        if name not in header:
            yield Problem(text.file, _HEADER_ROW, name, "the column is missing")
    for place, name in enumerate(header):
        if name not in expected:
            yield Problem(text.file, _HEADER_ROW, name, "the schema knows no such column")
        elif name in header[:place]:
            yield Problem(text.file, _HEADER_ROW, name, "the column is there twice")
    if sorted(header) == sorted(expected) and header != expected:
        name, wanted = next((own, other) for own, other in zip(header, expected, strict=True) if own != other)
        yield Problem(text.file, _HEADER_ROW, name, f"the schema has {wanted} in this place")


def _length_problems(text: _Table, expected: list[str]) -> Iterator[Problem]:
    for line, length in text.lengths:
        if length == 0:
            yield Problem(text.file, line, expected[0], "the row is blank")
        elif length < len(expected):
            yield Problem(text.file, line, expected[length], "the row has fewer cells than there are columns")
        elif length > len(expected):
            yield Problem(text.file, line, expected[-1], "the row has more cells than there are columns")


def _field_problems(text: _Table, field: dict[str, Any]) -> Iterator[Problem]:
    rules = field.get("constraints", {})
    for line, row in text.rows:
        cell = row[field["name"]]
        message = _cell_message(cell, field["type"], rules)
        if message:
            yield Problem(text.file, line, field["name"], message)


def _cell_message(cell: str, kind: str, rules: dict[str, Any]) -> str:
    """Return what is wrong with one cell, or an empty string."""
    if not cell:
        return "a value is required" if rules.get("required") else ""
    if not cell.strip():
        return "the cell holds spaces only"
    if (kind in _SHAPES and not re.fullmatch(_SHAPES[kind], cell)) or (kind == "boolean" and cell not in _BOOLEANS):
        return f"{cell!r} is not a {_KINDS[kind]}"
    value = _PARSERS[kind](cell)
    if "enum" in rules and value not in rules["enum"]:
        return f"{cell!r} is not one of {', '.join(map(str, rules['enum']))}"
    if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
        return f"{cell!r} does not match {rules['pattern']}"
    if "minimum" in rules and value < rules["minimum"]:
        return f"{cell} is below {rules['minimum']}"
    if "maximum" in rules and value > rules["maximum"]:
        return f"{cell} is above {rules['maximum']}"
    return ""


def _date_problems(text: _Table, field: dict[str, Any]) -> Iterator[Problem]:
    """Check columns that hold a year, a month or a day."""
    if not field.get("calendar"):
        return
    for line, row in text.rows:
        cell = row[field["name"]]
        if cell and not _is_on_the_calendar(cell):
            yield Problem(text.file, line, field["name"], f"{cell!r} is no date: year, year-month or year-month-day")


def _is_on_the_calendar(cell: str) -> bool:
    try:
        datetime.date.fromisoformat(f"{cell}{'-01-01'[len(cell) - 4 :]}" if len(cell) < 10 else cell)
    except ValueError:
        return False
    return True


def _uniqueness_problems(text: _Table, field: dict[str, Any]) -> Iterator[Problem]:
    alone_in_key = text.schema.get("primaryKey") == [field["name"]]
    if not alone_in_key and not field.get("constraints", {}).get("unique"):
        return
    first_line: dict[str, int] = {}
    for line, row in text.rows:
        cell = row[field["name"]]
        if cell in first_line:
            yield Problem(text.file, line, field["name"], f"{cell!r} is on row {first_line[cell]} too")
        first_line.setdefault(cell, line)


def _list_problems(text: _Table, field: dict[str, Any], folder: Path) -> Iterator[Problem]:
    """Check columns that hold several keys, separated by spaces."""
    if "references" not in field:
        return
    target, column = field["references"]["resource"], field["references"]["fields"]
    known = _keys(target, column, folder)
    for line, row in text.rows:
        for key in row[field["name"]].split():
            if key not in known:
                yield Problem(text.file, line, field["name"], f"{key!r} is not in {target}.{column}")


def _reference_problems(text: _Table, folder: Path, table: str) -> Iterator[Problem]:
    for key in text.schema.get("foreignKeys", []):
        name, target = key["fields"], key["reference"]["resource"] or table
        known = _keys(target, key["reference"]["fields"], folder)
        for line, row in text.rows:
            if row[name] and row[name] not in known:
                message = f"{row[name]!r} is not in {target}.{key['reference']['fields']}"
                yield Problem(text.file, line, name, message)


def _interval_problems(text: _Table) -> Iterator[Problem]:
    for low, middle, high in text.schema.get("intervals", []):
        for line, row in text.rows:
            lowest, estimate, highest = (_float(row[column]) for column in (low, middle, high))
            if lowest is None or highest is None:
                continue
            if lowest > highest:
                yield Problem(text.file, line, low, f"{row[low]} is above the other end, {row[high]}")
            elif estimate is not None and not lowest <= estimate <= highest:
                message = f"{row[middle]} is outside its interval, {row[low]} to {row[high]}"
                yield Problem(text.file, line, middle, message)


def _float(cell: str) -> float | None:
    """Return a number, or None for an empty cell and for text that the type check reports."""
    return float(cell) if re.fullmatch(_SHAPES["number"], cell) else None


def _keys(table: str, column: str, folder: Path) -> set[str]:
    return {row.get(column, "") for _, row in _text(table, folder).rows}
