"""Two learners at once, each in a browser of their own, from the invitation link to a note that is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from adempauze import messages
from tools.browser.watch import watched_context
from tools.hub_group import PASSWORD, Hub

WORDS = messages.table("nl", "hub")


def _come_in(page: Page, hub: Hub, name: str) -> None:
    page.goto(hub.manage("invite", "1").strip())
    expect(page.get_by_label(WORDS["code"])).not_to_have_value("")
    page.get_by_label(WORDS["name"]).fill(name)
    page.get_by_label(WORDS["password"], exact=True).fill(PASSWORD)
    page.get_by_label(WORDS["password_again"]).fill(PASSWORD)
    page.get_by_role("button", name=WORDS["make_account"]).click()
    page.get_by_label(WORDS["name"]).fill(name)
    page.get_by_label(WORDS["password"]).fill(PASSWORD)
    page.get_by_role("button", name=WORDS["log_in"]).click()


def _write(page: Page, text: str) -> None:
    field = page.locator(".adempauze textarea").first
    field.fill(text)
    field.blur()
    saved = messages.table("nl", "notes")["state_saved"].partition("{")[0]
    expect(page.get_by_text(re.compile(re.escape(saved))).first).to_be_visible(timeout=60_000)


@pytest.fixture
def pages(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Two pages that know nothing of each other; requests to another host fail the test."""
    with watched_context(browser) as first, watched_context(browser) as second:
        yield first.new_page(), second.new_page()


def test_two_learners_write_at_once_and_each_sees_their_own(hub: Hub, pages: tuple[Page, Page]) -> None:
    people = dict(zip(("elsa", "fien"), pages, strict=True))
    for name, page in people.items():
        _come_in(page, hub, name)
    for name, page in people.items():
        page.wait_for_url(f"**/user/{name}/doc/tree/book/nl/front-door.ipynb*", timeout=120_000)
        page.goto(f"{hub.address}/user/{name}/doc/tree/notebooks/nl/04-breathing.ipynb")
        expect(page.locator(".adempauze-notice")).to_have_attribute("data-state", "", timeout=120_000)
    for name, page in people.items():
        _write(page, f"this is of {name}")
    for name, page in people.items():
        expect(page.locator(".adempauze textarea").first).to_have_value(f"this is of {name}")
        page.reload()
        expect(page.locator(".adempauze textarea").first).to_have_value(f"this is of {name}", timeout=120_000)
