"""The commands work, or say what to do, with consoles, home folders and variables that are not the course's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from adempauze import messages
from adempauze.journal import JournalError, default_path
from adempauze.widgets.reflect import Reflect
from tools import ROOT

COMMAND = (sys.executable, "-m", "adempauze.cli")


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a program with other variables."""
    environment = {**os.environ, **variables}
    encoding = variables.get("PYTHONIOENCODING", "utf-8")
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, encoding=encoding, check=False)


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
@pytest.mark.parametrize(
    "command",
    [(*COMMAND, "journal", "where"), (*COMMAND, "help"), (sys.executable, "-m", "adempauze.evidence", "check")],
    ids=lambda command: command[-1],
)
def test_every_command_can_print_in_any_encoding(tmp_path: Path, command: tuple[str, ...], encoding: str) -> None:
    dutch = {"LC_ALL": "", "LC_MESSAGES": "nl_NL.UTF-8"}
    done = run(*command, PYTHONIOENCODING=encoding, XDG_DATA_HOME=str(tmp_path / "Łukasz ’−"), **dutch)
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr


@pytest.fixture
def without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home folder, as in a container with an unknown user number."""
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    monkeypatch.delenv("XDG_DATA_HOME")


@pytest.mark.usefixtures("without_a_home")
def test_without_a_home_folder_the_notes_are_nowhere_else() -> None:
    with pytest.raises(JournalError) as raised:
        default_path()
    assert raised.value.sentence("en") == messages.table("en", "journal")["problem_no-home"]


@pytest.mark.usefixtures("without_a_home")
def test_without_a_home_folder_a_lesson_still_works_and_says_what_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = Reflect("after", "What?", lang="en", lesson="04-breathing")
    sent: list[dict[str, object]] = []
    monkeypatch.setattr(widget, "send", sent.append)
    widget._handle_custom_msg({"ask": "load", "id": "1", "key": widget.key}, [])
    assert sent == [{"answer": "1", "problem": "no-home"}]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_without_a_home_folder_the_course_says_what_to_do(lang: str) -> None:
    program = "import os, sys; os.path.expanduser = lambda path: path; from adempauze.cli import main; sys.exit(main())"
    environment = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_DATA_HOME")}
    start = [sys.executable, "-c", program, "start", "--lang", lang, "--no-browser"]
    done = subprocess.run(start, env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stderr == messages.table(lang, "journal")["problem_no-home"] + "\n"


def test_make_keeps_pip_and_python_in_the_environment() -> None:
    """Settings of other installations would install elsewhere, or stop pip."""
    foreign = {"PIP_USER": "1", "PIP_TARGET": "elsewhere", "PYTHONHOME": "elsewhere", "PYTHONPATH": "elsewhere"}
    program = "--eval=show: ; @env"
    done = run("make", program, "show", **foreign)
    assert done.returncode == 0, done.stderr
    seen = dict(re.findall(r"^(\w+)=(.*)$", done.stdout, re.M))
    assert {name: seen[name] for name in foreign if name in seen} == {"PIP_USER": "0"}


@pytest.mark.parametrize("name", ["LC_ALL", "LC_MESSAGES", "LANG"])
def test_make_names_the_language_in_lang_alone(name: str) -> None:
    """Python cannot start in a folder with accents if one of the others names a locale that is not installed."""
    other = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}
    done = run("make", "--eval=show: ; @env", "show", **other | {name: "nl_XX.UTF-8"})
    assert done.returncode == 0, done.stderr
    seen = dict(re.findall(r"^(\w+)=(.*)$", done.stdout, re.M))
    assert {name: seen[name] for name in other if name in seen} == {"LANG": "nl_XX.UTF-8"}
