"""A browser profile that records console errors and requests to other hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage


class Watch:
    """What a browser context should not have done: console errors, and requests to another host."""

    def __init__(self, context: BrowserContext) -> None:
        self.errors: list[str] = []
        self.requests: list[str] = []
        context.on("console", self._note_error)
        context.on("weberror", lambda error: self.errors.append(error.error.stack or str(error.error)))
        context.on("request", lambda request: self.requests.append(request.url))

    def _note_error(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location['url']})")

    @property
    def foreign_requests(self) -> list[str]:
        """The addresses of requests to another host."""
        here = ("127.0.0.1", "localhost", "")
        return [
            url
            for url in self.requests
            if urlsplit(url).hostname not in here and ":" in url and not url.startswith(("data:", "blob:", "file:"))
        ]

    def forgive(self, pattern: str) -> None:
        """Forget the console errors so far in which a regular expression is found."""
        self.errors[:] = [error for error in self.errors if not re.search(pattern, error)]

    def forget(self) -> None:
        """Forget all that was noted so far."""
        self.errors.clear()
        self.requests.clear()

    def expect_nothing(self) -> None:
        """Fail if there was a console error or a request to another host, and forget it."""
        errors, requests = [*self.errors], self.foreign_requests
        self.forget()
        assert not errors, errors
        assert not requests, requests


@contextmanager
def watched_context(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Open a fresh profile; fail at the end if there was a console error or a request to another host.

    `options` of Playwright's `new_context` replace those of an English desktop, whose pages come from the server.
    """
    desktop: dict[str, Any] = {
        "viewport": {"width": 1280, "height": 900},
        "locale": "en",
        "service_workers": "block",  # they would answer in place of the routes of a test
    }
    with browser.new_context(**desktop | options) as context:
        context.set_default_timeout(20_000)
        watch = Watch(context)
        context.watch = watch  # type: ignore[attr-defined]  # tests read it from their context
        yield context
        watch.expect_nothing()
