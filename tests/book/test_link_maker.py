"""The page that makes links to lessons, in a browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tools import ROOT

FILE = ROOT / "deploy" / "link-maker" / "index.html"


@pytest.mark.parametrize("kind", ["own", "other"])
def test_a_link_is_made_while_one_fills_in(page: Page, kind: str) -> None:
    page.goto(FILE.as_uri())
    page.locator("[name=hub]").fill("http://hub.example.org")  # others could read along
    expect(page.locator("#link")).to_contain_text("https://")
    expect(page.locator("#copy")).to_be_disabled()
    page.locator("[name=hub]").fill("https://hub.example.org/")
    page.locator("[name=kind]").select_option(kind)
    page.locator("[name=edition]").select_option("nl")
    page.locator("[name=lesson]").select_option("04-breathing")
    if kind == "other":
        page.locator("[name=repository]").fill("https://git.example.org/adempauze.git")
    expect(page.locator("#copy")).to_be_enabled()
    link = urlsplit(page.locator("#link").inner_text())
    lesson = "notebooks/nl/04-breathing.ipynb"
    if kind == "own":
        assert (link.path, link.query) == (f"/hub/user-redirect/doc/tree/{lesson}", "")
    else:
        assert link.path == "/hub/user-redirect/git-pull"
        asked = {"repo": ["https://git.example.org/adempauze.git"], "branch": ["main"]}
        assert parse_qs(link.query) == asked | {"urlpath": [f"doc/tree/adempauze/{lesson}"]}
