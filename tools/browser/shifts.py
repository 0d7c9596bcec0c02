"""How far the parts of a page jump while it loads, on a network that brings the scripts after the page is painted."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route

from tools.browser.until import until

_NOTE = """globalThis.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { shifts += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });"""
_PAINTED = "document.readyState !== 'loading' && performance.getEntriesByName('first-contentful-paint').length"
_SETTLED = """new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
    setTimeout(() => resolve(shifts));
})))"""


class LateScripts:
    """Opens addresses in a page, and lets their scripts come when each is painted. No script may block the page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._held: list[Route] | None = None
        page.add_init_script(_NOTE)
        page.route(re.compile(r"\.js\b"), self._meet)

    def _meet(self, route: Route) -> None:
        if self._held is None:
            route.continue_()
        else:
            self._held.append(route)

    def open(self, address: str) -> None:
        """Open an address and wait until all is loaded."""
        self._held = []
        self._page.goto(address, wait_until="commit")
        until(self._page, _PAINTED)
        held, self._held = self._held, None
        for route in held:
            route.continue_()
        self._page.wait_for_load_state("load")

    def jumped(self) -> float:
        """Return the layout shift of the page so far, which browsers count as 0 if nothing jumped."""
        return float(self._page.evaluate(_SETTLED))
