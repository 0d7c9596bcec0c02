"""Measures how long strict nbval takes for all notebooks in both languages, two at a time; the budget is 90 s."""

from __future__ import annotations

import subprocess
import sys
import time

from tools import ROOT

BUDGET = 90


def main() -> int:
    """Run nbval and print the seconds; return its exit code."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "-n", "2", "--dist", "loadfile", "notebooks", "book"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begin
    print(f"{run.stdout.strip().splitlines()[-1]}\nstrict nbval, with start-up: {seconds:.0f} s (budget {BUDGET} s)")
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
