"""The table check reports contradicting fields with their place, and never ends in a traceback."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adempauze.evidence import reading
from adempauze.evidence.__main__ import main
from adempauze.evidence.consistency import Rows, Tables, misfits, problems

LATEST = "2026-12-31"


def tables() -> dict[str, Rows]:
    """Return all tables as text, with the line of each row."""
    found = {}
    for name in reading.tables():
        with (reading.DATA / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            found[name] = [(line, dict(row)) for line, row in enumerate(csv.DictReader(stream), 2)]
    return found


def spoiled(table: str, key: str, **cells: str) -> list[tuple[str, str, str]]:
    """Return the table, column and message of each error after a change of cells; the line is checked here."""
    changed = tables()
    line, row = next(each for each in changed[table] if key in (each[1].get("id"), each[1].get("key")))
    row.update(cells)
    together = Tables(changed, LATEST)
    found = [(name, *misfit) for name in changed for misfit in misfits(name, together)]
    assert all(each[1] == line for each in found if each[0] == table)
    return [(name, column, message) for name, _, column, message in found]


def test_the_tables_agree_with_themselves() -> None:
    assert problems() == []


ADJUSTED = "szigeti2021_PANAS_m1_SMD"
POOLED = "cavanna2022_mind_wandering_wk1_g"


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "message"),
    [
        ("effects", "szigeti2021_PANAS_m1_MD", "se", "7.19", "does not fit the interval, 0.81 to 3.63"),
        ("effects", "szigeti2021_PANAS_m1_MD", "se", "0.729", "its width over 3.92 is 0.719"),
        ("effects", "szigeti2021_PANAS_m1_MD", "p", "1.5", "1.5 is above 1"),
        ("effects", "szigeti2021_PANAS_m1_MD", "measure_en", "PANAS\0total", "a character that nobody sees, '\\x00'"),
        ("effects", POOLED, "sample", "cavanna ", "a space at its begin or end"),
        ("effects", POOLED, "sample", "Cavanna", "'Cavanna' is 'cavanna' in studies.csv"),
        ("effects", POOLED, "pool_sign", "", "an effect in a pool needs a value here"),
        ("effects", POOLED, "pool_sign", "1", "turns round what the pool says is better"),
        ("effects", POOLED, "better", "higher", "turns round what the pool says is better"),
        ("effects", "szigeti2021_PANAS_m1_MD", "pool_sign", "1", "the effect is in no pool"),
        ("effects", ADJUSTED, "guess_adjusted", "szigeti2021_PANAS_m2_MD", "differs in metric (SMD / MD)"),
        ("effects", ADJUSTED, "guess_adjusted", "szigeti2021_positive_m2_SMD", "differs in "),
        ("effects", ADJUSTED, "guess_adjusted", ADJUSTED, "is not adjusted for the guess"),
        ("studies", "cavanna2022", "n_analysed", "43", "43 analysed is more than 34 enrolled"),
        ("studies", "cavanna2022", "year", "2122", "2122 is in the future"),
        ("effects", POOLED, "id", f"{POOLED} ", "a space at its begin or end"),
        ("studies", "cavanna2022", "place_nl", "ArgentiniÃ«", "is UTF-8 read as another encoding"),
        ("studies", "cavanna2022", "place_nl", "Argentinië â€“ thuis", "is UTF-8 read as another encoding"),
        ("help", "HLP-01", "as_of", "2027-11-23", "2027-11-23 is in the future"),
        ("help", "HLP-01", "number", "114 / 0800-0114", "here, 113 in the name"),
        ("help", "HLP-04", "number", "088 0767 00", "088076700 is no phone number of NL"),
        ("help", "HLP-13", "number", "1814", "here, 1813 in the name"),
        ("help", "HLP-15", "number", "970 245 245", "970245245 is no phone number of BE"),
        ("help", "HLP-17", "number", "117 123", "117123 is no phone number of UK"),
        ("unblinding", "cavanna2022-week1", "right_total", "91", "91 right is more than 34 in all"),
        ("unblinding", "cavanna2022-week1", "pct_total", "59.5", "59.5 is not the share of 19 in 34"),
        ("unblinding", "cavanna2022-week1", "n_active", "17", "17 and 16 are not 34 together"),
        ("sources", "cavanna2022", "doi", "11.1038/s41398-022-02039-0", "is no DOI"),
        ("sources", "cavanna2022", "doi", "10.1038/s41398-022-02030-0", "as address"),
        ("sources", "cavanna2022", "doi", "", "nothing here"),
    ],
)
def test_a_contradiction_is_noticed_in_its_cell(table: str, key: str, column: str, value: str, message: str) -> None:
    noticed = spoiled(table, key, **{column: value})
    assert any(message in each for name, where, each in noticed if name == table), noticed


def test_a_number_that_a_sentence_tells_is_one_of_the_help_lines() -> None:
    assert spoiled("safety", "lithium", caution_en="Call 0800-0113 at once.") == []
    changed = tables()
    changed["safety"][0][1]["caution_nl"] = "Bel 0800-0114."
    (misfit,) = misfits("help", Tables(changed, LATEST))
    assert misfit[1] == "number"
    assert "no number here is 0800-0114, which safety.csv, row 2, column caution_nl tells" in misfit[2]


def test_a_trial_that_ends_before_it_begins_is_noticed() -> None:
    key = next(row["id"] for _, row in tables()["trials"] if row["start"])
    ((_, column, message),) = spoiled("trials", key, start="2024-05", end="2024-04-30")
    assert (column, "before the start" in message) == ("end", True)
    assert spoiled("trials", key, start="2024", end="2024-02") == []


@given(
    low=st.decimals(-20, 20, places=2),
    width=st.decimals("0.1", 20, places=2),
    wrong=st.floats(1.5, 20) | st.floats(0.05, 0.6),
)
def test_an_error_fits_its_interval_however_it_is_rounded(low: float, width: float, wrong: float) -> None:
    high, error = low + width, float(width) / 3.92
    row = {"ci_low": str(low), "ci_high": str(high), "se": f"{error:.3f}"}
    blank = dict.fromkeys(tables()["effects"][0][1], "")
    assert not list(misfits("effects", Tables({"effects": [(2, blank | row)]}, "2026")))
    row["se"] = f"{error * wrong + (0.02 if wrong > 1 else -0.02):.3f}"
    if not row["se"].startswith("-"):
        assert list(misfits("effects", Tables({"effects": [(2, blank | row)]}, "2026")))


def test_check_names_a_contradiction_and_fails(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copy / "help.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",106,", ",206,"), encoding="utf-8")
    assert main(["check", "--data", str(copy)]) == 1
    assert "help.csv, row 9, column number: 206 is no phone number of BE" in capsys.readouterr().err


@pytest.mark.parametrize(("mark", "name"), [(";", "a semicolon"), ("\t", "a tab")])
def test_another_mark_between_columns_is_named_in_one_sentence(
    copy: Path, capsys: pytest.CaptureFixture[str], mark: str, name: str
) -> None:
    with (copy / "help.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    with (copy / "help.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=mark).writerows(rows)
    assert main(["check", "--data", str(copy)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert f"help.csv, row 1, column id: the columns are separated by {name}" in line


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("studies.csv", b",34,34,", b",34,99999999999999999999,"),
        ("studies.csv", b",34,34,", b",34," + b"9" * 5000 + b","),
        ("effects.csv", b",0.719,", b"," + b"9" * 400 + b","),
        ("help.csv", b",NL,", b",N\0L,"),
        ("datapackage.json", b'"minimum": 1', b'"minimum": "one"'),
        ("datapackage.json", b'"required": true', b'"required": []'),
        ("datapackage.json", b'"constraints": {', b'"constraints": [], "x": {'),
        ("datapackage.json", b'"path": "help.csv"', b'"path": 3'),
        ("datapackage.json", b'"intervals"', b'"missing": [1], "intervalz"'),
        ("datapackage.json", b'"searched": "', b'"searched": 5, "was": "'),
    ],
)
def test_check_has_no_traceback(
    copy: Path, capsys: pytest.CaptureFixture[str], file: str, old: bytes, new: bytes
) -> None:
    content = (copy / file).read_bytes()
    assert old in content
    (copy / file).write_bytes(content.replace(old, new, 1))
    assert main(["check", "--data", str(copy)]) in (0, 1)
    printed = capsys.readouterr()
    assert printed.err or printed.out


@settings(max_examples=12, deadline=None)
@given(
    file=st.sampled_from(["datapackage.json", "help.csv", "studies.csv"]),
    place=st.floats(0, 1, exclude_max=True),
    length=st.integers(0, 40),
    put=st.binary(max_size=6) | st.sampled_from([b",", b'"', b"{", b"}", b"[]", b"null", b"\r", b"\n", b"-", b"0"]),
)
def test_check_of_damaged_files_has_no_traceback(file: str, place: float, length: int, put: bytes) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(reading.DATA, Path(scratch) / "data"))
        content = (folder / file).read_bytes()
        at = int(place * len(content))
        (folder / file).write_bytes(content[:at] + put + content[at + length :])
        assert main(["check", "--data", str(folder)]) in (0, 1)


@pytest.mark.skipif(os.name == "nt", reason="a pipe without a reader is another error on Windows")
@pytest.mark.parametrize("command", [["check"], ["pool", "well-being"]])
def test_a_reader_that_stops_early_is_no_error(command: list[str]) -> None:
    unread, output = os.pipe()
    os.close(unread)
    program = [sys.executable, "-m", "adempauze.evidence", *command]
    done = subprocess.run(program, stdout=output, stderr=subprocess.PIPE, text=True, check=False)
    os.close(output)
    assert (done.returncode, done.stderr) == (0, "")
