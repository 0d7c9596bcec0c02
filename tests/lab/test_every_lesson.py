"""A walk through an edition in one JupyterLab: each notebook is live and folded, and help is a touch away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from adempauze import messages
from adempauze.course import paths, place, rooms
from tests.lab.opened import NOTEBOOK, PAGE, PATIENCE, link_to, read, widgets_in
from tools.browser.course_server import Course
from tools.listing import folds_of

RED = ".jp-OutputArea [data-mime-type$=stderr], .jp-OutputArea [data-mime-type$=error]"


def notebooks(lang: str) -> list[str]:
    """Return the paths of the lessons and live pages in the learner's folder."""
    lessons = [(place(lang) / path.name).as_posix() for path in paths(lang)]
    return [*lessons, *(f"book/{lang}/{path.name}" for path in rooms(lang))]


@pytest.mark.parametrize("course", messages.LANGUAGES, indirect=True)
def test_every_notebook_is_live_and_its_help_link_opens_the_numbers(course: Course, page: Page) -> None:
    first, *others = notebooks(course.lang)
    course.open(page, first)
    expect_live_and_help(course, page, first)
    for path in others:
        course.close(page, others=True)  # what is open takes time with each change, on the screen or not
        page.locator(".adempauze-bar").locator("visible=true").get_by_role("button", name=contents(course)).click()
        page.get_by_role("dialog").locator(f"a[href*='{path}']").first.click()
        page.wait_for_url(f"**/doc/tree/{path}")
        expect_live_and_help(course, page, path)
    the_learners_own_jupyter_is_not_touched(course)


def the_learners_own_jupyter_is_not_touched(course: Course) -> None:
    ours = course.home / "data" / "adempauze"
    assert [path for path in course.home.rglob("*jupyter*") if ours not in path.parents] == []


def contents(course: Course) -> str:
    return messages.table(course.lang, "door")["bar_lessons"]


def expect_live_and_help(course: Course, page: Page, path: str) -> None:
    lesson = course.folder / path
    before = lesson.read_bytes()
    shown = page.locator(NOTEBOOK)
    expect(shown.locator(".adempauze"), path).to_have_count(widgets_in(read(lesson)), timeout=PATIENCE)
    expect(shown.locator(".adempauze-notice"), path).to_have_attribute("data-state", "", timeout=PATIENCE)
    expect(shown.locator(".adempauze-waiting"), path).to_have_count(0)
    expect(shown.locator(RED), path).to_have_count(0)
    expect(shown.locator(".adempauze-toggle"), path).to_have_count(len(folds_of(lesson.read_text(encoding="utf-8"))))
    expect(page.locator(".jp-mod-dirty"), path).to_have_count(0)
    assert lesson.read_bytes() == before
    link_to(page, NOTEBOOK, "help.md").click()
    expect(page.locator(PAGE).locator("a[href='tel:113']").first, path).to_be_in_viewport()
    assert page.url.endswith(f"/doc/tree/book/{course.lang}/help.md")
    page.go_back()
    expect(shown, path).to_be_visible()
    assert page.url.endswith(f"/doc/tree/{path}")
