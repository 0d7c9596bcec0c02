"""Printing for every console: a character that its encoding lacks is written as an escape, not an error."""

from __future__ import annotations

import sys


def accept_all_characters() -> None:
    """Let standard output and error take any text, such as a minus sign in a Windows pipe or a name like Łukasz."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # what a test or a notebook puts in their place may not have it
            stream.reconfigure(errors="backslashreplace")
