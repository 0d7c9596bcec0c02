"""Figures and the mark of the book use only the colours of the course."""

from __future__ import annotations

import re

import pytest

from tools import ROOT

PACKAGE = "src/adempauze"
FILES = [
    f"{PACKAGE}/evidence/adempauze.mplstyle",
    f"{PACKAGE}/evidence/figures.py",
    f"{PACKAGE}/sphinx_ext/theme/brand.svg",
]
TOKENS = set(re.findall(r"#[0-9a-f]{6}\b", (ROOT / PACKAGE / "widgets/_kit/tokens.css").read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", FILES)
def test_a_colour_is_one_of_the_course(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    before = r"(?<=: )#?" if file.endswith(".mplstyle") else "#"  # a style file writes them without the sign
    named = {f"#{colour.lower()}" for colour in re.findall(rf"{before}([0-9a-fA-F]{{6}})\b", text)}
    assert named and named <= TOKENS, named - TOKENS
