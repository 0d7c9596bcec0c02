"""A key pressed in a widget goes to the widget, even if it is a command of JupyterLab."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_arrow_keys_move_a_slider_and_not_the_notebook(course, page: Page):
    course.open(page, course.path_of("04-breathing.ipynb"))
    slider = page.get_by_role("slider", name="Energie").first
    expect(slider).to_be_visible(timeout=60_000)
    for key, value in (("ArrowLeft", "4"), ("ArrowDown", "3"), ("ArrowUp", "4"), ("End", "10")):
        slider.press(key)
        expect(slider).to_have_value(value)
        expect(slider).to_be_focused()
