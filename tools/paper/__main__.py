"""Prints the editions: `python -m tools.paper OUT [ADDRESS]`, after the book was built."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from adempauze import messages
from tools import ROOT
from tools.browser.chromium import launch_chromium
from tools.paper import epub
from tools.paper.assemble import CHOICES, WHOLE, Chapter, assemble, chapters
from tools.paper.press import chapter_pages, finished, printed

SITE = ROOT / "_build" / "html"


def make(browser: Browser, pages: Sequence[Chapter], lang: str, choice: str, out: Path, address: str = "") -> Path:
    """Print chapters as one PDF and return its path; it is printed twice, the second time with page numbers."""
    out.mkdir(parents=True, exist_ok=True)
    page = out / f"adempauze-{lang}-{choice}.html"
    page.write_text(assemble(pages, lang, choice, address), encoding="utf-8")
    numbers = chapter_pages(printed(browser, page), [each.slug for each in pages])
    page.write_text(assemble(pages, lang, choice, address, numbers), encoding="utf-8")
    file = page.with_suffix(".pdf")
    file.write_bytes(finished(printed(browser, page), lang, messages.table(lang, "paper")["title_" + choice]))
    page.unlink()
    return file


def main(out: Path, address: str = "") -> None:
    """Print each edition, short and whole, and pack the whole one as an EPUB."""
    with sync_playwright() as playwright, launch_chromium(playwright) as browser:
        for lang in messages.LANGUAGES:
            for choice in CHOICES:
                file = make(browser, chapters(SITE / lang, lang, choice), lang, choice, out, address)
                print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
            file = epub.make(browser, chapters(SITE / lang, lang, WHOLE), lang, out, address)
            print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
