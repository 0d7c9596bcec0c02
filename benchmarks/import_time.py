"""Measures what imports cost compared with `import ipywidgets`, which every notebook with a widget needs anyway.

It measures `import adempauze` and the setup cell of each lesson: the first code cell, with its imports.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from adempauze import course
from adempauze.messages import LANGUAGES

BUDGET = 1.3
ROUNDS = 7


def seconds(code: str) -> float:
    """Return how long a fresh interpreter takes to run some code."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begin


def setup_cell(notebook: Path) -> str:
    """Return the first code cell of a lesson."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def main() -> None:
    """Print the median of each, measured in turn, and its ratio to that of ipywidgets."""
    lessons = {path.stem: setup_cell(path) for path in course.paths(LANGUAGES[0])}
    codes = {"import ipywidgets": "import ipywidgets", "import adempauze": "import adempauze", **lessons}
    seconds(codes["import adempauze"])  # the first run writes the compiled files
    rounds = [[seconds(code) for code in codes.values()] for _ in range(ROUNDS)]
    medians = dict(zip(codes, map(statistics.median, zip(*rounds, strict=True)), strict=True))
    base = medians["import ipywidgets"]
    for name, median in medians.items():
        print(f"{name:<28} {median:.2f} s, {median / base:.2f} times ipywidgets (budget {BUDGET})")


if __name__ == "__main__":
    main()
