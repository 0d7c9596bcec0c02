"""Every lesson of an edition, one after another in one JupyterLab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from adempauze.course import paths
from tests.lab.opened import expect_live, read, widgets_in


@pytest.mark.parametrize("name", [path.name for path in paths("nl")])
def test_every_widget_of_a_lesson_is_live(course, page: Page, name: str) -> None:
    lesson = course.file_of(name)
    before = lesson.read_bytes()
    course.open(page, course.path_of(name))
    expect_live(page, widgets_in(read(lesson)))
    expect(
        page.locator(".jp-OutputArea [data-mime-type$=stderr], .jp-OutputArea [data-mime-type$=error]")
    ).to_have_count(0)
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    assert lesson.read_bytes() == before
    course.end_sessions()
