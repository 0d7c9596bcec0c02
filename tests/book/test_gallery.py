"""The built gallery page: each widget in each of its states, and rules for all of them."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import adempauze
from adempauze.widgets import CourseWidget
from adempauze.widgets.check_in import CheckIn
from adempauze.widgets.conversation import Conversation
from adempauze.widgets.explore import Explore
from adempauze.widgets.ladder import Ladder
from adempauze.widgets.look_back import LookBack
from adempauze.widgets.plan import Plan
from adempauze.widgets.predict import Predict
from adempauze.widgets.progress import Progress
from adempauze.widgets.reflect import Reflect
from tests.book.walks import WALKS, Part, name_of, parts_of
from tools import ROOT
from tools.browser.axe import violations_in_own_look
from tools.browser.bare_page import OpenWidgets

SMALLEST_TARGET = 24
MARKER = "marker-of-a-private-thought"

each_edition = pytest.mark.parametrize("lang", ["en", "nl"])
each_widget = pytest.mark.parametrize("widget", WALKS, ids=name_of)

# Full storage, and storage that a page may not use.
FULL = """
    localStorage["adempauze:v1:keep"] = "browser";
    for (let piece = "x".repeat(2 ** 20), n = 0; piece; n += 1) {
        try { localStorage[n] = piece; } catch { piece = piece.slice(0, piece.length >> 1); }
    }
"""
OFF = """
    Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
"""

# A link in a sentence is as high as its line; a hidden field is used through its label.
SMALL_TARGETS = """([root, least]) => {
    const inSentence = (node) => node.matches("a") && node.parentElement.textContent.trim() !== node.textContent.trim()
        && getComputedStyle(node).display === "inline";
    return [...root.querySelectorAll("a, button, input, label, select, summary, textarea")]
        .filter((node) => node.checkVisibility() && !node.closest(".az-unseen") && !inSentence(node))
        .map((node) => [node.outerHTML.slice(0, 120), node.getBoundingClientRect()])
        .filter(([, { width, height }]) => width < least || height < least)
        .map(([html, { width, height }]) => `${Math.round(width)} x ${Math.round(height)}: ${html}`);
}"""

RUNS_OFF = """(root) => [root, ...root.querySelectorAll("*")]
    .filter((node) => node.checkVisibility() && !node.closest(".az-unseen"))
    .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((node) => node.outerHTML.slice(0, 120))"""

# axe reads the whole page each time that it looks at a part, so the page loses the rest before its widgets start.
LEAVE_ONLY = """document.addEventListener("readystatechange", () => {
    const kept = [...document.querySelectorAll(".adempauze-mount[data-kind=KIND], #adempauze-states")];
    const near = (node) => kept.some((each) => each.contains(node) || node.contains(each));
    for (const node of document.querySelectorAll("main *")) if (!near(node)) node.remove();
}, { once: true });"""

DOUBLE_IDS = """() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return ids.filter((id, i) => ids.indexOf(id) !== i);
}"""


def _open(page: Page, site: str, lang: str) -> None:
    page.goto(f"{site}/{lang}/book/{lang}/gallery.html")
    page.wait_for_selector("html[data-adempauze=ready]")


def _walk(
    page: Page, widget: type[CourseWidget], lang: str, look: Callable[[Locator], list[str]]
) -> dict[str, list[str]]:
    """Lead the widgets of a kind through their states; return what `look` finds, by state."""
    parts = parts_of(page, widget, lang)
    assert parts
    return {state: found for part in parts for state in WALKS[widget](part) if (found := look(part.root))}


@each_edition
def test_every_widget_of_the_page_has_a_walk(page: Page, site: str, lang: str) -> None:
    _open(page, site, lang)
    shown = page.locator(".adempauze").evaluate_all("(all) => all.map(({ className }) => className.split('az-')[1])")
    assert set(shown) == {name_of(widget) for widget in WALKS}


def _runs_off(page: Page, root: Locator) -> list[str]:
    """Return what runs off a small phone with large text; leave the page as it was."""
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 568})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found: list[str] = root.evaluate(RUNS_OFF)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(size)
    return found


@each_edition
@each_widget
def test_in_any_state_axe_finds_nothing_targets_are_large_enough_and_nothing_runs_off(
    page: Page, site: str, widget: type[CourseWidget], lang: str
) -> None:
    def look(root: Locator) -> list[str]:
        small = root.evaluate(f"(root) => ({SMALL_TARGETS})([root, {SMALLEST_TARGET}])")
        return [*violations_in_own_look(page, lang, f".az-{name_of(widget)}"), *small, *_runs_off(page, root)]

    page.add_init_script(LEAVE_ONLY.replace("KIND", widget.__name__.lower()))
    _open(page, site, lang)
    assert not _walk(page, widget, lang, look)


# Where nothing can be kept -------------------------------------------------------------------------------------------


def _keep_a_ladder(part: Part) -> None:
    part.root.locator(".az-choose").first.click()
    part.get("checkbox", "keep_this").check()


def _keep_a_guess(part: Part) -> None:
    part.press("thinks_unknown")
    part.get("checkbox", "keep_this").check()


WRITES: dict[type[CourseWidget], Callable[[Part], None]] = {
    CheckIn: lambda part: part.press("done"),
    Ladder: _keep_a_ladder,
    Plan: lambda part: part.get("textbox", "person").fill(MARKER),
    Predict: _keep_a_guess,
    Reflect: lambda part: part.root.get_by_role("textbox").fill(MARKER),
}


@each_edition
def test_a_full_storage_is_said_wherever_something_is_kept(page: Page, site: str, lang: str) -> None:
    page.add_init_script(FULL)
    _open(page, site, lang)
    for widget, write in WRITES.items():
        (part,) = parts_of(page, widget, lang)
        write(part)
        part.see("problem_full")
    assert not violations_in_own_look(page, lang, ".adempauze")


@each_edition
def test_a_storage_that_is_off_is_said_and_the_page_still_works(page: Page, site: str, lang: str) -> None:
    page.add_init_script(OFF)
    _open(page, site, lang)
    for widget in (Reflect, LookBack, Progress):
        (part,) = parts_of(page, widget, lang)
        part.open("where")
        part.get("radio", "keep_browser").click()
        part.see("problem_storage-off")
        expect(part.get("radio", "keep_page")).to_be_checked()
    (part,) = parts_of(page, Reflect, lang)
    part.root.get_by_role("textbox").fill(MARKER)
    part.see("state_page")
    assert not violations_in_own_look(page, lang, ".adempauze")


# Where something cannot start ----------------------------------------------------------------------------------------


@each_edition
def test_a_browser_that_cannot_unpack_a_table_is_told_so(page: Page, site: str, lang: str) -> None:
    page.add_init_script("delete globalThis.DecompressionStream")
    _open(page, site, lang)
    for part in parts_of(page, Explore, lang):
        part.see("failed")
    assert not violations_in_own_look(page, lang, ".az-explore")


@each_edition
def test_a_widget_that_fails_says_so_beside_what_it_is_and_the_others_run(page: Page, site: str, lang: str) -> None:
    page.route(re.compile(r"/quiz\.\w+\.js\b"), lambda route: route.fulfill(body="", content_type="text/javascript"))
    _open(page, site, lang)
    failed = page.locator(".adempauze-mount:not([data-live])")
    expect(failed).to_have_count(1)
    (words,) = {part.words["failed"] for part in parts_of(page, Reflect, lang)}
    expect(failed.get_by_role("alert")).to_have_text(words)
    expect(failed.locator(".adempauze-fallback")).to_be_visible()
    assert not violations_in_own_look(page, lang, ".adempauze-mount:not([data-live])")
    errors = page.context.watch.errors
    assert len(errors) == 1 and "quiz" in errors.pop()


def test_a_view_is_in_the_page_when_it_is_made(page: Page, site: str) -> None:
    """It can then measure itself, so a field shows the whole of a long stored text."""
    _open(page, site, "en")
    (part,) = parts_of(page, Reflect, "en")
    part.open("where")
    part.get("radio", "keep_browser").check()
    part.root.get_by_role("textbox").fill("a line\n" * 15)
    part.see("state_saved_browser")
    height = part.root.get_by_role("textbox").bounding_box()["height"]
    page.reload()
    page.wait_for_selector("html[data-adempauze=ready]")
    expect(part.root.get_by_role("textbox")).to_have_value("a line\n" * 15)
    assert part.root.get_by_role("textbox").bounding_box()["height"] == height


# Private text ---------------------------------------------------------------------------------------------------------


@each_edition
def test_what_is_typed_is_in_no_message_address_cookie_or_request(page: Page, site: str, lang: str) -> None:
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("request", lambda request: seen.append(f"{request.url} {request.post_data}"))
    _open(page, site, lang)
    page.evaluate("localStorage['adempauze:v1:keep'] = 'browser'")
    for _ in range(2):
        page.reload()
        page.wait_for_selector("html[data-adempauze=ready]")
        for part in parts_of(page, Conversation, lang):
            part.open("own")
        for part in [*parts_of(page, Plan, lang), *parts_of(page, Conversation, lang), *parts_of(page, Reflect, lang)]:
            for field in part.root.get_by_role("textbox").all():
                field.fill(MARKER)
        for part in parts_of(page, Ladder, lang):
            part.get("textbox", "add_own").fill(MARKER)
            part.press("add")
            part.get("checkbox", "keep_this").check()
        for part in [*parts_of(page, Plan, lang), *parts_of(page, Conversation, lang)]:
            part.press("make")
        for part in [*parts_of(page, Plan, lang), *parts_of(page, Reflect, lang), *parts_of(page, Ladder, lang)]:
            part.see("state_saved_browser")
    assert MARKER in page.evaluate("JSON.stringify(localStorage)")
    assert not [each for each in [*seen, page.url, str(page.context.cookies())] if MARKER in each]


# The same more than once ----------------------------------------------------------------------------------------------


@functools.cache
def _calls() -> list[str]:
    notebook = json.loads((ROOT / "book" / "en" / "gallery.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"][1:]


def _made(widget: type[CourseWidget]) -> Iterator[Any]:
    """Yield the widgets of a kind, as the gallery's cells make them."""
    adempauze.lesson("gallery", lang="en")
    verbs = {verb: getattr(adempauze, verb) for verb in adempauze.__all__}
    for call in _calls():
        made = eval(call, dict(verbs))
        if type(made).__name__ == widget.__name__:
            yield made


@each_widget
def test_two_of_a_kind_and_two_views_of_one_do_not_meet(open_widgets: OpenWidgets, widget: type[CourseWidget]) -> None:
    one, other = next(_made(widget)), next(_made(widget))
    page = open_widgets(one, one, other)
    part, *others = parts_of(page, widget, "en")
    assert len(others) == 2
    found = {state: ids for state in WALKS[widget](part) if (ids := page.evaluate(DOUBLE_IDS))}
    assert not found
