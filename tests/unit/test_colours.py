"""One set of colours: what figures and the book's code name is a colour of the course."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

PACKAGE = ROOT / "src" / "adempauze"
TOKENS = set(re.findall(r"#[0-9a-f]{6}\b", (PACKAGE / "widgets" / "_kit" / "tokens.css").read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", ["evidence/adempauze.mplstyle", "evidence/figures.py", "sphinx_ext/site.py"])
def test_a_colour_is_one_of_the_course(file: str) -> None:
    text = (PACKAGE / file).read_text(encoding="utf-8")
    before = r"(?<=: )#?" if file.endswith(".mplstyle") else "#"  # a style file writes them without the sign
    named = {f"#{colour.lower()}" for colour in re.findall(rf"{before}([0-9a-fA-F]{{6}})\b", text)}
    assert named and named <= TOKENS, named - TOKENS
