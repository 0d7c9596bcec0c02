"""What `adempauze start` says when the disk, the folder, the port or the network does not let it start."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from adempauze import cli, course, messages
from adempauze.lab import copies, running
from adempauze.lab.start import StartError, loopback


def sentence(lang: str, key: str, **fields: object) -> str:
    return messages.table(lang, "cli")[key].format(**fields)


def refuse_writing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let every file begin and then fail, as a full or read-only disk does."""
    write = Path.write_text

    def fail(path: Path, text: str, **options: str) -> None:
        write(path, text[:10], **options)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_text", fail)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize(("number", "key"), [(errno.ENOSPC, "problem_full"), (errno.EROFS, "problem_folder")])
def test_a_disk_that_takes_no_lessons_gets_a_sentence_and_keeps_no_half_file(
    lang: str,
    number: int,
    key: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "course"
    refuse_writing(monkeypatch, number)
    assert cli.main(["start", "--lang", lang, "--dir", str(folder)]) == 1
    assert capsys.readouterr().err.strip() == sentence(lang, key, folder=folder)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_read_only_folder_that_is_up_to_date_is_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies.lay_out(course.files("nl"), tmp_path, "nieuw")
    refuse_writing(monkeypatch, errno.EROFS)
    assert copies.lay_out(course.files("nl"), tmp_path, "nieuw") == copies.Changes()


def test_when_no_port_is_free_it_says_how_to_get_one(tmp_path: Path) -> None:
    config = tmp_path / "data" / "adempauze" / "jupyterlab" / "config"
    config.mkdir(parents=True)
    (config / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": {"port_retries": 0}}))
    own = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        options = ["--no-browser", "--lang", "nl", "--dir", str(tmp_path / "course")]
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "adempauze.cli", "start", *options, "--port", port],
            env={**os.environ, **own},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=90,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == sentence("nl", "problem_server")
    assert "Traceback" not in done.stderr


class _Socket:
    """A socket of a computer with some families of addresses."""

    families: tuple[int, ...] = ()

    def __init__(self, family: int) -> None:
        self.family = family

    def __enter__(self) -> _Socket:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def bind(self, _address: tuple[str, int]) -> None:
        if self.family not in self.families:
            raise OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))


def test_a_computer_with_ipv6_alone_is_served_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", type("Six", (_Socket,), {"families": (socket.AF_INET6,)}))
    assert loopback() == "::1"


def test_a_computer_that_cannot_reach_itself_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", _Socket)
    with pytest.raises(StartError) as raised:
        loopback()
    assert raised.value.key == "problem_network"
    assert sentence("nl", "problem_network") != sentence("en", "problem_network")


def test_a_server_that_was_killed_does_not_count_as_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, but nothing listens
        info = {"root_dir": str(tmp_path), "url": f"http://127.0.0.1:{unused.getsockname()[1]}/", "token": "t"}
        (tmp_path / "jpserver-1.json").write_text(json.dumps({**info, "pid": os.getpid()}))
        assert running.find(tmp_path) is None


def test_a_course_that_runs_is_found_by_any_path_to_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(running.Running, "answers", lambda _self: True)
    folder, other = tmp_path / "course", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    info = {"root_dir": str(folder), "url": "http://127.0.0.1:1/", "token": "t", "pid": os.getpid()}
    (tmp_path / "jpserver-1.json").write_text(json.dumps(info))
    assert running.find(folder) == running.find(other / ".." / "course") == running.Running(info["url"], "t")
    assert running.find(other) is running.find(tmp_path / "nowhere") is None
