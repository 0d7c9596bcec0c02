"""What `adempauze doctor` finds, and that nothing private is in what it prints."""

from __future__ import annotations

import json
import shutil
import socket
import webbrowser
from importlib import metadata
from pathlib import Path

import pytest

from adempauze import cli, messages
from adempauze.journal import Journal, data_folder
from adempauze.lab import EXTENSIONS, doctor, start


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner with a home folder of their own; what the doctor sets for Jupyter ends with the test."""
    home = tmp_path / "home" / "Annelies"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", str(home / "data"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_PREFER_ENV_PATH", *start.FOREIGN):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return home


def state(finding: doctor.Finding) -> tuple[str, str]:
    assert all(finding.sentence(lang) for lang in messages.LANGUAGES)
    return finding.state, finding.key


def test_all_is_well_with_a_real_kernel_and_nothing_private_is_printed(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lang = "nl"
    Journal().save("04-breathing/after", "reflection", "my secret")
    assert cli.main(["doctor", "--lang", lang]) == 0
    printed = capsys.readouterr().out
    strings = messages.table(lang, "doctor")
    assert printed.startswith(doctor.versions(lang))
    assert strings["kernel_good"] in printed
    assert strings["journal_good"].format(path=doctor.private(Journal().path)) in printed
    assert strings["folder_later"].format(folder=Path("~/Adempauze")) in printed
    assert printed.rstrip().endswith(strings["all_good"])
    for private in ("Annelies", str(at_home.parent), "secret"):
        assert private not in printed


def test_what_is_wrong_makes_it_fail(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "kernel", lambda: doctor.Finding("wrong", "kernel_wrong", {"reason": "no answer"}))
    monkeypatch.setattr(webbrowser, "get", _no_browser)
    file = tmp_path / "Annelies.txt"
    file.write_text("in the way")
    assert cli.main(["doctor", "--lang", "en", "--dir", str(file)]) == 1
    printed = capsys.readouterr().out
    strings = messages.table("en", "doctor")
    assert strings["kernel_wrong"].format(reason="no answer") in printed
    assert strings["browser_none"] in printed
    assert strings["folder_wrong"].format(folder=doctor.private(file)) in printed
    assert printed.rstrip().endswith(strings["some_wrong"].format(n=2))
    assert str(tmp_path) not in printed


def _no_browser() -> None:
    raise webbrowser.Error


def test_a_package_that_is_missing_or_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = metadata.version

    def version(package: str) -> str:
        if package == "babel":
            raise metadata.PackageNotFoundError(package)
        return "0.1" if package == "anywidget" else found(package)

    monkeypatch.setattr(metadata, "version", version)
    finding = doctor.packages()
    assert state(finding) == ("wrong", "packages_wrong")
    assert finding.fields["names"] == '"anywidget>=0.11" "babel"'


@pytest.mark.parametrize("damage", ["static/remoteEntry.js", "static/lessons.json", "package.json", "version"])
def test_an_extension_that_is_not_whole_or_of_another_version_is_found(damage: str, tmp_path: Path) -> None:
    copy = tmp_path / "adempauze"
    shutil.copytree(EXTENSIONS / "adempauze", copy)
    assert state(doctor.extension(copy)) == ("good", "extension_good")
    if damage == "version":
        told = json.loads((copy / "package.json").read_text(encoding="utf-8"))
        (copy / "package.json").write_text(json.dumps({**told, "version": "0.0.1"}))
    else:
        (copy / damage).unlink()
    assert state(doctor.extension(copy)) == ("wrong", "extension_wrong")


def test_a_port_in_use_does_no_harm_and_a_proxy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setattr(start, "DEFAULT_PORT", other.getsockname()[1])
        monkeypatch.setenv("http_proxy", "http://proxy:3128")
        assert list(map(state, doctor.network(tmp_path))) == [("mind", "port_taken"), ("mind", "proxy")]
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert list(map(state, doctor.network(tmp_path))) == [("good", "port_good")]


def test_a_journal_that_cannot_be_read_or_was_set_aside_is_told() -> None:
    assert state(doctor.journal("nl")) == ("good", "journal_later")
    journal = data_folder() / "journal.sqlite3"
    journal.parent.mkdir(parents=True)
    journal.write_bytes(b"not a journal" * 100)
    assert state(doctor.journal("nl")) == ("mind", "journal_aside")
    shutil.rmtree(journal.parent)
    journal.parent.write_text("in the way")
    finding = doctor.journal("nl")
    assert finding.state == "wrong"
    assert "Annelies" not in finding.sentence("nl")


def test_a_kernel_that_cannot_load_the_course_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import os; raise ModuleNotFoundError('no course in ' + os.environ['HOME'])"
    monkeypatch.setattr(doctor, "_LOADS", program)
    finding = doctor.kernel()
    assert state(finding) == ("wrong", "kernel_loads")
    assert finding.fields["reason"] == "ModuleNotFoundError: no course in ~"


def test_a_folder_on_a_drive_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a path may begin at a drive that does not exist."""
    monkeypatch.setattr(Path, "exists", lambda _self: False)
    assert state(doctor.place(Path("/gone/Adempauze"))) == ("wrong", "folder_wrong")
