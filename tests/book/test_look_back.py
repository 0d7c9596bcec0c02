"""Energy and tension over time: a picture, the same in sentences and in a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from adempauze.widgets.check_in import CheckIn
from adempauze.widgets.look_back import LookBack
from tests.book.fronts import front_end, left_behind
from tools.browser.bare_page import OpenWidgets

THREE = [("2026-11-01T10:00:00Z", 2, 8), ("2026-11-04T10:00:00Z", 6, 4), ("2026-11-02T10:00:00Z", 3, 7)]


@pytest.fixture(scope="module")
def front(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, LookBack)


def _look_back(lang: str = "en") -> LookBack:
    return LookBack(lang=lang, lesson="12-your-next-step")


def _note(at: str, text: Any) -> dict[str, str]:
    return {"key": f"04-breathing/check-in-before/{at}", "kind": "check-in", "text": json.dumps(text), "updated_at": at}


def _keep(page: Page, *notes: dict[str, str]) -> None:
    for note in notes:
        document = {"format": "adempauze-notes", "version": 1, "exported_at": note["updated_at"], "notes": [note]}
        name = f"adempauze:v1:note:{note['key']}"
        page.evaluate("([name, text]) => { localStorage[name] = text; }", [name, json.dumps(document)])
    page.evaluate("localStorage['adempauze:v1:keep'] = 'browser'")
    page.reload()
    page.wait_for_selector("html[data-adempauze=ready]")


def _check_ins() -> list[dict[str, str]]:
    return [_note(at, {"lesson": "04-breathing", "moment": "before", "energy": e, "tension": t}) for at, e, t in THREE]


def test_the_picture_is_told_in_sentences_and_in_a_table(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_look_back())
    _keep(page, *_check_ins())
    picture = page.get_by_role("img")
    for text in ("3 times, from 1 November to 4 November.", "between 2 and 6, last 6", "between 4 and 8, last 4"):
        expect(page.locator("p").filter(has_text=text)).to_be_visible()
        assert text in picture.get_attribute("aria-label")
    page.get_by_text("The same in a table").click()
    rows = page.get_by_role("row").all_inner_texts()
    assert [row.split()[-2:] for row in rows[1:]] == [["2", "8"], ["3", "7"], ["6", "4"]]
    expect(page.get_by_role("cell", name="Five minutes of breath")).to_have_count(3)


def test_it_follows_a_check_in_on_the_same_page(open_widgets: OpenWidgets) -> None:
    page = open_widgets(CheckIn("before", lang="en", lesson="04-breathing"), _look_back())
    expect(page.get_by_text("There is nothing to see here yet.")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("energy 5, tension 5")).to_be_visible()
    expect(page.get_by_role("img")).to_have_count(0)
    page.get_by_role("button", name="Change it").click()
    page.get_by_role("slider", name="Energy").fill("7")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("energy 7, tension 5")).to_be_visible()


def test_notes_that_are_no_check_ins_are_left_out(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_look_back())
    strange = [None, [], {"energy": 11, "tension": 1}, {"energy": "</script>", "tension": 2}, {"energy": 4}]
    _keep(page, *(_note(f"2026-11-05T10:00:0{n}Z", text) for n, text in enumerate(strange)), *_check_ins())
    expect(page.get_by_text("3 times, from 1 November to 4 November.")).to_be_visible()


values = st.integers(0, 10)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**12), values), min_size=1, max_size=40))
def test_points_stay_in_the_picture_in_order_of_time_and_value(front: Page, entries: list[tuple[int, int]]) -> None:
    ordered = [{"at": at, "energy": value} for at, value in sorted(entries)]
    points = front.evaluate("(entries) => front.placePoints(entries, 'energy')", ordered)
    across = [x for x, _ in points]
    assert across == sorted(across)
    assert all(24 <= x <= 294.01 and 10 <= y <= 110 for x, y in points)
    for (_, y), entry in zip(points, ordered, strict=True):
        assert y == 110 - 10 * entry["energy"]


def test_the_keyboard_opens_the_table(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_look_back())
    _keep(page, *_check_ins())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_be_visible()


@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (640, "200%")])
def test_it_fits_a_narrow_screen_and_large_text(open_widgets: OpenWidgets, page: Page, width: int, size: str) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    open_widgets(_look_back("nl"), lang="nl")
    _keep(page, *_check_ins())
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    page.locator(".az-look-back summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("home", ["book", "kernel"])
def test_running_a_cell_again_leaves_nothing_behind(open_widgets: OpenWidgets, home: str) -> None:
    page = open_widgets(_look_back())
    assert left_behind(page, _look_back(), home) == 0
