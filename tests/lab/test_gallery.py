"""All widgets in a real JupyterLab: the gallery, run as a learner runs a notebook, in the light theme and the dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.lab.looks import Parts, expect_same, parts_of
from tests.lab.opened import PATIENCE, open_with_kernel, put, read, widgets_in
from tools.browser.axe import violations

GALLERY = Path(__file__).parents[2] / "book" / "nl" / "gallery.ipynb"
WIDGETS = ".jp-Notebook .adempauze"
LOOKS = ("light", "dark")
# The style sheets that have the colours of the course and count.
DRESSES = """() => [...document.styleSheets].filter(({ media, ownerNode }) =>
  media.mediaText !== "not all" && ownerNode.textContent.includes("--az-surface:")).length"""
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


def _ask_for(page: Page, look: str) -> None:
    """Ask for a look as the device does, and wait until JupyterLab has it."""
    page.emulate_media(color_scheme=look)
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "true" if look == "light" else "false")


def _in_the_book(page: Page, site: str) -> dict[str, Parts]:
    page.goto(f"{site}/nl/book/nl/gallery.html")
    page.wait_for_selector("html[data-adempauze=ready]")
    found = {}
    for look in LOOKS:
        page.evaluate("(look) => { document.documentElement.dataset.theme = look; }", look)
        found[look] = parts_of(page, "main .adempauze")
    page.close()
    return found


@pytest.mark.own_window
def test_the_widgets_are_right_in_both_themes_look_as_in_the_book_and_leave_nothing(
    course, page: Page, site: str
) -> None:
    """One gallery, opened once, because opening it is most of the time of a test."""
    page.add_init_script(COUNT)
    gallery = read(GALLERY)
    open_with_kernel(course, page, put(course, gallery, "gallery.ipynb"))
    _run_all(page)
    expect(page.locator(WIDGETS)).to_have_count(widgets_in(gallery), timeout=PATIENCE)
    assert page.evaluate(DRESSES) == 1
    book = _in_the_book(page.context.new_page(), site)
    colours = {}
    for look in LOOKS:
        _ask_for(page, look)
        colours[look] = page.locator(WIDGETS).evaluate_all(COLOURS)
        assert violations(page, within=".adempauze") == []
        expect_same(parts_of(page, WIDGETS), book[look])
    for light, dark in zip(colours["light"], colours["dark"], strict=True):
        assert not set(light) & set(dark)
    _ask_for(page, "light")
    assert page.locator(WIDGETS).evaluate_all(COLOURS) == colours["light"]
    cells_that_run_again_leave_no_listener_and_no_timer_behind(page)


def cells_that_run_again_leave_no_listener_and_no_timer_behind(page: Page) -> None:
    _run_all_again(page)
    listeners = page.evaluate("listenersLeft()")
    assert listeners > 0
    _run_all_again(page)
    page.wait_for_function("most => listenersLeft() <= most", arg=listeners)  # the old widgets go one by one


def _run_all_again(page: Page) -> None:
    """Run every cell once more, and wait until the new widgets are there and none of them is busy."""
    old = page.locator(WIDGETS).last.element_handle()
    page.keyboard.press("Escape")
    _run_all(page)
    page.wait_for_function("widget => !widget.isConnected", arg=old, timeout=PATIENCE)
    expect(page.locator(WIDGETS)).to_have_count(widgets_in(read(GALLERY)), timeout=PATIENCE)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_visible(timeout=PATIENCE)
    page.wait_for_function("timersLeft() === 0")
