"""A widget's front end on its own: its functions called from Python, and what a view leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Page

from adempauze.widgets import CourseWidget

_IMPORT = """async (source) => {
  globalThis.front = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
}"""

# Listeners on what outlives a view, and timers, are counted while views come and go.
_COUNT = """async ({ source, state, views }) => {
  const { default: widget } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  globalThis.adempauzeNotes = Object.assign(new EventTarget(), { keep: "page", notes: new Map(), inFile: null });
  let left = 0;
  for (const target of [globalThis, document, globalThis.adempauzeNotes]) {
    const add = target.addEventListener.bind(target);
    target.addEventListener = (type, listener, options) => {
      left += 1;
      options?.signal?.addEventListener("abort", () => { left -= 1; });
      return add(type, listener, options);
    };
  }
  const set = globalThis.setTimeout;
  const clear = globalThis.clearTimeout;
  const timers = new Set();
  globalThis.setTimeout = (...all) => { const timer = set(...all); timers.add(timer); return timer; };
  globalThis.clearTimeout = (timer) => { timers.delete(timer); clear(timer); };
  const model = { get: (key) => state[key], set() {}, save_changes() {}, send() {}, on() {}, off() {} };
  for (let view = 0; view < views; view += 1) {
    const page = new AbortController();
    const el = document.createElement("div");
    document.body.append(el);
    await widget.render({ model, el, signal: page.signal });
    page.abort();
    el.remove();
  }
  return left + timers.size;
}"""


def front_end(browser: Browser, widget: type[CourseWidget]) -> Iterator[Page]:
    """Yield a page in which the functions that the widget's module exports stand in `front`."""
    page = browser.new_page()
    page.evaluate(_IMPORT, widget._esm)
    yield page
    page.close()


def left_behind(page: Page, widget: CourseWidget, home: str) -> int:
    """Return how many listeners and timers are left after five views came and went."""
    state: dict[str, Any] = {key: value for key, value in widget.get_state().items() if not key.startswith("_")}
    state.pop("layout", None)
    return page.evaluate(_COUNT, {"source": widget._esm, "state": state | {"home": home}, "views": 5})
