"""A ladder of evidence: the learner's own order first, then that of the evidence, and whom to ask."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from adempauze.widgets.evidence_ladder import EvidenceLadder, option
from tests.book.fronts import front_end, left_behind
from tools.browser.axe import violations_in_both_looks
from tools.browser.bare_page import OpenWidgets

HOSTILE = "</script><img src=x onerror=alert(1)> \u202eomgekeerd \u0634\u0643 🌿"
REASON = "Because of what was measured"
OPTIONS = [
    option("Apples", "mixed or weak", "moderate", REASON, "A dietician", ["WHO-01"]),
    option("Bread", "well supported", "low", REASON, "A baker"),
    option("Cheese", "mixed or weak", "very low", REASON, "A farmer"),
    option("Dates", "well supported", "moderate", REASON, "A palm"),
]
BY_EVIDENCE = ["Dates", "Bread", "Apples", "Cheese"]


def _ladder(*options: object, lang: str = "en", id: str = "helps") -> EvidenceLadder:
    return EvidenceLadder(id, "What has the strongest evidence?", *(options or OPTIONS), lang=lang, lesson="10")


def _own_order(page: Page) -> list[str]:
    return page.locator(".az-sorted .az-text").all_inner_texts()


def _reveal(page: Page) -> None:
    page.locator(".az-primary:visible").click()


def test_an_own_order_by_buttons_with_undo(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    assert _own_order(page) == ["Apples", "Bread", "Cheese", "Dates"]
    page.get_by_role("button", name="Move up: Dates").click()
    assert _own_order(page) == ["Apples", "Bread", "Dates", "Cheese"]
    expect(page.get_by_role("status").first).to_have_text("“Dates”: place 3 of 4.")
    page.get_by_role("button", name="Undo").click()
    assert _own_order(page) == ["Apples", "Bread", "Cheese", "Dates"]


def test_the_order_by_evidence_comes_when_asked_with_reason_and_whom_to_ask(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    assert REASON not in page.evaluate("document.querySelector('.az-evidence-ladder').textContent")
    _reveal(page)
    expect(page.get_by_text("By the evidence, the strongest first")).to_be_focused()
    shown = page.locator(".az-judged > li")
    expect(shown).to_have_count(4)
    assert shown.locator(".az-title").all_inner_texts() == BY_EVIDENCE
    for text in ("well supported", "moderate", REASON, "Who to ask: A palm", "You put this in place 4 of 4."):
        expect(shown.first).to_contain_text(text)
    expect(shown.nth(2).get_by_role("link")).to_have_count(1)
    page.get_by_role("button", name="Back to my order").click()
    expect(shown).to_have_count(0)
    assert _own_order(page) == ["Apples", "Bread", "Cheese", "Dates"]


def test_an_own_order_is_kept_when_asked_and_let_go(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    keep = page.get_by_role("checkbox", name="Keep this for me")
    expect(keep).to_be_hidden()
    page.evaluate("localStorage['adempauze:v1:keep'] = 'browser'")
    page.reload()
    page.get_by_role("button", name="Move up: Dates").click()
    expect(page.locator(".az-state")).to_have_text("Not kept. Gone when you leave this page.")
    keep.check()
    expect(page.locator(".az-state")).to_contain_text("Saved in this browser at")
    page.reload()
    expect(keep).to_be_checked()
    assert _own_order(page) == ["Apples", "Bread", "Dates", "Cheese"]
    keep.uncheck()
    page.wait_for_function("Object.keys(localStorage).every((name) => !name.includes('note:'))")
    assert _own_order(page) == ["Apples", "Bread", "Dates", "Cheese"]


def test_a_row_can_be_dragged(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    page.locator(".az-handle").first.hover()
    page.mouse.down()
    box = page.locator(".az-item").last.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 2, steps=4)
    page.mouse.up()
    assert _own_order(page) == ["Bread", "Cheese", "Dates", "Apples"]


def test_the_keyboard_alone_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    press = page.keyboard.press
    press("Tab")
    press("Tab")
    expect(page.get_by_role("button", name="Move down: Apples")).to_be_focused()
    press("Enter")
    press("Enter")
    assert _own_order(page) == ["Bread", "Cheese", "Apples", "Dates"]
    expect(page.get_by_role("button", name="Move down: Apples")).to_be_focused()
    for _ in range(3):
        press("Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    press("Tab")
    press("Enter")
    expect(page.get_by_text("By the evidence, the strongest first")).to_be_focused()


def test_hostile_text_stays_text(open_widgets: OpenWidgets, page: Page) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_viewport_size({"width": 320, "height": 700})
    hostile = [option(text, "mixed or weak", "low", text, text, [], text) for text in (HOSTILE, "a" * 10_000)]
    open_widgets(_ladder(*hostile))
    page.locator(".az-step[aria-disabled=false]").first.click()
    _reveal(page)
    assert not dialogs
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_axe_finds_nothing_in_any_state(open_widgets: OpenWidgets, lang: str) -> None:
    page = open_widgets(_ladder(lang=lang), lang=lang)
    page.locator(".az-step[aria-disabled=false]").first.click()
    page.get_by_role("checkbox").check()
    assert not violations_in_both_looks(page)
    _reveal(page)
    assert not violations_in_both_looks(page)


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_it_fits_a_narrow_screen(open_widgets: OpenWidgets, page: Page, size: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(_ladder(lang="nl"), lang="nl")
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    _reveal(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("home", ["book", "kernel"])
def test_a_view_that_goes_leaves_nothing_behind(open_widgets: OpenWidgets, home: str) -> None:
    assert left_behind(open_widgets(_ladder()), _ladder(), home) == 0


@pytest.fixture(scope="module")
def front(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, EvidenceLadder)


json_values = st.recursive(
    st.none() | st.booleans() | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["order", "id"]), inner),
)


@given(json_values)
@settings(max_examples=80, deadline=None)
def test_any_note_gives_a_whole_order(front: Page, kept: object) -> None:
    found = front.evaluate("(kept) => front.readOrder(JSON.parse(kept), ['a', 'b'])", json.dumps(kept))
    assert sorted(found) == ["a", "b"]


keys = st.lists(st.text("abcdef", min_size=1, max_size=2), unique=True, max_size=6)


@given(st.lists(st.text("abcdef", max_size=2), max_size=8), keys)
@settings(max_examples=80, deadline=None)
def test_any_order_is_made_whole(front: Page, order: list[str], keys: list[str]) -> None:
    found = front.evaluate("({ order, keys }) => front.wholeOrder(order, keys)", {"order": order, "keys": keys})
    assert sorted(found) == sorted(keys)


judged = st.fixed_dictionaries({"key": st.integers(0, 9), "verdict": st.integers(0, 5), "certainty": st.integers(0, 3)})


@given(st.lists(judged, max_size=8))
@settings(max_examples=80, deadline=None)
def test_the_order_by_evidence_is_that_of_verdict_and_certainty(front: Page, items: list[dict[str, int]]) -> None:
    found = front.evaluate("(items) => front.byEvidence(items)", items)
    assert found == sorted(items, key=lambda each: (-each["verdict"], -each["certainty"]))
