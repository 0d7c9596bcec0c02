"""What axe finds on a page, in words."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page, within: str | None = None) -> list[str]:
    """Return the accessibility violations of the page, or of these parts of it, as it is now, one line each."""
    found = Axe().run(page, context=within and {"include": [[within]]}).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}" for each in found for node in each["nodes"]
    ]


def violations_in_both_looks(page: Page) -> list[str]:
    """Return the violations of the page in light and in dark."""
    lines = []
    for look in ("light", "dark"):
        page.evaluate("(look) => { document.documentElement.dataset.theme = look; }", look)
        lines += [f"{look}: {line}" for line in violations(page)]
    return lines
