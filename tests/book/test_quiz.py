"""Questions in the book: feedback for each answer, another try, and no marks."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from adempauze.widgets.quiz import Quiz, question, right, wrong
from tools.browser.bare_page import OpenWidgets

HOSTILE = "</script><img src=x onerror=alert(1)>"
ONE = question("One of these?", right("First", "Because of this."), wrong("Second", "Not quite."))
SEVERAL = question("Which of these?", right("A", "Feedback A."), right("B", "Feedback B."), wrong("C", "Feedback C."))


def _check(page: Page, place: int = 0) -> None:
    page.get_by_role("button", name="See what this means").nth(place).click()


def test_feedback_shows_only_after_a_choice(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Quiz(ONE, lang="en"))
    _check(page)
    expect(page.get_by_text("Choose an answer first.")).to_be_visible()
    page.get_by_role("radio", name="Second").check()
    _check(page)
    expect(page.locator(".az-answer:visible")).to_have_text("Does not fit. Not quite.")
    expect(page.get_by_text("Because of this.")).to_be_hidden()


def test_another_answer_can_be_tried(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Quiz(ONE, lang="en"))
    page.get_by_role("radio", name="Second").check()
    _check(page)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".az-answer:visible")).to_have_count(0)
    expect(page.get_by_role("radio", name="Second")).not_to_be_checked()
    page.get_by_role("radio", name="First").check()
    _check(page)
    expect(page.locator(".az-answer:visible")).to_have_text("Fits. Because of this.")


def test_several_answers_may_fit_and_a_missed_one_is_named(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Quiz(ONE, SEVERAL, lang="en"))
    page.get_by_role("checkbox", name="A").check()
    page.get_by_role("checkbox", name="C").check()
    _check(page, 1)
    expect(page.locator(".az-answer:visible")).to_have_text(
        ["Fits. Feedback A.", "This one fits too. Feedback B.", "Does not fit. Feedback C."]
    )


def test_the_keyboard_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Quiz(ONE, lang="en"))
    for key in ("Tab", "Space", "ArrowDown", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".az-answer:visible")).to_have_text("Does not fit. Not quite.")


def test_hostile_text_stays_text(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Quiz(question(HOSTILE, right(HOSTILE, HOSTILE), wrong("x" * 10_000, HOSTILE)), lang="en"))
    page.get_by_role("radio").first.check()
    _check(page)
    expect(page.locator(".az-answer:visible")).to_contain_text(HOSTILE)
    assert page.locator("img").count() == 0
