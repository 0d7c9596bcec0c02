"""Help now in a browser: the lines of the country, each number a link that calls."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from adempauze.widgets.help_box import HelpBox
from tests.book.fronts import left_behind
from tools.browser.bare_page import OpenWidgets


def _calls(page: Page) -> dict[str, str]:
    links = page.locator("a[href^='tel:']").all()
    return {link.inner_text(): link.get_attribute("href") for link in links}


def test_dutch_begins_in_the_netherlands_with_the_emergency_number(open_widgets: OpenWidgets) -> None:
    page = open_widgets(HelpBox(lang="nl"), lang="nl")
    assert _calls(page) == {
        "112": "tel:112",
        "113": "tel:113",
        "0800-0113": "tel:08000113",
        "088 0767 000": "tel:0880767000",
    }
    assert page.locator(".az-line").first.get_attribute("class").endswith("az-emergency")
    expect(page.get_by_text("Nagekeken op 23 november 2026. Nummers kunnen veranderen.")).to_be_visible()
    expect(page.get_by_role("link", name="Bel 088 0767 000: De Luisterlijn")).to_be_visible()


def test_english_begins_with_the_urgent_lines_of_all_countries(open_widgets: OpenWidgets) -> None:
    page = open_widgets(HelpBox(lang="en"))
    assert {"112", "113", "1813", "999", "111", "988"} <= _calls(page).keys()
    assert "116 123" not in _calls(page)
    expect(page.get_by_role("link", name="findahelpline.com")).to_be_visible()


def test_a_country_can_be_chosen_by_keyboard_and_is_said(open_widgets: OpenWidgets) -> None:
    page = open_widgets(HelpBox(lang="en"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Where are you?")).to_be_focused()
    page.keyboard.type("The United K")
    assert _calls(page) == {"999": "tel:999", "111": "tel:111", "116 123": "tel:116123"}
    expect(page.get_by_text("option 2")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Help shown for: The United Kingdom.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Call 999: 999")).to_be_focused()


def test_where_we_know_no_emergency_number_it_says_what_to_do(open_widgets: OpenWidgets) -> None:
    page = open_widgets(HelpBox("US", lang="en"))
    expect(page.get_by_text("Call the emergency number of the country you are in.")).to_be_visible()
    page.get_by_role("combobox").select_option("BE")
    expect(page.get_by_text("Call the emergency number of the country you are in.")).to_have_count(0)
    assert "112" in _calls(page)


def test_what_others_reported_is_said_to_be_so(open_widgets: OpenWidgets) -> None:
    page = open_widgets(HelpBox("UK", lang="en"))
    expect(page.locator(".az-line", has_text="Samaritans")).to_contain_text("Read at Samaritans")
    expect(page.locator(".az-line", has_text="NHS 111")).to_contain_text("Read elsewhere")


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_it_fits_a_narrow_screen_with_large_targets(open_widgets: OpenWidgets, page: Page, size: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(HelpBox("BE", lang="nl"), lang="nl")
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    heights = [link.bounding_box()["height"] for link in page.locator(".az-help-box a").all()]
    assert min(heights) >= 24


def test_two_boxes_choose_apart(open_widgets: OpenWidgets) -> None:
    page = open_widgets(HelpBox("NL", lang="en"), HelpBox("UK", lang="en"))
    page.get_by_role("combobox").first.select_option("BE")
    expect(page.get_by_role("combobox").last).to_have_value("UK")


def test_a_view_that_goes_leaves_nothing_behind(open_widgets: OpenWidgets) -> None:
    assert left_behind(open_widgets(HelpBox(lang="en")), HelpBox(lang="en"), "book") == 0
