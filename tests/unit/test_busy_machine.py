"""The processes that keep a machine busy."""

from __future__ import annotations

import subprocess
import sys

import psutil

from tools import ROOT

PATIENCE = 30  # seconds
PROGRAM = """
import multiprocessing, sys
from tools.busy_machine import busy_machine

if __name__ == "__main__":
    with busy_machine(1):
        (worker,) = multiprocessing.active_children()
        print(worker.pid, flush=True)
        sys.stdin.read()
"""


def test_they_end_with_a_program_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout
        worker = psutil.Process(int(program.stdout.readline()))
        assert worker.is_running()
        program.kill()
        worker.wait(PATIENCE)
