"""The policy of the pages keeps away what does not belong to the book, served and from disk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from adempauze import messages
from tools import ROOT
from tools.browser.until import until

SITE = ROOT / "_build" / "html"
PLANTED = """
<script>globalThis.ran = "an inline script";</script>
<script src="http://other.example/foreign.js"></script>
<img src="http://other.example/foreign.png" onerror="globalThis.ran = 'an event handler'">
<img src="data:,none" onerror="globalThis.ran = 'an event handler of an own picture'">
<a id="planted" href="javascript:globalThis.ran = 'an address'">x</a>
<form id="leak" action="http://other.example/"><button>x</button></form>
<style>main { display: none; }</style>
<p style="position: fixed" id="styled">x</p>
<iframe src="http://other.example/"></iframe>
<base href="http://other.example/">
"""
NOTE = """globalThis.refused = [];
addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));"""
KINDS = {
    "script-src-elem",
    "script-src-attr",
    "img-src",
    "form-action",
    "style-src-elem",
    "style-src-attr",
    "frame-src",
    "base-uri",
}


@pytest.fixture
def unwatched(browser: Browser) -> Iterator[Page]:
    """A page whose console may speak of what was refused."""
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(NOTE)
        yield page


def _pages() -> list[str]:
    lessons = [f"{lang}/notebooks/{lang}/04-breathing.html" for lang in messages.LANGUAGES]
    return ["index.html", *lessons, "nl/book/nl/index.html", "en/search.html"]


@pytest.mark.parametrize("name", _pages())
def test_what_is_planted_does_not_run(unwatched: Page, site: str, name: str) -> None:
    text = (SITE / name).read_text(encoding="utf-8").replace("</main>", f"{PLANTED}</main>")
    unwatched.route(f"**/{name}", lambda route: route.fulfill(body=text, content_type="text/html"))
    sent: list[str] = []
    unwatched.context.on("requestfinished", lambda request: sent.append(request.url))
    unwatched.goto(f"{site}/{name}")
    unwatched.evaluate("document.querySelector('#planted').click()")
    unwatched.evaluate("document.querySelector('#leak').submit()")
    until(unwatched, "(kinds) => kinds.every((kind) => refused.includes(kind))", sorted(KINDS))
    assert unwatched.evaluate("globalThis.ran ?? null") is None
    assert unwatched.locator("main").first.is_visible()
    assert unwatched.evaluate("getComputedStyle(document.querySelector('#styled')).position") == "static"
    assert not [url for url in sent if "other.example" in url]


def test_no_text_becomes_a_script_even_in_a_script_of_the_site(unwatched: Page, site: str) -> None:
    turncoat = "globalThis.ran = ''; try { Function('globalThis.ran = 1')(); } finally { globalThis.tried = true; }"
    unwatched.route(re.compile(r"/host\.\w+\.js\b"), lambda route: route.fulfill(body=turncoat))
    unwatched.goto(f"{site}/nl/notebooks/nl/04-breathing.html")
    until(unwatched, "globalThis.tried")
    assert unwatched.evaluate("globalThis.ran") == ""


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_from_disk_the_policy_refuses_nothing_of_the_book(page: Page, lang: str) -> None:
    page.add_init_script(NOTE)
    for name in (f"book/{lang}/index", f"book/{lang}/gallery", f"notebooks/{lang}/04-breathing"):
        page.goto(f"{SITE.as_uri()}/{lang}/{name}.html")
        if page.locator(".adempauze-mount").count():
            page.wait_for_selector("html[data-adempauze=ready]")
        assert page.evaluate("getComputedStyle(document.querySelector('main')).maxInlineSize") != "none"
        assert page.evaluate("refused") == []
