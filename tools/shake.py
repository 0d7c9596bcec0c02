"""Repeats the tests of clocks, sound, kernels and ports, to find flaky ones: `make shake ROUNDS=20`.

Each round takes the files in another order, and every second one runs beside two busy processes. The tally in
`_build/shake.csv` continues over several sittings; the output of a failed round is kept beside it.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import time
from pathlib import Path

from tools import ROOT
from tools.busy_machine import busy_machine

TALLY = ROOT / "_build" / "shake.csv"
TESTS = (
    "tests/book/test_breathe.py",  # clocks and sound
    "tests/book/test_notes.py",  # two tabs
    "tests/book/test_offline.py",  # workers that make way for each other
    "tests/unit/test_journal.py",  # several processes and one file
    "tests/lab/test_live_lesson.py",  # kernels that die and come back
    "tests/lab/test_map_and_plan.py",  # notes that the next test may not find
    "tests/lab/test_private_writing.py",
    "notebooks/en/04-breathing.ipynb",  # kernels of nbval
    "notebooks/nl/04-breathing.ipynb",
)
BUILD = [sys.executable, "-m", "tools.book"]  # both editions start kernels at the same time
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--nbval"]
BUSY_PROCESSES = 2


def steps(number: int) -> dict[str, list[str]]:
    """Return the commands of a round by name; a round that is repeated has the same order."""
    return {"build": BUILD, "tests": [*PYTEST, *random.Random(number).sample(TESTS, len(TESTS))]}


def run_round(number: int, is_busy: bool) -> list[str]:
    """Run every step once; return the names of those that failed."""
    with busy_machine(BUSY_PROCESSES if is_busy else 0):
        return [name for name, command in steps(number).items() if not _passes(name, command)]


def _passes(name: str, command: list[str]) -> bool:
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        log = TALLY.with_name(f"shake-{name}-{time.strftime('%Y%m%d-%H%M%S')}.log")
        log.write_text(done.stdout, encoding="utf-8")
        print(f"{name} failed: {log.relative_to(ROOT)}", file=sys.stderr)
    return done.returncode == 0


def tally(rows: list[dict[str, str]]) -> str:
    """Return how many rounds passed, counting quiet and busy ones separately."""
    parts = []
    for machine in ("quiet", "busy"):
        rounds = [row for row in rows if row["machine"] == machine]
        passed = sum(not row["failed"] for row in rounds)
        parts.append(f"{passed} of {len(rounds)} rounds passed on a {machine} machine")
    return ", ".join(parts)


def main(rounds: int = 20) -> int:
    """Run rounds, quiet and busy in turn; return 1 if one of them failed."""
    TALLY.parent.mkdir(exist_ok=True)
    rows = _read(TALLY)
    before = len(rows)
    for number in range(before, before + rounds):
        is_busy = number % 2 == 1
        begin = time.monotonic()
        failed = run_round(number, is_busy)
        minutes = f"{(time.monotonic() - begin) / 60:.1f}"
        machine = "busy" if is_busy else "quiet"
        rows.append({"round": str(number + 1), "machine": machine, "minutes": minutes, "failed": " ".join(failed)})
        _write(TALLY, rows)
        print(f"round {number + 1}, {machine}, {minutes} min: {'failed' if failed else 'passed'}", flush=True)
    print(f"In all sittings: {tally(rows)}.")
    return int(any(row["failed"] for row in rows[before:]))


def _read(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
