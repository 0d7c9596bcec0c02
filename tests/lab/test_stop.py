"""Stopping the course with Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from threading import Barrier

ASKING = 8


def test_it_ends_while_a_browser_is_asking(start: Callable, tmp_path: Path) -> None:
    with start(tmp_path, "en") as course, ThreadPoolExecutor(ASKING) as asking:
        answered = Barrier(ASKING + 1)

        def ask() -> None:
            course.ask("GET", "api/contents/book/en/claims.md")
            answered.wait()
            with suppress(OSError, HTTPException):  # until the server is gone
                while True:
                    course.ask("GET", "api/contents/book/en/claims.md")

        for _ in range(ASKING):
            asking.submit(ask)
        answered.wait()
        assert course.stop().endswith("Stopped. Your lessons and notes are kept.")
