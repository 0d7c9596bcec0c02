"""JupyterLab folds a lesson on the screen alone: by its headings, by one switch, and never in the file."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from adempauze import course as files
from adempauze import messages
from adempauze.course import folder
from tests.lab.opened import LESSON, PATIENCE, course_lesson, expect_live, forget_window, put, show_notebook, widgets_in
from tools import listing
from tools.browser.voices import LOCAL, give_voices, said

PROOF = "what-it-does"


def words(course) -> dict[str, str]:
    return messages.table(course.lang, "folds")


def folded(course, name: str = LESSON) -> int:
    """Return how many cells of a lesson are in a fold."""
    return sum(map(len, listing.folds_of((folder(course.lang) / name).read_text(encoding="utf-8")).values()))


def hidden(page: Page) -> Locator:
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell.lm-mod-hidden")


def toggle(page: Page, course, id: str) -> Locator:
    return page.get_by_role("button", name=words(course)[id], exact=True)


def switch(page: Page, course) -> Locator:
    return page.get_by_role("button", name=words(course)["open_all"]).locator("visible=true")


def link_to_proof(page: Page) -> Locator:
    return page.locator(f".jp-Notebook a[href='#{PROOF}']").first


def proof(page: Page) -> Locator:
    """Return the heading of the proof; JupyterLab may rename the ids in a notebook that it does not trust."""
    return page.locator(f".jp-Cell:has(#{PROOF}, [data-jupyter-id='{PROOF}'])").locator("h3")


def open_lesson(course, page: Page, name: str) -> None:
    notebook = course_lesson(course.lang)
    course.open(page, put(course, notebook, name))
    expect_live(page, widgets_in(notebook))
    expect(hidden(page)).to_have_count(folded(course))


def test_each_fold_opens_and_shuts_by_keyboard_and_the_file_stays(course, page: Page) -> None:
    file = course.file_of(LESSON)
    before = file.read_bytes()
    course.open(page, course.path_of(LESSON))
    expect_live(page, widgets_in(course_lesson(course.lang)))
    expect(hidden(page)).to_have_count(folded(course))
    for id in files.FOLDS:
        button = toggle(page, course, id)
        expect(button).to_have_attribute("aria-expanded", "false")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(button).to_be_focused()
    expect(hidden(page)).to_have_count(0)
    page.keyboard.press("Space")
    expect(toggle(page, course, "sources")).to_have_attribute("aria-expanded", "false")
    arrow_keys_move_a_slider_and_not_the_notebook(page)
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    assert file.read_bytes() == before


def arrow_keys_move_a_slider_and_not_the_notebook(page: Page) -> None:
    slider = page.get_by_role("slider", name="Energie").first
    for key, value in (("ArrowLeft", "4"), ("ArrowDown", "3"), ("ArrowUp", "4"), ("End", "10")):
        slider.press(key)
        expect(slider).to_have_value(value)
        expect(slider).to_be_focused()


def test_one_switch_opens_this_lesson_and_the_next_and_is_remembered(course, page: Page) -> None:
    open_lesson(course, page, "folds-all.ipynb")
    place = switch(page, course).bounding_box()["y"]
    switch(page, course).focus()
    page.keyboard.press("Space")
    expect(hidden(page)).to_have_count(0)
    assert switch(page, course).bounding_box()["y"] == pytest.approx(place, abs=2)
    forget_window(page)
    course.open(page, course.path_of("03-signals-and-limits.ipynb"))
    expect(switch(page, course)).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
    expect(hidden(page)).to_have_count(0)
    switch(page, course).click()
    expect(hidden(page)).to_have_count(folded(course, "03-signals-and-limits.ipynb"))
    page.reload()
    expect(switch(page, course)).to_have_attribute("aria-pressed", "false", timeout=PATIENCE)
    expect(hidden(page)).to_have_count(folded(course, "03-signals-and-limits.ipynb"))


def test_what_is_in_a_fold_is_reached_by_a_link_is_live_and_is_found_by_its_heading(course, page: Page) -> None:
    """The lesson also has a cell of the learner among those that are folded."""
    notebook = course_lesson(course.lang)
    place = next(number for number, cell in enumerate(notebook["cells"]) if cell["id"] == PROOF)
    own = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "## Mijn eigen kopje"}
    notebook["cells"].insert(place, own)
    course.open(page, put(course, notebook, "folds-own.ipynb"))
    expect_live(page, widgets_in(notebook))
    expect(hidden(page)).to_have_count(folded(course))
    expect(page.get_by_role("heading", name="Mijn eigen kopje")).to_be_visible()
    a_link_to_a_proof_opens_its_fold_and_there_is_a_way_back(course, page)
    a_widget_in_it_is_live(page)
    toggle(page, course, "how-do-we-know").click()
    expect(proof(page)).to_be_hidden()
    a_heading_that_is_looked_for_is_shown(page, course)


def a_link_to_a_proof_opens_its_fold_and_there_is_a_way_back(course, page: Page) -> None:
    there = page.url
    link_to_proof(page).click()
    expect(proof(page)).to_be_in_viewport()
    expect(toggle(page, course, "how-do-we-know")).to_have_attribute("aria-expanded", "true")
    expect(toggle(page, course, "sources")).to_have_attribute("aria-expanded", "false")
    back = page.get_by_role("button", name=words(course)["back"])
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect(link_to_proof(page)).to_be_in_viewport()
    expect(link_to_proof(page)).to_be_focused()
    expect(back).to_have_count(0)
    assert page.url == there


def a_widget_in_it_is_live(page: Page) -> None:
    quiz = page.locator(".jp-Notebook .az-quiz").first
    quiz.get_by_role("radio").or_(quiz.get_by_role("checkbox")).first.check()
    quiz.get_by_role("button").first.click()
    expect(quiz.get_by_role("status").first).not_to_be_empty()


def a_heading_that_is_looked_for_is_shown(page: Page, course) -> None:
    heading = (proof(page).text_content() or "").removesuffix("¶")
    show_notebook(page, course)
    page.keyboard.press("Control+Shift+k")
    page.locator(".jp-TableOfContents").get_by_text(heading).click()
    expect(proof(page)).to_be_in_viewport()


@pytest.mark.own_window
def test_the_open_part_is_read_aloud_and_the_folds_are_not(course, page: Page):
    give_voices(page, LOCAL[course.lang])
    course.open(page, put(course, course_lesson(course.lang), "aloud.ipynb"))
    expect(page.locator(".jp-Notebook h1")).to_be_visible()
    page.get_by_role("button", name=messages.table(course.lang, "listen")["play"]).click()
    page.evaluate("() => { while (speechSynthesis.now) speechSynthesis.end('onend'); }")
    sentences = [text for text, _ in said(page)]
    assert sentences[0] == page.locator(".jp-Notebook h1").inner_text()
    headings = words(course)
    assert not {headings[id] for id in files.FOLDS} & set(sentences)
    assert sum(len(sentence.split()) for sentence in sentences) > 100
