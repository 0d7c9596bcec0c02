"""A ladder of evidence: what the learner thinks first, then what the evidence says, and whom to ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze.widgets.evidence_ladder import EvidenceLadder, option
from tests.book.fronts import empty_page, front_end, left_behind, show_live
from tools.browser.bare_page import OpenWidgets
from tools.browser.until import until

HOSTILE = "</script><img src=x onerror=alert(1)> \u202eomgekeerd \u0634\u0643 🌿"
REASON = "Because of what was measured"
OPTIONS = [
    option("Apples", "mixed or weak", "moderate", REASON, "A dietician", ["WHO-01"]),
    option("Bread", "well supported", "low", REASON, "A baker"),
    option("Cheese", "mixed or weak", "very low", REASON, "A farmer"),
    option("Dates", "well supported", "moderate", REASON, "A palm"),
]
BY_EVIDENCE = [["Dates", "Bread"], ["Apples", "Cheese"], []]  # on the rungs, from the top


def _ladder(*options: object, lang: str = "en", id: str = "helps") -> EvidenceLadder:
    return EvidenceLadder(id, "How much evidence is there?", *(options or OPTIONS), lang=lang, lesson="10")


def _place(page: Page, rung: str) -> None:
    page.get_by_role("button", name=rung, exact=True).click()


def _on(page: Page, rung: str) -> Locator:
    return page.locator(f".az-{rung} .az-chip")


def _reveal(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^(Show|Laat zien) ")).click()


def test_one_touch_for_each_option_with_undo(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    for rung in ("Much evidence", "No idea", "Hardly any evidence", "Some evidence"):
        _place(page, rung)
    for text, name in zip(("Apples", "Bread", "Cheese", "Dates"), ("strong", "aside", "none", "some"), strict=True):
        expect(_on(page, name)).to_have_text([text])
    expect(page.get_by_role("status").first).to_contain_text("“Dates” is under: Some evidence.")
    page.get_by_role("button", name="Undo").click()
    expect(_on(page, "some")).to_have_count(0)
    expect(page.locator(".az-held")).to_have_text("Dates")


def test_what_the_evidence_says_comes_when_asked_with_reason_and_whom_to_ask(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    _place(page, "Some evidence")
    assert REASON not in page.evaluate("document.querySelector('.az-evidence-ladder').textContent")
    _reveal(page)
    expect(page.get_by_text("By the evidence", exact=True)).to_be_focused()
    rungs = page.locator(".az-rung:visible")
    assert [rung.locator(".az-title").all_inner_texts() for rung in rungs.all()] == BY_EVIDENCE
    expect(rungs.nth(2)).to_contain_text("There is nothing here.")
    apples = page.locator(".az-judged > li", has_text="Apples")
    expect(apples).to_contain_text("mixed or weak")
    expect(apples).to_contain_text("You put this under: Some evidence.")
    expect(rungs.first).not_to_contain_text("You put this under")
    expect(apples.get_by_text(REASON)).to_be_hidden()
    apples.get_by_text("Why, and who to ask").click()
    for text in (REASON, "moderate", "Who to ask: A dietician"):
        expect(apples.get_by_text(text).first).to_be_visible()
    expect(apples.get_by_role("link")).to_have_count(1)
    page.get_by_role("button", name="Back to what I thought").click()
    expect(page.locator(".az-judged")).to_have_count(0)
    expect(_on(page, "some")).to_have_text(["Apples"])


def test_the_places_are_kept_when_asked_and_let_go(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    keep = page.get_by_role("checkbox", name="Keep this for me")
    expect(keep).to_be_hidden()
    page.evaluate("localStorage['adempauze:v1:keep'] = 'browser'")
    page.reload()
    _place(page, "Much evidence")
    expect(page.locator(".az-state")).to_have_text("Not kept. Gone when you leave this page.")
    keep.check()
    expect(page.locator(".az-state")).to_contain_text("Saved in this browser at")
    page.reload()
    expect(keep).to_be_checked()
    expect(_on(page, "strong")).to_have_text(["Apples"])
    expect(page.locator(".az-held")).to_have_text("Bread")
    keep.uncheck()
    until(page, "Object.keys(localStorage).every((name) => !name.includes('note:'))")
    expect(_on(page, "strong")).to_have_text(["Apples"])


def test_an_order_kept_in_the_first_edition_is_not_lost(page: Page) -> None:
    widget = _ladder()
    order = [{"id": item["key"], "text": item["text"]} for item in reversed(widget.items)]
    widget.journal.save(widget.key, "ladder", json.dumps({"order": order}))
    show_live(empty_page(page), widget)
    expect(page.locator(".az-held")).to_have_text("Dates")
    _place(page, "Much evidence")
    expect(page.locator(".az-held")).to_have_text("Cheese")
    expect(page.locator(".az-state")).to_contain_text("Saved on this computer at")
    kept = json.loads(widget.journal.load(widget.key).text)
    assert kept["order"] == order
    assert [each["text"] for each in kept["strong"]] == ["Dates"]


def test_the_keyboard_alone_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    press = page.keyboard.press
    press("Tab")
    expect(page.get_by_role("button", name="Much evidence")).to_be_focused()
    for _ in range(4):
        press("Enter")
    expect(page.locator(".az-held")).to_be_focused()
    press("Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    for _ in range(5):
        press("Tab")
    press("Enter")
    expect(page.get_by_text("By the evidence", exact=True)).to_be_focused()


def test_hostile_text_stays_text(open_widgets: OpenWidgets, page: Page) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_viewport_size({"width": 320, "height": 700})
    hostile = [option(text, "mixed or weak", "low", text, text, [], text) for text in (HOSTILE, "a" * 10_000)]
    open_widgets(_ladder(*hostile))
    page.locator(".az-choose").first.click()
    _reveal(page)
    assert not dialogs
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


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


entries = st.none() | st.integers() | st.fixed_dictionaries({"id": st.sampled_from("abx") | st.integers()})
places = st.sampled_from(["order", "strong", "some", "none", "aside", "elsewhere"])
notes = st.none() | st.text(max_size=2) | st.dictionaries(places, st.lists(entries, max_size=4) | st.integers())


@given(notes)
@settings(max_examples=120, deadline=None)
def test_whatever_a_note_holds_each_option_has_one_place(front: Page, kept: object) -> None:
    found = front.evaluate("(kept) => front.readPlaces(kept, ['a', 'b'])", kept)
    assert len(found) == 5
    assert sorted(key for each in found for key in each) == ["a", "b"]


judged = st.fixed_dictionaries({"key": st.integers(0, 9), "verdict": st.integers(0, 5), "certainty": st.integers(0, 3)})


@given(st.lists(judged, max_size=8))
@settings(max_examples=80, deadline=None)
def test_the_order_by_evidence_is_that_of_verdict_and_certainty(front: Page, items: list[dict[str, int]]) -> None:
    found = front.evaluate("(items) => front.byEvidence(items)", items)
    assert found == sorted(items, key=lambda each: (-each["verdict"], -each["certainty"]))


@given(st.integers(0, 5), st.integers(0, 5))
def test_a_better_verdict_never_has_a_lower_rung(front: Page, one: int, other: int) -> None:
    rungs = ["none", "some", "strong"]
    low, high = (
        rungs.index(front.evaluate("(verdict) => front.rungOf(verdict)", each)) for each in sorted((one, other))
    )
    assert low <= high
