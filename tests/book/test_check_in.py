"""How is it now: two sliders, then the change in words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from adempauze.widgets.check_in import CheckIn
from tools.browser.bare_page import OpenWidgets


def _pair(lang: str = "en") -> tuple[CheckIn, CheckIn]:
    return tuple(CheckIn(moment, lang=lang, lesson="04-breathing") for moment in ("before", "after"))


def _answer(page: Page, place: int, energy: int, tension: int) -> None:
    widget = page.locator(".az-check-in").nth(place)
    widget.get_by_role("slider").nth(0).fill(str(energy))
    widget.get_by_role("slider").nth(1).fill(str(tension))
    widget.locator("button.az-primary").click()


@pytest.mark.parametrize(
    ("after", "energy", "tension"),
    [
        ((4, 6), "Energy: the same as before.", "Tension: the same as before."),
        ((5, 5), "Energy: a little more than before.", "Tension: a little less than before."),
        ((1, 9), "Energy: clearly less than before.", "Tension: clearly more than before."),
    ],
)
def test_the_change_is_said_in_words(
    open_widgets: OpenWidgets, after: tuple[int, int], energy: str, tension: str
) -> None:
    page = open_widgets(*_pair())
    _answer(page, 0, 4, 6)
    expect(page.get_by_text("Noted. No number is good or bad here.")).to_be_visible()
    _answer(page, 1, *after)
    expect(page.get_by_text(energy)).to_be_visible()
    expect(page.get_by_text(tension)).to_be_visible()
    expect(page.get_by_text("One moment says little.")).to_be_visible()


def test_without_an_earlier_one_nothing_is_compared(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_pair()[1])
    _answer(page, 0, 4, 6)
    expect(page.get_by_text("Earlier in this lesson you did not say how you were")).to_be_visible()


def test_a_value_can_be_changed_afterwards(open_widgets: OpenWidgets) -> None:
    page = open_widgets(*_pair())
    _answer(page, 0, 4, 6)
    page.get_by_role("button", name="Change it").first.click()
    _answer(page, 0, 7, 6)
    _answer(page, 1, 7, 6)
    expect(page.get_by_text("Energy: the same as before.")).to_be_visible()


def test_its_values_are_kept_with_the_notes(open_widgets: OpenWidgets) -> None:
    page = open_widgets(*_pair())
    page.evaluate("localStorage['adempauze:v1:keep'] = 'browser'")
    page.reload()
    _answer(page, 0, 4, 6)
    expect(page.locator(".az-state")).to_contain_text("Saved in this browser at")
    page.reload()
    _answer(page, 1, 4, 6)
    expect(page.get_by_text("Energy: the same as before.")).to_be_visible()


def test_the_keyboard_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_pair()[0])
    for key in ("Tab", "ArrowRight", "ArrowRight", "Tab", "Home", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("slider", name="Energy")).to_have_attribute("aria-valuetext", "7 out of 10")
    expect(page.get_by_role("slider", name="Tension")).to_have_attribute("aria-valuetext", "0 out of 10")
    expect(page.get_by_role("button", name="Change it")).to_be_focused()
