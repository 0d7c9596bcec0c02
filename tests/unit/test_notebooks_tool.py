"""`make notebooks` changes nothing the second time."""

from __future__ import annotations

from pathlib import Path

import nbformat

from tools import notebooks

CELLS = (
    'from adempauze import lesson, reflect\n\nlesson("a", lang="en")',
    'reflect("b", "What do you notice?")',
    "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])\nplt.show()",
    "object",
)


def test_a_second_run_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "small.ipynb"
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(CELLS)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert notebooks.execute(path) is True
    first = path.read_bytes()
    assert b"What do you notice?" in first and b"image/png" in first
    assert notebooks.execute(path) is False
    assert path.read_bytes() == first
