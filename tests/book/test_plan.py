"""The plan is kept where the reader chose, is the same in every lesson, and prints on a page with the notes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze.widgets.plan import Plan
from adempauze.widgets.reflect import Reflect
from tests.book.fronts import front_end, left_behind
from tests.book.kept import keep_in_browser
from tools.browser.bare_page import OpenWidgets

KEY = "12-your-next-step/plan"
HOSTILE = "</script><img src=x onerror=alert(1)>"
MARKER = "marker-of-a-private-plan"


@pytest.fixture(scope="module")
def front(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, Plan)


def _plan(*parts: str, lang: str = "en") -> Plan:
    lesson = "12-your-next-step"
    return Plan(parts, lang=lang, lesson=lesson) if parts else Plan(lang=lang, lesson=lesson)


def _reflect(lang: str = "en") -> Reflect:
    return Reflect("after", "What did you notice?", lang=lang, lesson="04-breathing")


def _stored(page: Page) -> dict[str, Any]:
    note = json.loads(page.evaluate(f"localStorage['adempauze:v1:note:{KEY}']"))["notes"][0]
    assert note["kind"] == "plan"
    return json.loads(note["text"])


def _field(page: Page | Locator, name: str, place: int = 0) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True).nth(place)


def _saved(page: Page, place: int = 0) -> None:
    expect(page.locator(".az-plan").nth(place).locator(".az-state")).to_contain_text("Saved in this browser at")


def _make(page: Page) -> Locator:
    page.get_by_role("button", name="Make my page").click()
    return page.get_by_role("article")


def test_it_is_kept_and_there_after_a_reload(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan())
    keep_in_browser(page)
    _field(page, "If").fill("I shut my laptop")
    _field(page, "then I").fill("walk around the block")
    _field(page, "One small step for this week").fill("go to bed at ten")
    _field(page, "Someone I tell").fill("my sister")
    _saved(page)
    assert _stored(page) == {
        "pairs": [{"when": "I shut my laptop", "then": "walk around the block"}],
        "step": "go to bed at ten",
        "person": "my sister",
        "chosen": [],
    }
    page.reload()
    expect(_field(page, "then I")).to_have_value("walk around the block")
    expect(_field(page, "Someone I tell")).to_have_value("my sister")


def test_by_default_nothing_is_kept_and_the_page_says_so(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan())
    _field(page, "Someone I tell").fill(MARKER)
    expect(page.locator(".az-plan .az-state").get_by_text("Not kept. Gone when you leave this page.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert not [url for url in page.context.watch.requests if MARKER in url]
    assert MARKER not in page.url + page.evaluate("document.cookie")


def test_there_is_always_one_empty_line_for_another_if_then(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan("if-then"))
    expect(page.get_by_role("textbox")).to_have_count(2)
    _field(page, "If").fill("I wake at four")
    expect(page.get_by_role("textbox")).to_have_count(4)
    expect(_field(page, "If")).to_be_focused()
    _field(page, "If", 1).fill("the phone rings after six")
    expect(page.get_by_role("textbox")).to_have_count(6)


def test_a_refresh_leaves_the_fields_and_the_caret_alone(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan())
    keep_in_browser(page)
    person = _field(page, "Someone I tell")
    person.fill("Bel Anna, 06")
    _saved(page)
    field = person.element_handle()
    for _ in range(3):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.keyboard.type("-12345678")
    expect(person).to_have_value("Bel Anna, 06-12345678")
    expect(page.locator(".az-plan textarea")).to_have_count(4)
    assert field.evaluate("(node) => node.isConnected && node === document.activeElement")


def test_a_long_sentence_shows_whole(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan())
    for name in ("If", "Someone I tell"):
        _field(page, name).fill("a long sentence " * 30)
        assert _field(page, name).evaluate("(field) => field.scrollHeight <= field.clientHeight + 1")


def test_emptying_it_deletes_the_note(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan())
    keep_in_browser(page)
    _field(page, "Someone I tell").fill("my sister")
    _saved(page)
    _field(page, "Someone I tell").fill("")
    expect(page.locator(".az-plan .az-state").get_by_text("Nothing written yet.")).to_be_visible()
    assert page.evaluate(f"localStorage['adempauze:v1:note:{KEY}'] ?? null") is None


def test_a_part_in_one_lesson_leaves_the_rest_of_the_plan_alone(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan(), _plan("if-then"))
    keep_in_browser(page)
    whole, part = page.locator(".az-plan").all()
    _field(whole, "Someone I tell").fill("my sister")
    _saved(page)
    _field(part, "If").fill("I wake at four")
    _saved(page, 1)
    expect(_field(whole, "If")).to_have_value("I wake at four")
    assert _stored(page)["person"] == "my sister"


def test_own_words_are_offered_and_only_chosen_ones_are_on_the_page(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect(), _plan())
    expect(page.get_by_text("Nothing to choose from yet.")).to_be_visible()
    words = page.get_by_role("textbox", name="What did you notice?")
    words.fill("It became quieter.")
    _field(page, "One small step for this week").click()
    choice = page.get_by_role("checkbox", name="Five minutes of breath It became quieter.")
    page.locator("h1").click()
    expect(choice).not_to_be_checked()
    _field(page, "One small step for this week").fill("go to bed at ten")
    sheet = _make(page)
    expect(sheet).not_to_contain_text("It became quieter.")
    choice.check()
    expect(sheet).to_contain_text("It became quieter.")
    words.fill("It became quieter.\nAnd then I slept.")
    page.locator("h1").click()
    expect(sheet).to_contain_text("And then I slept.")


def test_the_page_can_be_kept_as_a_file(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan())
    page.get_by_role("button", name="Make my page").click()
    expect(page.get_by_text("Write something first, or tick a note.")).to_be_visible()
    _field(page, "If").fill("I shut my laptop")
    _field(page, "Someone I tell").fill("my sister")
    expect(_make(page)).to_be_focused()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as text").click()
    assert download.value.suggested_filename == "my-plan.md"
    assert download.value.path().read_text(encoding="utf-8") == (
        "# My plan\n\n## If this happens, then I do that\n\n- If I shut my laptop, then I …\n\n"
        "## Someone I tell\n\nmy sister\n"
    )


def test_a_second_print_prints_one_sheet(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan())
    page.evaluate("globalThis.print = () => {}")  # acts as a browser that does not report the end of printing
    _field(page, "Someone I tell").fill("my sister")
    _make(page)
    for _ in range(2):
        page.get_by_role("button", name="Print the sheet").click()
    expect(page.locator("body > .az-print")).to_have_count(1)


def test_hostile_and_very_long_texts_stay_texts(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan())
    keep_in_browser(page)
    for text in (HOSTILE, "a" * 10_000 + HOSTILE, "\u202eomgekeerd 🌿 ﷽"):
        _field(page, "If").fill(text)
        _field(page, "Someone I tell").fill(text)
        _saved(page)
        expect(_make(page)).to_contain_text(text)
        page.reload()
        expect(_field(page, "Someone I tell")).to_have_value(text)
    assert page.locator("img").count() == 0


names = st.sampled_from(["pairs", "step", "person", "chosen", "when", "then"])
leaves = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5)
anything = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4))


@settings(max_examples=80, deadline=None)
@given(anything)
def test_any_note_reads_as_a_plan_and_comes_back_the_same(front: Page, content: Any) -> None:
    once = front.evaluate("(text) => front.writePlan(front.readPlan(text))", json.dumps(content))
    again = front.evaluate("(text) => front.writePlan(front.readPlan(text))", once)
    assert once == again


def test_a_note_that_is_no_plan_is_an_empty_one(front: Page) -> None:
    for text in ("{ broken", "", "null", "[]"):
        assert front.evaluate("(text) => front.writePlan(front.readPlan(text))", text) == ""


def test_a_full_storage_is_said_and_loses_nothing(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan())
    keep_in_browser(page)
    page.evaluate("localStorage.setItem('other', 'x'.repeat(5 * 1024 * 1024 - 300))")
    _field(page, "Someone I tell").fill(MARKER * 20)
    expect(page.locator(".az-state").get_by_text("there is no space left")).to_be_visible()
    expect(_field(page, "Someone I tell")).to_have_value(MARKER * 20)
    page.evaluate("localStorage.removeItem('other')")
    _saved(page)


def test_the_keyboard_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_plan())
    page.keyboard.press("Tab")
    page.keyboard.type("I shut my laptop")
    page.keyboard.press("Tab")
    page.keyboard.type("walk")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("go to bed at ten")
    expect(_field(page, "One small step for this week")).to_have_value("go to bed at ten")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_be_focused()
    expect(page.get_by_role("article")).to_contain_text("If I shut my laptop, then I walk")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Download as text")).to_be_focused()


@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (640, "200%")])
def test_it_fits_a_narrow_screen_and_large_text(open_widgets: OpenWidgets, page: Page, width: int, size: str) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    open_widgets(_plan(lang="nl"), lang="nl")
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    page.locator("textarea").first.fill("a" * 300)
    page.locator("button.az-primary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("home", ["book", "kernel"])
def test_running_a_cell_again_leaves_nothing_behind(open_widgets: OpenWidgets, home: str) -> None:
    page = open_widgets(_plan())
    assert left_behind(page, _plan(), home) == 0
