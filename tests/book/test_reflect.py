"""Room to write in the book keeps a text where the reader chose, loses nothing, and says truly where it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from adempauze.widgets.reflect import Reflect
from tools.browser.bare_page import OpenWidgets

QUESTION = "What did you notice?"
MARKER = "marker-of-a-private-thought"
HOSTILE = "</script><img src=x onerror=alert(1)>"


def _reflect(lang: str = "en", prompt: str = "after") -> Reflect:
    return Reflect(prompt, QUESTION, lang=lang, lesson="04-breathing")


def _open_panel(page: Page) -> None:
    page.locator("summary").first.click()


def _choose(page: Page, words: str) -> None:
    _open_panel(page)
    page.get_by_role("radio", name=words).first.check()


def _state(page: Page) -> object:
    return page.locator(".az-state").first


def _field(page: Page) -> object:
    return page.get_by_role("textbox", name=QUESTION).first


def _stored(page: Page) -> dict[str, str]:
    return page.evaluate("() => ({ ...localStorage })")


def _export_file(path: Path, notes: list[dict[str, str]], **changes: object) -> Path:
    document = {"format": "adempauze-notes", "version": 1, "exported_at": "2026-11-23T10:00:00Z", "notes": notes}
    path.write_text(json.dumps(document | changes), encoding="utf-8")
    return path


def _note(text: str, key: str = "04-breathing/after") -> dict[str, str]:
    return {"key": key, "kind": "reflection", "text": text, "updated_at": "2026-11-23T10:00:00Z"}


def test_by_default_nothing_is_kept_and_the_page_says_so(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    expect(_state(page)).to_have_text("Nothing written yet.")
    _field(page).fill(MARKER)
    expect(_state(page)).to_have_text("Not kept. Gone when you leave this page.")
    assert not _stored(page)
    page.reload()
    expect(_field(page)).to_have_value("")


def test_in_this_browser_it_survives_a_reload(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    _choose(page, "In this browser")
    _field(page).fill(MARKER)
    expect(_state(page)).to_contain_text("Saved in this browser at")
    page.reload()
    expect(_field(page)).to_have_value(MARKER)
    expect(_state(page)).to_contain_text("Saved in this browser at")


def test_what_was_written_before_the_choice_is_kept_too_and_leaves_with_it(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    _field(page).fill(MARKER)
    _field(page).blur()
    _choose(page, "In this browser")
    expect(_state(page)).to_contain_text("Saved in this browser")
    assert MARKER in json.dumps(_stored(page))
    page.get_by_role("radio", name="Nowhere").check()
    expect(_state(page)).to_have_text("Not kept. Gone when you leave this page.")
    assert not _stored(page)
    expect(_field(page)).to_have_value(MARKER)


def test_a_private_text_is_in_no_url_cookie_or_request(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    bodies: list[str] = []
    page.on("request", lambda request: bodies.append(f"{request.url} {request.post_data}"))
    _choose(page, "In this browser")
    _field(page).fill(MARKER)
    expect(_state(page)).to_contain_text("Saved in this browser")
    page.reload()
    expect(_field(page)).to_have_value(MARKER)
    assert bodies
    assert not [each for each in [*bodies, page.url, str(page.context.cookies())] if MARKER in each]


def test_a_download_can_be_put_back(open_widgets: OpenWidgets, tmp_path: Path) -> None:
    page = open_widgets(_reflect())
    _choose(page, "In my own file")
    _field(page).fill(MARKER)
    expect(_state(page)).to_have_text("Not in your file yet. Download it before you leave.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download to put back later").click()
    expect(_state(page)).to_contain_text("Offered as a file at")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.goto("about:blank")
    page.go_back()
    expect(_field(page)).to_have_value("")
    _open_panel(page)
    page.locator("input[type=file]").set_input_files(file)
    expect(_field(page)).to_have_value(MARKER)
    expect(page.get_by_text("Put back. New: 1. Changed: 0. Already here: 0.")).to_be_visible()


def test_putting_back_loses_neither_text(open_widgets: OpenWidgets, tmp_path: Path) -> None:
    page = open_widgets(_reflect())
    _field(page).fill("written here")
    expect(_state(page)).to_contain_text("Not kept")
    _open_panel(page)
    page.locator("input[type=file]").set_input_files(_export_file(tmp_path / "notes.json", [_note("from the file")]))
    expect(_field(page)).to_have_value("written here\n\nfrom the file")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{ not json", "does not hold notes from this course"),
        ('{"format": "other", "notes": []}', "does not hold notes from this course"),
        ('{"format": "adempauze-notes", "version": 1, "notes": [{"key": 7}]}', "does not hold notes from this course"),
        ('{"format": "adempauze-notes", "version": 2, "notes": []}', "comes from a newer version"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(
    open_widgets: OpenWidgets, tmp_path: Path, content: str, sentence: str
) -> None:
    page = open_widgets(_reflect())
    _field(page).fill(MARKER)
    _open_panel(page)
    file = tmp_path / "notes.json"
    file.write_text(content, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(_field(page)).to_have_value(MARKER)


def test_deleting_a_note_can_be_undone(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    _choose(page, "In this browser")
    _field(page).fill(MARKER)
    expect(_state(page)).to_contain_text("Saved in this browser")
    page.get_by_role("button", name="Delete this note").click()
    expect(_field(page)).to_have_value("")
    expect(_state(page)).to_have_text("Nothing written yet.")
    assert MARKER not in json.dumps(_stored(page))
    page.get_by_role("button", name="Undo").click()
    expect(_field(page)).to_have_value(MARKER)
    expect(_state(page)).to_contain_text("Saved in this browser")
    assert MARKER in json.dumps(_stored(page))


def test_deleting_everything_asks_first_and_can_be_undone(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    _choose(page, "In this browser")
    _field(page).fill(MARKER)
    expect(_state(page)).to_contain_text("Saved in this browser")
    page.get_by_role("button", name="Delete all my notes").click()
    expect(_field(page)).to_have_value(MARKER)
    page.get_by_role("button", name="Yes, delete all").click()
    expect(_field(page)).to_have_value("")
    assert MARKER not in json.dumps(_stored(page))
    page.get_by_role("button", name="Undo").click()
    expect(_field(page)).to_have_value(MARKER)


def test_two_prompts_share_the_choice_and_keep_their_own_words(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect(), _reflect(prompt="later"))
    fields = page.get_by_role("textbox", name=QUESTION)
    fields.nth(0).fill("one")
    fields.nth(1).fill("two")
    _choose(page, "In this browser")
    expect(page.locator(".az-state").nth(1)).to_contain_text("Saved in this browser")
    page.reload()
    expect(fields.nth(0)).to_have_value("one")
    expect(fields.nth(1)).to_have_value("two")


def test_two_views_of_one_prompt_show_the_same(open_widgets: OpenWidgets) -> None:
    widget = _reflect()
    page = open_widgets(widget, widget)
    fields = page.get_by_role("textbox", name=QUESTION)
    fields.nth(0).fill(MARKER)
    expect(fields.nth(1)).to_have_value(MARKER)


def test_hostile_and_very_long_text_stays_text(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    _choose(page, "In this browser")
    for text in (HOSTILE, "a" * 100_000 + HOSTILE, "\u202eomgekeerd 🌿 ﷽"):
        _field(page).fill(text)
        expect(_state(page)).to_contain_text("Saved in this browser")
        page.reload()
        expect(_field(page)).to_have_value(text)
    assert not dialogs
    assert page.locator("img").count() == 0


def test_a_full_storage_is_said_and_loses_nothing(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    page.evaluate("localStorage.setItem('other', 'x'.repeat(5 * 1024 * 1024 - 300))")
    _choose(page, "In this browser")
    _field(page).fill(MARKER * 20)
    expect(_state(page)).to_contain_text("there is no space left")
    expect(_field(page)).to_have_value(MARKER * 20)
    page.evaluate("localStorage.removeItem('other')")
    expect(_state(page)).to_contain_text("Saved in this browser")


def test_a_storage_that_is_off_is_said_and_the_page_still_works(open_widgets: OpenWidgets, page: Page) -> None:
    page.add_init_script(
        "const off = { get() { throw new DOMException('no', 'SecurityError'); } };"
        "Object.defineProperty(globalThis, 'localStorage', off);"
    )
    open_widgets(_reflect())
    _field(page).fill(MARKER)
    expect(_state(page)).to_contain_text("Not kept")
    _choose_anyway = page.get_by_role("radio", name="In this browser")
    _open_panel(page)
    _choose_anyway.click()
    expect(page.get_by_text("does not allow a page to keep notes")).to_be_visible()
    expect(page.get_by_role("radio", name="Nowhere")).to_be_checked()
    expect(_field(page)).to_have_value(MARKER)


def test_a_broken_stored_value_is_set_aside(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    page.evaluate(
        """() => {
            localStorage['adempauze:v1:keep'] = 'browser';
            localStorage['adempauze:v1:note:04-breathing/after'] = '{ broken';
        }"""
    )
    page.reload()
    expect(_field(page)).to_have_value("")
    _field(page).fill(MARKER)
    expect(_state(page)).to_contain_text("Saved in this browser")
    stored = _stored(page)
    assert [value for name, value in stored.items() if "set-aside" in name] == ["{ broken"]


def test_what_is_written_in_another_tab_arrives(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    _choose(page, "In this browser")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("textbox", name=QUESTION).fill(MARKER)
    expect(_field(page)).to_have_value(MARKER)


def test_the_keyboard_reaches_everything(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    page.keyboard.press("Tab")
    page.keyboard.type(MARKER)
    expect(_field(page)).to_have_value(MARKER)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="No, do not keep it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(_field(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Delete this note")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="In this browser")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Download to read")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Download to put back later")).to_be_focused()


def test_it_fits_a_narrow_screen(open_widgets: OpenWidgets, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(_reflect("nl"), lang="nl")
    _open_panel(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_minutes_begin_with_the_first_word_and_stop_nobody(open_widgets: OpenWidgets, page: Page) -> None:
    page.clock.install()
    open_widgets(Reflect("after", QUESTION, 5, lang="en", lesson="04-breathing"))
    time = page.locator(".az-time")
    page.clock.run_for(10 * 60_000)
    expect(time).to_have_text("5 minutes is enough. Nothing counts down.")
    _field(page).fill("One")
    page.clock.run_for(5 * 60_000 - 1000)
    _field(page).fill("One two")
    expect(time).to_contain_text("5 minutes is enough.")
    page.clock.run_for(1000)
    expect(time).to_have_text("You have been writing for 5 minutes. You may stop. You may also go on.")
    _field(page).fill("One two three")
    expect(_field(page)).to_have_value("One two three")


def test_without_minutes_there_is_no_word_about_time(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_reflect())
    _field(page).fill("One")
    expect(page.locator(".az-time")).to_have_count(0)
