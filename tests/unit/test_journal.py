"""The journal keeps what is saved, removes what is deleted, and neither leaks nor loses what a learner wrote."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from adempauze.journal import Journal, JournalError, Note, Replaced, commands, database
from adempauze.journal.errors import CODES
from adempauze.messages import LANGUAGES

KEY = "04-breathing/after-breathing"
EARLY, LATE = "2026-03-01T10:00:00Z", "2026-03-02T10:00:00.250Z"
HOSTILE = "</script><img src=x onerror=alert(1)> ' ; DROP TABLE notes; -- {path} %s \\ \u202e é 🌱"

needs_file_modes = pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes; the user folder is private")

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
# Few characters, so that one text often equals or contains another.
kin = st.text("ab\n", max_size=8)
moments = st.datetimes(min_value=datetime(1970, 1, 1)).map(
    lambda moment: moment.isoformat(timespec="milliseconds") + "Z"
)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "private" / "journal.sqlite3")


def document(*notes: Note, **other: object) -> dict:
    entries = [{"key": note.key, "kind": note.kind, "text": note.text, "updated_at": note.updated_at} for note in notes]
    return {"format": "adempauze-notes", "version": 1, "exported_at": LATE, "notes": entries} | other


def content(journal: Journal) -> dict[str, Note]:
    return {note.key: note for note in journal.notes()}


def on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def code_of(call, *arguments) -> str:
    with pytest.raises(JournalError) as caught:
        call(*arguments)
    return caught.value.code


# --- keeping and deleting


def test_nothing_is_made_before_something_is_written(journal: Journal, tmp_path: Path) -> None:
    assert journal.load(KEY) is None
    assert journal.notes() == []
    assert journal.remove(KEY) is None
    assert journal.replace(KEY, "reflection", None, seen="text") == Replaced(None, newer=True)
    assert journal.clear() == []
    assert journal.last_visit() is None
    assert journal.export()["notes"] == []
    commands.where(journal, "en")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", HOSTILE, "x" * 100_000, "\N{SEEDLING}" * 1_000_000, "a\r\nb\u2028c\x01"])
def test_a_text_comes_back_as_it_was(journal: Journal, text: str) -> None:
    saved = journal.save(KEY, "reflection", text)
    assert saved.text == text
    assert Journal(journal.path).load(KEY) == saved


@pytest.mark.parametrize(
    "note",
    [
        ("", "reflection", "text", EARLY),
        ("k" * 201, "reflection", "text", EARLY),
        ("a\nb", "reflection", "text", EARLY),
        (KEY, "Not a slug", "text", EARLY),
        (KEY, "reflection", "half a pair \ud83c", EARLY),
        (KEY, "reflection", "nul \0", EARLY),
        (KEY, "reflection", "x" * 1_000_001, EARLY),
        (KEY, "reflection", None, EARLY),
        (KEY, "reflection", "text", "2026-03-01T10:00:00+01:00"),
        (KEY, "reflection", "text", "2026-02-30T10:00:00Z"),
    ],
)
def test_what_no_note_can_be_is_refused_before_anything_is_written(journal: Journal, note: tuple) -> None:
    assert code_of(journal.save, *note) == "invalid-note"
    if note[2] is not None and note[3] == EARLY:
        assert code_of(journal.replace, *note[:3], None) == "invalid-note"
    assert not journal.path.exists()


def test_notes_come_in_the_order_of_writing_and_can_be_chosen(journal: Journal) -> None:
    journal.save("b/2", "plan", "{}", "2026-03-01T10:00:00.500Z")
    journal.save("a/3", "reflection", "later", "2026-03-01T10:00:01Z")
    journal.save("a_1", "reflection", "first", "2026-03-01T10:00:00Z")
    assert [note.key for note in journal.notes()] == ["a_1", "b/2", "a/3"]
    assert [note.key for note in journal.notes(kind="reflection", prefix="a/")] == ["a/3"]
    assert [note.key for note in journal.notes(prefix="a_")] == ["a_1"]


def test_the_last_visit_is_remembered_and_cleared(journal: Journal) -> None:
    journal.visit("00-start")
    journal.visit("04-breathing")
    assert Journal(journal.path).last_visit() == "04-breathing"
    assert journal.clear() == []
    assert journal.last_visit() is None


@pytest.mark.parametrize(
    "delete",
    [
        lambda journal: journal.remove(KEY),
        lambda journal: journal.replace(KEY, "reflection", None, seen=journal.load(KEY).text),
        Journal.clear,
    ],
    ids=["remove", "replace", "clear"],
)
def test_a_deleted_text_is_in_no_file_any_more(journal: Journal, delete) -> None:
    marker = "a very private sentence"
    journal.save(KEY, "reflection", f"{marker} " * 2_000)
    assert marker.encode() in on_disk(journal.path.parent)
    with closing(
        sqlite3.connect(journal.path)
    ) as other:  # an idle connection, so SQLite does not remove the log itself
        other.execute("SELECT count(*) FROM notes").fetchone()
        delete(journal)
        assert marker.encode() not in on_disk(journal.path.parent)
    assert journal.notes() == []


def test_a_removed_note_can_be_put_back(journal: Journal) -> None:
    saved = journal.save(KEY, "reflection", "text", EARLY)
    removed = journal.remove(KEY)
    assert removed == saved
    journal.save(removed.key, removed.kind, removed.text, removed.updated_at)
    assert journal.load(KEY) == saved


@needs_file_modes
def test_only_the_learner_can_read_the_files(journal: Journal) -> None:
    journal.save(KEY, "reflection", "text")
    assert stat.S_IMODE(journal.path.parent.stat().st_mode) == 0o700
    journal.path.chmod(0o644)
    journal.load(KEY)
    with closing(sqlite3.connect(journal.path)) as reader:  # while it is open, -wal and -shm exist
        reader.execute("SELECT count(*) FROM notes").fetchone()
        journal.save(KEY, "reflection", "more")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in journal.path.parent.iterdir()}
    assert modes == {f"journal.sqlite3{suffix}": 0o600 for suffix in ("", "-wal", "-shm")}


@needs_file_modes
def test_the_own_folder_is_private_and_a_chosen_one_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda name: tmp_path / "data" / name)
    (tmp_path / "data" / "adempauze").mkdir(parents=True)
    (tmp_path / "chosen").mkdir()
    (tmp_path / "chosen").chmod(0o755)
    Journal().save(KEY, "reflection", "text")
    Journal(tmp_path / "chosen" / "mine.sqlite3").save(KEY, "reflection", "text")
    assert stat.S_IMODE((tmp_path / "data" / "adempauze").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "chosen").stat().st_mode) == 0o755


class JournalMachine(RuleBasedStateMachine):
    """After calls in any order, including damage, the journal holds the same notes as a plain dict."""

    keys = st.sampled_from(["a", "a/b", "c"])

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.journal = Journal(Path(self.folder.name) / "journal.sqlite3")
        self.expected: dict[str, str] = {}
        self.damaged = 0

    @rule(key=keys, text=texts)
    def save(self, key: str, text: str) -> None:
        self.journal.save(key, "reflection", text)
        self.expected[key] = text

    @rule(key=keys, text=texts | st.none(), seen=texts | st.none(), current=st.booleans())
    def replace(self, key: str, text: str | None, seen: str | None, current: bool) -> None:
        there = self.expected.get(key)
        result = self.journal.replace(key, "reflection", text, there if current else seen)
        if current or seen == there:
            assert result == Replaced(result.note, newer=False)
            self.expected.pop(key, None)
            if text is not None:
                self.expected[key] = text
        else:
            assert result.newer
        assert (result.note and result.note.text) == self.expected.get(key)

    @rule(key=keys)
    def remove(self, key: str) -> None:
        note = self.journal.remove(key)
        assert (note and note.text) == self.expected.pop(key, None)

    @rule()
    def clear(self) -> None:
        assert {note.key: note.text for note in self.journal.clear()} == self.expected
        self.expected.clear()

    @rule()
    def move_to_another_computer(self) -> None:
        exported = json.dumps(self.journal.export())
        with tempfile.TemporaryDirectory() as folder:
            other = Journal(Path(folder) / "journal.sqlite3")
            assert other.load_export(exported).added == len(self.expected)
            assert content(other) == content(self.journal)

    @precondition(lambda self: self.journal.path.exists())
    @rule(junk=st.binary(min_size=2, max_size=200))  # SQLite treats a file of one byte as empty
    def damage(self, junk: bytes) -> None:
        self.journal.path.write_bytes(junk)
        self.expected.clear()
        self.journal.save("after", "reflection", "damage")
        self.expected["after"] = "damage"
        self.damaged += 1
        assert self.journal.set_aside.read_bytes() == junk

    @invariant()
    def holds_what_was_saved(self) -> None:
        assert {key: note.text for key, note in content(self.journal).items()} == self.expected
        assert len(self.journal.set_aside_files()) == self.damaged

    def teardown(self) -> None:
        self.folder.cleanup()


JournalMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestJournalMachine = JournalMachine.TestCase


# --- moving notes


def imported(existing: Note, *files: Note) -> Note:
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.sqlite3")
        journal.save(existing.key, existing.kind, existing.text, existing.updated_at)
        for note in files:
            journal.load_export(document(note))
        return journal.load(existing.key)


kinds = st.sampled_from(["reflection", "plan"])
similar = st.builds(Note, st.just(KEY), kinds, kin, moments)


@settings(max_examples=60, deadline=None)
@given(similar, similar)
def test_importing_twice_is_importing_once(here: Note, there: Note) -> None:
    assert imported(here, there, there) == imported(here, there)


@settings(max_examples=60, deadline=None)
@given(kin, kin, moments, moments)
def test_no_line_of_a_reflection_is_lost(here: str, there: str, first: str, second: str) -> None:
    kept = imported(Note(KEY, "reflection", here, first), Note(KEY, "reflection", there, second))
    assert here in kept.text and there in kept.text
    assert kept.updated_at in (first, second)


@settings(max_examples=60, deadline=None)
@given(similar, similar)
def test_which_computer_comes_first_changes_only_the_order(here: Note, there: Note) -> None:
    assume(here.moment != there.moment)
    one, other = imported(here, there).text, imported(there, here).text
    assert sorted(one.split("\n")) == sorted(other.split("\n"))


@pytest.mark.parametrize(
    ("kind", "here", "there", "outcome", "text"),
    [
        ("reflection", "calm", "calm", "unchanged", "calm"),
        ("reflection", "calm today", "calm", "unchanged", "calm today"),
        ("reflection", "calm", "calm today", "updated", "calm today"),
        ("reflection", "calm", "tired", "merged", "calm\n\ntired"),
        ("plan", "{}", "[]", "updated", "[]"),
    ],
)
def test_the_rule_by_which_a_later_note_is_imported(
    journal: Journal, kind: str, here: str, there: str, outcome: str, text: str
) -> None:
    journal.save(KEY, kind, here, EARLY)
    result = journal.load_export(json.dumps(document(Note(KEY, kind, there, LATE), Note("new", kind, "x", LATE))))
    assert result._asdict() == {"added": 1, "updated": 0, "merged": 0, "unchanged": 0} | {outcome: 1}
    assert journal.load(KEY) == Note(KEY, kind, text, EARLY if outcome == "unchanged" else LATE)


def test_an_older_setting_does_not_replace_a_newer_one(journal: Journal) -> None:
    journal.save(KEY, "plan", "[]", LATE)
    assert journal.load_export(document(Note(KEY, "plan", "{}", EARLY))).unchanged == 1
    assert journal.load(KEY).text == "[]"


good = document(Note("other", "reflection", "text", EARLY))["notes"]


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("foreign-file", ""),
        ("foreign-file", "a letter to myself"),
        ("foreign-file", "[" * 100_000),
        ("foreign-file", "[]"),
        ("foreign-file", {"format": "something else", "version": 1, "notes": []}),
        ("foreign-file", document(version="1")),
        ("foreign-file", document(version=True)),
        ("foreign-file", document(notes={})),
        ("foreign-file", document(notes=[*good, "no note"])),
        ("foreign-file", document(notes=[*good, {"key": KEY}])),
        ("foreign-file", document(notes=[*good, {**good[0], "key": KEY, "text": "half a pair \ud83c"}])),
        ("foreign-file", document(notes=[*good, *good])),
        ("newer-file", document(version=2)),
        ("too-large", "é" * 10_000_001),
    ],
    ids=lambda value: value if value in CODES else "",
)
def test_a_file_that_is_no_export_changes_nothing(journal: Journal, code: str, data: dict | str) -> None:
    journal.save(KEY, "reflection", "mine", EARLY)
    assert code_of(journal.load_export, data) == code
    assert journal.notes() == [Note(KEY, "reflection", "mine", EARLY)]


def test_an_import_that_fails_halfway_changes_nothing(journal: Journal) -> None:
    journal.save(KEY, "reflection", "a" * 600_000, EARLY)
    others = document(Note("new", "reflection", "x", LATE), Note(KEY, "reflection", "b" * 600_000, LATE))
    assert code_of(journal.load_export, others) == "too-large"
    assert list(content(journal)) == [KEY]


# --- problems with the disk or the file


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    assert code_of(Journal(tmp_path / "file" / "journal.sqlite3").save, KEY, "reflection", "x") == "unwritable"
    assert Journal(tmp_path / "file" / "journal.sqlite3").load(KEY) is None
    assert code_of(Journal(tmp_path / "folder").save, KEY, "reflection", "x") == "unwritable"


class ReadOnlyJournal(Journal):
    """A journal on a read-only medium; file modes would not stop root."""

    def _connect(self, timeout: float) -> sqlite3.Connection:
        connection = super()._connect(timeout)
        connection.execute("PRAGMA query_only = ON")
        return connection


class SmallDiskJournal(Journal):
    """A journal on a disk with room for 20 pages of 4 kB."""

    def _connect(self, timeout: float) -> sqlite3.Connection:
        connection = super()._connect(timeout)
        connection.execute("PRAGMA max_page_count = 20")
        return connection


def test_a_medium_that_takes_no_writing_can_be_read(journal: Journal) -> None:
    saved = journal.save(KEY, "reflection", "before")
    locked = ReadOnlyJournal(journal.path)
    assert code_of(locked.save, KEY, "reflection", "after") == "unwritable"
    assert locked.load(KEY) == saved


def test_a_full_disk_loses_nothing_that_was_kept(journal: Journal) -> None:
    small = SmallDiskJournal(journal.path)
    saved = small.save(KEY, "reflection", "before")
    assert code_of(small.save, KEY, "reflection", "x" * 100_000) == "full"
    others = document(Note("a", "plan", "1", EARLY), Note("b", "plan", "x" * 100_000, EARLY))
    assert code_of(small.load_export, others) == "full"
    assert small.notes() == [saved]
    small.save("small", "reflection", "still fits")


def test_a_disk_that_has_no_shared_memory(journal: Journal) -> None:
    journal.path.parent.mkdir()
    journal.path.with_name("journal.sqlite3-shm").symlink_to("no folder/no file")
    saved = journal.save(KEY, "reflection", "text")
    assert journal.notes() == [saved]
    assert journal.clear() == [saved]


def test_another_program_in_the_way(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Journal, "BUSY_SECONDS", 0.05)
    saved = journal.save(KEY, "reflection", "before")
    with closing(sqlite3.connect(journal.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert code_of(journal.save, KEY, "reflection", "after") == "busy"
        assert journal.load(KEY) == saved
    journal.save(KEY, "reflection", "after")


def test_a_journal_of_a_newer_version_is_left_as_it_is(journal: Journal) -> None:
    journal.save(KEY, "reflection", "text")
    with closing(sqlite3.connect(journal.path)) as newer:
        newer.execute("PRAGMA user_version = 2")
    before = journal.path.read_bytes()
    for call in (lambda: journal.load(KEY), lambda: journal.save(KEY, "plan", "{}"), journal.clear):
        assert code_of(call) == "newer-journal"
    assert journal.path.read_bytes() == before
    assert journal.set_aside_files() == []


def make_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def spoil_pages(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))


def drop_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as ours, ours:
        ours.execute("DROP TABLE notes")


@pytest.mark.parametrize("harm", [make_foreign, truncate, spoil_pages, drop_tables])
@pytest.mark.parametrize("first_call", ["save", "load"])
def test_a_damaged_or_foreign_file_is_set_aside_whole(journal: Journal, harm, first_call: str) -> None:
    if harm is make_foreign:
        journal.path.parent.mkdir()
    else:
        journal.save("old", "reflection", "x" * 50_000)
    harm(journal.path)
    before = journal.path.read_bytes()
    if first_call == "load":
        assert journal.load("old") is None
    saved = journal.save(KEY, "reflection", "not lost")
    assert journal.notes() == [saved]
    assert re.fullmatch(r"journal\.set-aside-\d{8}T\d{6}Z\.sqlite3", journal.set_aside.name)
    assert journal.set_aside.read_bytes() == before
    assert journal.set_aside_files() == [journal.set_aside]


def test_a_damaged_row_found_while_reading_sets_the_journal_aside(journal: Journal) -> None:
    journal.save(KEY, "reflection", "text")
    with closing(sqlite3.connect(journal.path)) as raw, raw:
        raw.execute("UPDATE notes SET updated_at = 'yesterday'")
    assert journal.notes() == []
    assert journal.set_aside is not None


def test_setting_aside_never_overwrites(journal: Journal) -> None:
    places = []
    for junk in (b"first damage", b"second damage", b"third damage"):
        journal.path.parent.mkdir(exist_ok=True)
        journal.path.write_bytes(junk)
        journal.save(KEY, "reflection", "text")
        places.append(journal.set_aside)
    assert journal.set_aside_files() == places
    assert [place.read_bytes() for place in places] == [b"first damage", b"second damage", b"third damage"]


def test_setting_aside_takes_the_log_along(journal: Journal) -> None:
    journal.save("old", "reflection", "x" * 50_000)
    with closing(sqlite3.connect(journal.path)) as reader:  # while it is open, the log exists
        reader.execute("SELECT count(*) FROM notes").fetchone()
        journal.save("new", "reflection", "only in the log so far")
        spoil_pages(journal.path)
        assert journal.load("new") is None
    log = journal.set_aside.with_name(journal.set_aside.name + "-wal")
    assert b"only in the log so far" in log.read_bytes()


def test_an_empty_file_is_a_new_journal(journal: Journal) -> None:
    journal.path.parent.mkdir()
    journal.path.touch()
    assert journal.load(KEY) is None
    journal.save(KEY, "reflection", "text")
    assert journal.set_aside is None


class MovedJournal(Journal):
    """A journal whose file another process moves away once, just after it was opened."""

    def _connect(self, timeout: float) -> sqlite3.Connection:
        connection = super()._connect(timeout)
        elsewhere = self.path.with_name("elsewhere")
        if not elsewhere.exists():
            self.path.rename(elsewhere)
        return connection


def test_a_note_written_into_a_file_that_was_moved_away_is_written_again(journal: Journal) -> None:
    journal.save("old", "reflection", "text")
    saved = MovedJournal(journal.path).save(KEY, "reflection", "not lost")
    assert Journal(journal.path).notes() == [saved]


# --- several writers at once


class WatchedJournal(Journal):
    """A journal that calls `meanwhile` just before SQLite runs the statement with number `turn`, in any connection."""

    def __init__(self, path: Path, turn: int, meanwhile: Callable[[], object]) -> None:
        super().__init__(path)
        self.statements = count()
        self.turn = turn
        self.meanwhile = meanwhile
        self.results: list[object] = []

    def _connect(self, timeout: float) -> sqlite3.Connection:
        connection = super()._connect(timeout)
        connection.set_trace_callback(self._before)
        return connection

    def _before(self, _statement: str) -> None:
        if next(self.statements) == self.turn:
            try:
                self.results.append(self.meanwhile())
            except JournalError as error:
                self.results.append(error.code)


@pytest.mark.parametrize("mine", ["mine", None])
@pytest.mark.parametrize("theirs", ["theirs", None])
def test_of_two_who_saw_the_same_note_one_writes_and_the_other_is_told(
    tmp_path: Path, mine: str | None, theirs: str | None
) -> None:
    other = Journal(tmp_path / "journal.sqlite3")
    other.BUSY_SECONDS = 0.0
    told = []
    for turn in count():
        begin = f"before {turn}"
        other.save(KEY, "plan", begin)
        journal = WatchedJournal(other.path, turn, lambda seen=begin: other.replace(KEY, "plan", theirs, seen))
        here = journal.replace(KEY, "plan", mine, seen=begin)
        if not journal.results:  # the call has fewer statements than this
            break
        (there,) = journal.results
        mine_failed, theirs_failed = here.newer, there == "busy" or there.newer
        assert mine_failed != theirs_failed
        assert (other.load(KEY) or Note(KEY, "plan", "none", EARLY)).text == (
            (theirs if mine_failed else mine) or "none"
        )
        if mine_failed:
            assert (here.note and here.note.text) == theirs
        told.append(mine_failed)
    assert set(told) == {True, False}  # the other writer came before this one, and during it


def test_what_is_written_while_all_is_deleted_is_deleted_and_given_back_or_stays(journal: Journal) -> None:
    other = Journal(journal.path)
    other.BUSY_SECONDS = 0.0
    for turn in count():
        other.save("old", "reflection", "earlier")
        watched = WatchedJournal(other.path, turn, lambda: other.save("new", "reflection", "meanwhile"))
        deleted = [note.key for note in watched.clear()]
        if not watched.results:
            break
        (written,) = watched.results
        left = [note.key for note in other.notes()]
        assert sorted(deleted + left) == (["old"] if written == "busy" else ["new", "old"])
        other.clear()


def test_deleting_all_deletes_a_damaged_row_as_well(journal: Journal) -> None:
    saved = journal.save("whole", "reflection", "text")
    journal.save(KEY, "reflection", "text")
    with closing(sqlite3.connect(journal.path)) as raw, raw:
        raw.execute("UPDATE notes SET updated_at = 'yesterday' WHERE key = ?", (KEY,))
    assert journal.clear() == [saved]
    assert journal.set_aside is None
    assert journal.notes() == []


REPLACER = """
import json, random, sys
from pathlib import Path
from adempauze.journal import Journal, JournalError
journal, name, attempts = Journal(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
choose = random.Random(name)
print("ready", flush=True)
sys.stdin.readline()
seen = None
for number in range(attempts):
    text = f"{name} {number}"
    if choose.random() < 0.3:
        note = journal.load("plan")
        seen = note and note.text
    try:
        result = journal.replace("plan", "plan", text, seen)
    except JournalError as error:
        if error.code != "busy":
            raise
        continue
    print(json.dumps([seen, text, result.newer]), flush=True)
    if not result.newer or choose.random() < 0.8:  # else it tries again with what it saw before
        seen = result.note and result.note.text
print("done", flush=True)
"""


def test_no_acknowledged_text_is_lost_between_processes(journal: Journal) -> None:
    """Each writer saw the text that it replaced, so the texts form one chain."""
    processes = [start(REPLACER, journal.path, name, 25) for name in ("one", "two", "three")]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    printed = [process.communicate(timeout=60)[0].splitlines() for process in processes]
    assert [lines.pop() for lines in printed] == ["done"] * 3
    answers = [json.loads(line) for lines in printed for line in lines]
    written = {seen: text for seen, text, newer in answers if not newer}
    assert len(written) == sum(not newer for _, _, newer in answers)  # nobody wrote over the same text twice
    last, length = None, 0
    while last in written:
        last, length = written[last], length + 1
    assert length == len(written) > 0
    assert journal.load("plan").text == last


# --- several processes, and one that is killed

WRITER = """
import sys
from pathlib import Path
from adempauze.journal import Journal
journal, name, count = Journal(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    journal.save(f"{name}/{number}", "reflection", f"text {number}")
    journal.save("shared", "reflection", name)
    print(number, flush=True)
"""


def start(program: str, path: Path, name: str, times: int) -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(path), name, str(times)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("begin", ["nothing there", "damaged"])
def test_two_processes_and_two_threads_write_at_once(journal: Journal, begin: str) -> None:
    if begin == "damaged":
        journal.path.parent.mkdir()
        journal.path.write_bytes(b"damaged before both began")
    processes = [start(WRITER, journal.path, name, 20) for name in ("one", "two")]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    with ThreadPoolExecutor(2) as pool:
        threads = [pool.submit(journal.save, f"thread/{number}", "reflection", "text") for number in range(20)]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert all(future.result() for future in threads)
    assert len(journal.notes()) == 61
    assert len(journal.set_aside_files()) == (begin == "damaged")


@needs_file_modes
@pytest.mark.parametrize("before", [(os, "open"), (database, "_keep_from_others"), (sqlite3, "connect")])
def test_a_journal_that_is_set_aside_while_it_is_opened_is_made_anew_and_at_no_moment_readable(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, before: tuple[Any, str]
) -> None:
    journal.save(KEY, "reflection", "before")
    call = getattr(*before)
    modes = []

    def without_the_file(*arguments: Any, **options: Any) -> object:
        monkeypatch.setattr(*before, call)
        journal.path.rename(journal.path.with_name("elsewhere"))
        try:
            return call(*arguments, **options)
        finally:
            modes.extend(stat.S_IMODE(file.stat().st_mode) for file in journal.path.parent.iterdir())

    monkeypatch.setattr(*before, without_the_file)
    journal.save(KEY, "reflection", "after")
    assert [note.text for note in journal.notes()] == ["after"]
    assert set(modes) == {0o600}


def test_what_was_acknowledged_survives_sigkill(journal: Journal) -> None:
    process = start(WRITER, journal.path, "child", 10_000)
    process.stdin.write("go\n")
    process.stdin.flush()
    acknowledged = [int(process.stdout.readline()) for _ in range(15)]
    process.kill()
    process.wait(60)
    assert {f"child/{number}" for number in acknowledged} <= set(content(journal))
    assert journal.set_aside is None


# --- nothing leaks


def test_no_repr_and_no_error_shows_what_was_written(journal: Journal) -> None:
    marker = "a very private sentence"
    assert repr(Note(KEY, "reflection", marker, EARLY)) == f"<Note '{KEY}', {len(marker)} characters>"
    assert marker not in repr(journal)
    broken = json.dumps(document(Note(KEY, "reflection", marker, EARLY)))
    bad_file = journal.path.with_name("bad.json")
    bad_file.parent.mkdir()
    bad_file.write_bytes(broken.encode() + b"\xff")
    for call in (
        lambda: journal.save(KEY, "reflection", marker + "\0"),
        lambda: journal.load_export(broken[:-1]),
        lambda: journal.load_export(broken.replace("reflection", marker)),
        lambda: commands.import_file(journal, bad_file, "en"),
    ):
        with pytest.raises(JournalError) as caught:
            call()
        error = caught.value
        shown = "".join(traceback.format_exception(error)) + repr(error) + error.sentence("nl")
        assert marker not in shown
        assert error.__context__ is None  # a JSONDecodeError, for example, contains the whole document


# --- reading elsewhere, and the commands


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_commands_move_the_notes_to_another_journal(journal: Journal, tmp_path: Path, lang: str) -> None:
    journal.save(KEY, "reflection", HOSTILE)
    other = Journal(tmp_path / "other" / "journal.sqlite3")
    file = tmp_path / "notes.json"
    assert str(file) in commands.export_file(journal, file, lang)[0]
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())  # some editors on Windows save a byte order mark
    commands.import_file(other, file, lang)
    assert other.notes() == journal.notes()
    assert str(other.path) in commands.where(other, lang)[0]


@needs_file_modes
def test_only_the_learner_can_read_an_export(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    commands.export_file(journal, file, "en")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_export_never_overwrites_a_file(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    file.write_text("mine")
    assert code_of(commands.export_file, journal, file, "en") == "file-exists"
    assert file.read_text() == "mine"
    assert code_of(commands.export_file, journal, file / "below", "en") == "unwritable"


def test_an_import_names_a_file_that_is_missing_or_too_large(journal: Journal, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    assert code_of(commands.import_file, journal, large, "en") == "too-large"
    assert code_of(commands.import_file, journal, tmp_path / "none.json", "en") == "unreadable"
    assert code_of(commands.import_file, journal, tmp_path, "en") == "unreadable"


def test_deleting_tells_of_journals_that_were_set_aside(journal: Journal) -> None:
    journal.path.parent.mkdir()
    journal.path.write_bytes(b"damaged, but words may be left in it")
    journal.save(KEY, "reflection", "text")
    deleted, left = commands.delete(journal, "nl")
    assert "1" in deleted
    assert str(journal.set_aside) in left
    assert journal.set_aside.exists()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_problem_has_a_sentence(code: str, lang: str) -> None:
    sentence = JournalError(code, Path("place {n}"), "for developers").sentence(lang)
    assert sentence.endswith(".")
    assert "for developers" not in sentence
