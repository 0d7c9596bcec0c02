"""The whole course with the keyboard alone, from the first page to the last."""

from __future__ import annotations

import pytest
import yaml
from playwright.sync_api import Page

from tools import ROOT
from tools.editions import toc_for

MOST_STOPS = 600  # on one page, before the link to the next one

# Whether the focused element is visible, has an outline, and leads to the next page.
FOCUSED = """() => {
    const node = document.activeElement;
    const box = node.getBoundingClientRect();
    const seen = box.width > 0 && box.height > 0 && getComputedStyle(node).visibility === 'visible';
    const marked = node.matches(':focus-visible') && (
        getComputedStyle(node).outlineStyle !== 'none' || node.closest('.az-file, label')?.matches(':focus-within'));
    const next = node.matches('main a[rel=next]');
    return { body: node === document.body, next, seen, marked, html: node.outerHTML.slice(0, 200) };
}"""


def _pages(lang: str) -> list[str]:
    toc = toc_for(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8")), lang)
    return [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]


def _tab_to_next(page: Page) -> bool:
    """Press Tab until the link to the next page has the focus; return whether the page has one."""
    if not page.locator("main a[rel=next]").count():
        return False
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert not focused["body"], f"{page.url}: the focus got lost"
        assert focused["seen"] and focused["marked"], f"{page.url}: {focused['html']}"
        if focused["next"]:
            return True
    raise AssertionError(f"{page.url}: the keyboard does not reach the next page")


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_keyboard_walks_the_whole_course(page: Page, site: str, lang: str) -> None:
    visited = []
    page.goto(f"{site}/{lang}/book/{lang}/index.html")
    while True:
        if page.locator(".adempauze-mount").count():
            page.wait_for_selector("html[data-adempauze=ready]")
        visited.append(page.url.removeprefix(f"{site}/{lang}/").removesuffix(".html"))
        if not _tab_to_next(page):
            break
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert visited == _pages(lang)
