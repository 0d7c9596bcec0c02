"""Every lesson and live page of an edition, one after another in one JupyterLab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from adempauze.course import paths, place, rooms
from tests.lab.opened import expect_live, read, widgets_in

NOTEBOOKS = [
    *((place("nl") / path.name).as_posix() for path in paths("nl")),
    *(f"book/nl/{path.name}" for path in rooms("nl")),
]


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_every_widget_of_a_notebook_is_live(course, page: Page, path: str) -> None:
    lesson = course.folder / path
    before = lesson.read_bytes()
    course.open(page, path)
    expect_live(page, widgets_in(read(lesson)))
    expect(
        page.locator(".jp-OutputArea [data-mime-type$=stderr], .jp-OutputArea [data-mime-type$=error]")
    ).to_have_count(0)
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    assert lesson.read_bytes() == before
    course.end_sessions()
