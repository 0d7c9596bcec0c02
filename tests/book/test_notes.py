"""Every place to write tells the truth about its note, and loses nothing between tabs, kernels and files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Page, expect

from adempauze.journal import Journal, JournalError
from adempauze.journal.exchange import MAX_BYTES, from_document, merge, to_document
from adempauze.journal.note import MAX_KIND, MAX_TEXT, Note
from adempauze.widgets import CourseWidget
from adempauze.widgets.check_in import CheckIn
from adempauze.widgets.evidence_ladder import EvidenceLadder, option
from adempauze.widgets.ladder import Ladder
from adempauze.widgets.plan import Plan
from adempauze.widgets.predict import Predict, statement
from adempauze.widgets.progress import Progress
from adempauze.widgets.quiz import Quiz, question, right, wrong
from adempauze.widgets.reflect import Reflect
from tests.book.fronts import empty_page, left_behind, show_live
from tests.book.kept import keep_in_browser, kept_note
from tools.browser.bare_page import OpenWidgets, standalone_page
from tools.browser.until import until

LESSON = "04-breathing"
KEY = f"{LESSON}/after"
SIGNALS = ("Sleeping badly", "Snapping at people")


def _reflect() -> Reflect:
    return Reflect("after", "What did you notice?", lang="en", lesson=LESSON)


def _check_in(moment: str = "before") -> CheckIn:
    return CheckIn(moment, lang="en", lesson=LESSON)


def _progress() -> Progress:
    return Progress(["00-start", LESSON], lang="en", lesson=LESSON)


def _ladder() -> Ladder:
    return Ladder("signals", "Which come early?", *SIGNALS, lang="en", lesson=LESSON)


def _evidence_ladder() -> EvidenceLadder:
    options = [option(text, "mixed or weak", "low", "Because.", "A GP") for text in ("Apples", "Bread")]
    return EvidenceLadder("helps", "Which is stronger?", *options, lang="en", lesson=LESSON)


def _deck() -> Predict:
    sayings = [statement(text, "contradicted", "low", "Because.") for text in ("One", "Two")]
    return Predict(*sayings, lang="en", lesson=LESSON)


def _field(page: Page) -> Any:
    return page.get_by_role("textbox", name="What did you notice?")


def _state(page: Page) -> Any:
    return page.locator(".az-state").first


def _choose(page: Page, words: str) -> None:
    page.locator("details > summary", has_text="Where your notes are kept").first.click()
    page.get_by_role("radio", name=words).first.check()


def _put_back(page: Page, *notes: dict[str, str]) -> None:
    file = json.dumps({"format": "adempauze-notes", "version": 1, "exported_at": "", "notes": notes}).encode()
    upload = {"name": "notes.json", "mimeType": "application/json", "buffer": file}
    page.locator("input[type=file]").first.set_input_files(upload)


def _downloaded(page: Page) -> list[dict[str, str]]:
    page.locator("details > summary", has_text="Where your notes are kept").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download to put back later").first.click()
    return json.loads(download.value.path().read_text(encoding="utf-8"))["notes"]


# A kernel


def test_a_journal_that_was_set_aside_is_said_whoever_met_it(page: Page) -> None:
    path = Journal().path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all" * 100)
    deck = _deck()
    show_live(empty_page(page), deck)
    until(page, "globalThis.adempauzeNotes.setAside")
    show_live(page, _reflect())
    expect(page.get_by_text("The journal file was damaged.")).to_be_visible()
    expect(page.get_by_text(deck.journal.set_aside.name)).to_be_visible()


@pytest.mark.parametrize("trouble", ["full", "silent"])
def test_what_is_not_saved_is_in_the_file_that_is_downloaded(
    page: Page, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    page.clock.install()
    widget = _reflect()
    widget.journal.save("00-start/plan-b", "reflection", "earlier words")
    show_live(empty_page(page), widget)
    expect(_state(page)).to_have_text("Nothing written yet.")
    if trouble == "full":
        monkeypatch.setattr(widget.journal, "replace", _is_full)
    else:
        page.evaluate("kernel.alive = false")
    _field(page).fill("words without a place")
    page.clock.run_for(9000)
    expect(_state(page)).to_contain_text("Not saved")
    page.locator("summary").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download to put back later").click()
        page.clock.run_for(8000)
    texts = [note.text for note in from_document(download.value.path().read_text(encoding="utf-8"))]
    assert texts == (["earlier words"] if trouble == "full" else []) + ["words without a place"]


def _is_full(*_: object) -> None:
    raise JournalError("full")


def test_the_older_of_two_tabs_does_not_replace_what_the_newer_wrote(context: BrowserContext) -> None:
    old, new = context.new_page(), context.new_page()
    widgets = [_reflect(), _reflect()]
    for page, widget in zip((old, new), widgets, strict=True):
        show_live(empty_page(page), widget)
        expect(_state(page)).to_have_text("Nothing written yet.")
    _field(new).fill("a page of words")
    expect(_state(new)).to_contain_text("Saved on this computer at")
    _field(old).fill("one word")
    expect(_state(old)).to_contain_text("Saved on this computer at")
    expect(_field(old)).to_have_value("a page of words\n\none word")
    assert widgets[0].journal.load(KEY).text == "a page of words\n\none word"


def test_a_tab_that_is_looked_at_again_shows_what_was_written_meanwhile(page: Page) -> None:
    widget = _reflect()
    show_live(empty_page(page), widget)
    expect(_state(page)).to_have_text("Nothing written yet.")
    widget.journal.save(KEY, "reflection", "from the command line")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(_field(page)).to_have_value("from the command line")


def test_a_plan_in_two_lessons_loses_nothing_that_either_says(context: BrowserContext) -> None:
    old, new = context.new_page(), context.new_page()
    widgets = [Plan(lang="en", lesson=lesson) for lesson in ("05-room-to-respond", "12-your-next-step")]
    for page, widget in zip((old, new), widgets, strict=True):
        show_live(empty_page(page), widget)
        expect(_state(page)).to_have_text("Nothing written yet.")
    new.get_by_role("textbox", name="Someone I tell").fill("my sister")
    expect(_state(new)).to_contain_text("Saved on this computer at")
    step = old.get_by_role("textbox", name="One small step for this week")
    step.press_sequentially("bed at ten")
    expect(_state(old)).to_contain_text("Saved on this computer at")
    expect(old.get_by_role("textbox", name="Someone I tell")).to_have_value("my sister")
    expect(step).to_be_focused()
    old.keyboard.type("!")
    expect(step).to_have_value("bed at ten!")


def test_a_note_that_changed_elsewhere_is_read_again_and_is_no_visit(page: Page) -> None:
    plan, writer = Plan(lang="en", lesson="12-your-next-step"), _reflect()
    show_live(empty_page(page), plan)
    show_live(page, writer)
    until(page, "globalThis.adempauzeNotes.visited === '04-breathing'")
    _field(page).fill("noticed")
    expect(page.get_by_role("checkbox", name="noticed")).to_be_visible()
    assert writer.journal.last_visit() == LESSON


def test_what_was_guessed_before_the_kernel_answered_stays(page: Page) -> None:
    widget = _deck()
    one, two = (item["key"] for item in widget.items)
    earlier = {one: {"belief": 0, "sure": 0}, two: {"belief": 4, "sure": 1}}
    widget.journal.save(widget.key, "predict", json.dumps(earlier))
    empty_page(page)
    show_live(page, _check_in())
    page.evaluate("kernel.held = []")
    show_live(page, widget)
    page.get_by_role("button", name="I think it is", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="Very sure").locator("visible=true").click()
    page.evaluate("kernel.release()")
    expect(page.locator(".az-predict .az-state")).to_contain_text("Saved on this computer at")
    expect(page.get_by_text("You thought: it is so. Very sure.")).to_be_visible()
    assert json.loads(widget.journal.load(widget.key).text) == earlier | {one: {"thinks": "yes", "sure": 2}}


def test_what_was_placed_before_the_kernel_answered_stays_with_what_was_kept(page: Page) -> None:
    widget = _ladder()
    kept = {"early": [{"id": "own", "text": "My own"}], "late": [{"id": "given-1", "text": SIGNALS[0]}]}
    widget.journal.save(widget.key, "ladder", json.dumps(kept))
    empty_page(page)
    show_live(page, _check_in())
    page.evaluate("kernel.held = []")
    show_live(page, widget)
    page.get_by_role("button", name="Middle", exact=True).click()
    page.evaluate("kernel.release()")
    expect(page.locator(".az-ladder .az-state")).to_contain_text("Saved on this computer at")
    expect(page.locator(".az-early .az-chip")).to_have_text(["My own"])
    expect(page.locator(".az-middle .az-chip")).to_have_text([SIGNALS[0]])
    expect(page.locator(".az-late .az-chip")).to_have_count(0)


def _check(page: Page, energy: int) -> None:
    page.get_by_role("slider", name="Energy").fill(str(energy))
    page.locator("button.az-primary").click()


def test_a_check_in_that_no_kernel_took_is_kept_by_the_next(page: Page) -> None:
    page.clock.install()
    widget = _check_in()
    show_live(empty_page(page), widget)
    page.evaluate("kernel.alive = false")
    _check(page, 2)
    page.clock.run_for(8000)
    expect(_state(page)).to_contain_text("Not saved: the notebook's kernel does not answer.")
    page.get_by_role("button", name="Change it").click()
    page.get_by_role("slider", name="Energy").fill("9")
    page.evaluate("kernel.alive = true; views[0].end()")
    show_live(page, _check_in())
    expect(_state(page)).to_contain_text("Saved on this computer at")
    expect(page.get_by_role("slider", name="Energy")).to_have_value("2")
    (note,) = widget.journal.notes("check-in")
    assert json.loads(note.text)["energy"] == 2


def test_a_check_in_that_cannot_be_compared_is_saved_all_the_same(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    widget = _check_in("after")
    monkeypatch.setattr(widget.journal, "notes", _is_full)
    show_live(empty_page(page), widget)
    _check(page, 2)
    expect(_state(page)).to_contain_text("Saved on this computer at")


def test_a_tick_that_no_kernel_took_is_kept_later(page: Page) -> None:
    page.clock.install()
    widget = _progress()
    show_live(empty_page(page), widget)
    expect(_state(page)).to_contain_text("Saved on this computer at")
    page.evaluate("kernel.alive = false")
    page.locator("details > summary").first.click()
    page.get_by_role("checkbox", name="I am done").check()
    page.clock.run_for(8000)
    expect(_state(page)).to_contain_text("Not saved")
    expect(page.get_by_role("checkbox", name="I am done")).to_be_checked()
    page.evaluate("kernel.alive = true")
    page.clock.run_for(5000)
    expect(_state(page)).to_contain_text("Saved on this computer at")
    kept = {note.key: json.loads(note.text) for note in widget.journal.notes("progress")}
    assert kept == {f"{LESSON}/progress": {"done": True}}


def test_a_tick_before_the_kernel_answered_stays(page: Page) -> None:
    widget = _progress()
    empty_page(page)
    show_live(page, _check_in())
    page.evaluate("kernel.held = []")
    show_live(page, widget)
    page.get_by_role("checkbox", name="I am done").check()
    page.evaluate("kernel.release()")
    expect(page.locator(".az-progress .az-state").first).to_contain_text("Saved on this computer at")
    expect(page.get_by_role("checkbox", name="I am done")).to_be_checked()
    assert json.loads(widget.journal.load(f"{LESSON}/progress").text) == {"done": True}


def test_a_long_evening_of_writing_adds_no_listener(page: Page) -> None:
    show_live(empty_page(page), _reflect())
    page.evaluate(
        """() => {
            globalThis.added = 0;
            const { signal } = views[0];
            const add = signal.addEventListener.bind(signal);
            signal.addEventListener = (...all) => { globalThis.added += 1; add(...all); };
        }"""
    )
    for n in range(3):
        _field(page).fill(f"words {n}")
        _field(page).blur()
        expect(_state(page)).to_contain_text("Saved on this computer at")
    assert page.evaluate("added") == 0


def test_deleting_all_can_be_undone_in_portions_that_a_kernel_takes(page: Page) -> None:
    widget = _reflect()
    for n in range(5):
        widget.journal.save(f"00-start/long-{n}", "reflection", str(n) * (MAX_TEXT - n))
    show_live(empty_page(page), widget)
    page.locator("summary").first.click()
    page.get_by_role("button", name="Delete all my notes").click()
    page.get_by_role("button", name="Yes, delete all").click()
    expect(page.get_by_text("Deleted. Number of notes: 5.")).to_be_visible()
    sizes = []
    load_export = widget.journal.load_export
    widget.journal.load_export = lambda file: sizes.append(len(file)) or load_export(file)
    try:
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Put back. New: 5. Changed: 0. Already here: 0.")).to_be_visible()
    finally:
        del widget.journal.load_export
    assert len(widget.journal.notes()) == 5
    assert max(sizes) < MAX_BYTES / 10


# The book


def test_the_choice_of_a_file_holds_on_the_next_page_and_no_text_goes_along(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    _choose(page, "In my own file")
    _field(page).fill("marker")
    expect(_state(page)).to_have_text("Not in your file yet. Download it before you leave.")
    assert page.evaluate("({ ...localStorage })") == {"adempauze:v1:keep": "file"}
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("summary").first.click()
    expect(other.get_by_role("radio", name="In my own file")).to_be_checked()


@pytest.mark.parametrize("kind", ["plan", "check-in", "progress", "nothing"])
def test_leaving_is_warned_of_when_something_is_in_no_file_yet(open_widgets: OpenWidgets, kind: str) -> None:
    page = open_widgets(_reflect(), Plan(("step",), lang="en", lesson=LESSON), _check_in(), _progress())
    _choose(page, "In my own file")
    if kind == "plan":
        page.get_by_role("textbox", name="One small step for this week").fill("bed at ten")
    elif kind == "check-in":
        page.get_by_role("button", name="Done").click()
    elif kind == "progress":
        page.get_by_role("checkbox", name="I am done").check()
    asks = """() => !dispatchEvent(new Event("beforeunload", { cancelable: true }))"""
    assert page.evaluate(asks) is (kind != "nothing")
    with page.expect_download():
        page.get_by_role("button", name="Download to put back later").first.click()
    page.get_by_role("button", name="Yes, it is there").click()
    until(page, f"!({asks})()")


def test_a_download_is_not_believed_until_the_reader_says_that_it_is_there(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    page.evaluate("HTMLAnchorElement.prototype.click = () => {}")  # acts as a browser that saves nothing
    _choose(page, "In my own file")
    _field(page).fill("words")
    page.get_by_role("button", name="Download to put back later").click()
    expect(_state(page)).to_contain_text("Offered as a file at")
    asks = """() => !dispatchEvent(new Event("beforeunload", { cancelable: true }))"""
    assert page.evaluate(asks)
    _field(page).fill("words and more")
    expect(_state(page)).to_have_text("Not in your file yet. Download it before you leave.")
    page.get_by_role("button", name="Yes, it is there").click()
    assert page.evaluate(asks)  # that file does not have the last words
    page.get_by_role("button", name="Download to put back later").click()
    page.get_by_role("button", name="Yes, it is there").click()
    expect(_state(page)).to_contain_text("In your file of")
    assert not page.evaluate(asks)


def test_the_file_to_read_stands_first(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    _field(page).fill("my own words")
    page.locator("summary").first.click()
    with page.expect_download() as download:
        page.locator("details button").first.click()
    assert download.value.suggested_filename == "my-notes.txt"
    assert "my own words" in download.value.path().read_text(encoding="utf-8")


LEAVE = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: %s }))"
RETURN = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.mark.parametrize("persisted", ["true", "false"])
def test_what_was_typed_a_moment_before_leaving_is_kept(open_widgets: OpenWidgets, persisted: str) -> None:
    page = open_widgets(_reflect())
    keep_in_browser(page)
    expect(_state(page)).to_have_text("Nothing written yet.")
    kept = page.evaluate(
        f"""async () => {{
            const field = document.querySelector("textarea");
            field.value = "a burst";
            field.dispatchEvent(new Event("input", {{ bubbles: true }}));
            {LEAVE % persisted};
            await null;
            return localStorage["adempauze:v1:note:{KEY}"] ?? "";
        }}"""
    )
    assert "a burst" in kept


def test_a_page_that_slept_reads_again_what_was_written_erased_and_chosen(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    keep_in_browser(page)
    page.evaluate(STORE, [kept_note(KEY, "first")])
    page.evaluate(RETURN)
    expect(_field(page)).to_have_value("first")
    page.evaluate(f"localStorage.removeItem('adempauze:v1:note:{KEY}')")
    page.evaluate(RETURN)
    expect(_field(page)).to_have_value("")
    page.evaluate("localStorage['adempauze:v1:keep'] = 'file'")
    page.evaluate(RETURN)
    page.locator("summary").first.click()
    expect(page.get_by_role("radio", name="In my own file")).to_be_checked()


def test_typing_on_brings_nothing_back_that_another_page_erased(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    keep_in_browser(page)
    _field(page).fill("erased elsewhere")
    expect(_state(page)).to_contain_text("Saved in this browser at")
    page.evaluate(f"localStorage.removeItem('adempauze:v1:note:{KEY}')")
    _field(page).press_sequentially(" and new")
    expect(_field(page)).to_have_value("and new")
    assert "erased" not in page.evaluate(f"localStorage['adempauze:v1:note:{KEY}']")


def test_a_stale_deck_brings_no_guess_back_that_another_page_erased(open_widgets: OpenWidgets) -> None:
    deck = _deck()
    page = open_widgets(deck)
    keep_in_browser(page)
    page.get_by_role("button", name="No idea").click()
    page.get_by_role("checkbox", name="Keep this for me").check()
    expect(_state(page)).to_contain_text("Saved in this browser at")
    name = f"adempauze:v1:note:{deck.key}"
    page.evaluate("(name) => localStorage.removeItem(name)", name)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="No idea").click()
    first, second = (item["key"] for item in deck.items)
    until(page, "([name, key]) => localStorage[name]?.includes(key)", [name, second])
    assert first not in page.evaluate("(name) => localStorage[name]", name)


def test_a_stale_ladder_brings_no_text_back_that_another_page_erased(open_widgets: OpenWidgets) -> None:
    ladder = _ladder()
    page = open_widgets(ladder)
    keep_in_browser(page)
    page.get_by_role("button", name="Early").first.click()
    page.get_by_role("checkbox", name="Keep this for me").check()
    expect(_state(page)).to_contain_text("Saved in this browser at")
    name = f"adempauze:v1:note:{ladder.key}"
    page.evaluate("(name) => localStorage.removeItem(name)", name)
    page.get_by_role("button", name="Late").first.click()
    until(page, "([name, text]) => localStorage[name]?.includes(text)", [name, SIGNALS[1]])
    assert SIGNALS[0] not in page.evaluate("(name) => localStorage[name]", name)


def test_erasing_all_leaves_no_new_record(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect(), _progress())
    keep_in_browser(page)
    _field(page).fill("words")
    expect(_state(page)).to_contain_text("Saved in this browser at")
    page.locator("summary", has_text="Where your notes are kept").first.click()
    page.get_by_role("button", name="Delete all my notes").first.click()
    page.get_by_role("button", name="Yes, delete all").click()
    expect(page.get_by_text("Deleted. Number of notes: 2.")).to_be_visible()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(_field(page)).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == ["adempauze:v1:keep"]


def test_a_note_of_a_newer_version_is_not_called_damaged_and_stays(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    newer = json.dumps({"format": "adempauze-notes", "version": 2, "notes": []})
    page.evaluate(f"(text) => {{ localStorage['adempauze:v1:note:{KEY}'] = text; }}", newer)
    keep_in_browser(page)
    expect(page.get_by_text(f"comes from a newer version of the course: {KEY}.")).to_be_visible()
    _field(page).fill("words")
    expect(_state(page)).to_contain_text("newer version of the course")
    assert page.evaluate(f"localStorage['adempauze:v1:note:{KEY}']") == newer


def test_another_tab_that_begins_to_keep_loses_nothing_here(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    other = page.context.new_page()
    other.goto(page.url)
    _field(page).fill("written here")
    expect(_state(page)).to_contain_text("Not kept")
    _field(other).fill("written there")
    expect(_state(other)).to_contain_text("Not kept")
    _choose(other, "In this browser")
    expect(_state(page)).to_contain_text("Saved in this browser at")
    expect(_field(page)).to_have_value("written here\n\nwritten there")
    expect(_field(other)).to_have_value("written here\n\nwritten there")
    assert "written here" in page.evaluate(f"localStorage['adempauze:v1:note:{KEY}']")


STORE = """(notes) => notes.forEach((note) => {
    const file = { format: "adempauze-notes", version: 1, exported_at: "", notes: [note] };
    localStorage["adempauze:v1:note:" + note.key] = JSON.stringify(file);
})"""


# A page gets no event for its own storage, so this acts like another tab whose event has not arrived yet.


def test_what_another_tab_wrote_a_moment_ago_is_not_written_over(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    keep_in_browser(page)
    expect(_state(page)).to_have_text("Nothing written yet.")
    page.evaluate(STORE, [kept_note(KEY, "written there")])
    _field(page).fill("written here")
    expect(_field(page)).to_have_value("written there\n\nwritten here")
    expect(_state(page)).to_contain_text("Saved in this browser at")
    assert "written there\\n\\nwritten here" in page.evaluate(f"localStorage['adempauze:v1:note:{KEY}']")


def test_notes_put_back_join_what_another_tab_wrote_a_moment_ago(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    keep_in_browser(page)
    page.evaluate(STORE, [kept_note(KEY, "written there")])
    page.locator("summary").first.click()
    _put_back(page, kept_note(KEY, "from a file"))
    expect(page.get_by_text("Put back. New: 0. Changed: 1. Already here: 0.")).to_be_visible()
    assert "written there\\n\\nfrom a file" in page.evaluate(f"localStorage['adempauze:v1:note:{KEY}']")


def test_undo_brings_back_what_another_tab_wrote_a_moment_before_all_was_deleted(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    keep_in_browser(page)
    page.locator("summary").first.click()
    page.get_by_role("button", name="Delete all my notes").click()
    page.evaluate(STORE, [kept_note(KEY, "written there")])
    page.get_by_role("button", name="Yes, delete all").click()
    expect(page.get_by_text("Deleted. Number of notes: 1.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(_field(page)).to_have_value("written there")


def test_nothing_is_stored_once_another_tab_chose_that_nothing_is(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    keep_in_browser(page)
    page.evaluate("localStorage.removeItem('adempauze:v1:keep')")
    _field(page).fill("marker")
    expect(_state(page)).to_contain_text("Not kept")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_tabs_change_notes_one_at_a_time_and_a_hidden_one_does_not_wait(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    keep_in_browser(page)
    expect(_state(page)).to_have_text("Nothing written yet.")
    other = page.context.new_page()
    other.goto(page.url)
    other.evaluate(
        """() => new Promise((held) => {
            navigator.locks.request("adempauze-notes", () => new Promise((end) => { globalThis.end = end; held(); }));
        })"""
    )
    _field(page).fill("words")
    until(page, "navigator.locks.query().then(({ pending }) => pending.length === 1)")
    expect(_state(page)).to_have_text("Saving.")
    stored = f"localStorage['adempauze:v1:note:{KEY}'] ?? ''"
    assert page.evaluate(stored) == ""
    in_time = page.evaluate(
        f"""() => {{
            Object.defineProperty(document, "hidden", {{ value: true, configurable: true }});
            document.dispatchEvent(new Event("visibilitychange"));
            return {stored};
        }}"""
    )
    assert "words" in in_time
    other.evaluate("end()")
    expect(_state(page)).to_contain_text("Saved in this browser at")


def test_notes_put_back_in_a_full_storage_are_all_here_and_not_said_to_be_saved(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    keep_in_browser(page)
    page.evaluate("localStorage.setItem('other', 'x'.repeat(5 * 1024 * 1024 - 500))")
    page.locator("summary").first.click()
    _put_back(page, *(kept_note(f"00-start/{n}", n * 300) for n in "abc"), kept_note(KEY, "here " * 200))
    expect(page.get_by_text("Put back. New: 4. Changed: 0. Already here: 0. Not saved: there is no")).to_be_visible()
    expect(_field(page)).to_have_value("here " * 200)
    expect(_state(page)).to_contain_text("Not saved: there is no space left.")
    page.evaluate("localStorage.removeItem('other')")
    expect(_state(page)).to_contain_text("Saved in this browser at")


def test_nowhere_leaves_no_word_in_the_browser(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    page.evaluate(f"localStorage['adempauze:v1:note:{KEY}'] = '{{ broken'")
    keep_in_browser(page)
    expect(page.get_by_text(f"A note in this browser was damaged: {KEY}.")).to_be_visible()
    assert "{ broken" in page.evaluate("Object.values(localStorage)")
    _choose(page, "Nowhere")
    until(page, "Object.keys(localStorage).length === 0")


def test_one_broken_note_in_a_full_storage_keeps_no_other_from_being_read(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    file = json.dumps(to_document([]) | {"notes": [kept_note(KEY, "whole")]})
    page.evaluate(
        """(file) => {
            localStorage['adempauze:v1:keep'] = 'browser';
            localStorage['adempauze:v1:note:00-start/a'] = '{ broken';
            localStorage['adempauze:v1:note:04-breathing/after'] = file;
            let filled = "";
            for (let step = 2 ** 23; step >= 1; step /= 2) {
                const more = filled + 'x'.repeat(step);
                try { localStorage.other = more; filled = more; } catch {}
            }
        }""",
        file,
    )
    page.reload()
    expect(_field(page)).to_have_value("whole")
    expect(_state(page)).to_contain_text("Saved in this browser at")
    assert page.evaluate("localStorage['adempauze:v1:note:00-start/a']") == "{ broken"


def test_the_focus_stays_where_something_was_deleted(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    _field(page).fill("words")
    page.locator("summary").first.click()
    delete = page.get_by_role("button", name="Delete all my notes")
    delete.click()
    page.get_by_role("button", name="No, keep them").click()
    expect(delete).to_be_focused()
    delete.click()
    page.get_by_role("button", name="Yes, delete all").click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(delete).to_be_focused()
    expect(_field(page)).to_have_value("words")


@pytest.mark.parametrize("widget", [_ladder(), _evidence_ladder()], ids=["signals", "evidence"])
def test_the_focus_stays_in_a_ladder_when_the_last_move_is_undone(open_widgets: OpenWidgets, widget: Ladder) -> None:
    page = open_widgets(widget)
    page.locator(".az-choose").first.click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    expect(page.locator(".az-held")).to_be_focused()


def test_what_is_said_of_a_note_stands_in_a_region_that_was_there(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    said = page.locator(".az-row > [role=status]").first.element_handle()
    _field(page).fill("words")
    page.get_by_role("button", name="Delete this note").click()
    expect(page.get_by_text("Deleted.", exact=True)).to_be_visible()
    assert said.text_content() == "Deleted."


@pytest.mark.parametrize("home", ["book", "kernel"])
@pytest.mark.parametrize(
    "widget",
    [_reflect(), _check_in("after"), Quiz(question("Which?", right("This", "Yes."), wrong("That", "No.")), lang="en")],
    ids=lambda widget: type(widget).__name__,
)
def test_running_a_cell_again_leaves_nothing_behind(open_widgets: OpenWidgets, widget: CourseWidget, home: str) -> None:
    assert left_behind(open_widgets(widget), widget, home) == 0


# The journal exists twice, in Python and in JavaScript for the book, and both must decide alike.


@pytest.fixture(scope="module")
def book(browser: Browser) -> Any:
    """A page with the book's journal and no notes; `journal(request)` asks it."""
    page = browser.new_page()
    (script,) = (text for name, text in standalone_page([_reflect()], "en", "x").items() if name.startswith("host."))
    page.add_script_tag(content=script)
    page.evaluate(
        """() => {
            globalThis.journal = (request) => new Promise((resolve) => globalThis.adempauze.answer(request, resolve));
        }"""
    )
    yield page
    page.close()


def _in_the_book(book: Page, *files: str) -> list[Any]:
    return book.evaluate(
        """async (files) => {
            await journal({ ask: "clear" });
            const outcomes = [];
            for (const file of files) outcomes.push((await journal({ ask: "import", file })).problem ?? null);
            return [...outcomes, (await journal({ ask: "export" })).export.notes];
        }""",
        list(files),
    )


def _in_python(*files: str) -> list[Any]:
    notes: dict[str, Note] = {}
    outcomes: list[Any] = []
    for file in files:
        try:
            joined = {note.key: merge(notes.get(note.key), note)[1] for note in from_document(file)}
            notes |= joined
            outcomes.append(None)
        except JournalError as error:
            outcomes.append(error.code)
    return [*outcomes, to_document(notes.values())["notes"]]


moments = st.sampled_from(
    ["2026-03-01T14:03:00Z", "2026-03-01T14:03:00.000Z", "2026-03-01T14:03:00.250Z", "2027-01-01T00:00:00Z"]
)
broken_moments = st.sampled_from(
    [
        "2026-13-45T99:00:00Z",
        "2026-02-30T10:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-03-01T14:03:00.25Z",
        "2026-03-01T14:03:00+00:00",
        "2026-03-01T14:03:60Z",
        "2026-03-01",
    ]
)
keys = st.sampled_from(["a/1", "a/2", "b/é"]) | st.text(min_size=0, max_size=3)
texts = st.sampled_from(["one", "one two", "two", ""]) | st.text(max_size=5)
kinds = st.sampled_from(["reflection", "check-in", "plan"])
good_notes = st.fixed_dictionaries(
    {"key": st.sampled_from(["a/1", "a/2"]), "kind": kinds, "text": texts, "updated_at": moments}
)
odd_notes = st.fixed_dictionaries(
    {
        "key": keys | st.none(),
        "kind": kinds | st.sampled_from(["Plan", "a--b", "", "a" * MAX_KIND, "a" * (MAX_KIND + 1)]),
        "text": texts | st.integers(0, 3),
        "updated_at": moments | broken_moments,
    }
)
documents = st.fixed_dictionaries(
    {
        "format": st.just("adempauze-notes"),
        "version": st.just(1),
        "notes": st.lists(good_notes, max_size=2, unique_by=lambda note: note["key"]),
    }
)
odd_documents = st.fixed_dictionaries(
    {
        "format": st.sampled_from(["adempauze-notes", "other"]),
        "version": st.sampled_from([1, 0, -1, 2, True, "1", None]),
        "notes": st.lists(good_notes | odd_notes, max_size=2) | st.none(),
    }
)


@given(st.lists(documents | odd_documents, min_size=1, max_size=3))
@settings(max_examples=150)
def test_python_and_the_book_give_the_same_verdict_and_the_same_notes(book: Page, content: list[Any]) -> None:
    files = [json.dumps(each) for each in content]
    assert _in_the_book(book, *files) == _in_python(*files)


@given(odd_notes)
@settings(max_examples=150)
def test_python_and_the_book_agree_on_what_a_note_is(book: Page, note: dict[str, Any]) -> None:
    file = json.dumps({"format": "adempauze-notes", "version": 1, "notes": [note]})
    assert _in_the_book(book, file) == _in_python(file)


@pytest.mark.parametrize(
    ("letter", "times"),
    [("a", MAX_TEXT), ("🌿", MAX_TEXT), ("a", MAX_TEXT + 1), ("a", MAX_BYTES), ("é", MAX_BYTES // 2)],
)
def test_python_and_the_book_agree_on_what_is_too_long(book: Page, letter: str, times: int) -> None:
    file = json.dumps(to_document([]) | {"notes": [kept_note("a/1", "TEXT")]}, ensure_ascii=False)
    in_the_book = book.evaluate(
        """async ([file, letter, times]) => {
            await journal({ ask: "clear" });
            return (await journal({ ask: "import", file: file.replace("TEXT", letter.repeat(times)) })).problem ?? null;
        }""",
        [file, letter, times],
    )
    assert in_the_book == _in_python(file.replace("TEXT", letter * times))[0]


@pytest.mark.parametrize("file", ["", "null", "[]", '"x"', "{ broken", '{"format": NaN}', "\ufeff{}", '{"version": 1}'])
def test_python_and_the_book_agree_on_what_is_no_file(book: Page, file: str) -> None:
    assert _in_the_book(book, file) == _in_python(file) == ["foreign-file", []]
