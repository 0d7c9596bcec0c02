"""A click on a link of a lesson or page in a real JupyterLab opens the page, rendered, at the right place."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.lab.opened import NOTEBOOK, PAGE, PATIENCE, link_to
from tools.browser.course_server import Course


def test_a_link_opens_a_word_the_data_and_a_lesson(course: Course, page: Page) -> None:
    course.open(page, course.path_of("07-reading-a-trial.ipynb"))
    link_to(page, NOTEBOOK, "glossary.md").and_(page.locator("[href$='#placebo']")).click()
    placebo = page.locator(PAGE).get_by_text("placebo", exact=True).first
    expect(placebo).to_be_in_viewport(timeout=PATIENCE)
    expect(page.locator(PAGE).get_by_role("heading", level=1)).not_to_be_in_viewport()

    course.open(page, f"book/{course.lang}/method.md")
    link_to(page, PAGE, "CHANGELOG.md").click()
    expect(page.locator(PAGE).get_by_role("heading", name="Changes to the evidence data")).to_be_visible()

    course.open(page, f"book/{course.lang}/index.md")
    link_to(page, PAGE, "00-start.ipynb").click()
    expect(page.locator(NOTEBOOK).get_by_role("heading", level=1)).to_be_visible()
