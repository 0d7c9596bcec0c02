"""How a widget answers its front end: every request gets an answer, and a problem has a code and a sentence."""

from __future__ import annotations

import ast
import re
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from adempauze import messages
from adempauze.journal import Journal, default_path, exchange, note
from adempauze.journal.errors import CODES
from adempauze.widgets.reflect import Reflect

KEY = "04-breathing/after"
COMMAND_LINE_ONLY = {"unreadable", "file-exists"}  # only commands take files


@pytest.fixture
def widget(monkeypatch: pytest.MonkeyPatch) -> Reflect:
    widget = Reflect("after", "What?", lang="en", lesson="04-breathing")
    widget.sent = []
    monkeypatch.setattr(widget, "send", lambda content: widget.sent.append(content))
    return widget


def _ask(widget: Reflect, name: str, **payload: Any) -> dict[str, Any]:
    widget._handle_custom_msg({"ask": name, "id": "1", **payload}, [])
    return widget.sent[-1]


def _save(widget: Reflect, text: str | None, seen: str | None = None) -> dict[str, Any]:
    return _ask(widget, "save", key=KEY, kind="reflection", text=text, seen=seen)


def test_making_a_widget_touches_no_disk(widget: Reflect) -> None:
    assert not widget.journal.path.parent.exists()


def test_what_is_saved_can_be_loaded_by_another_kernel(widget: Reflect) -> None:
    assert _save(widget, "words")["note"]["text"] == "words"
    other = Journal(widget.journal.path)
    assert other.load(KEY).text == "words"
    assert _ask(widget, "load", key=KEY)["note"]["text"] == "words"


def test_a_visit_is_remembered_and_reading_a_note_is_none(widget: Reflect) -> None:
    _save(widget, "words")
    _ask(widget, "load", key=KEY)
    _ask(widget, "notes")
    assert widget.journal.last_visit() is None
    _ask(widget, "visit")
    assert widget.journal.last_visit() == "04-breathing"


def test_a_note_can_be_read_while_nothing_can_be_written(widget: Reflect) -> None:
    _save(widget, "words")
    widget.journal.BUSY_SECONDS = 0.1
    with closing(sqlite3.connect(widget.journal.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert _ask(widget, "load", key=KEY)["note"]["text"] == "words"
        assert _ask(widget, "visit")["problem"] == "busy"


def test_a_note_is_written_only_over_the_one_that_was_seen(widget: Reflect) -> None:
    _save(widget, "words")
    second = _save(widget, "words and more", seen="words")["note"]
    for text in ("other words", None):
        for seen in (None, "words"):
            assert _save(widget, text, seen) == {"answer": "1", "note": second, "newer": True}
    assert widget.journal.load(KEY).text == "words and more"
    assert _save(widget, None, "words and more") == {"answer": "1", "note": None}
    assert widget.journal.load(KEY) is None


class InterruptedJournal(Journal):
    """A journal in which another journal writes just before the connection with number `turn` is opened."""

    def __init__(self, path: Path, turn: int) -> None:
        super().__init__(path)
        self.turn = turn

    def _connect(self, timeout: float) -> sqlite3.Connection:
        self.turn -= 1
        if self.turn == 0:
            Journal(self.path).save(KEY, "reflection", "theirs")
        return super()._connect(timeout)


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.parametrize("text", ["mine", None])
def test_what_another_kernel_writes_between_reading_and_writing_stays(
    widget: Reflect, monkeypatch: pytest.MonkeyPatch, turn: int, text: str | None
) -> None:
    _save(widget, "before")
    interrupted = InterruptedJournal(widget.journal.path, turn)
    monkeypatch.setattr("adempauze.widgets._journal_at", lambda _path: interrupted)
    answer = _save(widget, text, seen="before")
    if "newer" in answer:
        assert answer["note"]["text"] == "theirs"
        assert Journal(widget.journal.path).load(KEY).text == "theirs"
    else:
        assert widget.journal.turn > 0  # the other journal had no turn, because reading and writing are one transaction


def test_deleting_all_answers_with_what_was_deleted(widget: Reflect) -> None:
    saved = _save(widget, "words")["note"]
    assert _ask(widget, "clear") == {"answer": "1", "notes": [saved]}


def test_removing_export_import_and_clear_are_answered(widget: Reflect) -> None:
    _save(widget, "words")
    exported = _ask(widget, "export")["export"]
    _save(widget, None, "words")
    assert _ask(widget, "load", key=KEY)["note"] is None
    assert _ask(widget, "import", file=exported)["added"] == 1
    assert len(_ask(widget, "clear")["notes"]) == 1
    assert _ask(widget, "notes", kind="reflection")["notes"] == []


def test_a_journal_that_cannot_be_written_is_answered_with_a_code(widget: Reflect) -> None:
    widget.journal.path.parent.parent.mkdir()
    widget.journal.path.parent.write_text("a file where a folder should be")
    answer = _save(widget, "words")
    assert (answer["answer"], answer["problem"]) == ("1", "unwritable")


def test_a_broken_journal_is_set_aside_and_named(widget: Reflect) -> None:
    widget.journal.path.parent.mkdir(parents=True)
    widget.journal.path.write_bytes(b"no database at all" * 100)
    answer = _save(widget, "words")
    assert answer["note"]["text"] == "words"
    kept = widget.journal.path.with_name(answer["set_aside"])
    assert kept.read_bytes().startswith(b"no database")


def test_every_widget_of_a_kernel_tells_of_a_journal_that_was_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    path = default_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all" * 100)
    answers = []
    for prompt in ("first", "second"):
        widget = Reflect(prompt, "What?", lang="en", lesson="04-breathing")
        widget.sent = []
        monkeypatch.setattr(widget, "send", widget.sent.append)
        answers.append(_ask(widget, "load", key=widget.key))
    assert answers[0]["set_aside"] == answers[1]["set_aside"]


@pytest.mark.parametrize(
    "request_", [{"ask": "load"}, {"ask": "save", "key": KEY}, {"ask": "import", "file": 7}, {"ask": None}, {}]
)
def test_a_request_that_makes_no_sense_harms_nothing(widget: Reflect, request_: dict[str, Any]) -> None:
    _save(widget, "words")
    widget._handle_custom_msg({"id": "2", **request_}, [])
    assert widget.journal.load(KEY).text == "words"


def test_no_trait_holds_what_was_written(widget: Reflect) -> None:
    _save(widget, "marker-of-a-private-thought")
    assert "marker" not in str(widget.get_state())


@pytest.mark.parametrize(
    ("name", "value", "modules"),
    [
        ("LARGEST_FILE", exchange.MAX_BYTES, ["sphinx_ext/journal.js", "widgets/_kit/panel.js"]),
        ("LONGEST_TEXT", note.MAX_TEXT, ["sphinx_ext/journal.js"]),
        ("FORMAT", exchange.FORMAT, ["sphinx_ext/journal.js"]),
        ("VERSION", exchange.VERSION, ["sphinx_ext/journal.js"]),
    ],
)
def test_the_front_end_has_the_limits_and_the_format_of_the_journal(
    name: str, value: object, modules: list[str]
) -> None:
    for module in modules:
        text = files("adempauze").joinpath(module).read_text(encoding="utf-8")
        (found,) = re.findall(rf"\b{name} = (.+);", text)
        assert ast.literal_eval(found) == value


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_problem_has_a_sentence(lang: str) -> None:
    words = messages.table(lang, "notes")
    assert {f"problem_{code}" for code in set(CODES) - COMMAND_LINE_ONLY} <= words.keys()


@pytest.mark.parametrize(
    "name", ["plan", "progress", "pace", "guesses", "ladder-signals", "check-in-before", "Not so", ""]
)
def test_no_note_of_a_lesson_takes_the_place_of_another(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a note"):
        Reflect(name, "What?", lang="en", lesson="00-start")


@pytest.mark.parametrize("minutes", [0, -5, 61])
def test_a_time_limit_is_one_that_people_can_write_for(minutes: int) -> None:
    assert Reflect("after", "What?", lang="en", lesson="l").minutes == 0
    with pytest.raises(ValueError, match="1 to 60"):
        Reflect("after", "What?", minutes, lang="en", lesson="l")
