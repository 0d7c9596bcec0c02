"""All widgets in a real JupyterLab: the gallery, run as a learner runs a notebook, in the light theme and the dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.lab.opened import open_with_kernel, put, read, widgets_in
from tools.browser.axe import violations

GALLERY = Path(__file__).parents[2] / "book" / "nl" / "gallery.ipynb"
WIDGETS = ".jp-Notebook .adempauze"
COLOURS = """(widgets) => widgets.map((widget) => {
  const { color, backgroundColor } = getComputedStyle(widget);
  return [color, backgroundColor];
})"""


# Counts listeners that widgets put on objects that outlive them, and timers of widgets that are still set. A widget is
# known by its module, a blob.
COUNT = """
const left = { listeners: 0, timers: new Set() };
globalThis.listenersLeft = () => left.listeners;
globalThis.timersLeft = () => left.timers.size;
const fromWidget = () => new Error().stack.includes("blob:");
const add = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (type, listener, options) {
  const outlives = !(this instanceof Element) && !(this instanceof AbortSignal);
  if (outlives && fromWidget() && !options?.signal?.aborted) {
    left.listeners += 1;
    if (options?.signal) add.call(options.signal, "abort", () => { left.listeners -= 1; });
  }
  return add.call(this, type, listener, options);
};
for (const [start, end] of [["setTimeout", "clearTimeout"], ["setInterval", "clearInterval"]]) {
  const begin = globalThis[start];
  const stop = globalThis[end];
  globalThis[start] = (work, ...rest) => {
    if (!fromWidget()) return begin(work, ...rest);
    const timer = begin((...all) => {
      if (start === "setTimeout") left.timers.delete(timer);
      work(...all);
    }, ...rest);
    left.timers.add(timer);
    return timer;
  };
  globalThis[end] = (timer) => {
    left.timers.delete(timer);
    stop(timer);
  };
}
"""


def _run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Uitvoeren", exact=True).click()
    page.locator(".lm-Menu [data-command='runmenu:run-all']").click()


def _open_gallery(course, page: Page, name: str) -> None:
    gallery = read(GALLERY)
    open_with_kernel(course, page, put(course, gallery, name))
    _run_all(page)
    expect(page.locator(WIDGETS)).to_have_count(widgets_in(gallery), timeout=60_000)


def _follow(page: Page, look: str) -> list[list[str]]:
    """Ask for a look as the device does, wait until JupyterLab has it; return the colours of each widget."""
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


def _run_all_again(page: Page) -> None:
    """Run every cell once more, and wait until the new widgets are there and none of them is busy."""
    old = page.locator(WIDGETS).last.element_handle()
    page.keyboard.press("Escape")
    _run_all(page)
    page.wait_for_function("widget => !widget.isConnected", arg=old, timeout=60_000)
    expect(page.locator(WIDGETS)).to_have_count(widgets_in(read(GALLERY)), timeout=60_000)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_visible(timeout=60_000)
    page.wait_for_function("timersLeft() === 0")


@pytest.mark.own_window
def test_cells_that_run_again_leave_no_listener_and_no_timer_behind(course, page: Page) -> None:
    page.add_init_script(COUNT)
    _open_gallery(course, page, "gallery-again.ipynb")
    _run_all_again(page)
    listeners = page.evaluate("listenersLeft()")
    assert listeners > 0
    _run_all_again(page)
    page.wait_for_function("most => listenersLeft() <= most", arg=listeners)  # the old widgets go one by one
