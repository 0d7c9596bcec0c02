"""The tables as an Excel workbook, so that no spreadsheet guesses what is a number, a date or a phone number.

Excel opens a workbook the same way in every language, but not a comma-separated file.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

_AS_TEXT = "@"
_VALUES: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "year": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}
_CODEBOOK = ("table", "column", "type", "unit", "required", "allowed values", "refers to", "description")
_WIDE = 60
_NARROW = 12
_HEADER = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="DCEBE8")}


def parts(described: Mapping[str, Any], data: Path) -> dict[str, bytes]:
    """Return the parts of the workbook by name: a sheet about the data, a codebook, and a sheet for each table.

    `described` is the package's descriptor; `data` is the folder with its tables.
    """
    book = Workbook()
    book.remove(book.active)
    properties = book.properties
    properties.title, properties.creator = described["title"], described["contributors"][0]["title"]
    properties.created = properties.modified = datetime.datetime.fromisoformat(described["created"][:10])
    _fill(book.create_sheet("about"), [("about", "the data"), *_about(described)], {})
    _fill(book.create_sheet("codebook"), [_CODEBOOK, *_codebook(described)], {})
    for resource in described["resources"]:
        with (data / resource["path"]).open(encoding="utf-8", newline="") as stream:
            kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
            _fill(book.create_sheet(resource["name"]), csv.reader(stream), kinds)
    return _saved(book)


def _about(described: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "title", described["title"]
    yield "what it is", described["description"]
    yield "version", described["version"]
    yield "date", described["created"][:10]
    yield "made by", described["contributors"][0]["title"]
    yield "licence", f"{described['licenses'][0]['title']}: {described['licenses'][0]['path']}"
    yield "columns", "The sheet “codebook” says what each column means. Kolommen op _nl zijn Nederlands, op _en Engels."
    yield "no advice", "Doses are those given in trials. This describes research and is no advice."
    for resource in described["resources"]:
        yield resource["name"], f"{resource['title']} ({resource['rows']} rows)"


def _codebook(described: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for resource in described["resources"]:
        keys = {key["fields"]: key["reference"] for key in resource["schema"].get("foreignKeys", [])}
        for field in resource["schema"]["fields"]:
            rules, target = field.get("constraints", {}), field.get("references") or keys.get(field["name"])
            refers = f"{target['resource'] or resource['name']}.{target['fields']}" if target else ""
            required = "yes" if rules.get("required") else ""
            allowed = ", ".join(map(str, rules.get("enum", [])))
            unit = field.get("unit", "")
            yield (
                resource["name"], field["name"], field["type"], unit, required, allowed, refers, field["description"]
            )  # fmt: skip


def _fill(sheet: Worksheet, rows: Any, kinds: Mapping[str, str]) -> None:
    """Write rows of text into a sheet, the first as its header; `kinds` names the columns that are not text."""
    header, *body = (list(row) for row in rows)
    for column, name in enumerate(header, 1):
        value = _VALUES.get(kinds.get(name, ""))
        _write(sheet.cell(1, column), name).font = _HEADER["font"]
        sheet.cell(1, column).fill = _HEADER["fill"]
        for line, row in enumerate(body, 2):
            if row[column - 1]:
                _write(sheet.cell(line, column), value(row[column - 1]) if value else row[column - 1])
        longest = max((len(row[column - 1]) for row in [header, *body]), default=0)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = min(max(longest + 2, _NARROW), _WIDE)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(cell: Cell, value: Any) -> Cell:
    """Put a value into a cell; text stays text, even after an edit, and is never a formula."""
    cell.value = value
    cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str) and len(value) > _WIDE)
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", _AS_TEXT
    return cell


def _saved(book: Workbook) -> dict[str, bytes]:
    """Return the files inside a workbook, by name; `Workbook.save` would write the current time into them."""
    buffer = io.BytesIO()
    ExcelWriter(book, ZipFile(buffer, "w")).save()
    with ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
