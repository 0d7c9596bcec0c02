"""The short reading is chosen once, kept only in this browser, and one press away from the whole lesson."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tools.browser.axe import violations_in_both_looks


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-adempauze=ready]")


def _choose_short(page: Page, site: str) -> None:
    page.goto(f"{site}/en/notebooks/en/04-breathing.html")
    page.evaluate("localStorage['adempauze:v1:pace'] = 'short'")


@pytest.mark.parametrize(("lang", "button"), [("en", "Show the whole lesson"), ("nl", "Laat de hele les zien")])
def test_a_short_lesson_is_one_minute_and_what_there_is_to_do(page: Page, site: str, lang: str, button: str) -> None:
    _choose_short(page, site)
    _open(page, f"{site}/{lang}/notebooks/{lang}/04-breathing.html")
    sections = page.locator("main > section > section")
    shown = [section for section in sections.all() if section.is_visible()]
    assert 2 <= len(shown) < sections.count()
    assert all(section.locator(".adempauze-mount").count() for section in shown[1:])
    assert not violations_in_both_looks(page)
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")
    assert all(section.is_visible() for section in sections.all())
    expect(page.get_by_role("button", name=button)).to_be_hidden()
    expect(sections.nth(1)).to_be_focused()


def test_a_link_into_the_folded_part_shows_it(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    _choose_short(page, site)
    _open(page, f"{site}/en/notebooks/en/04-breathing.html#sources")
    expect(page.locator("#sources")).to_be_in_viewport()
    _open(page, f"{site}/en/notebooks/en/04-breathing.html")
    page.get_by_role("link", name="Contents", exact=True).click()
    expect(page.locator("#sources")).to_be_hidden()


def test_without_the_choice_a_lesson_is_whole(page: Page, site: str) -> None:
    _open(page, f"{site}/en/notebooks/en/04-breathing.html")
    assert all(section.is_visible() for section in page.locator("main > section > section").all())
    expect(page.get_by_role("button", name="Show the whole lesson")).to_be_hidden()
