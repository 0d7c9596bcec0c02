"""The page with all notes: one sentence is kept in a few taps; all that was written can be read, changed, erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze import messages
from adempauze.journal import Note, to_text
from adempauze.widgets.notes import Notes
from adempauze.widgets.reflect import Reflect
from tests.book.fronts import empty_page, front_end, left_behind, show_live
from tools.browser.bare_page import OpenWidgets

PHONE = {"width": 390, "height": 844}
SENTENCE = "A walk of ten minutes, in the rain."
HOSTILE = "</script><img src=x onerror=alert(1)>"
THEN = "2026-11-20T10:00:00Z"

Content = dict[str, Any] | str


@pytest.fixture(scope="module")
def front(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, Notes)


def _note(key: str, kind: str, content: Content) -> dict[str, str]:
    text = content if isinstance(content, str) else json.dumps(content)
    return {"key": key, "kind": kind, "text": text, "updated_at": THEN}


EVERYTHING = [
    _note("my-notes/sentence-a", "reflection", "Beside the water."),
    _note("03-signals-and-limits/my-boundary", "reflection", "No mail after eight.\nNor on Sunday."),
    _note(
        "03-signals-and-limits/ladder-signals",
        "ladder",
        {"unplaced": [], "early": [{"id": "a", "text": "Short fuse"}], "late": [{"id": "b", "text": "No sleep"}]},
    ),
    _note(
        "04-breathing/check-in-before/1",
        "check-in",
        {"lesson": "04-breathing", "moment": "before", "energy": 3, "tension": 7},
    ),
    _note("09-claims-one-by-one/aims", "predict", {"MD-2": {"thinks": "no", "sure": 2}, "MD-3": {"thinks": "unknown"}}),
    _note(
        "12-your-next-step/plan",
        "plan",
        {
            "pairs": [{"when": "I close my laptop", "then": "walk around the block"}],
            "step": "Call Anna",
            "person": "",
        },
    ),
    _note("12-your-next-step/progress", "progress", {"done": True}),
]


def _open(open_widgets: OpenWidgets, lang: str = "en") -> Page:
    return open_widgets(Notes(lang=lang), lang=lang)


def _put_back(page: Page, *notes: dict[str, str]) -> None:
    document = {"format": "adempauze-notes", "version": 1, "exported_at": THEN, "notes": notes}
    file = {"name": "notes.json", "mimeType": "application/json", "buffer": json.dumps(document).encode()}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".az-list article").first).to_be_visible()


def _field(page: Page, words: dict[str, str]) -> Locator:
    return page.get_by_role("textbox", name=words["one_sentence"])


def _words(lang: str) -> dict[str, str]:
    return messages.table(lang, "notes") | messages.table(lang, "my_notes")


# One sentence -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_one_sentence_is_kept_in_two_taps_and_there_again_after_a_reload(
    open_widgets: OpenWidgets, page: Page, lang: str
) -> None:
    page.set_viewport_size(PHONE)
    _open(open_widgets, lang)
    words = _words(lang)
    field = _field(page, words)
    expect(field).to_be_in_viewport(ratio=1)
    field.click()
    page.keyboard.type(SENTENCE)
    page.get_by_role("button", name=words["keep_yes"]).click()
    expect(page.locator(".az-state").first).to_contain_text(words["state_saved_browser"].split("{")[0])
    page.reload()
    expect(page.locator(".az-list").get_by_text(SENTENCE)).to_be_in_viewport(ratio=1)
    expect(_field(page, words)).to_have_value("")


def test_it_asks_once_and_a_no_is_a_no(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Notes(lang="en"), Reflect("after", "What did you notice?", lang="en", lesson="04-breathing"))
    ask = page.get_by_role("group", name="Keep it on this device?")
    expect(ask).to_have_count(0)
    _field(page, _words("en")).fill(SENTENCE)
    page.get_by_role("button", name="No, do not keep it").locator("visible=true").click()
    expect(ask).to_have_count(0)
    page.get_by_role("textbox", name="What did you notice?").fill("More")
    expect(ask).to_have_count(0)
    expect(page.locator(".az-state").first).to_have_text("Not kept. Gone when you leave this page.")
    assert page.evaluate("localStorage.length") == 0


def test_a_place_to_write_in_a_lesson_asks_as_well(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Reflect("after", "What did you notice?", lang="en", lesson="04-breathing"))
    field = page.get_by_role("textbox", name="What did you notice?")
    field.fill(SENTENCE)
    page.get_by_role("button", name="Yes, keep it").click()
    expect(field).to_be_focused()
    expect(page.locator(".az-state")).to_contain_text("Saved in this browser at")
    page.reload()
    expect(field).to_have_value(SENTENCE)


def test_another_sentence_leaves_the_first_in_the_list(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    field = _field(page, _words("en"))
    for text in ("One.", "Two."):
        field.fill(text)
        if text == "One.":
            page.get_by_role("button", name="Yes, keep it").click()
        page.get_by_role("button", name="Another sentence").click()
        expect(field).to_be_focused()
        expect(field).to_have_value("")
    expect(page.locator(".az-list .az-written")).to_have_text(["Two.", "One."])


# All notes ----------------------------------------------------------------------------------------------------------


def test_everything_that_was_written_is_there_in_words(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _put_back(page, *EVERYTHING)
    shown = page.locator(".az-list")
    expect(shown.get_by_role("heading")).to_have_text(
        [
            "Single sentences",
            *(messages.table("en", "lessons")[slug] for slug in ("03-signals-and-limits", "04-breathing")),
            *(messages.table("en", "lessons")[slug] for slug in ("09-claims-one-by-one", "12-your-next-step")),
        ]
    )
    for text in (
        "Beside the water.",
        "No mail after eight.",
        "Early: Short fuse",
        "Late: No sleep",
        "Energy 3 out of 10, tension 7 out of 10 (before the lesson)",
        "You thought: it is not so. Very sure.",
        "You had no idea.",
        "If I close my laptop, then I walk around the block",
        "One small step for this week: Call Anna",
        "20 November 2026",
    ):
        expect(shown).to_contain_text(text)
    expect(shown).not_to_contain_text("{")
    expect(shown).to_contain_text(Notes(lang="en").prompts["03-signals-and-limits/my-boundary"]["question"])
    expect(shown.get_by_role("article")).to_have_count(6)


def test_a_note_can_be_changed(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _put_back(page, *EVERYTHING[:2])
    page.get_by_role("button", name="Change").first.click()
    field = page.locator(".az-list textarea")
    expect(field).to_be_focused()
    field.fill("Beside the sea.")
    page.get_by_role("button", name="Ready").click()
    expect(page.locator(".az-list .az-written").first).to_have_text("Beside the sea.")
    assert page.evaluate("adempauzeNotes.notes.get('my-notes/sentence-a').text") == "Beside the sea."


def test_reading_again_leaves_the_list_and_what_is_selected_in_it(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _put_back(page, *EVERYTHING)
    _field(page, _words("en")).fill(SENTENCE)
    page.locator(".az-list .az-written").first.select_text()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.evaluate("adempauzeNotes.dispatchEvent(new CustomEvent('notes', { detail: {} }))")
    _put_back(page, {**EVERYTHING[0], "key": "my-notes/sentence-b", "text": "In the wood."})
    expect(page.locator(".az-list article")).to_have_count(7)
    assert page.evaluate("getSelection().toString()") == "Beside the water."


def test_a_note_that_is_deleted_can_be_put_back(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _put_back(page, *EVERYTHING)
    page.get_by_role("button", name="Delete", exact=True).first.click()
    expect(page.locator(".az-list")).not_to_contain_text("Beside the water.")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    expect(page.locator(".az-list")).to_contain_text("Beside the water.")
    assert page.evaluate("adempauzeNotes.notes.get('my-notes/sentence-a').updated_at") == THEN


def test_erasing_everything_can_be_undone(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _put_back(page, *EVERYTHING)
    page.locator("summary").click()
    page.get_by_role("button", name="Delete all my notes").click()
    page.get_by_role("button", name="Yes, delete all").click()
    expect(page.locator(".az-list article")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".az-list article")).to_have_count(6)


def test_all_of_it_can_be_taken_along_as_text(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _put_back(page, *EVERYTHING)
    _field(page, _words("en")).fill(SENTENCE)
    page.locator("summary", has_text="Where your notes are kept").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download to read").click()
    assert download.value.suggested_filename == "my-notes.txt"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    for part in (SENTENCE, "Beside the water.", "No mail after eight.\nNor on Sunday.", "Early: Short fuse"):
        assert part in text
    assert "Delete" not in text


def test_paper_has_the_notes_alone(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _put_back(page, *EVERYTHING)
    page.emulate_media(media="print")
    expect(page.get_by_text("Beside the water.")).to_be_visible()
    expect(page.locator(".az-notes :is(button, textarea):visible")).to_have_count(0)


def test_what_is_written_is_text_and_leaves_the_page_nowhere(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _put_back(page, _note("12-your-next-step/old", "unknown-kind", HOSTILE), _note("my-notes/x", "predict", HOSTILE))
    expect(page.locator(".az-list")).to_contain_text(HOSTILE)
    assert not page.locator(".az-list img").count()
    assert not [url for url in page.context.watch.requests if "onerror" in url]
    assert page.evaluate("document.cookie") == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    kind=st.sampled_from(["check-in", "predict", "ladder", "plan", "reflection", "other"]),
    text=st.text(max_size=20) | JSON.map(json.dumps),
)
def test_any_note_becomes_lines_and_none_is_hidden(front: Page, kind: str, text: str) -> None:
    lines = front.evaluate(
        "([note, words]) => front.linesOfNote(note, words, 'en')",
        [{"kind": kind, "text": text}, Notes(lang="en").strings],
    )
    assert lines
    assert all(isinstance(line, str) for line in lines)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_the_command_writes_the_same_text(front: Page, lang: str) -> None:
    odd = [
        _note("my-notes/sentence-b", "reflection", HOSTILE),
        _note("04-breathing/check-in-after/1", "check-in", {"energy": "3", "tension": True}),
        _note("03-signals-and-limits/ladder-old", "ladder", {"order": [{"text": "a"}, 1, {"text": "b"}], "aside": 0}),
        _note("05-room-to-respond/x", "predict", {"MD-2": 1, "MD-3": {"belief": 0, "sure": 1}, "MD-4": {}}),
        _note("05-room-to-respond/y", "plan", {"pairs": [{"then": "rest"}, {}, 2], "step": " ", "person": "Anna"}),
        _note("05-room-to-respond/z", "plan", "[1]"),
    ]
    notes = [*EVERYTHING, *odd]
    page = Notes(lang=lang)
    theirs = front.evaluate(
        "([notes, words, lang, prompts]) => front.asReadable(notes, words, lang, prompts)",
        [notes, page.strings, lang, page.prompts],
    )
    assert to_text([Note(**note) for note in notes], lang, page.strings, page.prompts) == theirs


def test_in_jupyterlab_it_works_with_the_journal_of_the_kernel(page: Page) -> None:
    widget = Notes(lang="en")
    widget.journal.save("03-signals-and-limits/my-boundary", "reflection", "No mail after eight.")
    empty_page(page)
    show_live(page, widget)
    expect(page.locator(".az-list")).to_contain_text("No mail after eight.")
    _field(page, _words("en")).fill(SENTENCE)
    expect(page.get_by_role("button", name="Yes, keep it")).to_be_hidden()  # the journal keeps notes without asking
    expect(page.locator(".az-state").first).to_contain_text("Saved on this computer at")
    assert [note.text for note in widget.journal.notes(prefix="my-notes/")] == [SENTENCE]
    assert widget.journal.last_visit() is None


# How it looks -------------------------------------------------------------------------------------------------------


def test_running_a_cell_again_leaves_nothing_behind(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    assert left_behind(page, Notes(lang="en"), "book") == 0
