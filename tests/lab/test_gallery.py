"""All widgets in a real JupyterLab: the gallery, run as a learner runs a notebook, in the light theme and the dark."""

from __future__ import annotations

from pathlib import Path

from accessibility import violations
from playwright.sync_api import Page, expect
from test_live_lesson import open_with_kernel, put, read, widgets_in

GALLERY = Path(__file__).parents[2] / "book" / "nl" / "gallery.ipynb"
WIDGETS = ".jp-Notebook .adempauze"
COLOURS = """(widgets) => widgets.map((widget) => {
  const { color, backgroundColor } = getComputedStyle(widget);
  return [color, backgroundColor];
})"""


def _open_gallery(course, page: Page, name: str) -> None:
    gallery = read(GALLERY)
    open_with_kernel(course, page, put(course, gallery, name))
    page.get_by_role("menuitem", name="Uitvoeren", exact=True).click()
    page.locator("[data-command='runmenu:run-all']").click()
    expect(page.locator(WIDGETS)).to_have_count(widgets_in(gallery), timeout=60_000)


def _follow(page: Page, look: str) -> list[list[str]]:
    """Let the device ask for a look, wait until JupyterLab has it; return the colours of each widget."""
    page.emulate_media(color_scheme=look)
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "true" if look == "light" else "false")
    return page.locator(WIDGETS).evaluate_all(COLOURS)


def test_every_widget_is_right_in_the_light_theme_and_in_the_dark(course, page: Page) -> None:
    _open_gallery(course, page, "gallery.ipynb")
    light = _follow(page, "light")
    assert violations(page, within=".adempauze") == []
    dark = _follow(page, "dark")
    assert violations(page, within=".adempauze") == []
    for before, after in zip(light, dark, strict=True):
        assert not set(before) & set(after)
    assert _follow(page, "light") == light
    course.end_sessions()
