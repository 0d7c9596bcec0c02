"""Each widget led through its states, by roles and words that a learner meets: new, in use, done, undone.

A walk is a generator. It yields the name of each state when the widget is in it, so that a test can look around there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from adempauze import messages
from adempauze.course import paths
from adempauze.widgets import CourseWidget
from adempauze.widgets.breathe import Breathe
from adempauze.widgets.check_in import CheckIn
from adempauze.widgets.conversation import Conversation
from adempauze.widgets.evidence import EvidenceExplorer
from adempauze.widgets.evidence_ladder import EvidenceLadder
from adempauze.widgets.explore import Explore
from adempauze.widgets.figure import Figure
from adempauze.widgets.forest import Forest
from adempauze.widgets.help_box import HelpBox
from adempauze.widgets.ladder import Ladder
from adempauze.widgets.law import Law
from adempauze.widgets.look_back import LookBack
from adempauze.widgets.musts import Musts
from adempauze.widgets.notes import Notes
from adempauze.widgets.plan import Plan
from adempauze.widgets.predict import Predict
from adempauze.widgets.progress import Progress
from adempauze.widgets.quiz import Quiz
from adempauze.widgets.reflect import Reflect

WROTE = "Een lange zin over vandaag, die niemand anders hoeft te lezen."
NOW = "2026-11-23T10:00:00Z"


@dataclass(frozen=True)
class Part:
    """A widget on a page, found by the words of its own message table."""

    page: Page
    root: Locator
    words: dict[str, str]

    def get(self, role: str, key: str) -> Locator:
        """Return the controls of a role whose name is a message; a placeholder in the message fits any text."""
        parts = [re.escape(part) for part in re.split(r"\{\w+\}", self.words[key])]
        return self.root.get_by_role(role, name=re.compile(f"^{'.*'.join(parts)}$", re.S))

    def press(self, key: str) -> None:
        """Press the first visible button with this name."""
        self.get("button", key).locator("visible=true").first.click()

    def open(self, key: str) -> None:
        """Open the details with this summary."""
        summary = self.root.locator("summary").filter(has_text=self.words[key]).first
        if not summary.evaluate("(summary) => summary.parentElement.open"):
            summary.click()

    def see(self, key: str) -> None:
        """Wait until the page shows the longest part of a message without placeholders."""
        piece = max(re.split(r"\{\w+\}", self.words[key]), key=len).strip()
        expect(self.root.get_by_text(piece).locator("visible=true").first).to_be_visible()

    def put_back(self, *notes: dict[str, Any]) -> None:
        """Put notes back from a file."""
        document = {"format": "adempauze-notes", "version": 1, "exported_at": NOW, "notes": notes}
        text = json.dumps(document).encode()
        self.root.locator("input[type=file]").set_input_files(
            {"name": "notes.json", "mimeType": "application/json", "buffer": text}
        )
        self.see("put_back")


Walk = Callable[[Part], Iterator[str]]


def name_of(widget: type[CourseWidget]) -> str:
    """Return the name that a widget's root carries as a class, after `az-`."""
    return widget.__module__.rpartition(".")[2].replace("_", "-")


def parts_of(page: Page, widget: type[CourseWidget], lang: str) -> list[Part]:
    """Return the widgets of a kind on the page as it is now."""
    words = {key: text for section in widget.sections for key, text in messages.table(lang, section).items()}
    return [Part(page, root, words) for root in page.locator(f".adempauze.az-{name_of(widget)}").all()]


def _note(key: str, kind: str, content: Any) -> dict[str, str]:
    return {"key": key, "kind": kind, "text": json.dumps(content), "updated_at": NOW}


def _breathe(part: Part) -> Iterator[str]:
    part.page.clock.install()
    yield "first"
    part.open("setup")
    part.open("settings")
    part.get("checkbox", "countdown").check()
    part.get("combobox", "figure").select_option("hill")
    part.get("combobox", "pattern").select_option("4-4-4-4")
    part.get("checkbox", "holds").uncheck()
    yield "everything open, without holds"
    part.press("begin")
    part.see("phase_in")
    yield "running"
    part.get("checkbox", "still").check()
    yield "without movement"
    part.press("pause")
    yield "paused"
    part.press("stop")
    part.see("stopped")
    yield "stopped"
    part.press("begin")
    part.page.clock.fast_forward(30 * 60_000)
    part.see("done")
    yield "done"
    part.press("again")
    part.see("phase_in")
    part.press("stop")


def _check_in(part: Part) -> Iterator[str]:
    yield "first"
    part.get("slider", "energy").fill("2")
    part.press("done")
    part.see("noted")
    part.see("state_page")
    yield "noted"
    part.press("again")
    yield "being changed"


def _conversation(part: Part) -> Iterator[str]:
    yield "first"
    part.press("make")
    part.see("nothing")
    yield "asked too early"
    for group in ("health", "medicines", "rest"):
        part.open(f"group_{group}")
    part.root.get_by_role("checkbox").first.check()
    flags = part.root.get_by_role("group", name=part.words["flags"]).get_by_role("checkbox")
    for flag in flags.all()[:2]:
        flag.check()
    part.see("flag_crisis")
    part.see("abroad")
    part.open("own")
    part.get("textbox", "own").fill(WROTE)
    yield "a red flag"
    part.press("make")
    expect(part.root.get_by_role("article")).to_be_focused()
    part.get("radio", "who_pharmacist").check()
    yield "the sheet"
    part.page.evaluate("document.execCommand = () => true")
    part.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    part.press("sheet_copy")
    part.see("sheet_copied")
    yield "copied"
    part.page.evaluate("document.execCommand = () => false")
    part.press("sheet_copy")
    part.see("sheet_copy_failed")
    yield "not copied"


def _evidence(part: Part) -> Iterator[str]:
    yield "first"
    part.root.locator(".az-ask").first.click()
    part.see("none_burn_out")
    yield "nobody has studied it"
    part.root.locator(".az-ask").last.click()
    part.root.locator("li summary").first.click()
    part.press("more")
    part.open("choose")
    yield "all, one open"
    part.get("combobox", "filter_design").select_option("review")
    part.get("combobox", "filter_population").select_option("clinical")
    part.see("none")
    yield "none fits"
    part.press("clear")
    expect(part.get("combobox", "filter_design")).to_be_focused()
    yield "cleared"


def _evidence_ladder(part: Part) -> Iterator[str]:
    yield "first"
    part.press("strong")
    part.see("placed")
    part.get("checkbox", "keep_this").check()
    yield "placed and kept"
    part.press("undo")
    part.see("undone")
    yield "undone"
    part.press("aside")
    part.press("reveal")
    part.see("by_evidence")
    part.open("why")
    yield "by evidence"
    part.press("back")
    yield "own places again"


def _explore(part: Part) -> Iterator[str]:
    expect(part.root.get_by_role("slider").first).to_be_visible()
    yield "first"
    part.press("keep")
    part.root.get_by_role("slider").first.press("End")
    part.open("numbers")
    part.open("about")
    part.see("stop")
    yield "two scenarios"
    part.press("stop")
    yield "one scenario"
    part.press("reset")
    yield "back at the beginning"


def _figure(part: Part) -> Iterator[str]:
    yield "first"
    part.open("in_words")
    yield "in words"


def _forest(part: Part) -> Iterator[str]:
    yield "first"
    part.open("numbers")
    part.open("about")
    yield "everything open"
    for radio in part.root.get_by_role("radio").all():
        radio.check()
        yield radio.evaluate("(radio) => radio.labels[0].textContent")


def _help_box(part: Part) -> Iterator[str]:
    yield "first"
    for country in ("ALL", "BE", "UK", "US"):
        part.get("combobox", "country").select_option(country)
        yield country


def _law(part: Part) -> Iterator[str]:
    yield "first"
    for country in ("US", "BE"):
        part.get("combobox", "country").select_option(country)
        yield country


def _ladder(part: Part) -> Iterator[str]:
    yield "first"
    part.root.locator(".az-choose").first.click()
    part.see("placed")
    part.get("textbox", "add_own").fill(WROTE)
    part.press("add")
    yield "placed, and one added"
    part.press("remove_this")
    part.see("removed")
    yield "removed"
    part.press("undo")
    part.see("undone")
    yield "undone"
    for _ in range(len(part.root.locator(".az-unplaced .az-chip").all()) + 1):
        part.press("aside")
    part.see("all_placed")
    yield "everything has a place"
    part.root.locator(".az-chip").first.click()
    yield "one is chosen again"
    part.get("checkbox", "keep_this").check()
    yield "kept"


def _look_back(part: Part) -> Iterator[str]:
    part.see("none")
    yield "empty"
    part.open("where")
    values = [(1, 2, 8), (2, 3, 7), (4, 6, 4)]
    check_ins = [
        {**_note(f"04-breathing/check-in-before/{day}", "check-in", content), "updated_at": f"2026-11-0{day}T10:00:00Z"}
        for day, energy, tension in values
        for content in [{"lesson": "04-breathing", "moment": "before", "energy": energy, "tension": tension}]
    ]
    part.put_back(check_ins[0])
    part.see("one")
    yield "one"
    part.put_back(*check_ins)
    part.open("table")
    yield "a picture and its table"


def _notes(part: Part) -> Iterator[str]:
    part.see("empty")
    yield "empty"
    part.get("textbox", "one_sentence").fill(WROTE)
    part.get("button", "keep_no").wait_for()
    yield "asked whether to keep it"
    part.press("keep_no")
    part.press("another")
    part.root.get_by_text(WROTE).wait_for()
    part.open("where")
    part.put_back(
        _note("04-breathing/check-in-before/1", "check-in", {"moment": "before", "energy": 2, "tension": 8}),
        _note("12-your-next-step/plan", "plan", {"pairs": [{"when": WROTE, "then": WROTE}], "step": WROTE}),
    )
    part.see("kept_page")
    yield "a list"
    part.get("button", "change").first.click()
    yield "being changed"
    part.press("ready")
    part.get("button", "delete").first.click()
    part.see("deleted")
    yield "deleted"
    part.press("undo")
    part.see("restored")


def _plan(part: Part) -> Iterator[str]:
    part.press("make")
    part.see("nothing")
    yield "asked too early"
    writing = part.page.locator(".az-reflect").get_by_role("textbox")
    if writing.count():
        writing.first.fill(WROTE)
        part.root.get_by_role("checkbox").first.check()
    part.get("textbox", "when").first.fill(WROTE)
    part.get("textbox", "person").fill(WROTE)
    part.press("make")
    expect(part.root.get_by_role("article")).to_contain_text(WROTE)
    yield "the sheet"
    part.see("state_page")
    yield "settled"


def _predict(part: Part) -> Iterator[str]:
    yield "first"
    while part.get("button", "skip").is_visible():
        part.press("skip")
    part.press("finish")
    part.see("picture_none")
    yield "nothing guessed"
    while part.get("button", "back").is_visible():
        part.press("back")
    part.press("thinks_yes")
    part.see("sure_legend")
    yield "half a guess"
    part.press("sure_2")
    part.see("you_thought")
    part.get("checkbox", "keep_this").check()
    part.open("more")
    yield "the verdict"
    while part.get("button", "next").is_visible():
        part.press("next")
        part.press("thinks_unknown")
        part.see("you_had_no_idea")
    yield "no idea"
    part.press("finish")
    part.open("in_words")
    yield "the picture"
    part.press("again")
    yield "begun again"
    part.press("undo")
    part.see("picture")
    yield "undone"


def _progress(part: Part) -> Iterator[str]:
    yield "first"
    part.open("where")
    done = [_note(f"{path.stem}/progress", "progress", {"done": True}) for path in paths("en")]
    part.put_back(*done)
    part.see("all_done")
    yield "all done"


def _quiz(part: Part) -> Iterator[str]:
    yield "first"
    part.press("check")
    part.see("choose_first")
    yield "asked too early"
    for i, question in enumerate(part.root.get_by_role("group").all()):
        question.locator("input").last.check()
        part.get("button", "check").nth(i).click()
    part.see("fits_not")
    yield "answered"
    part.press("retry")
    yield "once more"


def _reflect(part: Part) -> Iterator[str]:
    part.open("where")
    part.see("state_empty")
    yield "empty"
    part.root.get_by_role("textbox").fill(WROTE)
    part.see("state_page")
    yield "written"
    part.press("delete")
    part.see("deleted")
    yield "deleted"
    part.press("undo")
    expect(part.root.get_by_role("textbox")).to_have_value(WROTE)
    yield "put back"
    part.press("clear_all")
    part.see("clear_sure")
    yield "delete all?"
    part.press("clear_yes")
    part.see("cleared")
    yield "all deleted"
    part.press("undo")
    part.see("put_back")
    part.get("radio", "keep_file").check()
    part.see("state_file")
    yield "not yet in the file"
    with part.page.expect_download():
        part.press("download")
    part.see("state_offered")
    yield "offered as a file"
    part.press("take_there")
    part.see("state_in_file")
    yield "in the file"
    part.root.locator("input[type=file]").set_input_files(
        {"name": "other.json", "mimeType": "application/json", "buffer": b"{ not ours"}
    )
    part.see("problem_foreign-file")
    yield "another file"


WALKS: dict[type[CourseWidget], Walk] = {
    Breathe: _breathe,
    CheckIn: _check_in,
    Conversation: _conversation,
    EvidenceExplorer: _evidence,
    EvidenceLadder: _evidence_ladder,
    Explore: _explore,
    Figure: _figure,
    Forest: _forest,
    HelpBox: _help_box,
    Ladder: _ladder,
    Law: _law,
    LookBack: _look_back,
    Musts: _ladder,
    Notes: _notes,
    Plan: _plan,
    Predict: _predict,
    Progress: _progress,
    Quiz: _quiz,
    Reflect: _reflect,
}
