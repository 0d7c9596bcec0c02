"""Tries the wheel as someone who has nothing else of the project: `python -m tools.wheel [pip|uv|pipx] [PACKAGE ...]`.

It builds the wheel, installs it with the locked versions (and any PACKAGE as it is named) into an empty environment,
looks with `adempauze doctor`, starts the course, asks it for its front page, and stops it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

from adempauze import __version__, course, messages
from tools import ROOT

WINDOWS = os.name == "nt"
SUFFIX = ".exe" if WINDOWS else ""
LOCK = ROOT / "requirements" / "learn.txt"
PATIENCE = 60  # seconds
_PIN = re.compile(r"^[\w.-]+==[^\s\\]+(?: ; [^\\\n]+)?", re.M)


class WheelError(Exception):
    """The wheel does not work; the text says where."""


def constraints(lock: str, other: Sequence[str] = ()) -> str:
    """Return the locked versions without their hashes, which a wheel of our own has not, except of `other` packages."""
    named = {re.split(r"[^\w.-]", each)[0].lower() for each in other}
    pins = [pin.strip() for pin in _PIN.findall(lock)]
    return "\n".join(pin for pin in pins if pin.partition("==")[0].lower() not in named) + "\n"


def build(folder: Path) -> Path:
    """Build the wheel; return its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, folder: Path, installer: str, other: Sequence[str]) -> Path:
    """Install the wheel into an empty environment; return the program `adempauze`."""
    limits = folder / "constraints.txt"
    limits.write_text(constraints(LOCK.read_text(encoding="utf-8"), other), encoding="utf-8")
    place = folder / "programs"
    own = {"UV_TOOL_DIR": folder / "uv", "UV_TOOL_BIN_DIR": place, "PIPX_HOME": folder / "pipx", "PIPX_BIN_DIR": place}
    if installer == "uv":
        more = [part for each in other for part in ("--with", each)]
        command = [_program("uv"), "tool", "install", "--quiet", "--constraints", limits, *more, wheel]
        command += ["--python", sys.executable]
    elif installer == "pipx":
        command = [_program("pipx"), "install", "--python", sys.executable, "--pip-args", f"-c {limits}", wheel]
    else:
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        place = folder / "venv" / ("Scripts" if WINDOWS else "bin")
        command = [place / f"python{SUFFIX}", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command += ["--constraint", limits, *other, wheel]
    subprocess.run(list(map(str, command)), cwd=folder, check=True, env={**os.environ, **_texts(own)})
    return place / f"adempauze{SUFFIX}"


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise WheelError(f"There is no {name} here.")
    return found


def _texts(variables: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in variables.items()}


def examine(program: Path, home: Path, lang: str) -> None:
    """Let an installed course look at itself, start it, ask for its front page, and stop it."""
    own = dict.fromkeys(("HOME", "USERPROFILE", "XDG_DATA_HOME", "LOCALAPPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA"), home)
    foreign = ("PYTHON", "JUPYTER", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | _texts(own)
    environment["PYTHONIOENCODING"] = "utf-8"

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [program, *arguments], cwd=home, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode:
            raise WheelError(f"adempauze {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
        return done.stdout

    if run("--version").strip() != __version__:
        raise WheelError("It is another version.")
    print(run("doctor", "--lang", lang))
    options = ["start", "--lang", lang, "--no-browser", "--port", "0", "--dir", str(home / "course")]
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows sends Ctrl-Break to a group
    with subprocess.Popen(
        [program, *options], cwd=home, env=environment, stdout=subprocess.PIPE, encoding="utf-8", creationflags=flags
    ) as process:
        try:
            lines = _until_started(process)
            _ask_for_the_front_page(next(line for line in lines if line.startswith("http")), lang)
        finally:
            process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))
            rest, _ = process.communicate(timeout=PATIENCE)
    if not WINDOWS and messages.table(lang, "cli")["stopped"] not in rest:
        raise WheelError(f"It did not stop as it should: {rest}")


def _until_started(process: subprocess.Popen[str]) -> list[str]:
    lines = []
    for line in process.stdout or ():
        lines.append(line.rstrip())
        if "Ctrl" in line:
            return lines
    raise WheelError("The course did not start.\n" + "\n".join(lines))


def _ask_for_the_front_page(address: str, lang: str) -> None:
    root, _, token = address.partition("/doc/tree/")
    path = course.front_door(lang).as_posix()
    headers = {"Authorization": f"token {token.partition('token=')[2]}"}
    browser = build_opener(ProxyHandler({}))
    with browser.open(Request(f"{root}/api/contents/{path}", headers=headers), timeout=PATIENCE) as answer:
        page = json.load(answer)
    if page["content"]["metadata"]["adempauze"] != {"lang": lang, "slug": "front-door"}:
        raise WheelError("The front page is another notebook.")
    with browser.open(Request(f"{root}/lab", headers=headers), timeout=PATIENCE) as answer:
        if not re.search(rb'"name": *"adempauze"', answer.read()):
            raise WheelError("JupyterLab does not load the extension of the course.")


def main(installer: str = "pip", *other: str) -> int:
    """Build, install and examine; return 1 with a sentence if something does not work."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        home = folder / "home"
        home.mkdir()
        try:
            program = install(build(folder / "dist"), folder, installer, other)
            examine(program, home, "nl")
        except (WheelError, subprocess.CalledProcessError) as error:
            print(error, file=sys.stderr)
            return 1
    print(f"The wheel works, installed with {installer}{' and ' if other else ''}{', '.join(other)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
