"""A widget's front end on its own: its functions called from Python, and what a view leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Page

from adempauze.widgets import CourseWidget

_IMPORT = """async (source) => {
  globalThis.front = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
}"""

# What outlives a view is watched while views come and go: listeners on anything but its own elements and signal (the
# window, the document, the page's notes, media queries, the model); timers; frames; and listeners on its signal that
# come after its end and never run.
_COUNT = """async ({ source, state, views }) => {
  const { default: widget } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  globalThis.adempauzeNotes = Object.assign(new EventTarget(), { keep: "page", notes: new Map(), inFile: null });
  const left = new Set();
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const isOwn = (target) => (target instanceof Node && target !== document)
    || (target instanceof AbortSignal && !target.aborted);
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const own = options?.signal;
    if (!isOwn(this) && !own?.aborted) {
      const entry = { target: this ?? globalThis, type, listener };
      left.add(entry);
      if (own) add.call(own, "abort", () => left.delete(entry));
    }
    return add.call(this ?? globalThis, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? globalThis;
    for (const entry of left) {
      if (entry.target === target && entry.type === type && entry.listener === listener) left.delete(entry);
    }
    return remove.call(this ?? globalThis, type, listener, options);
  };
  const watch = (start, stop, runsOnce) => {
    const [begin, end] = [globalThis[start], globalThis[stop]];
    const open = new Map();
    const close = (id) => {
      left.delete(open.get(id));
      open.delete(id);
    };
    globalThis[start] = (work, ...rest) => {
      const entry = { type: start };
      const id = begin((...all) => {
        if (runsOnce) close(id);
        work(...all);
      }, ...rest);
      open.set(id, entry);
      left.add(entry);
      return id;
    };
    globalThis[stop] = (id) => {
      close(id);
      end(id);
    };
  };
  watch("setTimeout", "clearTimeout", true);
  watch("setInterval", "clearInterval", false);
  watch("requestAnimationFrame", "cancelAnimationFrame", true);
  const model = {
    get: (key) => state[key],
    set() {},
    save_changes() {},
    send() {},
    on: (type, listener) => { left.add({ type: `model ${type}`, listener }); },
    off: (type, listener) => {
      for (const entry of left) {
        if (entry.type === `model ${type}` && (!listener || entry.listener === listener)) left.delete(entry);
      }
    },
  };
  for (let view = 0; view < views; view += 1) {
    const page = new AbortController();
    const el = document.createElement("div");
    document.body.append(el);
    await widget.render({ model, el, signal: page.signal });
    page.abort();
    el.remove();
  }
  await new Promise((done) => {
    const task = new MessageChannel(); // what was under way when the last view went has its turn
    task.port1.onmessage = done;
    task.port2.postMessage("");
  });
  return [...left].map(({ type }) => type);
}"""


def front_end(browser: Browser, widget: type[CourseWidget]) -> Iterator[Page]:
    """Yield a page in which the functions that the widget's module exports stand in `front`."""
    page = browser.new_page()
    page.evaluate(_IMPORT, widget._esm)
    yield page
    page.close()


def left_behind(page: Page, widget: CourseWidget, home: str) -> int:
    """Return how many listeners, timers and frames are left after five views came and went."""
    state: dict[str, Any] = {key: value for key, value in widget.get_state().items() if not key.startswith("_")}
    state.pop("layout", None)
    left = page.evaluate(_COUNT, {"source": widget._esm, "state": state | {"home": home}, "views": 5})
    if left:
        print(*left)  # pytest shows it beside the count
    return len(left)
