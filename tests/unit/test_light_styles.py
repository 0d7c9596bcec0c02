"""JupyterLab changes a lesson hundreds of times while it opens, so no style of the course is costly at each change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import extension

SHEETS = sorted((extension.FOLDER / "static").glob("*.css"))
COSTLY = re.compile(r":has\(|(?:^|,)\s*::highlight", re.M)  # asks about what is within, or concerns every element


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_rule_asks_what_an_element_holds_or_marks_every_element(sheet: Path) -> None:
    assert not COSTLY.findall(sheet.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "rule", [".adempauze-lesson:has(p) h2 {", "::highlight(spoken) {", "p,\n::highlight(spoken) {"]
)
def test_such_a_rule_is_seen(rule: str) -> None:
    assert COSTLY.search(rule)
