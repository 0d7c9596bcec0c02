"""A slow line, on which the style of a page comes after its scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route

from tools.browser.until import until

_SCRIPTS_CAME = """document.readyState === "interactive" && [...document.scripts].every(
    ({ src }) => !src || performance.getEntriesByName(src).length > 0)"""
_SCRIPTS_RAN = "new Promise((resolve) => setTimeout(resolve))"


@contextmanager
def late_style(page: Page) -> Iterator[None]:
    """Keep the style sheets of a page that is opened within from it, until its scripts have run."""
    held: list[Route] = []
    page.route("**/*.css*", lambda route: held.append(route))
    yield
    until(page, _SCRIPTS_CAME)
    page.evaluate(_SCRIPTS_RAN)
    for route in held:
        route.continue_()
