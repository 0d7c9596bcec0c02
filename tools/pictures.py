"""Takes the README's screenshots of the built book and of JupyterLab: `make pictures`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools import ROOT
from tools.browser.chromium import launch_chromium
from tools.browser.course_server import started
from tools.browser.serving import serve

PICTURES = ROOT / "docs" / "pictures"


def main() -> None:
    """Write all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, launch_chromium(playwright) as browser:
        with serve(ROOT / "_build" / "html") as site:
            _book(browser, site, "nl", "book-phone.png", {"width": 390, "height": 844}, "light")
            _book(browser, site, "en", "book-dark.png", {"width": 1000, "height": 844}, "dark")
        _lab(browser)


def _book(
    browser: Browser, site: str, lang: str, name: str, size: ViewportSize, look: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport=size, color_scheme=look)
    page.goto(f"{site}/{lang}/notebooks/{lang}/04-breathing.html")
    _show_timer(page)
    page.screenshot(path=PICTURES / name)
    page.close()


def _lab(browser: Browser) -> None:
    with tempfile.TemporaryDirectory() as home, started(Path(home), "en") as course:
        page = browser.new_page(viewport={"width": 1100, "height": 844})
        course.open(page, course.path_of("04-breathing.ipynb"))
        _show_timer(page)
        page.screenshot(path=PICTURES / "lab.png")
        page.close()


def _show_timer(page: Page) -> None:
    """Start the timer and wait for the end of a breath in, so that the picture has a full circle."""
    timer = page.locator(".az-breathe").first
    timer.wait_for(timeout=90_000)
    page.locator(".adempauze-waiting").wait_for(state="detached", timeout=90_000)
    timer.evaluate("(node) => node.scrollIntoView({ block: 'start' })")
    timer.get_by_role("button").first.click()
    timer.get_by_text(re.compile("^(Breathe out|Adem uit)$")).first.wait_for()


if __name__ == "__main__":
    main()
