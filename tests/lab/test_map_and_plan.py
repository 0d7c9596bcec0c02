"""The course map, the plan and the sheet in a real JupyterLab, with the notes in the kernel's journal."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from adempauze import messages
from adempauze.course import folder
from tests.lab.opened import PATIENCE, expect_live, forget_window, read, widgets_in


def _open(course, page: Page, name: str) -> None:
    course.open(page, course.path_of(name))
    expect_live(page, widgets_in(read(folder(course.lang) / name)))


def test_the_map_opens_lessons_in_place_and_knows_what_is_done(course, page: Page) -> None:
    _open(course, page, "00-start.ipynb")
    page.evaluate("globalThis.sameJupyterLab = true")
    page.get_by_role("checkbox", name="Ik ben klaar met deze les").check()
    page.locator(".az-progress li").get_by_role("link", name="Jouw volgende stap").click()
    page.wait_for_url("**/notebooks/nl/12-your-next-step.ipynb*")
    expect(page.get_by_role("heading", name="Jouw volgende stap").first).to_be_visible(timeout=30_000)
    assert page.evaluate("globalThis.sameJupyterLab") is True
    forget_window(page)
    _open(course, page, "00-start.ipynb")
    expect(page.get_by_role("checkbox", name="Ik ben klaar met deze les")).to_be_checked()


@pytest.mark.own_window
def test_the_course_opens_at_a_front_page_that_leads_to_the_lessons(course, page: Page) -> None:
    page.goto(course.address)
    expect(page.get_by_role("heading", level=1, name="Adempauze")).to_be_visible(timeout=PATIENCE)
    for name in ("Adem nu", messages.table("nl", "my_notes")["title"], "Direct hulp"):
        expect(page.locator(".jp-Notebook").get_by_role("link", name=name)).to_be_visible()
    onward = page.locator(".az-progress .az-next").get_by_role("link")
    onward.click(timeout=PATIENCE)
    page.wait_for_url("**/doc/tree/notebooks/nl/*.ipynb*")
    opened = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").get_by_role("heading", level=1)
    expect(opened).not_to_have_text("Adempauze", timeout=30_000)


def test_a_plan_is_in_the_journal_and_there_again_in_another_lesson(course, page: Page) -> None:
    _open(course, page, "12-your-next-step.ipynb")
    page.locator(".az-plan").get_by_role("textbox", name="Als").first.fill("ik mijn laptop dichtklap")
    expect(page.locator(".az-plan .az-state")).to_contain_text("Bewaard op deze computer")
    forget_window(page)
    _open(course, page, "05-room-to-respond.ipynb")
    again = page.locator(".az-plan").get_by_role("textbox", name="Als").first
    expect(again).to_have_value("ik mijn laptop dichtklap", timeout=20_000)


def test_the_sheet_is_printed_without_jupyterlab_around_it(course, page: Page) -> None:
    _open(course, page, "11-not-for-everyone.ipynb")
    page.evaluate("[globalThis.print, globalThis.printed] = [() => {}, globalThis.print]")
    widget = page.locator(".az-conversation")
    widget.get_by_role("checkbox").first.check()
    widget.get_by_role("button", name="Maak mijn blad").click()
    widget.get_by_role("button", name="Druk het blad af").click()
    page.emulate_media(media="print")
    paper = page.locator("body > .az-print")
    expect(paper).to_be_visible()
    expect(page.locator("#main")).to_be_hidden()
    assert paper.bounding_box()["y"] < 50
    page.evaluate("globalThis.print = globalThis.printed")
