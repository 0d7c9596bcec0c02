"""The course map says truly what was opened and done, and has working links; the pace folds a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze.widgets.progress import Progress
from adempauze.widgets.reflect import Reflect
from tests.book.fronts import front_end, left_behind
from tools.browser.axe import violations_in_both_looks
from tools.browser.bare_page import OpenWidgets

SLUGS = ["00-start", "01-what-burn-out-is", "04-breathing"]


@pytest.fixture(scope="module")
def front(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, Progress)


def _progress(lesson: str = "00-start", lang: str = "en") -> Progress:
    return Progress(SLUGS, lang=lang, lesson=lesson)


def _kept_in_browser(page: Page) -> None:
    page.evaluate("localStorage['adempauze:v1:keep'] = 'browser'")
    page.reload()
    page.wait_for_selector("html[data-adempauze=ready]")


def _item(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=title)


def _note(key: str, text: str = "x", kind: str = "reflection", at: str = "2026-11-01T10:00:00Z") -> dict[str, str]:
    return {"key": key, "kind": kind, "text": text, "updated_at": at}


def test_being_here_opens_a_lesson_and_done_leads_to_the_next(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress())
    expect(_item(page, "Before you begin")).to_contain_text("you are here")
    expect(_item(page, "What burn-out is")).to_contain_text("not opened yet")
    expect(page.get_by_text("You can go on with this lesson.")).to_be_visible()
    page.get_by_role("checkbox", name="I am done with this lesson").check()
    expect(_item(page, "Before you begin")).to_contain_text("you are here, done")
    onward = page.locator(".az-next").get_by_role("link")
    expect(onward).to_have_text("What burn-out is, and is not")
    expect(onward).to_have_attribute("href", "01-what-burn-out-is.html")
    page.get_by_role("checkbox", name="I am done with this lesson").uncheck()
    expect(page.get_by_text("You can go on with this lesson.")).to_be_visible()


def test_a_note_in_a_lesson_counts_as_opened(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Reflect("after", "What?", lang="en", lesson="04-breathing"), _progress())
    page.get_by_role("textbox", name="What?").fill("something")
    page.get_by_role("textbox", name="What?").blur()
    expect(_item(page, "Five minutes of breath")).to_contain_text("opened")
    expect(_item(page, "Five minutes of breath")).not_to_contain_text("not opened")


def test_it_is_kept_as_the_reader_chose(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress())
    page.get_by_role("checkbox", name="I am done").check()
    assert page.evaluate("Object.keys(localStorage)") == []
    _kept_in_browser(page)
    page.get_by_role("checkbox", name="I am done").check()
    expect(page.locator(".az-state").first).to_contain_text("Saved in this browser at")
    page.reload()
    expect(page.get_by_role("checkbox", name="I am done")).to_be_checked()


def test_outside_a_lesson_there_is_a_map_and_nothing_to_mark(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress("gallery"))
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.locator("ol").get_by_role("link")).to_have_count(3)


def test_links_reach_the_lessons_from_any_page_of_the_book(open_widgets: OpenWidgets, page: Page) -> None:
    page.add_init_script("""
        const place = () => { document.documentElement.dataset.content_root = "../../"; };
        document.addEventListener("readystatechange", place);
    """)
    open_widgets(_progress("gallery", "nl"), lang="nl")
    link = page.get_by_role("link", name="Vijf minuten adem")
    expect(link).to_have_attribute("href", "../../notebooks/nl/04-breathing.html")


def test_a_short_pace_folds_this_page_at_once_and_in_words(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress())
    page.get_by_role("radio", name="Short").check()
    expect(page.locator("html")).to_have_attribute("data-pace", "short")
    expect(page.get_by_text("The rest of a lesson is folded, with a button to show it.")).to_be_visible()
    page.get_by_role("radio", name="Normal").check()
    assert page.evaluate("document.documentElement.dataset.pace ?? null") is None


def test_the_pace_is_a_note_that_delete_all_deletes(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress())
    _kept_in_browser(page)
    page.get_by_role("radio", name="Short").check()
    page.wait_for_function("'adempauze:v1:note:00-start/pace' in localStorage")
    page.reload()
    expect(page.get_by_role("radio", name="Short")).to_be_checked()
    page.locator("summary").last.click()
    page.get_by_role("button", name="Delete all my notes").click()
    page.get_by_role("button", name="Yes, delete all").click()
    expect(page.get_by_role("radio", name="Normal")).to_be_checked()
    assert page.evaluate("'adempauze:v1:note:00-start/pace' in localStorage") is False


def test_in_jupyterlab_a_link_opens_the_file_beside_this_one(front: Page) -> None:
    for path, folder in {
        "/lab/tree/en/00-start.ipynb": "en/",
        "/doc/tree/en/00-start.ipynb": "en/",
        "/user/sam/lab/workspaces/x/tree/my%20course/nl/00-start.ipynb": "my course/nl/",
        "/lab/tree/00-start.ipynb": "",
        "/notebooks/en/00-start.ipynb": "en/",
        "/notebooks/notebooks/en/00-start.ipynb": "notebooks/en/",
        "/doc/tree/notebooks/en/00-start.ipynb": "notebooks/en/",
        "/lab": "",
    }.items():
        assert front.evaluate("(path) => front.folderIn(path)", path) == folder


def _next(front: Page, notes: list[dict[str, str]]) -> Any:
    return front.evaluate(
        "([slugs, notes]) => front.nextLesson(slugs, front.readProgress(slugs, notes))", [SLUGS, notes]
    )


def test_where_to_go_on(front: Page) -> None:
    def done(slug: str, at: str) -> dict[str, str]:
        return _note(f"{slug}/progress", '{"done":true}', "progress", at)

    assert _next(front, []) == "00-start"
    assert _next(front, [_note("04-breathing/after")]) == "04-breathing"
    assert _next(front, [done("00-start", "2026-11-01T10:00:00Z")]) == "01-what-burn-out-is"
    assert _next(front, [done("04-breathing", "2026-11-01T10:00:00Z")]) == "00-start"
    assert _next(front, [done(slug, "2026-11-01T10:00:00Z") for slug in SLUGS]) is None


keys = st.sampled_from([f"{slug}/{name}" for slug in [*SLUGS, "elsewhere"] for name in ("progress", "after", "pace")])
texts = st.sampled_from(['{"done":true}', '{"done":false}', '{"done":"yes"}', "null", "{ broken", '"x"', "[]"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.builds(_note, keys, texts), unique_by=lambda note: note["key"], max_size=12))
def test_one_never_goes_on_with_a_lesson_that_is_done(front: Page, notes: list[dict[str, str]]) -> None:
    done = {note["key"] for note in notes if note["text"] == '{"done":true}'}
    todo = [slug for slug in SLUGS if f"{slug}/progress" not in done]
    assert _next(front, notes) in (todo or [None])


def test_the_keyboard_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress())
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="I am done")).to_be_checked()
    expect(page.locator(".az-next").get_by_role("link")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".az-next").get_by_role("link")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="Normal")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Short")).to_be_checked()


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_axe_finds_nothing_in_any_state(open_widgets: OpenWidgets, lang: str) -> None:
    page = open_widgets(_progress(lang=lang), lang=lang)
    assert not violations_in_both_looks(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("radio").nth(1).check()
    assert not violations_in_both_looks(page)


@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (640, "200%")])
def test_it_fits_a_narrow_screen_and_large_text(open_widgets: OpenWidgets, page: Page, width: int, size: str) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    open_widgets(_progress(lang="nl"), lang="nl")
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("home", ["book", "kernel"])
def test_running_a_cell_again_leaves_nothing_behind(open_widgets: OpenWidgets, home: str) -> None:
    page = open_widgets(_progress())
    assert left_behind(page, _progress(), home) == 0
