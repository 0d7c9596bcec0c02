"""What axe finds on a page, in words."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RUN = """async (within) => (await axe.run(within ?? document, { resultTypes: ["violations"] })).violations"""


def violations(page: Page, within: str | None = None) -> list[str]:
    """Return the accessibility violations of the page as it is now, or of a part of it (a selector), one line each."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    found = page.evaluate(_RUN, within)
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}" for each in found for node in each["nodes"]
    ]


def violations_in_both_looks(page: Page, within: str | None = None) -> list[str]:
    """Return the violations of the page, or of a part of it, in light and in dark."""
    lines = []
    for look in ("light", "dark"):
        page.evaluate("(look) => { document.documentElement.dataset.theme = look; }", look)
        lines += [f"{look}: {line}" for line in violations(page, within)]
    return lines
