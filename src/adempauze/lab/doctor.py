"""`adempauze doctor`: what the course needs on this computer, what is wrong, and what helps.

Nothing that is printed says who the learner is or what they wrote: the home folder is `~`, and of any other folder only
the name is shown.
"""

from __future__ import annotations

import json
import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from queue import Empty
from subprocess import DEVNULL

from adempauze import __version__, course
from adempauze.journal import Journal, JournalError
from adempauze.lab import EXTENSIONS, running, start
from adempauze.messages import LANGUAGES, table

GOOD, MIND, WRONG = "good", "mind", "wrong"
KERNEL_SECONDS = 60
ROOM = 100_000_000  # bytes
# JupyterLab shows the widgets of the course with the extensions of these two packages.
_WIDGETS = {"ipywidgets": "@jupyter-widgets/jupyterlab-manager", "anywidget": "anywidget"}
_LOADS = "import adempauze, matplotlib, numpy, pandas, statsmodels"


@dataclass(frozen=True)
class Finding:
    """What one check found: its state, and a sentence by its key in the section `doctor`, or as it is."""

    state: str
    key: str
    fields: Mapping[str, object] = field(default_factory=dict)
    text: str = ""

    def sentence(self, lang: str) -> str:
        """Return what was found and what helps, in the learner's language."""
        return self.text or table(lang, "doctor")[self.key].format(**self.fields)


def versions(lang: str) -> str:
    """Return the line that a maker asks for first."""
    strings = table(lang, "doctor")
    lab = _version("jupyterlab") or strings["absent"]
    python = platform.python_version()
    return strings["versions"].format(version=__version__, python=python, lab=lab, system=platform.system())


def examine(lang: str, folder: Path) -> Iterator[Finding]:
    """Yield what each check finds, from the ground up; the learner's folder and notes are not changed."""
    yield packages()
    yield lessons()
    yield from (extension(EXTENSIONS / "adempauze"), widgets())
    yield from network(folder)
    try:
        start.own_settings(lang)
    except start.StartError as error:
        yield Finding(WRONG, "settings_wrong", {"folder": private(Path(str(error.fields["folder"])))})
        return
    except JournalError as error:
        yield Finding(WRONG, "", text=error.sentence(lang))
        return
    yield kernel()
    yield browser()
    yield place(folder)
    yield journal(lang)


def packages() -> Finding:
    """Look whether every package is here, in a version that fits."""
    try:
        from packaging.requirements import Requirement
    except ImportError:
        return Finding(WRONG, "packages_wrong", {"names": "packaging"})
    with suppress(metadata.PackageNotFoundError):
        needs = [Requirement(text) for text in metadata.requires("adempauze") or []]
        asked = [each for each in needs if not each.marker or each.marker.evaluate({"extra": ""})]
        found = [(each, _version(each.name)) for each in asked]
        unfit = [f'"{each}"' for each, version in found if not version or not each.specifier.contains(version, True)]
        if unfit:
            return Finding(WRONG, "packages_wrong", {"names": " ".join(unfit)})
    return Finding(GOOD, "packages_good")


def lessons() -> Finding:
    """Look whether the installation holds the lessons of both languages."""
    there = all(course.paths(lang) for lang in LANGUAGES)
    return Finding(GOOD, "lessons_good") if there else Finding(WRONG, "lessons_wrong")


def extension(folder: Path) -> Finding:
    """Look whether the part of the course that makes lessons live in JupyterLab is whole and of this version."""
    try:
        told = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        entry, _, _ = told["jupyterlab"]["_build"]["load"].partition("?")
        (folder / entry).stat()
        listed = json.loads((folder / "static" / "lessons.json").read_text(encoding="utf-8"))["lessons"]
        names = {f"{lang}/{path.stem}" for lang in LANGUAGES for path in course.paths(lang)}
        whole = told["version"] == __version__ and names <= set(listed)
    except (OSError, ValueError, KeyError, TypeError):
        whole = False
    return Finding(GOOD, "extension_good") if whole else Finding(WRONG, "extension_wrong")


def widgets() -> Finding:
    """Look whether JupyterLab finds the extensions that show widgets."""
    try:
        from jupyter_core.paths import jupyter_path
    except ImportError:
        return Finding(WRONG, "widgets_wrong", {"names": "ipywidgets anywidget"})
    places = [Path(each) for each in jupyter_path("labextensions")]
    lost = [package for package, name in _WIDGETS.items() if not any((place / name).is_dir() for place in places)]
    return Finding(WRONG, "widgets_wrong", {"names": " ".join(lost)}) if lost else Finding(GOOD, "widgets_good")


def network(folder: Path) -> Iterator[Finding]:
    """Look whether this computer can reach itself, on which port, and whether a proxy comes between."""
    try:
        address = start.loopback()
    except start.StartError:
        yield Finding(WRONG, "network_wrong")
        return
    if _runs(folder):
        yield Finding(GOOD, "running")
    elif _is_free(address, start.DEFAULT_PORT):
        yield Finding(GOOD, "port_good", {"port": start.DEFAULT_PORT})
    else:
        yield Finding(MIND, "port_taken", {"port": start.DEFAULT_PORT})
    if start.has_proxy(address):
        yield Finding(MIND, "proxy", {"address": address})


def kernel(seconds: float = KERNEL_SECONDS) -> Finding:
    """Start a kernel as a lesson does, and let it load the course."""
    try:
        from jupyter_client.manager import KernelManager

        manager = KernelManager(kernel_name="python3")
        manager.start_kernel(stdout=DEVNULL, stderr=DEVNULL)
    except (ImportError, OSError, RuntimeError, KeyError) as error:
        return Finding(WRONG, "kernel_wrong", {"reason": type(error).__name__})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=seconds)
        answer = client.execute(_LOADS, reply=True, timeout=seconds)["content"]
    except (RuntimeError, Empty, TimeoutError) as error:
        return Finding(WRONG, "kernel_wrong", {"reason": type(error).__name__})
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if answer["status"] == "ok":
        return Finding(GOOD, "kernel_good")
    return Finding(WRONG, "kernel_loads", {"reason": f"{answer['ename']}: {_without_home(answer['evalue'])}"})


def browser() -> Finding:
    """Look whether there is a browser that the course can open."""
    return Finding(GOOD, "browser_good") if start.has_browser() else Finding(MIND, "browser_none")


def place(folder: Path) -> Finding:
    """Look whether the learner's folder can be written, and has room."""
    fields = {"folder": private(folder)}
    if not _can_write(folder):
        return Finding(WRONG, "folder_wrong", fields)
    if shutil.disk_usage(_nearest(folder)).free < ROOM:
        return Finding(MIND, "folder_full", fields)
    return Finding(GOOD, "folder_good" if folder.is_dir() else "folder_later", fields)


def journal(lang: str) -> Finding:
    """Look whether the notes can be read and kept."""
    try:
        book = Journal()
        book.last_visit()
        writable = _can_write(book.path.parent)
    except JournalError as error:
        shown = JournalError(error.code, error.path and Path(private(error.path)))
        return Finding(WRONG, "", text=shown.sentence(lang))
    fields = {"path": private(book.path)}
    if not writable:
        return Finding(WRONG, "journal_wrong", fields)
    if book.set_aside_files():
        return Finding(MIND, "journal_aside", {"path": private(book.path.parent)})
    return Finding(GOOD, "journal_good" if book.path.is_file() else "journal_later", fields)


def private(path: Path) -> str:
    """Return a path that does not say whose it is."""
    with suppress(RuntimeError, ValueError):
        return str(Path("~") / path.relative_to(Path.home()))
    return str(Path("…") / path.name)


def report(lang: str, folder: Path, say: Callable[[str], None]) -> int:
    """Say all that is found; return how many things are wrong."""
    strings = table(lang, "doctor")
    width = max(len(strings[state]) for state in (GOOD, MIND, WRONG))
    say(versions(lang) + "\n")
    wrong = 0
    for finding in examine(lang, folder):
        wrong += finding.state == WRONG
        say(f"{strings[finding.state]:<{width}}  {finding.sentence(lang)}")
    say("\n" + (strings["some_wrong"].format(n=wrong) if wrong else strings["all_good"]))
    return wrong


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _runs(folder: Path) -> bool:
    with suppress(ImportError):
        return running.find(folder) is not None
    return False


def _is_free(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as own:
        if sys.platform != "win32":  # there it would take a port that is in use
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            own.bind((address, port))
        except OSError:
            return False
    return True


def _nearest(folder: Path) -> Path:
    """Return the folder itself, or the nearest one above it that exists; on Windows its whole drive may be absent."""
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=_nearest(folder)) as file:
            file.write(b" ")
    except OSError:
        return False
    return True


def _without_home(text: str) -> str:
    with suppress(RuntimeError):
        text = text.replace(str(Path.home()), "~")
    return text.splitlines()[0] if text else ""
