"""The frame of the course in a real JupyterLab: its bar, the calm view, panels that need no kernel and no server."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import jupyterlab
import pytest
from packaging.version import Version
from playwright.sync_api import Locator, Page, expect

from adempauze import messages
from tests.lab.opened import LESSON, NOT_OURS, PATIENCE, course_lesson, expect_live, show_notebook, widgets_in
from tools import extension
from tools.browser.axe import violations
from tools.browser.course_server import Course

TITLE = "Vijf minuten ademen"
AROUND = ("#jp-top-panel", "#jp-menu-panel", ".jp-SideBar.jp-mod-left", ".jp-NotebookPanel-toolbar", ".jp-OutputPrompt")
# What a screen reader meets before the text, in order; docs/screen-reader.md says it in words.
PATH = """
- link "Naar de les"
- main "Les":
  - tabpanel:
    - navigation "Altijd bij de hand":
      - 'link "Vorige: Voordat je begint"'
      - text: Vijf minuten ademen
      - 'link "Volgende: Signalen en grenzen"'
      - button "Adem nu"
      - button "Lessen"
      - link
      - button "Direct hulp"
      - button "Laat het notebook zien"
    - region "Vijf minuten ademen":
      - heading "Vijf minuten ademen" [level=1]
      - heading "In één minuut" [level=2]
    - status
"""
LAPTOP = {"width": 1024, "height": 600}
PHONE = {"width": 390, "height": 760}
PANELS = {"Adem nu": "Adem nu", "Lessen": "Inhoud van de cursus", "Direct hulp": "Direct hulp"}
WORDS = messages.table("nl", "frame")


def bar(page: Page) -> Locator:
    return page.locator(".adempauze-bar").locator("visible=true")


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog")


def press(page: Page, name: str) -> None:
    bar(page).get_by_role("button", name=name).click()


def expect_calm(page: Page, calm: bool) -> None:
    for part in AROUND:
        expect(page.locator(part).first).to_be_visible(visible=not calm, timeout=PATIENCE)


@pytest.mark.own_window
def test_a_lesson_is_read_in_calm_and_shows_its_notebook_when_asked(course: Course, page: Page) -> None:
    """One lesson, opened once, because opening one is most of the time of a test."""
    file = course.file_of(LESSON)
    before = file.read_bytes()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    course.open(page, course.path_of(LESSON))
    expect_live(page, widgets_in(course_lesson("nl")))
    every_file_of_the_extension_is_loaded_in_the_installed_version(loaded)
    expect(page.locator(".jp-Dialog, .Toastify__toast")).to_have_count(0)
    expect(page.locator("#jp-main-dock-panel")).to_have_attribute("data-mode", "single-document")
    expect_calm(page, True)
    expect(bar(page).locator(".adempauze-title")).to_have_text(TITLE)
    expect(page).to_have_title(f"{TITLE} · Adempauze")
    expect(page.locator("body")).to_match_aria_snapshot(PATH)
    keys_of_jupyterlab_do_nothing(page)
    the_code_is_one_button_away(page)
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look)
        if Version(jupyterlab.__version__) < Version("4.3"):  # it asks the system only when it starts
            page.reload()
            expect_live(page, widgets_in(course_lesson("nl")))
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "true" if look == "light" else "false")
        rules = None if look == "light" else ["color-contrast", "link-in-text-block"]
        assert violations(page, ".adempauze-lesson", rules) == []
        each_panel(page, partial(passes_axe, page, rules))
    page.set_viewport_size(LAPTOP)
    nothing_of_the_bar_is_cut_off(page)
    expect(bar(page).locator(".adempauze-title")).to_have_js_property("scrollWidth", title_width(page))
    page.set_viewport_size(PHONE)
    the_bar_fits_a_phone(page)
    each_panel(page, lambda: panel(page).evaluate("panel => panel.scrollWidth <= panel.clientWidth"))

    show_notebook(page, course)
    expect_calm(page, False)
    page.reload()
    expect_calm(page, False)
    expect(page.locator("#jp-title-panel-title input")).to_have_value(LESSON)  # what a rename changes
    menus_and_the_choice_of_a_kernel_are_in_dutch(page)
    press(page, WORDS["hide_notebook"])
    expect_calm(page, True)
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('adempauze:v1:notebook')") is None
    assert file.read_bytes() == before


def every_file_of_the_extension_is_loaded_in_the_installed_version(loaded: list[str]) -> None:
    ours = {url.rpartition("/")[2] for url in loaded if "/extensions/adempauze/" in url}
    version = extension.address().partition("?")[2]
    assert ours == {f"{file.name}?{version}" for file in (extension.FOLDER / "static").iterdir()}


def title_width(page: Page) -> int:
    return int(bar(page).locator(".adempauze-title").evaluate("title => title.clientWidth"))


def keys_of_jupyterlab_do_nothing(page: Page) -> None:
    cells = page.locator(".jp-Notebook .jp-Cell")
    count = cells.count()
    cells.first.focus()
    for key in ("d", "d", "x", "a", "b", "m", "y", "Enter", "Delete"):
        page.keyboard.press(key)
    page.get_by_role("heading", name=TITLE).dblclick()
    page.get_by_role("heading", name=TITLE).click(button="right")
    expect(page.locator(".lm-Menu")).to_have_count(0)
    expect(page.locator(".jp-MarkdownCell:not(.jp-mod-rendered), .jp-mod-editMode")).to_have_count(0)
    expect(cells).to_have_count(count)


def the_code_is_one_button_away(page: Page) -> None:
    code = page.locator(".adempauze-code").locator("visible=true").first
    code.press("Enter")
    expect(code).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".jp-CodeCell .jp-Editor").locator("visible=true").first).to_contain_text("breathe(")
    code.press("Enter")


def each_panel(page: Page, holds: Callable[[], bool]) -> None:
    """Open each panel by keyboard, ask something of it, and close it; the focus comes back."""
    for name in PANELS:
        button = bar(page).get_by_role("button", name=name)
        button.press("Enter")
        expect(panel(page).get_by_role("heading", name=PANELS[name]).first).to_be_focused()
        assert holds(), name
        page.keyboard.press("Escape")
        expect(panel(page)).to_have_count(0)
        expect(button).to_be_focused()


def passes_axe(page: Page, rules: list[str] | None) -> bool:
    return violations(page, ".adempauze-panel", rules) == []


def menus_and_the_choice_of_a_kernel_are_in_dutch(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})  # on a phone the toolbar has no room for it
    page.get_by_role("menuitem", name="Uitvoeren", exact=True).click()
    expect(page.locator(".lm-Menu [data-command='runmenu:run-all']")).to_contain_text("Voer alle cellen uit")
    page.keyboard.press("Escape")
    page.locator(".jp-KernelName").first.click()
    expect(page.locator(".jp-Dialog .jp-Dialog-header")).to_contain_text("Kies een kernel")
    expect(page.locator(".jp-Dialog .jp-Dialog-buttonLabel")).to_have_text(["Annuleer", "Kies"])
    page.keyboard.press("Escape")


def the_bar_fits_a_phone(page: Page) -> None:
    assert bar(page).bounding_box()["height"] <= 120
    nothing_of_the_bar_is_cut_off(page)


def nothing_of_the_bar_is_cut_off(page: Page) -> None:
    for each in bar(page).locator("a, button").all():
        box = each.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"] and box["height"] >= 44


@pytest.mark.own_window
@pytest.mark.usefixtures("no_kernel")
def test_the_bar_leads_through_the_course_without_a_kernel(course: Course, page: Page) -> None:
    course.open(page, course.path_of(LESSON))
    bar(page).get_by_role("link", name="Volgende").click()
    page.wait_for_url("**/03-signals-and-limits.ipynb")
    expect(bar(page).locator(".adempauze-title")).to_have_text("Signalen en grenzen", timeout=PATIENCE)
    bar(page).get_by_role("link", name=f"Vorige: {TITLE}").click()
    page.wait_for_url(f"**/{LESSON}")
    bar(page).locator(".adempauze-notes").click()
    page.wait_for_url("**/book/nl/my-notes.ipynb")
    expect(bar(page).locator(".adempauze-title")).to_have_text(re.compile("^Mijn"), timeout=PATIENCE)
    press(page, "Lessen")
    panel(page).get_by_role("link", name="Woordenlijst").click()
    page.wait_for_url("**/book/nl/glossary.md")
    expect(panel(page)).to_have_count(0)
    expect(bar(page)).to_be_visible(timeout=PATIENCE)
    expect_calm(page, True)
    press(page, "Lessen")
    panel(page).get_by_role("link", name="Voordat je begint").click()
    page.wait_for_url("**/00-start.ipynb")
    expect(bar(page).get_by_role("link", name="Vorige")).to_have_count(0)


@pytest.mark.own_window
def test_breath_and_help_go_on_without_kernel_and_without_server(
    start: Callable[..., Course], tmp_path: Path, page: Page
) -> None:
    with start(tmp_path, "nl") as course:
        course.open(page, course.path_of(LESSON))
        expect_live(page, widgets_in(course_lesson("nl")))
        press(page, "Adem nu")
        breath = panel(page).locator(".az-breathe")
        breath.get_by_role("button", name="Begin").click()
        expect(breath).to_have_attribute("data-state", "running")
        for kernel in course.kernels():
            os.kill(kernel, signal.SIGKILL)
        said = page.locator(".adempauze-said").get_by_role("status")
        expect(said).to_have_text(WORDS["recovered"], timeout=PATIENCE)
        expect(breath).to_have_attribute("data-state", "running")
        page.keyboard.press("Escape")
        expect(breath).to_have_attribute("data-state", "stopped")
        page.keyboard.press("Escape")
        expect(panel(page)).to_have_count(0)
    expect(said).to_have_text(WORDS["disconnected"], timeout=PATIENCE)
    press(page, "Direct hulp")
    expect(panel(page).get_by_role("link", name="113").first).to_be_visible()
    page.context.watch.forgive(NOT_OURS)
