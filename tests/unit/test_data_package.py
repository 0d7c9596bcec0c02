"""The data package and workbook are complete after unpacking, the same bytes each time, and equal to the tables."""

from __future__ import annotations

import contextlib
import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import frictionless
import pytest
import yaml
from openpyxl import Workbook, load_workbook

from adempauze import course
from adempauze.evidence import reading
from adempauze.evidence.meta import Effect, PoolingError, obstacles, pool
from adempauze.evidence.pool import domains, members, pool_domain
from adempauze.messages import LANGUAGES, date
from tools import ROOT
from tools.data_package import build
from tools.data_package.__main__ import main

HAS_METAFOR = (
    shutil.which("Rscript") is not None
    and subprocess.run(["Rscript", "-e", "library(metafor)"], capture_output=True, check=False).returncode == 0
)
METHODS = {"PM": "pm", "DL": "dl", "FE": "fixed"}
DESCRIBED = build.descriptor()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "out"
    assert main([str(folder)]) == 0
    return folder


@pytest.fixture
def unpacked(built: Path, tmp_path: Path) -> Path:
    with ZipFile(built / course.ZIP) as archive:
        archive.extractall(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def book(built: Path) -> Workbook:
    return load_workbook(built / course.WORKBOOK)


def complaints_about(table: str, folder: Path) -> set[str]:
    report = frictionless.Package(str(folder / "datapackage.json")).get_resource(table).validate()
    return {error.type for task in report.tasks for error in task.errors}


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def as_in_the_table(value: Any, kind: str, text: str) -> bool:
    """Return whether a cell of the workbook has the value of the table, as text, number or date."""
    if not text:
        return value is None
    if kind in ("integer", "year", "number"):
        return isinstance(value, int | float) and not isinstance(value, bool) and value == float(text)
    if kind == "boolean":
        return value is {"true": True, "false": False}[text]
    return isinstance(value, str) and value == text


def misfits(book: Workbook, table: str, rows: list[list[str]]) -> Iterator[str]:
    """Yield each cell of a sheet that differs from its table."""
    kinds = reading.types(table)
    header, *body = rows
    sheet = book[table]
    assert [cell.value for cell in sheet[1]] == header
    for line, (cells, texts) in enumerate(zip_longest(sheet.iter_rows(min_row=2, values_only=True), body), 2):
        for name, value, text in zip(header, cells, texts, strict=True):
            if not as_in_the_table(value, kinds[name], text):
                yield f"{table}, row {line}, {name}: {value!r} is not {text!r}"


def test_the_package_is_valid_after_unpacking(unpacked: Path) -> None:
    report = frictionless.Package(str(unpacked / "datapackage.json")).validate()
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(reading.tables())


def test_a_changed_digit_is_noticed_by_its_hash(unpacked: Path) -> None:
    table = unpacked / "effects.csv"
    table.write_bytes(table.read_bytes().replace(b"0.216", b"0.261", 1))
    assert complaints_about("effects", unpacked) == {"hash-count"}


def test_a_lost_row_is_noticed_by_size_and_count(unpacked: Path) -> None:
    table = unpacked / "help.csv"
    table.write_bytes(b"".join(table.read_bytes().splitlines(keepends=True)[:-1]))
    assert complaints_about("help", unpacked) == {"hash-count", "byte-count", "row-count"}


def test_our_own_check_reads_the_unpacked_package(unpacked: Path) -> None:
    assert reading.problems(unpacked) == []


def test_the_zip_holds_what_a_stranger_needs(built: Path) -> None:
    with ZipFile(built / course.ZIP) as archive:
        names = set(archive.namelist())
    tables = {path.name for path in reading.DATA.glob("*.csv")}
    texts = {"README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-TEXT"}
    assert names == tables | texts | {"datapackage.json", "metafor_reference.R"}


def test_the_same_tables_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    for path in build.write(tmp_path):
        assert path.read_bytes() == (built / path.name).read_bytes()


@pytest.mark.parametrize("name", [course.ZIP, course.WORKBOOK])
def test_no_file_inside_is_dated_by_the_clock(built: Path, name: str) -> None:
    with ZipFile(built / name) as archive:
        days = {"{:04}-{:02}-{:02}".format(*entry.date_time) for entry in archive.infolist()}
    assert days == {DESCRIBED["created"][:10]}


def test_the_package_says_what_it_is_and_whose() -> None:
    assert {"name", "id", "title", "description", "version", "created", "licenses", "keywords", "sources"} <= set(
        DESCRIBED
    )
    assert DESCRIBED["contributors"] == [{"title": "The Adempauze contributors", "role": "author"}]
    for resource in DESCRIBED["resources"]:
        assert {"path", "format", "mediatype", "encoding", "bytes", "hash", "rows"} <= set(resource)


def test_the_citation_is_of_this_version_by_the_same_authors(unpacked: Path) -> None:
    citation, project = (
        yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8")) for folder in (unpacked, ROOT)
    )
    assert citation["authors"] == project["authors"]
    assert (citation["type"], citation["license"]) == ("dataset", "CC-BY-4.0")
    assert citation["version"] == DESCRIBED["version"]
    assert citation["date-released"].isoformat() == DESCRIBED["created"][:10]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_method_page_names_the_version_and_its_date(lang: str) -> None:
    page = (ROOT / "book" / lang / "method.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if f"`{DESCRIBED['version']}`" in line]
    assert date(DESCRIBED["created"][:10], lang) in line


@pytest.mark.parametrize("table", reading.tables())
def test_each_sheet_is_its_table_cell_by_cell(book: Workbook, table: str) -> None:
    assert list(misfits(book, table, rows_of(reading.DATA / f"{table}.csv"))) == []


def test_text_stays_text_when_somebody_edits_it(book: Workbook) -> None:
    column = [name.value for name in book["help"][1]].index("number") + 1
    cells = [row[0] for row in book["help"].iter_rows(min_row=2, min_col=column, max_col=column) if row[0].value]
    assert "088 0767 000" in [cell.value for cell in cells]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


def test_no_cell_is_a_formula_or_a_date(book: Workbook) -> None:
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n", "b"}


def test_headers_stay_in_sight(book: Workbook) -> None:
    assert {sheet.freeze_panes for sheet in book} == {"B2"}


def test_the_codebook_explains_every_column(book: Workbook) -> None:
    explained = {(row[0], row[1]) for row in book["codebook"].iter_rows(min_row=2, values_only=True) if row[-1]}
    assert explained == {(table, column) for table in reading.tables() for column in reading.types(table)}


def _lines_of(language: str, folder: Path) -> str:
    text = (folder / "README.md").read_text(encoding="utf-8")
    (lines,) = re.findall(rf"```{language}\n(.*?)```", text, flags=re.S)
    return lines


def test_the_lines_of_python_in_the_readme_run(
    unpacked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(unpacked)
    exec(_lines_of("python", unpacked), {})
    assert "cavanna2022" in capsys.readouterr().out


@pytest.mark.skipif(not HAS_METAFOR, reason="R with metafor is not on this computer")
def test_the_lines_of_r_in_the_readme_pool_as_the_course_does(unpacked: Path) -> None:
    ran = subprocess.run(
        ["Rscript", "-e", _lines_of("r", unpacked)], cwd=unpacked, capture_output=True, text=True, check=True
    )
    assert re.search(rf"^\s*{pool_domain('well-being').estimate:.4f} ", ran.stdout, flags=re.M)


def sets_of_the_course() -> dict[str, list[Effect]]:
    """Return the effects of each set that the course pools, by the name that the script gives the set."""
    found = {}
    for domain in domains():
        for ending, adjusted in (("", False), ("/guess-adjusted", True)):
            with contextlib.suppress(PoolingError):
                found[f"{domain}{ending}"] = members(domain, guess_adjusted=adjusted)
    return {name: effects for name, effects in found.items() if not list(obstacles(effects))}


@pytest.mark.skipif(not HAS_METAFOR, reason="R with metafor is not on this computer")
def test_metafor_pools_the_published_files_as_the_course_does(unpacked: Path) -> None:
    """The test covers every set that the course pools, by every method, and no other set."""
    subprocess.run(["Rscript", "metafor_reference.R"], cwd=unpacked, capture_output=True, check=True)
    with (unpacked / "metafor_reference.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    sets = sets_of_the_course()
    assert {row["set"] for row in rows} == sets.keys()
    for row in rows:
        ours = pool(sets[row["set"]], METHODS[row["method"]], hartung_knapp=row["test"] == "knha")
        if row["test"] == "knha" and ours.interval_method == "normal":  # the course keeps the wider interval
            continue
        for number in ("estimate", "se", "ci_low", "ci_high", "q"):
            assert getattr(ours, number) == pytest.approx(float(row[number]), abs=1e-6), (row["set"], number)
