"""Starting the course: which copy of a lesson is kept, where the course opens, and what it says if it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adempauze import cli, messages
from adempauze.course import files, front_door, read_cells
from adempauze.journal import Journal
from adempauze.lab import copies
from tools import listing

SOURCES = st.lists(st.text(max_size=20), max_size=3)


def notebook(sources: list[str], output: str = "") -> str:
    """Return a notebook with a code cell and an output for each source."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": output}]
    cells = [{"cell_type": "code", "source": source, "outputs": outputs} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def as_read(sources: list[str]) -> list[str]:
    return [source.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") for source in sources]


def sources_in(path: Path) -> list[str]:
    return [source for _, source in read_cells(path.read_text(encoding="utf-8"))]


def update(originals: list[Path], folder: Path) -> list[str]:
    """Copy the course into a folder; return the names of the learner's files that have a newer version beside them."""
    return [path.name for path in copies.lay_out({Path(): originals}, folder, "new").kept]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one lesson."""
    lesson = tmp_path / "course" / "04-breathing.ipynb"
    lesson.parent.mkdir()
    lesson.write_text(notebook(["one", "two"]), encoding="utf-8")
    return lesson


@given(first=SOURCES, own=SOURCES, newer=SOURCES)
def test_what_a_learner_wrote_is_never_replaced(first, own, newer):
    with tempfile.TemporaryDirectory() as name:
        lesson, folder = Path(name) / "04.ipynb", Path(name) / "mine"
        lesson.write_text(notebook(first), encoding="utf-8")
        update([lesson], folder)
        copy = folder / lesson.name
        copy.write_text(notebook(own, output="run"), encoding="utf-8")
        lesson.write_text(notebook(newer), encoding="utf-8")

        stays = update([lesson], folder)
        again = update([lesson], folder)

        first, own, newer = (as_read(sources) for sources in (first, own, newer))
        assert sources_in(copy) == (newer if own == first else own)
        is_kept = own != first and newer != first and own != newer
        assert stays == ([lesson.name] if is_kept else [])
        assert again == []
        beside = folder / "04-new.ipynb"
        assert beside.exists() == is_kept
        assert not is_kept or sources_in(beside) == newer


def test_a_newer_lesson_beside_a_changed_one_is_renewed_and_stays_away_when_it_was_thrown_away(
    course: Path, tmp_path: Path
):
    folder = tmp_path / "mine"
    update([course], folder)
    (folder / course.name).write_text(notebook(["mine"]), encoding="utf-8")
    beside, again = folder / "04-breathing-new.ipynb", folder / "04-breathing-new-2.ipynb"
    for newer in ("second", "third"):
        course.write_text(notebook([newer]), encoding="utf-8")
        assert update([course], folder) == [course.name]
        assert sources_in(beside) == [newer]
    beside.unlink()
    assert update([course], folder) == []
    assert not beside.exists()
    beside.write_text(notebook(["mine too"]), encoding="utf-8")
    course.write_text(notebook(["fourth"]), encoding="utf-8")
    assert update([course], folder) == [course.name]
    assert (sources_in(beside), sources_in(again)) == (["mine too"], ["fourth"])
    assert sources_in(folder / course.name) == ["mine"]


def test_an_update_tells_what_is_new_and_what_was_renewed_but_not_the_first_time(course: Path, tmp_path: Path):
    first, second, own = (course.with_name(f"{name}.ipynb") for name in ("first", "second", "own"))
    for lesson in (first, own):
        lesson.write_text(notebook([lesson.stem]), encoding="utf-8")
    assert copies.lay_out({Path("a"): [first, own]}, tmp_path, "new") == copies.Changes()
    (tmp_path / "a" / own.name).write_text(notebook(["mine"]), encoding="utf-8")
    for lesson in (first, second, own):
        lesson.write_text(notebook(["newer"]), encoding="utf-8")
    place = Path("a")
    assert copies.lay_out({place: [first, second, own]}, tmp_path, "new") == copies.Changes(
        new=[place / second.name], renewed=[place / first.name], kept={place / own.name: place / "own-new.ipynb"}
    )


def test_a_lesson_that_was_only_run_is_renewed(course: Path, tmp_path: Path):
    folder = tmp_path / "mine"
    update([course], folder)
    (folder / course.name).write_text(notebook(["one", "two"], output="run"), encoding="utf-8")
    course.write_text(notebook(["one", "better"]), encoding="utf-8")

    assert update([course], folder) == []
    assert sources_in(folder / course.name) == ["one", "better"]


@pytest.mark.parametrize(("newline", "ending"), [("\r\n", ""), ("\r", "\r"), ("\n", "\n\n"), ("\r\n", "\r\n")])
def test_line_endings_and_trailing_newlines_are_not_the_learners_changes(
    course: Path, tmp_path: Path, newline: str, ending: str
):
    folder = tmp_path / "mine"
    course.write_text(notebook(["one\ntwo", "three"]), encoding="utf-8")
    update([course], folder)
    copy = folder / course.name
    copy.write_text(notebook([f"one{newline}two", f"three{ending}"]), encoding="utf-8")
    course.write_text(notebook(["one\ntwo", "better"]), encoding="utf-8")

    assert update([course], folder) == []
    assert sources_in(copy) == ["one\ntwo", "better"]


def test_a_page_that_git_gave_other_line_endings_is_renewed(tmp_path: Path):
    page, folder = tmp_path / "course" / "help.md", tmp_path / "mine"
    page.parent.mkdir()
    page.write_text("# Help\nold\n", encoding="utf-8")
    update([page], folder)
    (folder / page.name).write_bytes(b"# Help\r\nold\r\n\r\n")
    page.write_text("# Help\nnew\n", encoding="utf-8")

    assert update([page], folder) == []
    assert (folder / page.name).read_text(encoding="utf-8") == "# Help\nnew\n"


def test_a_file_that_another_program_holds_waits_for_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """On Windows a file that is open, in Excel for example, cannot be replaced."""
    table, mine, place = tmp_path / "studies.csv", tmp_path / "mine", Path("data")
    table.write_text("one\n")
    copies.lay_out({place: [table]}, mine, "new")
    table.write_text("two\n")

    def hold(self: Path, target: Path) -> None:
        if target.name == table.name:
            raise PermissionError(13, "The process cannot access the file", str(self), 32, str(target))
        os.replace(self, target)  # noqa: PTH105  (what is patched)

    with monkeypatch.context() as windows:
        windows.setattr(Path, "replace", hold)
        assert copies.lay_out({place: [table]}, mine, "new").renewed == []
    assert {path.name for path in (mine / place).iterdir()} == {table.name, copies.MANIFEST}
    assert (mine / place / table.name).read_text() == "one\n"
    assert copies.lay_out({place: [table]}, mine, "new").renewed == [place / table.name]
    assert (mine / place / table.name).read_text() == "two\n"


def test_a_deleted_lesson_comes_back_and_other_files_stay(course: Path, tmp_path: Path):
    folder = tmp_path / "mine"
    update([course], folder)
    (folder / course.name).unlink()
    (folder / "my own.ipynb").write_text("mine", encoding="utf-8")

    update([course], folder)

    assert sources_in(folder / course.name) == ["one", "two"]
    assert (folder / "my own.ipynb").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("damage", ["", "[]", '{"04-breathing.ipynb": null}', "\x00"])
def test_without_a_readable_manifest_every_changed_copy_is_the_learners(course: Path, tmp_path: Path, damage: str):
    folder = tmp_path / "mine"
    update([course], folder)
    (folder / copies.MANIFEST).write_text(damage, encoding="utf-8")
    (folder / course.name).write_text(notebook(["mine"]), encoding="utf-8")

    assert update([course], folder) == [course.name]
    assert sources_in(folder / course.name) == ["mine"]


def test_a_copy_that_is_no_notebook_any_more_stays(course: Path, tmp_path: Path):
    folder = tmp_path / "mine"
    update([course], folder)
    (folder / course.name).write_bytes(b"\xff not json")
    course.write_text(notebook(["newer"]), encoding="utf-8")

    assert update([course], folder) == [course.name]
    assert (folder / course.name).read_bytes() == b"\xff not json"


def test_the_front_door_is_among_the_pages_that_are_copied(lang: str):
    door = front_door(lang)
    assert door.name in {path.name for path in files(lang)[door.parent]}


def test_the_extension_lists_the_lessons_as_they_are_now():
    assert listing.LISTING.read_text(encoding="utf-8") == listing.as_text(listing.listing()), (
        "lessons.json is not in step with notebooks/; run `make notebooks`"
    )


def test_the_folds_of_a_lesson_hold_the_cells_up_to_the_next_one():
    ids = ["title", "stop", "how-do-we-know", "guess", "what-it-does", "sources"]
    text = json.dumps({"cells": [{"id": id} for id in ids]})
    assert listing.folds_of(text) == {"how-do-we-know": ["guess", "what-it-does"], "sources": []}


def test_the_pages_that_need_a_kernel_are_run_like_lessons():
    listed = listing.listing()["lessons"]
    for lang in ("en", "nl"):
        assert {f"{lang}/{name}" for name in ("front-door", "breathe", "my-notes", "gp-questions")} <= set(listed)
        assert f"{lang}/gallery" not in listed


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_computer(environment: dict[str, str], lang: str):
    assert messages.language_of(environment) == lang


@pytest.fixture(params=messages.LANGUAGES)
def lang(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each language, set as the computer's own."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", {"en": "en_GB.UTF-8", "nl": "nl_NL.UTF-8"}[request.param])
    return request.param


def sentence(lang: str, key: str, **fields: object) -> str:
    return messages.table(lang, "cli")[key].format(**fields)


@pytest.mark.parametrize("port", ["abc", "-1", "65536", "80.5", "٣", "1" * 5000])
def test_a_bad_port_gets_a_sentence(lang: str, port: str, capsys: pytest.CaptureFixture):
    assert cli.main(["start", f"--port={port}"]) == 1
    assert capsys.readouterr().err.strip() == sentence(lang, "problem_port", port=port)


@pytest.mark.parametrize("command", ["begin", "start --colour red", "start --port", "journal export", "start --po 1"])
def test_what_is_not_a_command_gets_a_sentence(lang: str, command: str, capsys: pytest.CaptureFixture):
    assert cli.main(command.split()) == 2
    assert capsys.readouterr().err.strip() == sentence(lang, "problem_use", what=f"adempauze {command}")


def test_an_edition_that_is_not_there_gets_a_sentence(lang: str, capsys: pytest.CaptureFixture):
    assert cli.main(["start", "--lang", "fr"]) == 2
    assert capsys.readouterr().err.strip() == sentence(lang, "problem_lang", asked="fr")


def test_a_folder_that_cannot_be_written_gets_a_sentence(lang: str, tmp_path: Path, capsys: pytest.CaptureFixture):
    folder = tmp_path / "a file"
    folder.write_text("in the way", encoding="utf-8")
    assert cli.main(["start", "--dir", str(folder)]) == 1
    assert capsys.readouterr().err.strip() == sentence(lang, "problem_folder", folder=folder)


def test_without_jupyterlab_it_says_how_to_get_it(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_PREFER_ENV_PATH"):
        monkeypatch.setenv(name, "put back after the test")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", None)
    assert cli.main(["start", "--dir", str(tmp_path / "course")]) == 1
    assert capsys.readouterr().err.strip() == sentence(lang, "problem_jupyterlab")


def test_help_is_in_the_computers_language_unless_asked_otherwise(lang: str, capsys: pytest.CaptureFixture):
    for command in ([], ["help"], ["--help"], ["start", "--help"], ["journal"]):
        assert cli.main(command) == 0
        assert capsys.readouterr().out.strip() == sentence(lang, "help").strip()


def test_deleting_all_notes_asks_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    Journal().save("04-breathing/after", "reflection", "quiet")

    monkeypatch.setattr("builtins.input", lambda _question: "no")
    assert cli.main(["journal", "delete"]) == 1
    assert len(Journal().notes()) == 1
    monkeypatch.setattr("builtins.input", lambda _question: "y")
    assert cli.main(["journal", "delete"]) == 0
    assert Journal().notes() == []
    assert "quiet" not in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--readable", "--markdown"])
def test_notes_can_be_written_in_words(lang: str, option: str, tmp_path: Path, capsys: pytest.CaptureFixture):
    file = tmp_path / "notes.txt"
    Journal().save("04-breathing/check-in-before/1", "check-in", '{"moment": "before", "energy": 3, "tension": 7}')
    assert cli.main(["journal", "export", str(file), option]) == 0
    text = file.read_text(encoding="utf-8")
    assert messages.table(lang, "my_notes")["checked_in"].format(energy=3, tension=7) in text
    assert messages.table(lang, "lessons")["04-breathing"].upper() in text
    assert "{" not in text
    assert str(file) in capsys.readouterr().out


def test_without_a_package_that_the_course_needs_it_says_which(lang: str, tmp_path: Path):
    program = "import sys; sys.modules['anywidget'] = None; from adempauze_command import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == sentence(lang, "problem_module", name="anywidget")
