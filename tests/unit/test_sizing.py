"""The sums in docs/sizing.md follow from what was measured there, and the values for Kubernetes hold the same."""

from __future__ import annotations

import re

import pytest
import yaml

from tools import ROOT

TEXT = (ROOT / "docs" / "sizing.md").read_text(encoding="utf-8")
LEARNER = r"\*\*(\d+) MB a learner\*\*"
UNITS = {"MB": 1e6, "GB": 1e9, "TB": 1e12}


def _row(beginning: str) -> list[float]:
    """Return the number in each cell of a row; memory and disk in bytes. "0.2, so 2" is 0.2."""
    (line,) = re.findall(rf"^\| {re.escape(beginning)}.*\|$", TEXT, re.M)
    cells = [re.match(r"([\d,.]*\d)(?: (MB|GB|TB))?", cell.strip()) for cell in line.split("|")[2:-1]]
    return [float(each[1].replace(",", "")) * UNITS.get(each[2] or "", 1) for each in cells if each]


def _said(pattern: str) -> float:
    (found,) = re.findall(pattern, TEXT)
    return float(found)


@pytest.mark.parametrize(
    ("row", "of", "factor"),
    [
        ("memory: at once", "there at once", LEARNER),
        ("disk: people", "people", r"Disk: `hub.toml` allows (\d+) MB"),
    ],
)
def test_memory_and_disk_are_people_times_what_one_takes(row: str, of: str, factor: str) -> None:
    assert _row(row) == pytest.approx([each * _said(factor) * 1e6 for each in _row(of)], rel=0.05)


def test_processors_are_starts_in_five_minutes() -> None:
    seconds = _said(r"costs (\d+) seconds of one processor")
    assert _row("processors") == pytest.approx([each * seconds / 300 for each in _row("there at once")], rel=0.05)


def test_what_one_takes_is_what_was_measured_and_a_quarter() -> None:
    measured = _said(r"One open lesson takes (\d+) MB")
    assert measured == max(_row("memory of one learner with an open lesson")) / 1e6
    assert _said(LEARNER) == pytest.approx(1.25 * measured, rel=0.05)


def test_kubernetes_reserves_what_one_takes() -> None:
    values = yaml.safe_load((ROOT / "deploy" / "kubernetes" / "values.yaml").read_text(encoding="utf-8"))
    assert values["singleuser"]["memory"]["guarantee"] == f"{_said(LEARNER):.0f}M"
    assert f"{values['hub']['activeServerLimit']:,} people at once" in TEXT
