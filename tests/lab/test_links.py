"""A click on a link of a lesson or page in a real JupyterLab opens the page, rendered, at the right place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.lab.opened import NOTEBOOK, PAGE, link_to
from tools.browser.course_server import Course

pytestmark = [pytest.mark.own_window, pytest.mark.usefixtures("no_kernel")]  # following a link needs none


def test_a_link_to_a_word_opens_the_glossary_at_that_word(course: Course, page: Page) -> None:
    course.open(page, course.path_of("07-reading-a-trial.ipynb"))
    link_to(page, NOTEBOOK, "glossary.md").and_(page.locator("[href$='#placebo']")).click()
    expect(page.locator(PAGE).get_by_text("placebo", exact=True).first).to_be_in_viewport()
    expect(page.locator(PAGE).get_by_role("heading", level=1)).not_to_be_in_viewport()


def test_a_page_links_to_the_data_and_to_the_lessons(course: Course, page: Page) -> None:
    page.goto(course.address_of(f"book/{course.lang}/method.md"))
    link_to(page, PAGE, "CHANGELOG.md").click()
    expect(page.locator(PAGE).get_by_role("heading", name="Changes to the evidence data")).to_be_visible()
    page.goto(course.address_of(f"book/{course.lang}/index.md"))
    link_to(page, PAGE, "00-start.ipynb").click()
    expect(page.locator(NOTEBOOK).get_by_role("heading", level=1)).to_be_visible()
