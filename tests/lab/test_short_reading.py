"""The short reading in JupyterLab folds a lesson on the screen and changes nothing in its file."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from adempauze import messages
from adempauze.course import folder
from tests.lab.opened import LESSON, course_lesson, expect_live, put, read, widgets_in
from tools import listing


def _rest(course, name: str) -> int:
    return len(listing.rest_of((folder(course.lang) / name).read_text(encoding="utf-8")))


def _hidden(page: Page) -> Locator:
    return page.locator(".jp-Notebook .jp-Cell.lm-mod-hidden")


def _open_short(course, page: Page, name: str) -> None:
    notebook = course_lesson(course.lang)
    course.open(page, put(course, notebook, name))
    expect_live(page, widgets_in(notebook))
    expect(_hidden(page)).to_have_count(_rest(course, LESSON))


def _show_all(course, page: Page) -> Locator:
    return page.get_by_role("button", name=messages.table(course.lang, "lab")["rest_show"])


def test_choosing_short_folds_this_lesson_and_the_next_and_changes_no_file(course, page: Page, choose_pace) -> None:
    start = course.file_of("00-start.ipynb")
    before = start.read_bytes()
    course.open(page, course.path_of("00-start.ipynb"))
    expect_live(page, widgets_in(read(start)))
    expect(_hidden(page)).to_have_count(0)
    short = page.get_by_role("radio", name="Kort")
    short.scroll_into_view_if_needed()
    place = short.bounding_box()["y"]
    short.check()
    expect(_hidden(page)).to_have_count(_rest(course, "00-start.ipynb"))
    assert short.bounding_box()["y"] == pytest.approx(place, abs=2)
    page.locator(".az-progress ol").get_by_role("link", name="Vijf minuten ademen").click()
    page.wait_for_url("**/notebooks/nl/04-breathing.ipynb*")
    lesson = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    folded = lesson.locator(".jp-Cell.lm-mod-hidden")
    expect(folded).to_have_count(_rest(course, LESSON), timeout=30_000)
    expect(lesson.get_by_role("button", name="Begin", exact=True)).to_be_visible(timeout=30_000)
    page.reload()
    expect(folded).to_have_count(_rest(course, LESSON), timeout=30_000)
    expect_live(page, widgets_in(course_lesson(course.lang)))
    expect(folded).to_have_count(_rest(course, LESSON))
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    assert start.read_bytes() == before


def test_the_rest_is_shown_by_keyboard_and_read_on_from_there(course, page: Page, choose_pace) -> None:
    choose_pace("short")
    _open_short(course, page, "short-keys.ipynb")
    _show_all(course, page).focus()
    page.keyboard.press("Enter")
    expect(_hidden(page)).to_have_count(0)
    expect(_show_all(course, page)).to_have_count(0)
    going_on = page.locator(".jp-Cell.jp-mod-active")
    expect(going_on).to_contain_text("Na deze les kun je")
    expect(going_on).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".jp-Cell.jp-mod-active")).to_contain_text("Eerst: wat denk je?")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)


def test_a_pace_that_is_known_late_takes_away_nothing_that_is_read(course, page: Page, choose_pace) -> None:
    choose_pace("short")
    notebook = course_lesson(course.lang)
    course.open(page, put(course, notebook, "short-late.ipynb"))
    heading = page.get_by_role("heading", name="Waarom kleine ademteugen")
    heading.scroll_into_view_if_needed()
    page.locator(".jp-WindowedPanel-outer").evaluate("(scroller) => { scroller.scrollTop += 200; }")
    expect_live(page, widgets_in(notebook))
    expect(heading).to_be_in_viewport()
    expect(page.locator("html")).to_have_attribute("data-pace", "short")
    expect(_hidden(page)).to_have_count(0)


def test_a_heading_that_is_looked_for_is_shown(course, page: Page, choose_pace) -> None:
    choose_pace("short")
    _open_short(course, page, "short-contents.ipynb")
    page.keyboard.press("Control+Shift+k")
    page.locator(".jp-TableOfContents").get_by_text("Waarom kleine ademteugen").click()
    expect(page.get_by_role("heading", name="Waarom kleine ademteugen")).to_be_in_viewport()
    expect(_hidden(page)).to_have_count(0)


def test_a_cell_that_the_learner_adds_is_not_folded(course, page: Page, choose_pace) -> None:
    choose_pace("short")
    notebook = course_lesson(course.lang)
    own = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "## Mijn eigen kopje"}
    notebook["cells"].insert(8, own)
    course.open(page, put(course, notebook, "short-own.ipynb"))
    expect_live(page, widgets_in(notebook))
    expect(_hidden(page)).to_have_count(_rest(course, LESSON))
    expect(page.get_by_role("heading", name="Mijn eigen kopje")).to_be_visible()
