"""What `import adempauze` costs beside `import ipywidgets`, which every notebook with a widget pays anyway."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

BUDGET = 1.3
ROUNDS = 7


def seconds(module: str) -> float:
    """Return how long a fresh interpreter takes to import a module."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - begin


def main() -> None:
    """Print both medians, measured in turn, and their ratio."""
    seconds("adempauze")
    pairs = [(seconds("ipywidgets"), seconds("adempauze")) for _ in range(ROUNDS)]
    base, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"import ipywidgets {base:.2f} s, import adempauze {ours:.2f} s: {ours / base:.2f} times (budget {BUDGET})")


if __name__ == "__main__":
    main()
