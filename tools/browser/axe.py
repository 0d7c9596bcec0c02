"""What axe finds on a page, in words."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Colours are the same in both languages, and words in both looks: each edition is read whole, in a look of its own.
_LOOKS = {"en": "light", "nl": "dark"}

_SET_LOOK = "(look) => { document.documentElement.dataset.theme = look; }"
_RUN = """async ([within, runOnly]) => {
    const options = { resultTypes: ["violations"], preload: false, ...(runOnly ? { runOnly } : {}) };
    return (await axe.run(within ?? document, options)).violations;
}"""


def violations(page: Page, within: str | None = None, rules: list[str] | None = None) -> list[str]:
    """Return the accessibility violations of the page as it is now, one line each.

    `within` is a selector that limits the check to a part of the page; `rules` limits it to the rules named.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    found = page.evaluate(_RUN, [within, rules])
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}" for each in found for node in each["nodes"]
    ]


def violations_in_both_looks(page: Page, within: str | None = None) -> list[str]:
    """Return the violations of the page or of a part of it: by all rules in light, by the rules on colour in dark."""
    lines = []
    for look, rules in (("light", None), ("dark", ["color-contrast", "link-in-text-block"])):
        page.evaluate(_SET_LOOK, look)
        lines += [f"{look}: {line}" for line in violations(page, within, rules)]
    return lines


def violations_in_own_look(page: Page, lang: str, within: str | None = None) -> list[str]:
    """Return the violations of a page that both editions have, or of a part of it, in the look of this edition."""
    page.evaluate(_SET_LOOK, _LOOKS[lang])
    return violations(page, within)
