"""Calls the functions of a widget's front end from Python, and counts what its views leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Page

from adempauze.widgets import CourseWidget

_IMPORT = """async (source) => {
  globalThis.front = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
}"""

# Records what could outlive a view while views come and go: listeners on anything but its own elements and signal (the
# window, the document, the page's notes, media queries, the model), timers, frames, and listeners that it adds to its
# signal after its end, which never run.
_COUNT = """async ({ source, state, views }) => {
  const { default: widget } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
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
    const task = new MessageChannel(); // lets tasks finish that were pending when the last view ended
    task.port1.onmessage = done;
    task.port2.postMessage("");
  });
  return [...left].map(({ type }) => type);
}"""

# Acts as JupyterLab: `kernel.alive` is whether the kernel answers; `kernel.held` keeps requests until their release.
_KERNEL = """async ({ name, source, state }) => {
  const { default: widget } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const release = () => {
    const { held } = kernel;
    kernel.held = null;
    held.forEach((ask) => ask());
  };
  globalThis.kernel ??= { alive: true, held: null, release };
  const listeners = new Set();
  const ask = async (request) => {
    for (const answer of await globalThis[name](request)) listeners.forEach((listener) => listener(answer));
  };
  const send = (request) => {
    if (kernel.held) kernel.held.push(() => ask(request));
    else if (kernel.alive) ask(request);
  };
  const on = (_, listener) => listeners.add(listener);
  const off = (_, listener) => listeners.delete(listener);
  const model = { get: (key) => state[key], send, on, off };
  const el = document.createElement("div");
  document.querySelector("main").append(el);
  const view = new AbortController();
  (globalThis.views ??= []).push({ end() { view.abort(); el.remove(); }, signal: view.signal });
  await widget.render({ model, el, signal: view.signal });
}"""


def front_end(browser: Browser, widget: type[CourseWidget]) -> Iterator[Page]:
    """Yield a page in which `front` has the functions that the widget's module exports."""
    page = browser.new_page()
    page.evaluate(_IMPORT, widget._esm)
    yield page
    page.close()


def _state(widget: CourseWidget) -> dict[str, Any]:
    return {key: value for key, value in widget.get_state().items() if not key.startswith("_") and key != "layout"}


def left_behind(page: Page, widget: CourseWidget, home: str) -> int:
    """Return how many listeners, timers and frames are left after five views have come and gone."""
    left = page.evaluate(_COUNT, {"source": widget._esm, "state": _state(widget) | {"home": home}, "views": 5})
    if left:
        print(*left)  # pytest shows it beside the count
    return len(left)


def empty_page(page: Page) -> Page:
    """Show a page without the book, as in JupyterLab, at an address where a browser has storage."""
    page.route("**/lab", lambda route: route.fulfill(body="<!doctype html><main></main>", content_type="text/html"))
    page.goto("http://localhost/lab")
    return page


def show_live(page: Page, widget: CourseWidget) -> None:
    """Show one more widget on a page, with its Python side answering as a kernel would."""
    name = f"ask_{id(widget)}_{page.evaluate('globalThis.views?.length ?? 0')}"

    def answer(request: dict[str, Any]) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = []
        widget.send = answers.append
        widget._handle_custom_msg(request, [])
        return answers

    page.expose_function(name, answer)
    page.evaluate(_KERNEL, {"name": name, "source": widget._esm, "state": _state(widget)})
