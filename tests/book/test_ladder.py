"""A ladder of one's own signals moves by button, choice and pointer, loses and doubles nothing, and is private."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze.widgets.ladder import Ladder
from tests.book.fronts import empty_page, front_end, left_behind, show_live
from tools.browser.axe import violations_in_both_looks
from tools.browser.bare_page import OpenWidgets

HOSTILE = "</script><img src=x onerror=alert(1)> \u202eomgekeerd \u0634\u0643 🌿"
MARKER = "a private signal"
GIVEN = ("Sleeping badly", "Snapping at people", "Forgetting appointments")


def _ladder(*items: str, lang: str = "en", id: str = "signals") -> Ladder:
    return Ladder(id, "Which come early?", *(items or GIVEN), lang=lang, lesson="03-signals-and-limits")


def _rung(page: Page, name: str) -> Locator:
    return page.locator(f".az-{name} .az-text")


def _place(page: Page, item: str, rung: str) -> None:
    page.get_by_role("combobox", name=f"When does it come: {item}").select_option(rung)


def _add(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="A signal of your own").fill(text)
    page.get_by_role("button", name="Add").click()


def test_signals_are_chosen_added_moved_and_removed(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    _place(page, "Sleeping badly", "Early")
    _add(page, MARKER)
    expect(_rung(page, "early")).to_have_text(["Sleeping badly", MARKER])
    page.get_by_role("button", name=f"Move up: {MARKER}").click()
    expect(_rung(page, "early")).to_have_text([MARKER, "Sleeping badly"])
    page.get_by_role("button", name="Move down: Sleeping badly").click()
    expect(_rung(page, "middle")).to_have_text(["Sleeping badly"])
    _place(page, "Sleeping badly", "No place yet")
    expect(_rung(page, "unplaced")).to_have_text([*GIVEN[1:], GIVEN[0]])
    page.get_by_role("button", name=f"Remove: {MARKER}").click()
    expect(_rung(page, "early")).to_have_count(0)


def test_every_change_can_be_undone_and_is_said(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    said = page.locator("[role=status]").first
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_hidden()
    _add(page, MARKER)
    expect(said).to_have_text(f"“{MARKER}”: Early, place 1 of 1.")
    _place(page, MARKER, "Late")
    page.get_by_role("button", name=f"Remove: {MARKER}").click()
    expect(said).to_have_text(f"Removed: {MARKER}.")
    expect(undo).to_be_focused()
    undo.click()
    expect(_rung(page, "late")).to_have_text([MARKER])
    expect(said).to_have_text("Undone.")
    undo.click()
    expect(_rung(page, "early")).to_have_text([MARKER])
    undo.click()
    expect(page.get_by_text(MARKER, exact=True)).to_have_count(0)
    expect(undo).to_be_hidden()


def test_a_move_keeps_the_focus_and_the_end_is_an_end(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    page.get_by_role("combobox", name="When does it come: Sleeping badly").focus()
    _place(page, "Sleeping badly", "Middle")
    expect(page.get_by_role("combobox", name="When does it come: Sleeping badly")).to_be_focused()
    up = page.get_by_role("button", name="Move up: Sleeping badly")
    up.focus()
    page.keyboard.press("Enter")
    expect(_rung(page, "early")).to_have_text(["Sleeping badly"])
    expect(up).to_be_focused()
    expect(up).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(_rung(page, "early")).to_have_text(["Sleeping badly"])


def test_a_row_can_be_dragged_and_escape_takes_it_back(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    handle = page.locator(".az-item", has_text="Sleeping badly").locator(".az-handle")

    def drag_to_late() -> None:
        handle.hover()
        page.mouse.down()
        box = page.locator(".az-late").bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2, steps=4)
        expect(page.locator(".az-late .az-landing")).to_have_count(1)

    drag_to_late()
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(_rung(page, "late")).to_have_count(0)
    drag_to_late()
    page.mouse.up()
    expect(_rung(page, "late")).to_have_text(["Sleeping badly"])
    expect(page.locator(".az-landing, .az-dragged")).to_have_count(0)


def test_a_finger_can_drag_too(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    touch = page.context.new_cdp_session(page)
    start = page.locator(".az-item", has_text="Snapping").locator(".az-handle").bounding_box()
    goal = page.locator(".az-early").bounding_box()
    points = [(start["x"] + 8, start["y"] + 20), (goal["x"] + 8, goal["y"] - 30), (goal["x"] + 8, goal["y"] + 30)]
    for kind, point in zip(("touchStart", "touchMove", "touchMove"), points, strict=True):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": point[0], "y": point[1]}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(_rung(page, "early")).to_have_text(["Snapping at people"])


def test_by_default_nothing_is_kept_and_a_new_view_has_it_still(open_widgets: OpenWidgets) -> None:
    widget = _ladder()
    page = open_widgets(widget)
    expect(page.get_by_role("checkbox", name="Keep this for me")).to_be_hidden()
    _add(page, MARKER)
    expect(page.locator(".az-state")).to_have_text("Not kept. Gone when you leave this page.")
    assert page.evaluate("globalThis.adempauzeNotes.notes.size") == 0
    assert MARKER not in json.dumps(page.evaluate("({ ...localStorage })"))
    assert page.evaluate("globalThis.adempauzeNotes.drafts.size") == 1


def test_what_is_kept_comes_back_is_in_no_request_and_goes_when_let_go(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    page.evaluate("localStorage.setItem('adempauze:v1:keep', 'browser')")
    page.reload()
    _add(page, MARKER)
    page.get_by_role("checkbox", name="Keep this for me").check()
    expect(page.locator(".az-state")).to_contain_text("Saved in this browser")
    _place(page, "Sleeping badly", "Late")
    _place(page, MARKER, "No place yet")
    page.reload()
    expect(_rung(page, "late")).to_have_text(["Sleeping badly"])
    expect(_rung(page, "unplaced")).to_have_text([MARKER, *GIVEN[1:]])
    assert not [each for each in [*sent, page.url, str(page.context.cookies())] if MARKER in each]
    page.get_by_role("checkbox", name="Keep this for me").uncheck()
    page.wait_for_function("Object.keys(localStorage).every((name) => !name.includes('note:'))")
    expect(_rung(page, "late")).to_have_text(["Sleeping badly"])


def test_two_views_of_one_ladder_agree_once_it_is_kept(open_widgets: OpenWidgets) -> None:
    widget = _ladder()
    page = open_widgets(widget, widget)
    first, second = page.locator(".az-ladder").all()
    first.get_by_role("textbox").fill(MARKER)
    page.keyboard.press("Enter")
    expect(first.get_by_role("textbox")).to_be_focused()
    first.get_by_role("checkbox").check()
    expect(second.locator(".az-early .az-text")).to_have_text([MARKER])
    first.get_by_role("button", name=f"Remove: {MARKER}").click()
    first.get_by_role("checkbox").uncheck()
    expect(second.locator(".az-early .az-text")).to_have_count(0)


def test_two_ladders_keep_apart(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder(), _ladder(id="other"))
    first, second = page.locator(".az-ladder").all()
    first.get_by_role("textbox").fill(MARKER)
    page.keyboard.press("Enter")
    expect(first.locator(".az-early .az-text")).to_have_text([MARKER])
    expect(second.locator(".az-early .az-text")).to_have_count(0)


def test_the_keyboard_alone_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    press = page.keyboard.press
    press("Tab")
    page.keyboard.type(MARKER)
    press("Enter")
    press("Tab")
    press("Tab")
    press("Tab")
    expect(page.get_by_role("combobox", name="When does it come: Sleeping badly")).to_be_focused()
    page.keyboard.type("Ea")
    expect(_rung(page, "early")).to_have_text([MARKER, "Sleeping badly"])
    press("Shift+Tab")
    press("Shift+Tab")
    expect(page.get_by_role("button", name="Move up: Sleeping badly")).to_be_focused()
    press("Space")
    expect(_rung(page, "early")).to_have_text(["Sleeping badly", MARKER])
    page.get_by_role("button", name="Undo").focus()
    press("Enter")
    expect(_rung(page, "early")).to_have_text([MARKER, "Sleeping badly"])


def test_hostile_text_stays_text(open_widgets: OpenWidgets, page: Page) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(_ladder(HOSTILE, "a" * 10_000))
    _add(page, HOSTILE)
    page.get_by_role("checkbox", name="Keep this for me").check()
    expect(_rung(page, "early")).to_have_text([HOSTILE])
    assert not dialogs
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_axe_finds_nothing_in_any_state(open_widgets: OpenWidgets, lang: str) -> None:
    page = open_widgets(_ladder(lang=lang), lang=lang)
    assert not violations_in_both_looks(page)
    page.locator(".az-unplaced select").first.select_option(index=1)
    page.get_by_role("textbox").fill(MARKER)
    page.keyboard.press("Enter")
    page.get_by_role("checkbox").check()
    assert not violations_in_both_looks(page)


def test_it_fits_a_narrow_screen_and_twice_the_text(open_widgets: OpenWidgets, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(_ladder(lang="nl"), lang="nl")
    page.get_by_role("textbox").fill(MARKER)
    page.keyboard.press("Enter")
    for size in ("100%", "200%"):
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("home", ["book", "kernel"])
def test_a_view_that_goes_leaves_nothing_behind(open_widgets: OpenWidgets, home: str) -> None:
    assert left_behind(open_widgets(_ladder()), _ladder(), home) == 0


def test_a_kernel_that_falls_silent_is_said_and_loses_nothing(page: Page) -> None:
    page.clock.install()
    widget = _ladder()
    show_live(empty_page(page), widget)
    _add(page, MARKER)
    page.get_by_role("checkbox", name="Keep this for me").check()
    expect(page.locator(".az-state")).to_contain_text("Saved on this computer at")
    page.evaluate("kernel.alive = false")
    _place(page, "Sleeping badly", "Late")
    page.clock.run_for(8000)
    expect(page.locator(".az-state")).to_contain_text("Not saved: the notebook's kernel does not answer.")
    expect(_rung(page, "late")).to_have_text(["Sleeping badly"])
    page.evaluate("kernel.alive = true")
    page.clock.run_for(5000)
    expect(page.locator(".az-state")).to_contain_text("Saved on this computer at")
    assert "Sleeping badly" in widget.journal.load(widget.key).text
    page.evaluate("kernel.alive = false")
    page.get_by_role("button", name=f"Move down: {MARKER}").click()
    page.evaluate("kernel.alive = true; views[0].end()")
    show_live(page, widget)
    expect(_rung(page, "middle")).to_have_text([MARKER])
    expect(page.locator(".az-state")).to_contain_text("Saved on this computer at")


@pytest.fixture(scope="module")
def front(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, Ladder)


moves = st.lists(
    st.tuples(st.just("step"), st.integers(0, 7), st.sampled_from([-1, 1]))
    | st.tuples(st.just("put"), st.integers(0, 7), st.integers(0, 3), st.integers(0, 9)),
    max_size=30,
)


@given(st.lists(st.lists(st.none(), max_size=3), min_size=4, max_size=4), moves)
@settings(max_examples=150, deadline=None)
def test_sorting_loses_and_doubles_nothing(front: Page, shape: list[list[None]], moves: list[tuple]) -> None:
    ids = iter(range(99))
    lists = [[f"item-{next(ids)}" for _ in each] for each in shape]
    everything = sorted(id for each in lists for id in each)
    moves = [move for move in moves if f"item-{move[1]}" in everything]
    steps = front.evaluate(
        """({ lists, moves }) => moves.map(([kind, n, ...rest]) => {
          const before = JSON.stringify(lists);
          const next = front[`${kind}Item`](lists, `item-${n}`, ...rest);
          const pure = JSON.stringify(lists) === before;
          lists = next;
          return { pure, lists };
        })""",
        {"lists": lists, "moves": moves},
    )
    for (kind, n, *rest), step in zip(moves, steps, strict=True):
        id = f"item-{n}"
        assert step["pure"]
        assert sorted(each for found in step["lists"] for each in found) == everything
        others = [[each for each in found if each != id] for found in (*lists, *step["lists"])]
        assert others[:4] == others[4:], "the others keep their order"
        if kind == "put":
            assert id in step["lists"][rest[0]]
        elif id not in lists[0]:
            assert id not in step["lists"][0], "a step never takes an item off the rungs"
        lists = step["lists"]


zones = st.lists(st.tuples(st.integers(0, 500), st.lists(st.integers(0, 500), max_size=5)), min_size=1, max_size=4)


@given(zones, st.integers(-100, 900))
@settings(max_examples=80, deadline=None)
def test_what_is_let_go_lands_somewhere_that_exists(front: Page, zones: list, y: int) -> None:
    measured = [{"top": top, "bottom": top + 40, "middles": middles} for top, middles in zones]
    landing = front.evaluate("({ measured, y }) => front.dropPlace(measured, y)", {"measured": measured, "y": y})
    zone = measured[landing["list"]]
    assert 0 <= landing["place"] <= len(zone["middles"])
    if any(each["top"] <= y <= each["bottom"] for each in measured):
        assert zone["top"] <= y <= zone["bottom"]


entries = st.fixed_dictionaries(
    {"id": st.sampled_from(["given-1", "given-2", "own-1", "own-2"]), "text": st.text(max_size=4)}
)
rungs = st.sampled_from(["unplaced", "early", "middle", "late", "elsewhere"])
notes = st.dictionaries(rungs, st.lists(entries | st.none() | st.integers(), max_size=5) | st.integers()) | st.none()


@given(notes)
@settings(max_examples=120, deadline=None)
def test_whatever_a_note_holds_each_signal_stands_once(front: Page, kept: object) -> None:
    given_ones = [{"key": "given-1", "text": "one"}, {"key": "given-2", "text": "two"}]
    found = front.evaluate(
        """({ kept, given }) => {
          const read = front.readLadder(kept, given);
          const again = front.readLadder(front.writeLadder(read), given);
          return { lists: read.lists, again: again.lists, texts: [...read.texts] };
        }""",
        {"kept": kept, "given": given_ones},
    )
    placed = [id for each in found["lists"] for id in each]
    assert len(placed) == len(set(placed)) == len(found["texts"])
    assert {"given-1", "given-2"} <= set(placed)
    assert dict(found["texts"])["given-1"] == "one"
    assert found["again"][1:] == found["lists"][1:]
    assert sorted(found["again"][0]) == sorted(found["lists"][0])
