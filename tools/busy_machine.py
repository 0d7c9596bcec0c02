"""Processes that keep the processors busy, to test and measure on a slow machine."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def busy_machine(processes: int) -> Iterator[None]:
    """Keep this many processors busy while the block runs."""
    spawn = multiprocessing.get_context("spawn")  # a forked process would keep the pipes of a browser open
    workers = [spawn.Process(target=_keep_busy, daemon=True) for _ in range(processes)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.terminate()


def _keep_busy() -> None:
    parent = multiprocessing.parent_process()
    while parent and parent.is_alive():  # a program that is killed ends nothing itself
        sum(range(10_000))
