"""The two readers of the evidence, with and without pandas, give the same rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from adempauze.evidence import reading
from adempauze.evidence.tables import rows, rows_by


@pytest.mark.parametrize("table", reading.tables())
def test_rows_hold_what_the_frame_holds(table: str) -> None:
    frame, found = reading.read(table), rows(table)
    assert len(found) == len(frame)
    empty = {name: "" if kind == "string" else None for name, kind in reading.types(table).items()}
    for row, record in zip(found, frame.to_dict("records"), strict=True):
        assert row == {
            name: cell if isinstance(cell, tuple) or pd.notna(cell) else empty[name] for name, cell in record.items()
        }


@pytest.mark.parametrize("table", reading.tables())
def test_values_have_the_types_of_the_schema(table: str) -> None:
    expected = {"string": (str, tuple), "integer": int, "year": int, "number": float, "boolean": bool}
    for name, kind in reading.types(table).items():
        assert all(row[name] is None or isinstance(row[name], expected[kind]) for row in rows(table)), name


def test_a_row_may_be_changed_without_changing_the_next_answer() -> None:
    rows("help")[0]["number"] = "0"
    assert rows("help")[0]["number"] != "0"


def test_rows_are_found_by_their_key() -> None:
    assert list(rows_by("id", "help").values()) == rows("help")


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(KeyError, match="no table 'effect'"):
        rows("effect")


def test_a_table_that_does_not_hold_is_refused(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(reading.DATA, tmp_path / "data"))
    table = copy / "help.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2026-11-23", "last year", 1), encoding="utf-8")
    with pytest.raises(reading.EvidenceError, match=r"help\.csv, row 2, column as_of: 'last year'"):
        rows("help", copy)
