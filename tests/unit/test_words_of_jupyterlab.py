"""The words of JupyterLab that the course translates are words that JupyterLab asks for."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from adempauze import messages


def test_each_word_is_in_the_installed_jupyterlab() -> None:
    static = Path(sys.prefix) / "share" / "jupyter" / "lab" / "static"
    asked = "".join(file.read_text(encoding="utf-8") for file in static.glob("jlab_core.*.js"))
    assert asked
    for word in messages.table("en", "jupyterlab").values():
        forms = [
            json.dumps(word, ensure_ascii=False),
            json.dumps(word),
            f"'{word}'",
            f"`{word}`",
        ]  # as its files write a text
        assert any(form in asked for form in forms), word
