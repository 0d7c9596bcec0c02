"""Takes the screenshots in `docs/pictures`, of the built book and of JupyterLab, and draws the pictures to share."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from adempauze.messages import LANGUAGES
from tools import ROOT, cards
from tools.browser.chromium import launch_chromium
from tools.browser.course_server import started
from tools.browser.serving import serve

PICTURES = ROOT / "docs" / "pictures"
PAGES = {
    "front-door": "book/{lang}/index",
    "breathing": "notebooks/{lang}/04-breathing",
    "load-and-recovery": "notebooks/{lang}/02-load-and-recovery",
    "my-notes": "book/{lang}/my-notes",
    "claims": "book/{lang}/claims",
}
QUESTIONS = {"nl": "hoe slaap ik beter", "en": "how do i sleep better"}
PRINTED = {"cover": 1, "prompt": 6}  # pages of the short PDF
SIZES: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
LOOKS: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    """Write all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, launch_chromium(playwright) as browser:
        cards.write(browser)
        with serve(ROOT / "_build" / "html") as site:
            _book(browser, site, "nl", "book-phone.png", {"width": 390, "height": 844}, "light")
            _book(browser, site, "en", "book-dark.png", {"width": 1000, "height": 844}, "dark")
            for lang, look, size in product(LANGUAGES, LOOKS, SIZES):
                _pages(browser, site, lang, look, size)
            for lang in LANGUAGES:
                _search(browser, site, lang)
                _paper(lang)
        _lab(browser)


def _book(
    browser: Browser, site: str, lang: str, name: str, size: ViewportSize, look: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport=size, color_scheme=look)
    page.goto(f"{site}/{lang}/notebooks/{lang}/04-breathing.html")
    _show_timer(page)
    page.screenshot(path=PICTURES / name)
    page.close()


def _pages(browser: Browser, site: str, lang: str, look: Literal["light", "dark"], size: str) -> None:
    """Take the first screen of each page, without motion, so that a picture changes only with its page."""
    page = browser.new_page(viewport=SIZES[size], color_scheme=look, reduced_motion="reduce")
    for name, path in PAGES.items():
        page.goto(f"{site}/{lang}/{path.format(lang=lang)}.html")
        if page.locator(".adempauze-mount").count():
            page.wait_for_selector("html[data-adempauze=ready]")
        page.screenshot(path=PICTURES / f"{name}-{lang}-{size}-{look}.png")
    page.close()


def _search(browser: Browser, site: str, lang: str) -> None:
    page = browser.new_page(viewport=SIZES["phone"], color_scheme="light")
    page.goto(f"{site}/{lang}/search.html#q={QUESTIONS[lang]}")
    page.locator("#search-results mark").first.wait_for()
    page.screenshot(path=PICTURES / f"search-{lang}-phone-light.png")
    page.close()


def _paper(lang: str) -> None:
    """Show pages of the PDF that `make pdf` printed, with the pdftoppm of Poppler, because Chromium shows none."""
    program = shutil.which("pdftoppm")
    if program is None:
        raise SystemExit(
            "pdftoppm is missing, which makes pictures of PDF pages. On Debian: apt-get install poppler-utils"
        )
    printed = ROOT / "_build" / "html" / "files" / f"adempauze-{lang}-short.pdf"
    for name, page in PRINTED.items():
        options = ["-png", "-singlefile", "-r", "60", "-f", str(page), "-l", str(page)]
        subprocess.run([program, *options, printed, PICTURES / f"pdf-{name}-{lang}"], check=True)


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
