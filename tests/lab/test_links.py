"""A click on a link of a lesson or page in a real JupyterLab opens the page, rendered, at the right place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from adempauze import messages
from adempauze.course import paths
from tools.browser.course_server import Course

LESSON = ".jp-NotebookPanel:visible"
CHAINS = (("00", "04", "03", "05", "11", "12"), ("01", "02"), ("06", "07", "08", "09", "10"))  # each leads to the next
PAGE = ".jp-MarkdownViewer:visible .jp-RenderedMarkdown"


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page in which no kernel starts, because following a link needs none: the request for one is never answered."""
    page.route(re.compile("/api/sessions"), lambda route: route.request.method == "POST" or route.continue_())
    yield page
    page.goto("about:blank")  # drops the unanswered requests; closing the page would send them


def link_to(page: Page, within: str, name: str) -> Locator:
    """Return the first visible link to a file; JupyterLab has put the server's address of that file into it."""
    return page.locator(within).locator(f"a[href*='/files/'][href*='/{name}?']").locator("visible=true").first


@pytest.mark.parametrize("course", messages.LANGUAGES, indirect=True)
def test_the_help_link_of_every_lesson_opens_the_numbers_and_back_returns(course: Course, page: Page) -> None:
    assert {lesson for chain in CHAINS for lesson in chain} == {path.stem[:2] for path in paths(course.lang)}
    files = {path.stem[:2]: path.name for path in paths(course.lang)}
    for lesson, following in (pair for chain in CHAINS for pair in pairwise((*chain, None))):
        if any(lesson == chain[0] for chain in CHAINS):
            course.open(page, course.path_of(files[lesson]))
        link_to(page, LESSON, "help.md").click()
        expect(page.locator(PAGE).locator("a[href='tel:113']").first).to_be_in_viewport()
        assert page.url.endswith(f"/doc/tree/book/{course.lang}/help.md")
        page.go_back()
        expect(page.locator(LESSON)).to_be_visible()
        assert page.url.endswith(f"/doc/tree/{course.path_of(files[lesson])}")
        if following:
            link_to(page, LESSON, files[following]).click()
            page.wait_for_url(f"**/{files[following]}")


def test_a_link_to_a_word_opens_the_glossary_at_that_word(course: Course, page: Page) -> None:
    course.open(page, course.path_of("07-reading-a-trial.ipynb"))
    link_to(page, LESSON, "glossary.md").and_(page.locator("[href$='#placebo']")).click()
    expect(page.locator(PAGE).get_by_text("placebo", exact=True).first).to_be_in_viewport()
    expect(page.locator(PAGE).get_by_role("heading", level=1)).not_to_be_in_viewport()


def test_a_page_links_to_the_data_and_to_the_lessons(course: Course, page: Page) -> None:
    page.goto(course.address_of(f"book/{course.lang}/method.md"))
    link_to(page, PAGE, "CHANGELOG.md").click()
    expect(page.locator(PAGE).get_by_role("heading", name="Changes to the evidence data")).to_be_visible()
    page.goto(course.address_of(f"book/{course.lang}/index.md"))
    link_to(page, PAGE, "00-start.ipynb").click()
    expect(page.locator(LESSON).get_by_role("heading", level=1)).to_be_visible()
