"""The environment files agree, and name no package index."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tools import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _lock(name: str) -> dict[str, set[str]]:
    """Return the locked versions by package; a universal lock may have one for each Python."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    versions: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, flags=re.M):
        versions.setdefault(package, set()).add(version)
    return versions


def _name(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement)[0].lower()


def test_conda_and_binder_get_the_locked_versions() -> None:
    packages = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"][-1]["pip"]
    pins = [package.lower().split("==") for package in packages if package != "."]
    pinned = dict(pins)
    assert len(pinned) == len(pins), "a package is listed twice"
    lock = _lock("learn.txt")
    assert pinned.keys() == {_name(requirement) for requirement in PROJECT["dependencies"]}
    assert all(version in lock[package] for package, version in pinned.items())


def test_binder_gives_jupyterlab_the_settings_of_the_course(tmp_path: Path) -> None:
    (command,) = re.findall(r"^python -m (.+)$", (ROOT / "postBuild").read_text(encoding="utf-8"), re.M)
    module, lang = command.split()[0], "nl"
    program = f"import runpy, sys; sys.prefix = {str(tmp_path)!r}; sys.argv = ['', '{lang}']; "
    run = f"runpy.run_module('{module}', run_name='__main__')"
    subprocess.run([sys.executable, "-c", program + run], check=True)
    written = tmp_path / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    assert "nl_NL" in written.read_text(encoding="utf-8")


def test_the_test_lock_holds_the_versions_that_learners_get() -> None:
    learn, test = _lock("learn.txt"), _lock("test.txt")
    assert {package: test.get(package) for package in learn} == learn


def test_every_locked_package_has_hashes_and_no_address() -> None:
    for name in ("uv.txt", "learn.txt", "test.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert text.count("--hash=sha256:") >= sum(map(len, _lock(name).values()))
        assert not re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text)


def test_a_lock_is_installed_as_it_is() -> None:
    """An older pip, such as 23.2, resolves extras again, takes a version without a hash, and installs nothing."""
    commands = [
        command
        for pattern in ("Makefile", "README.md", "tools/install.py", ".github/workflows/*.yml")
        for file in ROOT.glob(pattern)
        for command in re.findall(r".*--require-hashes.*", file.read_text(encoding="utf-8"))
    ]
    assert len(commands) >= 6
    assert not [command for command in commands if "--no-deps" not in command and "uv pip" not in command]


def test_every_dependency_is_locked() -> None:
    needed = [
        *PROJECT["dependencies"],
        *(each for extra in PROJECT["optional-dependencies"].values() for each in extra),
    ]
    assert {_name(each) for each in needed} <= _lock("test.txt").keys()


@pytest.mark.skipif(shutil.which("make") is None, reason="Windows has no make; the README has other commands for it")
def test_make_start_passes_its_options_on() -> None:
    options = "--lang nl --no-browser --port 8899 --dir my-course"
    command = ["make", "--no-print-directory", "--dry-run", "start", f"ARGS={options}"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shown.rstrip().endswith(f"adempauze start {options}")
