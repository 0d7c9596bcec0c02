"""A figure of the evidence in a page without a kernel follows light and dark, and has an alternative text."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from adempauze.widgets.figure import NAMES, Figure
from tools.browser.bare_page import OpenWidgets


def _figures(lang: str) -> list[Figure]:
    return [Figure(name, lang=lang) for name in NAMES]


@pytest.mark.parametrize(("lang", "words"), [("en", "The figure in words"), ("nl", "De figuur in woorden")])
def test_it_is_a_picture_with_its_numbers_in_words(open_widgets: OpenWidgets, lang: str, words: str) -> None:
    page = open_widgets(*_figures(lang), lang=lang)
    for widget, root in zip(_figures(lang), page.locator(".az-figure").all(), strict=True):
        expect(root.get_by_role("img")).to_have_accessible_name(widget.alt)
        root.get_by_text(words).click()
        expect(root.locator("p")).to_have_text(widget.alt)


def test_it_follows_light_and_dark_as_they_change(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Figure("designs", lang="en"))
    colours = """(look) => {
        document.documentElement.dataset.theme = look;
        const parts = [...document.querySelectorAll(".az-figure svg *")];
        return parts.map((part) => getComputedStyle(part).fill);
    }"""
    light, dark = page.evaluate(colours, "light"), page.evaluate(colours, "dark")
    assert "rgb(29, 106, 99)" in light and "rgb(134, 207, 197)" in dark
    assert not {*light} & {*dark} - {"rgb(0, 0, 0)", "none"}


def test_it_fits_a_small_phone_with_words_that_can_be_read(open_widgets: OpenWidgets) -> None:
    page = open_widgets(*_figures("nl"), lang="nl")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_viewport_size({"width": 390, "height": 844})
    sizes = page.locator(".az-figure text").evaluate_all(
        "(texts) => texts.map((text) => text.getBoundingClientRect().height)"
    )
    assert min(sizes) > 9


def test_the_same_figure_twice_on_a_page_repeats_no_name(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Figure("guessing", lang="en"), Figure("guessing", lang="en"))
    names = page.locator(".az-figure [id]").evaluate_all("(parts) => parts.map((part) => part.id)")
    assert names and len(set(names)) == len(names)
    drawn = page.locator(".az-figure use").evaluate_all(
        "(uses) => uses.map((use) => document.querySelector(use.getAttribute('xlink:href')) !== null)"
    )
    assert drawn and all(drawn)
