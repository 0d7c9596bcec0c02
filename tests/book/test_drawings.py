"""All drawings on one page of a phone: words that can be read and stay inside, colours that follow the look."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from adempauze import drawings, widgets
from adempauze.drawings import Drawing
from tools.browser.axe import violations_in_both_looks

PHONE = {"width": 390, "height": 844}
SMALLEST_WORD = 14
EDGE = 6  # units of the drawing, because another system's typeface is a little wider
each_edition = pytest.mark.parametrize("lang", ["en", "nl"])

# The box of each text in units of its drawing, by drawing.
BOXES = """(all) => all.map((svg) => [...svg.querySelectorAll("text")].map((text) => {
    const { x, y, width, height } = text.getBBox();
    return { text: text.textContent, left: x, top: y, right: x + width, bottom: y + height };
}))"""

Box = dict[str, float]


def _open(page: Page, lang: str) -> None:
    page.set_viewport_size(PHONE)
    figures = "\n".join(Drawing(name, lang).html() for name in drawings.names())
    styles = "\n".join(widgets.style_sheets())
    page.set_content(
        f'<!doctype html><html lang="{lang}"><title>Drawings</title><style>{styles}</style>'
        f'<body style="background: var(--az-surface)"><main><h1>Drawings</h1>{figures}</main>'
    )


@each_edition
def test_each_is_a_picture_named_by_what_it_explains(page: Page, lang: str) -> None:
    _open(page, lang)
    for name in drawings.names():
        expect(page.get_by_role("img", name=repr(Drawing(name, lang)), exact=True)).to_have_count(1)
    assert not violations_in_both_looks(page)


@each_edition
def test_words_can_be_read_on_a_phone(page: Page, lang: str) -> None:
    _open(page, lang)
    sizes = page.locator("svg text").evaluate_all(
        "(all) => all.map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"
    )
    assert min(sizes) >= SMALLEST_WORD


@each_edition
def test_words_stay_inside_and_apart(page: Page, lang: str) -> None:
    _open(page, lang)
    for boxes in page.locator("svg").evaluate_all(BOXES):
        outside = [box for box in boxes if box["left"] < EDGE or box["right"] > 400 - EDGE or box["bottom"] > 300]
        assert not outside
        assert not [(one, other) for one in boxes for other in boxes if one is not other and _overlap(one, other)]


def _overlap(one: Box, other: Box) -> bool:
    lines = 2  # the boxes of two lines of one text may touch
    return (
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] + lines < other["bottom"]
        and other["top"] + lines < one["bottom"]
    )


def test_lines_and_words_follow_light_and_dark(page: Page) -> None:
    _open(page, "en")
    colours = """(look) => {
        document.documentElement.dataset.theme = look;
        const parts = [...document.querySelectorAll("svg :is(path, text)")].map((part) => getComputedStyle(part));
        return parts.flatMap(({ fill, stroke }) => [fill, stroke]);
    }"""
    light, dark = set(page.evaluate(colours, "light")), set(page.evaluate(colours, "dark"))
    assert light & dark == {"none"}
    assert len(light) == len(dark) == 6  # ink, clay, two tints, paper, none


def test_it_fills_a_small_phone_and_is_no_wider_than_a_line_of_text(page: Page) -> None:
    _open(page, "nl")
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator("svg").first.bounding_box()["width"] == 480
