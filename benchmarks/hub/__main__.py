"""Measures a real hub, as root: `make bench-hub`, or `make bench-hub ARGS="1 5"` for groups of these sizes.

docs/sizing.md says what the numbers mean for larger groups.
"""

from __future__ import annotations

import os
import pwd
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
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

    seconds_to_lesson: float
    learner: Learner
    kernel: Kernel

    def restart(self) -> None:
        """Restart the kernel and run the lesson again."""
        assert self.learner.ask("POST", f"api/kernels/{self.kernel.number}/restart").status_code == 200
        self.kernel = Kernel(self.learner, self.kernel.number)
        self.kernel.run_lesson()


def main() -> None:
    """Print what learners wait for and use, for groups of several sizes that all do the same at once."""
    print(f"{os.cpu_count()} processors; load {os.getloadavg()[0]:.1f} before the start")
    for number in [int(each) for each in sys.argv[1:]] or GROUPS:
        with tempfile.TemporaryDirectory(prefix="hub-") as folder:
            Path(folder).chmod(0o711)
            with running_hub(Path(folder)) as hub:
                _measure(hub, number)


def _measure(hub: Hub, number: int) -> None:
    print(f"{number} at once:")
    learners = [hub.learner(f"measured{each:02}") for each in range(number)]
    with ThreadPoolExecutor(number) as pool:
        began = time.monotonic()
        _print("log-in", list(pool.map(lambda each: _timed(each.log_in), learners)))
        print(f"  log-ins a minute: {number / (time.monotonic() - began) * 60:.0f}")
        began = time.monotonic()
        servers = list(pool.map(lambda each: _timed(each.enter), learners))
        _print("from log-in to a server", servers)
        print(f"  servers a minute: {number / (time.monotonic() - began) * 60:.1f}")
        idle = median(_memory(each) for each in learners)
        evenings = list(pool.map(_open, learners, servers))
        _print("from log-in to a live lesson", [each.seconds_to_lesson for each in evenings])
        live = median(_memory(each) for each in learners)
        print(f"  memory: {idle:.0f} MB each without a lesson, {live:.0f} MB each with an open lesson")
        print(f"  processor: {median(map(_processor_seconds, learners)):.1f} s each to start a server and a lesson")
        _print("to keep a note", list(pool.map(lambda each: _timed(lambda: each.kernel.write("One note.")), evenings)))
        print(f"  memory of hub and proxy: {_memory_of_hub(hub):.0f} MB; of the computer: {_memory_in_use():.0f} MB")
        if number == 1:
            _print_one(evenings[0])
        _print("to restart the kernel and the lesson", list(pool.map(lambda each: _timed(each.restart), evenings)))
        _print("to log out", list(pool.map(lambda each: _timed(each.log_out), learners)))


def _print(what: str, seconds: list[float]) -> None:
    print(f"  {what}: {median(seconds):.1f} s, at most {max(seconds):.1f} s")


def _timed(step: Callable[[], object]) -> float:
    began = time.monotonic()
    step()
    return time.monotonic() - began


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
    print(f"  processor: {resting:.1%} of one while the lesson is open and nobody touches it")
    full = learner.journal.stat().st_size
    print(f"  journal: {empty / 1024:.0f} kB with one note, {full / 1024:.0f} kB with 100 notes of 200 characters")
    print(f"  disk: {(disk.f_blocks - disk.f_bavail) * disk.f_frsize / _MB:.0f} MB in the learner's folder")


def _open(learner: Learner, to_server: float) -> Evening:
    began = time.monotonic()
    kernel = learner.open()
    kernel.run_lesson()
    return Evening(to_server + time.monotonic() - began, learner, kernel)


def _processes(learner: Learner) -> list[Path]:
    number, found = pwd.getpwnam(f"az-{learner.name}").pw_uid, []
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError):  # it ended meanwhile
            if each.stat().st_uid == number:
                found.append(each)
    return found


def _memory(learner: Learner) -> float:
    """Return the memory of a learner's processes in MB; what several share is divided among them."""
    return sum(map(_share, _processes(learner)))


def _memory_of_hub(hub: Hub) -> float:
    assert hub.process
    number = hub.process.pid
    children = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii").split()
    own = [each for each in (str(number), *children) if b"room.sh" not in Path(f"/proc/{each}/cmdline").read_bytes()]
    return sum(_share(Path("/proc", each)) for each in own)


def _memory_in_use() -> float:
    lines = dict(line.split(":") for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
    total, free = (int(lines[name].split()[0]) for name in ("MemTotal", "MemAvailable"))
    return (total - free) / 1024


def _share(process: Path) -> float:
    rollup = (process / "smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) / 1024


def _processor_seconds(learner: Learner) -> float:
    stats = [(each / "stat").read_text(encoding="utf-8").rpartition(")")[2].split() for each in _processes(learner)]
    return sum(int(each[11]) + int(each[12]) for each in stats) / _TICK


if __name__ == "__main__":
    main()
