"""Waits for a state of a page whose policy forbids `wait_for_function`, which makes a script of a text."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Error, Page

PATIENCE = 20.0  # seconds
_BETWEEN = 20  # milliseconds


def until(page: Page, expression: str, arg: Any = None, patience: float = PATIENCE) -> Any:
    """Return the first true value of an expression, or of a function of `arg`; raise `TimeoutError` if none comes."""
    end = time.monotonic() + patience
    while True:
        try:
            if value := page.evaluate(expression, arg):
                return value
        except Error as error:
            if "context was destroyed" not in error.message:  # the page is just changing
                raise
        if time.monotonic() > end:
            raise TimeoutError(f"never true: {expression}")
        page.wait_for_timeout(_BETWEEN)
