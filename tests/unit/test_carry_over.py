"""A learner's folder of version 0.1 is carried over: nothing of theirs is lost, overwritten or left behind."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adempauze import cli, messages
from adempauze.lab import copies
from adempauze.lab.carry_over import carry_over
from adempauze.lab.start import StartError

NAMES = st.sampled_from(["00-start.ipynb", "my own.ipynb", "notes.md", ".ipynb_checkpoints/00-start.ipynb", "a/b.txt"])
FILES = st.dictionaries(NAMES, st.binary(max_size=8), max_size=5)


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def contents(folder: Path) -> list[bytes]:
    """Return the contents of all files except the course's own bookkeeping."""
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != copies.MANIFEST]


def version_0_1(folder: Path, lang: str, files: dict[str, bytes]) -> Path:
    """Make the folder of a language as version 0.1 did; return it."""
    put(folder / lang, files)
    (folder / lang).mkdir(parents=True, exist_ok=True)
    (folder / lang / copies.MANIFEST).write_text("{}", encoding="utf-8")
    return folder / lang


@given(old=FILES, new=FILES)
def test_every_content_is_there_afterwards_and_what_was_there_keeps_its_place(old, new):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = folder / "notebooks" / "nl"
        before = version_0_1(folder, "nl", old)
        put(place, new)

        assert list(carry_over(folder)) == [place]

        assert set(contents(folder)) == {*old.values(), *new.values()}
        for path, content in {**old, **new}.items():
            assert (place / path).read_bytes() == content
        assert not before.exists()
        assert list(carry_over(folder)) == []


def test_both_languages_move_whole(tmp_path: Path):
    for lang in messages.LANGUAGES:
        version_0_1(tmp_path, lang, {"00-start.ipynb": lang.encode(), ".ipynb_checkpoints/x.ipynb": b"kept"})
    assert list(carry_over(tmp_path)) == [tmp_path / "notebooks" / lang for lang in messages.LANGUAGES]
    for lang in messages.LANGUAGES:
        assert sorted(contents(tmp_path / "notebooks" / lang)) == sorted([lang.encode(), b"kept"])


def test_a_move_that_was_interrupted_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    version_0_1(tmp_path, "nl", {"a.txt": b"a", "b.txt": b"b", "c.txt": b"c"})
    put(tmp_path / "notebooks" / "nl", {"d.txt": b"d"})
    rename = Path.rename

    def fails_at_b(path: Path, target: Path) -> Path:
        if path.name == "b.txt":
            raise OSError("no space left")
        return rename(path, target)

    with monkeypatch.context() as patch, pytest.raises(OSError, match="no space"):
        patch.setattr(Path, "rename", fails_at_b)
        list(carry_over(tmp_path))
    assert sorted(contents(tmp_path)) == [b"a", b"b", b"c", b"d"]

    assert len(list(carry_over(tmp_path))) == 1
    assert sorted(contents(tmp_path / "notebooks" / "nl")) == [b"a", b"b", b"c", b"d"]


def test_a_copy_that_the_learner_never_changed_is_not_kept_twice(tmp_path: Path):
    original = tmp_path / "course" / "00-start.ipynb"
    put(original.parent, {original.name: json.dumps({"cells": []}).encode()})
    folder = tmp_path / "mine"
    copies.lay_out({Path("nl"): [original]}, folder, "nieuw")
    put(folder / "notebooks" / "nl", {original.name: b"what is there now"})

    list(carry_over(folder))

    assert contents(folder) == [b"what is there now"]


def test_a_folder_that_version_0_1_did_not_make_stays(tmp_path: Path):
    put(tmp_path / "nl", {"00-start.ipynb": b"not of the course"})
    assert list(carry_over(tmp_path)) == []
    assert contents(tmp_path / "nl") == [b"not of the course"]


def stop(_lang: str) -> NoReturn:
    raise StartError("problem_jupyterlab")


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_starting_says_what_was_moved_and_keeps_a_changed_lesson(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    version_0_1(tmp_path, lang, {"00-start.ipynb": b"mine"})
    monkeypatch.setattr("adempauze.lab.start.own_settings", stop)  # comes after the copying
    assert cli.main(["start", "--lang", lang, "--dir", str(tmp_path)]) == 1

    place = tmp_path / "notebooks" / lang
    words = messages.table(lang, "cli")
    assert capsys.readouterr().out.splitlines() == [
        words["preparing"],
        words["carried_over"].format(folder=place),
        words["lesson_stays"].format(name="00-start.ipynb", beside=f"00-start-{words['newer_mark']}.ipynb"),
        words["lessons_in"].format(folder=place),
    ]
    assert (place / "00-start.ipynb").read_bytes() == b"mine"
    assert (place / "12-your-next-step.ipynb").is_file()


def test_a_place_that_cannot_be_used_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture):
    old = version_0_1(tmp_path, "en", {"00-start.ipynb": b"mine"})
    (tmp_path / "notebooks").write_bytes(b"in the way")
    assert cli.main(["start", "--lang", "en", "--dir", str(tmp_path)]) == 1
    assert capsys.readouterr().err.strip() == messages.table("en", "cli")["problem_folder"].format(folder=tmp_path)
    assert contents(old) == [b"mine"]
