"""How a widget answers its front end: every request gets an answer, and a problem is a code with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adempauze import messages
from adempauze.journal import Journal
from adempauze.journal.errors import CODES
from adempauze.widgets.reflect import Reflect

KEY = "04-breathing/after"
COMMAND_LINE_ONLY = {"unreadable", "file-exists"}  # about files that a command is given


@pytest.fixture
def widget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reflect:
    widget = Reflect("after", "What?", lang="en", lesson="04-breathing")
    widget.journal = Journal(tmp_path / "data" / "journal.sqlite3")
    widget.sent = []
    monkeypatch.setattr(widget, "send", lambda content: widget.sent.append(content))
    return widget


def _ask(widget: Reflect, name: str, **payload: Any) -> dict[str, Any]:
    widget._handle_custom_msg({"ask": name, "id": "1", **payload}, [])
    return widget.sent[-1]


def _save(widget: Reflect, text: str) -> dict[str, Any]:
    return _ask(widget, "save", key=KEY, kind="reflection", text=text)


def test_making_a_widget_touches_no_disk(widget: Reflect) -> None:
    assert not widget.journal.path.parent.exists()


def test_what_is_saved_can_be_loaded_by_another_kernel(widget: Reflect) -> None:
    assert _save(widget, "words")["note"]["text"] == "words"
    other = Journal(widget.journal.path)
    assert other.load(KEY).text == "words"
    assert _ask(widget, "load", key=KEY)["note"]["text"] == "words"


def test_loading_remembers_the_lesson_where_the_learner_is(widget: Reflect) -> None:
    _save(widget, "words")
    _ask(widget, "load", key=KEY)
    assert widget.journal.last_visit() == "04-breathing"


def test_remove_export_import_and_clear_are_answered(widget: Reflect) -> None:
    _save(widget, "words")
    exported = _ask(widget, "export")["export"]
    assert _ask(widget, "remove", key=KEY)["note"]["text"] == "words"
    assert _ask(widget, "load", key=KEY)["note"] is None
    assert _ask(widget, "import", file=exported)["added"] == 1
    assert _ask(widget, "clear")["removed"] == 1
    assert _ask(widget, "notes", kind="reflection")["notes"] == []


def test_a_journal_that_cannot_be_written_is_answered_with_a_code(widget: Reflect) -> None:
    widget.journal.path.parent.write_text("a file where a folder should be")
    answer = _save(widget, "words")
    assert (answer["answer"], answer["problem"]) == ("1", "unwritable")


def test_a_broken_journal_is_set_aside_and_named(widget: Reflect) -> None:
    widget.journal.path.parent.mkdir()
    widget.journal.path.write_bytes(b"no database at all" * 100)
    answer = _save(widget, "words")
    assert answer["note"]["text"] == "words"
    kept = widget.journal.path.with_name(answer["set_aside"])
    assert kept.read_bytes().startswith(b"no database")


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


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_problem_has_a_sentence(lang: str) -> None:
    words = messages.table(lang, "notes")
    assert {f"problem_{code}" for code in set(CODES) - COMMAND_LINE_ONLY} <= words.keys()
