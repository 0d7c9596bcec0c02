"""The course map says truly what was opened and done, and has working links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze.widgets.progress import Progress
from adempauze.widgets.reflect import Reflect
from tests.book.fronts import front_end, left_behind
from tests.book.kept import keep_in_browser, kept_note
from tools.browser.bare_page import OpenWidgets

SLUGS = ["00-start", "01-what-burn-out-is", "03-signals-and-limits", "04-breathing"]
ORDER = ["00-start", "04-breathing", "03-signals-and-limits", "01-what-burn-out-is"]  # on the map


@pytest.fixture(scope="module")
def front(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, Progress)


def _progress(lesson: str = "00-start", lang: str = "en") -> Progress:
    return Progress(SLUGS, lang=lang, lesson=lesson)


def _item(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=title)


def test_being_here_opens_a_lesson_and_done_leads_to_the_next(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress())
    expect(_item(page, "Before you begin")).to_contain_text("you are here")
    expect(_item(page, "What burn-out is")).to_contain_text("not opened yet")
    expect(page.get_by_text("You can go on with this lesson.")).to_be_visible()
    page.get_by_role("checkbox", name="I am done with this lesson").check()
    expect(_item(page, "Before you begin")).to_contain_text("you are here, done")
    onward = page.locator(".az-next").get_by_role("link")
    expect(page.locator(".az-next")).to_have_text(re.compile("^Next: Five minutes"))
    expect(onward).to_have_attribute("href", "04-breathing.html")
    page.get_by_role("checkbox", name="I am done with this lesson").uncheck()
    expect(page.get_by_text("You can go on with this lesson.")).to_be_visible()


def test_there_is_a_short_path_and_a_shelf(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress())
    path = page.get_by_role("list", name="The short path").get_by_role("listitem")
    shelf = page.get_by_role("list", name="When you want to know more").get_by_role("listitem")
    expect(path).to_contain_text(["Before you begin", "Five minutes", "Signals and limits"])
    expect(shelf).to_contain_text(["What burn-out is"])


def test_who_returns_to_the_map_goes_on_where_they_were(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Reflect("after", "What?", lang="en", lesson="03-signals-and-limits"), _progress())
    page.get_by_role("textbox", name="What?").fill("something")
    page.get_by_role("textbox", name="What?").blur()
    expect(page.locator(".az-next")).to_have_text("Go on where you were: Signals and limits")


def test_a_note_in_a_lesson_counts_as_opened(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Reflect("after", "What?", lang="en", lesson="04-breathing"), _progress())
    page.get_by_role("textbox", name="What?").fill("something")
    page.get_by_role("textbox", name="What?").blur()
    expect(_item(page, "Five minutes")).to_contain_text("opened")
    expect(_item(page, "Five minutes")).not_to_contain_text("not opened")


def test_it_is_kept_as_the_reader_chose(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress())
    page.get_by_role("checkbox", name="I am done").check()
    assert page.evaluate("Object.keys(localStorage)") == []
    keep_in_browser(page)
    page.get_by_role("checkbox", name="I am done").check()
    expect(page.locator(".az-state").first).to_contain_text("Saved in this browser at")
    page.reload()
    expect(page.get_by_role("checkbox", name="I am done")).to_be_checked()


def test_outside_a_lesson_there_is_a_map_and_nothing_to_mark(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress("gallery"))
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.locator("li").get_by_role("link")).to_have_count(4)


def test_links_reach_the_lessons_from_any_page_of_the_book(open_widgets: OpenWidgets, page: Page) -> None:
    page.add_init_script("""
        const place = () => { document.documentElement.dataset.content_root = "../../"; };
        document.addEventListener("readystatechange", place);
    """)
    open_widgets(_progress("gallery", "nl"), lang="nl")
    link = page.locator("li").get_by_role("link", name="Vijf minuten ademen")
    expect(link).to_have_attribute("href", "../../notebooks/nl/04-breathing.html")


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
        assert front.evaluate("(path) => front.lessonsFrom(path)", path) == folder
    for path, folder in {
        "/lab/tree/book/nl/front-door.ipynb": "notebooks/nl/",
        "/hub/a/notebooks/mine/book/en/front-door.ipynb": "mine/notebooks/en/",
    }.items():
        assert front.evaluate("(path) => front.lessonsFrom(path)", path) == folder


def _next(front: Page, notes: list[dict[str, str]], here: str | None = None) -> Any:
    return front.evaluate(
        "([slugs, notes, here]) => front.nextLesson(slugs, front.readProgress(slugs, notes), here)",
        [ORDER, notes, here],
    )


def test_where_to_go_on(front: Page) -> None:
    def done(slug: str, at: str) -> dict[str, str]:
        return kept_note(f"{slug}/progress", '{"done":true}', "progress", at)

    early, late = "2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"
    assert _next(front, []) == "00-start"
    assert _next(front, [kept_note("03-signals-and-limits/after")]) == "03-signals-and-limits"
    assert _next(front, [done("00-start", early)]) == "04-breathing"
    assert _next(front, [done("03-signals-and-limits", early)]) == "01-what-burn-out-is"
    assert _next(front, [done("01-what-burn-out-is", early)]) == "00-start"
    assert _next(front, [done(slug, early) for slug in SLUGS]) is None
    visits = [kept_note("04-breathing/after", at=early), kept_note("00-start/progress", at=late)]
    assert _next(front, visits) == "00-start"
    assert _next(front, visits, here="00-start") == "04-breathing"


keys = st.sampled_from([f"{slug}/{name}" for slug in [*SLUGS, "elsewhere"] for name in ("progress", "after", "pace")])
texts = st.sampled_from(['{"done":true}', '{"done":false}', '{"done":"yes"}', "null", "{ broken", '"x"', "[]"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.builds(kept_note, keys, texts), unique_by=lambda note: note["key"], max_size=12))
def test_one_never_goes_on_with_a_lesson_that_is_done(front: Page, notes: list[dict[str, str]]) -> None:
    done = {note["key"] for note in notes if note["text"] == '{"done":true}'}
    todo = [slug for slug in SLUGS if f"{slug}/progress" not in done]
    assert _next(front, notes) in (todo or [None])


def test_the_keyboard_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_progress())
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="I am done")).to_be_checked()
    expect(page.locator(".az-next").get_by_role("link")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    expect(page.locator(".az-next").get_by_role("link")).to_be_focused()


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
