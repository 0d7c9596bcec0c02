"""`adempauze book` serves the book for this computer alone, on a free port, or says what is needed."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.request import ProxyHandler, build_opener

import pytest

from adempauze import cli, course, messages
from adempauze.lab import book


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A book of one page and one script."""
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "index.html").write_text("Adem in", encoding="utf-8")
    (tmp_path / "index.html").touch()
    (tmp_path / "a.js").touch()
    return tmp_path


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program uses."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_its_pages_are_served_on_loopback_without_a_word(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with book.bound(site, 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        root = book.root_of(server)
        browser = build_opener(ProxyHandler({}))
        with browser.open(f"{root}nl/index.html") as page, browser.open(f"{root}a.js") as script:
            assert page.read() == b"Adem in"
            assert script.headers["Content-Type"] == "text/javascript"
        server.shutdown()
    assert server.server_address[0] == "127.0.0.1"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_a_port_in_use_leads_to_the_next_free_one(
    lang: str, site: Path, taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def press_ctrl_c(_server: book.ThreadingHTTPServer) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(book.ThreadingHTTPServer, "serve_forever", press_ctrl_c)
    assert cli.main(["book", "--lang", lang, "--dir", str(site), "--port", str(taken), "--no-browser"]) == 0
    said = capsys.readouterr().out.splitlines()
    words = messages.table(lang, "cli")
    port = said[2].removeprefix("http://127.0.0.1:").partition("/")[0]
    assert said == [
        words["book_port"].format(port=taken, other=port),
        words["book_address"],
        f"http://127.0.0.1:{port}/{lang}/index.html",
        words["stop_with"],
        words["book_stopped"],
    ]


def complaint(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert cli.main(["book", "--lang", "nl", "--no-browser", *options]) == 1
    return capsys.readouterr().err.strip()


def test_without_a_book_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = messages.table("nl", "cli")
    assert complaint(capsys, "--dir", str(tmp_path)) == words["problem_book_folder"].format(folder=tmp_path)
    monkeypatch.setattr(course, "checkout", lambda: None)
    assert complaint(capsys) == words["problem_book_absent"]
    monkeypatch.setattr(course, "checkout", lambda: tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1))
    assert complaint(capsys) == words["problem_book_build"]
    monkeypatch.setattr(book, "find_spec", lambda _name: None)
    assert complaint(capsys) == words["problem_book_tools"]
