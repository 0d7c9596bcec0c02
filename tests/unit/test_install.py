"""What `make start` says while it installs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from adempauze import messages
from tools import ROOT, install

LOCK = "# by make lock\n" + "".join(f"{name}==1.0 \\\n    --hash=sha256:00\n" for name in "abcdefghij")
PIP = [
    *(f"Collecting {name}==1.0 (from -r learn.txt (line 1))\n  Downloading {name}.whl" for name in "abcd"),
    "Ignoring e: markers 'sys_platform == \"win32\"' don't match your environment",
    *(f"Requirement already satisfied: {name}==1.0 in .venv" for name in "fghij"),
    "Collecting of-a-part (from a)",
    "Installing collected packages: a, b",
    "Successfully installed a-1.0",
]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_it_says_in_words_how_far_it_is(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", {"en": "en_GB.UTF-8", "nl": "nl_NL.UTF-8"}[lang])
    words = install.strings()
    assert words == messages.table(lang, "install")
    said: list[str] = []
    lines = "\n".join(PIP).splitlines(keepends=True)
    assert install.follow(lines, LOCK, words, said.append) == "\n".join(PIP).splitlines()
    assert said == [*(words["fetched"].format(n=n, of=10) for n in (2, 4, 6, 8, 10)), words["placing"]]


def test_an_installation_that_fails_says_why_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)  # Python cannot start in a folder with accents if it names no locale
    monkeypatch.setenv("LC_MESSAGES", "nl_NL.UTF-8")
    failing = "import sys; print('Collecting a==1.0'); print('ERROR: no connection'); sys.exit(1)"
    monkeypatch.setattr(install, "PIP", (sys.executable, "-c", failing))
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK)
    assert install.main(lock) == 1
    assert capfd.readouterr().err.splitlines()[-2:] == [
        "ERROR: no connection",
        messages.table("nl", "install")["failed"],
    ]


def test_it_needs_nothing_that_is_not_installed_yet() -> None:
    program = f"import runpy; runpy.run_path({str(ROOT / 'tools' / 'install.py')!r})['strings']()"
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True)
