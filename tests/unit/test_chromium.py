"""Which browser the tests use, and what they say if there is none."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools.browser import chromium

NO_OWN = SimpleNamespace(chromium=SimpleNamespace(executable_path="/there/is/no/such/file"))  # a Playwright without one


def test_the_systems_chrome_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == "google-chrome" else None)
    assert chromium.find_chromium(NO_OWN) == "/usr/bin/google-chrome"


def test_playwrights_own_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "chrome"
    own.touch()
    playwright = SimpleNamespace(chromium=SimpleNamespace(executable_path=str(own)))
    assert chromium.find_chromium(playwright) == str(own)


def test_a_machine_without_a_browser_or_apt_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    tried = []
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(chromium.subprocess, "run", lambda command, **_options: tried.append(command))
    monkeypatch.setattr(chromium, "sync_playwright", lambda: nullcontext(NO_OWN))
    assert chromium.main() == 1
    assert [command[1:] for command in tried] == [["-m", "playwright", "install", "chromium"]]
    said = capsys.readouterr().err
    assert "sudo dnf install chromium" in said
    assert "run the same command again" in said
