"""Read the evidence tables, typed and checked against ``data/datapackage.json``.

The schema is the one place where columns, types, allowed values, keys and ranges are written down. This
module applies it with pandas alone, so that nobody needs the Frictionless library to take the course; a test
holds the two together.
"""

from __future__ import annotations

import csv
import functools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

DATA = Path(__file__).parent / "data"

_HEADER_ROW = 1
_BOOLEANS = {"true": True, "false": False}
_PARSERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "year": int,
    "number": float,
    "boolean": _BOOLEANS.__getitem__,
}
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
    """A table as text: ``rows`` maps column to cell, beside the line each row stands on."""

    file: str
    schema: dict[str, Any]
    rows: list[tuple[int, dict[str, str]]]


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


def searched(folder: Path = DATA) -> str:
    """Return the date until which evidence was searched, as "2026-11-23"."""
    return _package(Path(folder).resolve())["searched"]


def problems(folder: Path = DATA) -> list[Problem]:
    """Return every place where a table in ``folder`` breaks its schema, in order of file and row."""
    folder = Path(folder).resolve()
    return sorted({problem for name in tables(folder) for problem in _table_problems(name, folder)})


@functools.cache
def _read(table: str, folder: Path) -> pd.DataFrame:
    found = sorted(_table_problems(table, folder))
    if found:
        raise EvidenceError(found[0])
    text = _text(table, folder)
    columns = {}
    for field in text.schema["fields"]:
        cells = [row[field["name"]] for _, row in text.rows]
        if "references" in field:
            columns[field["name"]] = pd.Series([tuple(cell.split()) for cell in cells], dtype=object)
        else:
            parse = _PARSERS[field["type"]]
            values = [parse(cell) if cell else None for cell in cells]
            columns[field["name"]] = pd.Series(values, dtype=_DTYPES[field["type"]])
    return pd.DataFrame(columns)


@functools.cache
def _package(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def _resource(table: str, folder: Path) -> dict[str, Any]:
    for resource in _package(folder)["resources"]:
        if resource["name"] == table:
            return resource
    raise KeyError(f"no table {table!r}; there are {', '.join(tables(folder))}")


def _text(table: str, folder: Path) -> _Table:
    """Return the table as text; a short row gets empty cells, cells too many are kept under None."""
    resource = _resource(table, folder)
    with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restval="")
        rows = [(reader.line_num, row) for row in reader]
    return _Table(resource["path"], resource["schema"], rows)


def _table_problems(table: str, folder: Path) -> Iterator[Problem]:
    text = _text(table, folder)
    misfits = list(_column_problems(text, folder))
    if misfits:  # without the right columns every other message would be noise
        yield from misfits
        return
    for field in text.schema["fields"]:
        yield from _field_problems(text, field)
        yield from _uniqueness_problems(text, field)
        yield from _list_problems(text, field, folder)
    yield from _reference_problems(text, folder, table)
    yield from _interval_problems(text)


def _column_problems(text: _Table, folder: Path) -> Iterator[Problem]:
    with (folder / text.file).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file), [])
    expected = [field["name"] for field in text.schema["fields"]]
    for name in expected:
        if name not in header:
            yield Problem(text.file, _HEADER_ROW, name, "the column is missing")
    for name in header:
        if name not in expected:
            yield Problem(text.file, _HEADER_ROW, name, "the schema knows no such column")
    for line, row in text.rows:
        if None in row:
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
    try:
        value = _PARSERS[kind](cell)
    except (KeyError, ValueError):
        return f"{cell!r} is not a {_KINDS[kind]}"
    if value != value:  # "nan" parses as a number
        return f"{cell!r} is not a {_KINDS[kind]}"
    if "enum" in rules and value not in rules["enum"]:
        return f"{cell!r} is not one of {', '.join(map(str, rules['enum']))}"
    if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
        return f"{cell!r} does not match {rules['pattern']}"
    if "minimum" in rules and value < rules["minimum"]:
        return f"{cell} is below {rules['minimum']}"
    if "maximum" in rules and value > rules["maximum"]:
        return f"{cell} is above {rules['maximum']}"
    return ""


def _uniqueness_problems(text: _Table, field: dict[str, Any]) -> Iterator[Problem]:
    alone_in_key = text.schema.get("primaryKey") == [field["name"]]
    if not alone_in_key and not field.get("constraints", {}).get("unique"):
        return
    first_line: dict[str, int] = {}
    for line, row in text.rows:
        cell = row[field["name"]]
        if cell in first_line:
            yield Problem(text.file, line, field["name"], f"{cell!r} stands on row {first_line[cell]} too")
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
            try:
                ends = [float(row[name]) for name in (low, middle, high)]
            except ValueError:  # an empty cell, or text that the type check reports
                continue
            if not ends[0] <= ends[1] <= ends[2]:
                message = f"{row[middle]} is outside its interval, {row[low]} to {row[high]}"
                yield Problem(text.file, line, middle, message)


def _keys(table: str, column: str, folder: Path) -> set[str]:
    return {row.get(column, "") for _, row in _text(table, folder).rows}
