"""Measures a real hub, as root: `make bench-hub`. docs/sizing.md says what the numbers mean for larger groups."""

from __future__ import annotations

import os
import pwd
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tools.hub_group import Hub, Kernel, Learner, running_hub

GROUPS = (1, 5, 20)
_MB = 1024 * 1024
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Evening:
    """What one learner waited for and used."""

    seconds_to_server: float
    seconds_to_lesson: float
    learner: Learner
    kernel: Kernel


def main() -> None:
    """Print what learners wait for and use, for groups of several sizes that all begin at once."""
    print(f"{os.cpu_count()} processors; load {os.getloadavg()[0]:.1f} before the start")
    print("at once | log-ins a minute | to the server: median, longest | to a live lesson | memory")
    for number in GROUPS:
        with tempfile.TemporaryDirectory(prefix="hub-") as folder:
            Path(folder).chmod(0o711)
            with running_hub(Path(folder)) as hub:
                _measure(hub, number)


def _measure(hub: Hub, number: int) -> None:
    learners = [hub.learner(f"measured{each:02}") for each in range(number)]
    began = time.monotonic()
    with ThreadPoolExecutor(number) as pool:
        servers = list(pool.map(_enter, learners))
        minutes = (time.monotonic() - began) / 60
        idle = median(_memory(each) for each in learners)
        evenings = list(pool.map(_open, learners, servers))
    live = median(_memory(each) for each in learners)
    lessons = [each.seconds_to_lesson for each in evenings]
    print(
        f"{number} | {number / minutes:.0f} | {median(servers):.0f} s, {max(servers):.0f} s |"
        f" {median(lessons):.0f} s, {max(lessons):.0f} s | {idle:.0f} MB each, {live:.0f} MB with an open lesson"
    )
    if number == min(GROUPS):
        _print_one(evenings[0])


def _print_one(evening: Evening) -> None:
    """Print what does not depend on the size of the group."""
    learner, kernel = evening.learner, evening.kernel
    used = _processor_seconds(learner)
    rest = time.monotonic()
    time.sleep(20)
    resting = (_processor_seconds(learner) - used) / (time.monotonic() - rest)
    kernel.write("One note.", key="04-breathing/first")
    empty = learner.journal.stat().st_size
    for each in range(100):
        kernel.write("A note of the length that people write. " * 5, key=f"04-breathing/note{each}")
    disk = os.statvfs(learner.home)
    print(
        f"  processor: {used:.1f} s to start a server and a lesson, then {resting:.1%} of one while the lesson is open"
    )
    full = learner.journal.stat().st_size
    print(f"  journal: {empty / 1024:.0f} kB with one note, {full / 1024:.0f} kB with 100 notes of 200 characters")
    print(f"  disk: {(disk.f_blocks - disk.f_bavail) * disk.f_frsize / _MB:.0f} MB in the learner's folder")


def _enter(learner: Learner) -> float:
    began = time.monotonic()
    learner.enter()
    return time.monotonic() - began


def _open(learner: Learner, to_server: float) -> Evening:
    began = time.monotonic()
    kernel = learner.open()
    kernel.run_lesson()
    return Evening(to_server, to_server + time.monotonic() - began, learner, kernel)


def _processes(learner: Learner) -> list[Path]:
    number = pwd.getpwnam(f"az-{learner.name}").pw_uid
    return [each for each in Path("/proc").glob("[0-9]*") if each.stat().st_uid == number]


def _memory(learner: Learner) -> float:
    """Return the memory of a learner's processes in MB; what several share is divided among them."""
    rollups = [(each / "smaps_rollup").read_text(encoding="ascii") for each in _processes(learner)]
    return sum(int(line.split()[1]) for text in rollups for line in text.splitlines() if line.startswith("Pss:")) / 1024


def _processor_seconds(learner: Learner) -> float:
    stats = [(each / "stat").read_text(encoding="utf-8").rpartition(")")[2].split() for each in _processes(learner)]
    return sum(int(each[11]) + int(each[12]) for each in stats) / _TICK


if __name__ == "__main__":
    main()
