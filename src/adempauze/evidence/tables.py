"""The rows of an evidence table without pandas, which is slow to import and which most lessons do not need."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from adempauze.evidence.reading import DATA, typed_columns, types

Row = dict[str, Any]


def rows(table: str, folder: Path = DATA) -> list[Row]:
    """Return the records of one table, as the schema types them: str, int, float, bool, or a tuple of keys.

    An empty cell is "" in a column of text, () in a column of keys, and None in any other column.

    Raises:
        KeyError: the table does not exist.
        EvidenceError: the table breaks its schema; the first place is named.
    """
    return [dict(row) for row in _rows(table, Path(folder).resolve())]


def rows_by(column: str, table: str) -> dict[str, Row]:
    """Return the records of one table by the values of a unique column, such as its key."""
    return {row[column]: row for row in rows(table)}


@cache
def _rows(table: str, folder: Path) -> tuple[Row, ...]:
    columns = typed_columns(table, folder)
    empty = {name: "" if kind == "string" else None for name, kind in types(table, folder).items()}
    filled = {name: [empty[name] if cell is None else cell for cell in cells] for name, cells in columns.items()}
    return tuple(dict(zip(filled, cells, strict=True)) for cells in zip(*filled.values(), strict=True))
