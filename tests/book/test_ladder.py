"""A ladder sorts one text at a time with one touch, loses and doubles nothing, and is private."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze.widgets.ladder import Ladder
from adempauze.widgets.musts import Musts
from tests.book.fronts import empty_page, front_end, left_behind, show_live
from tools.browser.bare_page import OpenWidgets
from tools.browser.until import until

HOSTILE = "</script><img src=x onerror=alert(1)> \u202eomgekeerd \u0634\u0643 🌿"
MARKER = "a private signal"
GIVEN = ("Sleeping badly", "Snapping at people", "Forgetting appointments")


def _ladder(*items: str, lang: str = "en", id: str = "signals") -> Ladder:
    return Ladder(id, "Which come early?", *(items or GIVEN), lang=lang, lesson="03-signals-and-limits")


def _on(page: Page, rung: str) -> Locator:
    return page.locator(f".az-{rung} .az-chip")


def _held(page: Page) -> Locator:
    return page.locator(".az-held")


def _place(page: Page, rung: str) -> None:
    page.get_by_role("button", name=rung, exact=True).click()


def _take(page: Page, text: str) -> None:
    page.locator(".az-chip", has_text=text).click()


def _add(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="A signal of your own").fill(text)
    page.get_by_role("button", name="Add").click()


def test_one_touch_places_each_and_a_touch_takes_it_up_again(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    for text, rung in zip(GIVEN, ("Early", "Not one of mine", "Early"), strict=True):
        expect(_held(page)).to_have_text(text)
        _place(page, rung)
    expect(_held(page)).to_have_text("Everything has a place. Touch one to move it.")
    expect(_on(page, "early")).to_have_text([GIVEN[0], GIVEN[2]])
    expect(_on(page, "aside")).to_have_text([GIVEN[1]])
    _take(page, GIVEN[0])
    expect(_held(page)).to_have_text(GIVEN[0])
    expect(page.get_by_role("button", pressed=True)).to_have_accessible_name("Early")
    _place(page, "Late")
    expect(_on(page, "late")).to_have_text([GIVEN[0]])
    expect(_on(page, "early")).to_have_text([GIVEN[2]])


def test_the_learner_may_take_another_first(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    page.get_by_role("button", name=f"{GIVEN[2]}. Take this one now").click()
    expect(_held(page)).to_be_focused()
    _place(page, "Middle")
    expect(_on(page, "middle")).to_have_text([GIVEN[2]])
    expect(_held(page)).to_have_text(GIVEN[0])


def test_a_signal_of_your_own_is_in_hand_at_once_and_can_be_removed(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    remove = page.get_by_role("button", name="Remove")
    expect(remove).to_be_hidden()
    _add(page, MARKER)
    expect(_held(page)).to_have_text(MARKER)
    _place(page, "Early")
    _take(page, MARKER)
    expect(remove).to_have_accessible_name(f"Remove: {MARKER}")
    remove.click()
    expect(_on(page, "early")).to_have_count(0)
    expect(_held(page)).to_have_text(GIVEN[0])
    expect(page.get_by_role("button", name="Undo")).to_be_focused()


def test_every_change_can_be_undone_and_is_said(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    said = page.locator("[role=status]").first
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_hidden()
    _add(page, MARKER)
    expect(said).to_have_text(f"Now: “{MARKER}”.")
    _place(page, "Late")
    expect(said).to_have_text(f"“{MARKER}” is under: Late. Now: “{GIVEN[0]}”.")
    undo.click()
    expect(said).to_have_text("Undone.")
    expect(_held(page)).to_have_text(MARKER)
    expect(_held(page)).to_be_focused()
    undo.click()
    expect(page.get_by_text(MARKER, exact=True)).to_have_count(0)
    expect(undo).to_be_hidden()


def test_the_focus_stays_where_the_thumb_is(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    late = page.get_by_role("button", name="Late", exact=True)
    for _ in GIVEN[:-1]:
        late.press("Enter")
        expect(late).to_be_focused()
    late.press("Enter")
    expect(_held(page)).to_be_focused()
    expect(late).to_be_hidden()


def test_without_given_signals_it_begins_with_your_own(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Ladder("signals", "Which come early?", lang="en", lesson="03-signals-and-limits"))
    expect(page.locator(".az-hand")).to_be_hidden()
    _add(page, MARKER)
    expect(page.get_by_role("button", name="Early", exact=True)).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("textbox")).to_be_focused()


def test_musts_have_rungs_of_their_own(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Musts("What must you do?", "Empty the inbox", lang="en", lesson="05-room-to-respond"))
    expect(page.get_by_role("group", name="What must be done, and who says so")).to_be_visible()
    _place(page, "My own rule")
    expect(_on(page, "own_rule")).to_have_text(["Empty the inbox"])
    expect(page.get_by_text("Early")).to_have_count(0)


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
    _place(page, "Early")
    _place(page, "Late")
    page.reload()
    expect(_on(page, "late")).to_have_text([GIVEN[0]])
    expect(_on(page, "early")).to_have_text([MARKER])
    expect(_held(page)).to_have_text(GIVEN[1])
    assert not [each for each in [*sent, page.url, str(page.context.cookies())] if MARKER in each]
    page.get_by_role("checkbox", name="Keep this for me").uncheck()
    until(page, "Object.keys(localStorage).every((name) => !name.includes('note:'))")
    expect(_on(page, "late")).to_have_text([GIVEN[0]])


def test_two_views_of_one_ladder_agree_once_it_is_kept(open_widgets: OpenWidgets) -> None:
    widget = _ladder()
    page = open_widgets(widget, widget)
    first, second = page.locator(".az-ladder").all()
    first.get_by_role("textbox").fill(MARKER)
    page.keyboard.press("Enter")
    first.get_by_role("button", name="Early", exact=True).click()
    first.get_by_role("checkbox").check()
    expect(second.locator(".az-early .az-chip")).to_have_text([MARKER])
    first.locator(".az-chip", has_text=MARKER).click()
    first.get_by_role("button", name="Remove").click()
    first.get_by_role("checkbox").uncheck()
    expect(second.locator(".az-early .az-chip")).to_have_count(0)


def test_two_ladders_keep_apart(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder(), _ladder(id="other"))
    first, second = page.locator(".az-ladder").all()
    first.get_by_role("button", name="Early", exact=True).click()
    expect(first.locator(".az-early .az-chip")).to_have_text([GIVEN[0]])
    expect(second.locator(".az-early .az-chip")).to_have_count(0)


def test_the_keyboard_alone_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_ladder())
    press = page.keyboard.press
    press("Tab")
    expect(page.get_by_role("button", name="Early", exact=True)).to_be_focused()
    press("Enter")
    press("Tab")
    press("Space")
    expect(_on(page, "early")).to_have_text([GIVEN[0]])
    expect(_on(page, "middle")).to_have_text([GIVEN[1]])
    for _ in range(3):
        press("Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    press("Tab")
    page.keyboard.type(MARKER)
    press("Enter")
    press("Enter")
    expect(_on(page, "early")).to_have_text([GIVEN[0], MARKER])
    _on(page, "early").first.focus()
    press("Enter")
    expect(_held(page)).to_be_focused()
    expect(_held(page)).to_have_text(GIVEN[0])


def test_hostile_text_stays_text(open_widgets: OpenWidgets, page: Page) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(_ladder("a" * 10_000, HOSTILE))
    _place(page, "Early")
    _add(page, HOSTILE)
    _place(page, "Early")
    page.get_by_role("checkbox", name="Keep this for me").check()
    expect(_on(page, "early")).to_have_text(["a" * 10_000, HOSTILE])
    assert not dialogs
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


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
    _place(page, "Late")
    page.clock.run_for(8000)
    expect(page.locator(".az-state")).to_contain_text("Not saved: the notebook's kernel does not answer.")
    expect(_on(page, "late")).to_have_text([MARKER])
    page.evaluate("kernel.alive = true")
    page.clock.run_for(5000)
    expect(page.locator(".az-state")).to_contain_text("Saved on this computer at")
    assert MARKER in widget.journal.load(widget.key).text
    page.evaluate("kernel.alive = false")
    _place(page, "Middle")
    page.evaluate("kernel.alive = true; views[0].end()")
    show_live(page, widget)
    expect(_on(page, "middle")).to_have_text([GIVEN[0]])
    expect(page.locator(".az-state")).to_contain_text("Saved on this computer at")


@pytest.fixture(scope="module")
def front(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, Ladder)


moves = st.lists(st.tuples(st.integers(0, 7), st.integers(-1, 4)), max_size=30)


@given(st.lists(st.lists(st.none(), max_size=3), min_size=5, max_size=5), moves)
@settings(max_examples=150, deadline=None)
def test_a_move_changes_the_place_of_one_item_alone(
    front: Page, shape: list[list[None]], moves: list[tuple[int, int]]
) -> None:
    ids = iter(range(99))
    lists = [[f"item-{next(ids)}" for _ in each] for each in shape]
    steps = front.evaluate(
        """({ lists, moves }) => moves.map(([n, to]) => {
          const before = JSON.stringify(lists);
          const next = front.putItem(lists, `item-${n}`, to);
          const pure = JSON.stringify(lists) === before;
          lists = next;
          return { pure, lists, held: front.inHand(lists, `item-${n}`) };
        })""",
        {"lists": lists, "moves": moves},
    )
    for (n, to), step in zip(moves, steps, strict=True):
        id = f"item-{n}"
        others = [[each for each in found if each != id] for found in lists]
        assert step["pure"]
        assert step["lists"] == [[*rest, id] if i == to else rest for i, rest in enumerate(others)]
        assert step["held"] == (id if to >= 0 else next(iter(others[0]), None))
        lists = step["lists"]


entries = st.fixed_dictionaries(
    {"id": st.sampled_from(["given-1", "given-2", "own-1", "own-2"]), "text": st.text(max_size=4)}
)
rungs = st.sampled_from(["unplaced", "early", "middle", "late", "aside", "elsewhere"])
notes = st.dictionaries(rungs, st.lists(entries | st.none() | st.integers(), max_size=5) | st.integers()) | st.none()


@given(notes)
@settings(max_examples=120, deadline=None)
def test_whatever_a_note_holds_each_signal_stands_once(front: Page, kept: object) -> None:
    given_ones = [{"key": "given-1", "text": "one"}, {"key": "given-2", "text": "two"}]
    found = front.evaluate(
        """({ kept, given }) => {
          const rungs = ["early", "middle", "late"];
          const read = front.readLadder(kept, given, rungs);
          const again = front.readLadder(front.writeLadder(read, rungs), given, rungs);
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
