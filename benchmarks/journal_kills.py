"""Kills processes in the middle of writing notes, and counts acknowledged notes that are lost; the budget is none.

Two processes write into one journal at a time, as two notebooks do: one is killed, the other goes on.
"""

from __future__ import annotations

import os
import random
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from adempauze.journal import Journal, JournalError

KILLS = 200
SOONEST, LATEST = 0.005, 0.3  # seconds of writing before a kill
_NUMBER = struct.Struct("<q")


@dataclass
class Writer:
    """A process that writes notes; it acknowledges each through a pipe once the journal says that it is on disk."""

    name: int
    process: int
    acknowledgements: int

    def kill(self) -> int:
        """Kill the process; return how many notes it had acknowledged."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        with os.fdopen(self.acknowledgements, "rb") as pipe:
            return len(pipe.read()) // _NUMBER.size


def text_of(writer: int, number: int) -> str:
    """Return what a writer wrote in a note: some are long, so that a kill meets more than one page of the file."""
    return f"{writer} wrote {number}. " * (1 + number % 7 * 40)


def begin(path: Path, writer: int) -> Writer:
    """Start a writer as a copy of this process."""
    read, write = os.pipe()
    process = os.fork()
    if process:
        os.close(write)
        return Writer(writer, process, read)
    try:
        number = 0
        while True:
            with suppress(JournalError):  # it was busy: not acknowledged, so it is written again
                Journal(path).save(f"kills/{writer}-{number}", "reflection", text_of(writer, number))
                os.write(write, _NUMBER.pack(number))
                number += 1
    finally:
        os._exit(1)


def rounds(path: Path) -> Iterator[tuple[int, int]]:
    """Kill one of two writers at a time; yield each with how many notes it acknowledged."""
    chance = random.Random(1)
    other = begin(path, 0)
    for writer in range(1, KILLS):
        newer = begin(path, writer)
        time.sleep(chance.uniform(SOONEST, LATEST))
        killed, other = (newer, other) if chance.random() < 0.5 else (other, newer)
        yield killed.name, killed.kill()
    yield other.name, other.kill()


def main() -> int:
    """Print how many acknowledged notes are lost or changed; return 1 if any is, or if the file is damaged."""
    if not hasattr(os, "fork"):
        print("This needs a system that can copy a process, such as Linux or macOS.")
        return 0
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite3"
        acknowledged = dict(rounds(path))
        journal = Journal(path)
        kept = {note.key: note.text for note in journal.notes()}
        expected = [(writer, number) for writer, found in acknowledged.items() for number in range(found)]
        lost = sum(kept.get(f"kills/{writer}-{number}") != text_of(writer, number) for writer, number in expected)
        damaged = bool(journal.set_aside_files())
    seconds = time.perf_counter() - begun
    print(f"{len(acknowledged)} kills in {seconds:.0f} s: {len(expected):,} notes acknowledged, {lost} lost (budget 0)")
    return int(damaged or lost > 0)


if __name__ == "__main__":
    sys.exit(main())
