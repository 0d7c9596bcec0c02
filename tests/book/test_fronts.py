"""`left_behind` counts everything that a view can leave behind."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from tests.book.fronts import left_behind

WAYS = {
    "window": "addEventListener('resize', () => {});",
    "document": "document.addEventListener('visibilitychange', () => {});",
    "notes": "(globalThis.adempauzeNotes ??= new EventTarget()).addEventListener('notes', () => {});",
    "media query": "matchMedia('print').addEventListener('change', () => {});",
    "model": "model.on('change:lang', () => {});",
    "timer": "setTimeout(() => {}, 9e6);",
    "interval": "setInterval(() => {}, 9e6);",
    "frame": "const again = () => requestAnimationFrame(again); again();",
    "after the end": """(async () => {
        for (let turn = 0; turn < 9; turn += 1) await null;
        signal.addEventListener("abort", () => {});
    })();""",
}
TIDY = """
    listen(document, "visibilitychange", () => {});
    const hear = () => {};
    model.on("msg:custom", hear);
    const timer = setTimeout(hear, 9e6);
    signal.addEventListener("abort", () => { model.off("msg:custom", hear); clearTimeout(timer); });
"""


def _widget(work: str) -> SimpleNamespace:
    module = f"""
        const render = ({{ model, signal }}) => {{
            const listen = (target, type, handler) => target.addEventListener(type, handler, {{ signal }});
            {work}
        }};
        export default {{ render }};"""
    return SimpleNamespace(_esm=module, get_state=dict)


@pytest.mark.parametrize("work", WAYS.values(), ids=WAYS)
def test_each_way_of_leaving_something_is_seen(page: Page, work: str) -> None:
    assert left_behind(page, _widget(work), "book") == 5


def test_a_view_that_tidies_up_leaves_nothing(page: Page) -> None:
    assert left_behind(page, _widget(TIDY), "kernel") == 0
