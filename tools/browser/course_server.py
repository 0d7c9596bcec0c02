"""A real JupyterLab, started as a learner starts it, with its own home folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
from playwright.sync_api import Page

from adempauze.course import place

PATIENCE = 90
_LAST = "Ctrl"  # is in the last line that the start prints, in every language

_OPEN = """async (path) => {
    const { commands, serviceManager } = globalThis.jupyterapp;
    await serviceManager.kernelspecs.refreshSpecs();
    await commands.execute("docmanager:open", { path });
}"""
_AT_REST = """() => [...globalThis.jupyterapp.shell.widgets("main")].every(({ node, sessionContext }) =>
    /^(idle|dead|unknown)$/.test(sessionContext?.kernelDisplayStatus ?? "idle")
    && !node.querySelector(".adempauze-notice[data-state$=starting]"))"""
_CLOSE = """(others) => {
    const { shell } = globalThis.jupyterapp;
    const { currentWidget } = shell;
    for (const document of [...shell.widgets("main")]) if (!others || document !== currentWidget) document.dispose();
}"""


@dataclass
class Course:
    """The course as `adempauze start` serves it."""

    process: subprocess.Popen[str]
    lang: str
    home: Path
    folder: Path
    command: list[str]
    environment: dict[str, str]
    lines: list[str] = field(default_factory=list)
    decided: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        # The server would wait for a reader once what it prints fills the pipe.
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line.rstrip())
            if _LAST in line:
                self.decided.set()
        self.decided.set()  # it ended

    def wait(self) -> None:
        """Wait until the last line of the start is printed. Raises RuntimeError if it does not come."""
        self.decided.wait(PATIENCE)
        if not any(_LAST in line for line in self.lines):
            raise RuntimeError("JupyterLab did not start:\n" + "\n".join(self.lines))

    @property
    def journal(self) -> Path:
        """The file with the learner's notes."""
        return self.home / "data" / "adempauze" / "journal.sqlite3"

    @property
    def address(self) -> str:
        """The address that was printed, with its token."""
        return next(line for line in self.lines if line.startswith("http://"))

    @property
    def documents(self) -> str:
        """The address below which JupyterLab shows documents."""
        return self.address.partition("/tree/")[0]

    def address_of(self, path: str) -> str:
        """Return the address at which a notebook of the learner's folder opens."""
        return f"{self.documents}/tree/{path}?{self.address.partition('?')[2]}"

    def path_of(self, name: str) -> str:
        """Return the path by which JupyterLab knows a lesson, or a file beside it."""
        return (place(self.lang) / name).as_posix()

    def file_of(self, name: str) -> Path:
        """Return the path on disk of a lesson in the learner's folder, or of a file beside it."""
        return self.folder / self.path_of(name)

    def open(self, page: Page, path: str) -> None:
        """Open a notebook or page of the learner's folder and wait until it is shown.

        In a window that has this JupyterLab already, it takes the place of what is open there.
        """
        if page.url.startswith(self.documents):
            page.evaluate(_OPEN, path)
            self.close(page, others=True)
        else:
            page.goto(self.address_of(path))
        page.wait_for_selector(".jp-Notebook .jp-Cell, .jp-MarkdownViewer .jp-RenderedMarkdown")

    def close(self, page: Page, others: bool = False) -> None:
        """Close all documents in a window, or all but the one on the screen, without asking whether to save them."""
        # JupyterLab reports errors of its own if a document is closed while its kernel is on its way.
        page.wait_for_function(_AT_REST, timeout=PATIENCE * 1000)
        page.evaluate(_CLOSE, others)

    def kernels(self) -> set[int]:
        """The process numbers of all kernels that this server runs."""
        commands, parents = {}, {}
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # it ended meanwhile
                commands[process.pid], parents[process.pid] = " ".join(process.cmdline()), process.ppid()
        return {
            number
            for number, command in commands.items()
            if "ipykernel_launcher" in command or "forkserver" in commands.get(parents[number], "")
        }

    def end_sessions(self) -> None:
        """Shut the kernels of open notebooks down, as the menu of JupyterLab does."""
        for session in json.loads(self.ask("GET", "api/sessions")):
            with suppress(HTTPError):  # it ended meanwhile
                self.ask("DELETE", f"api/sessions/{session['id']}")

    def end_kernels(self) -> None:
        """Shut all kernels down, those without a notebook and those that are still starting too.

        Raises TimeoutError if one goes on running.
        """
        begun = time.monotonic()
        self.end_sessions()
        while running := self.kernels():
            if time.monotonic() - begun > PATIENCE:
                raise TimeoutError(f"these kernels do not end: {running}")
            for kernel in json.loads(self.ask("GET", "api/kernels")):
                with suppress(HTTPError):  # it ended meanwhile
                    self.ask("DELETE", f"api/kernels/{kernel['id']}")

    def ask(self, method: str, path: str) -> bytes:
        """Send a request to the server, with its token; return the answer."""
        root, _, token = self.address.partition("/doc/tree/")
        headers = {"Authorization": f"token {token.partition('token=')[2]}"}
        with urlopen(Request(f"{root}/{path}", method=method, headers=headers), timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def stop(self) -> str:
        """Press Ctrl-C; return all that was printed."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self._reader.join(PATIENCE)
        return "\n".join(self.lines)


def _set_up(home: Path, forked: bool) -> None:
    """Write settings that a learner does not have."""
    # A test opens and closes documents in a window that stays; a learner's JupyterLab is not within a page's reach.
    options: dict[str, dict[str, object]] = {"LabApp": {"expose_app_in_browser": True}}
    if os.name != "nt":  # kernels that listen on socket files, so that two servers never take the same port
        manager = f"tools.server_kernels.{'Forked' if forked else 'Dated'}ServerKernelManager"
        options |= {
            "KernelManager": {"transport": "ipc"},
            "KernelRestarter": {"time_to_dead": 0.5},  # seconds, not 3
            "MappingKernelManager": {"kernel_manager_class": manager},
        }
    settings = home / "data" / "adempauze" / "jupyterlab" / "config" / "jupyter_server_config.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(options))


@contextmanager
def started(
    home: Path, lang: str, port: str = "0", browser: bool = False, forked: bool = False, **variables: str
) -> Iterator[Course]:
    """Run `adempauze start`, with more variables, until its last line is printed; stop it afterwards.

    `forked` kernels start quicker than a learner's, and are otherwise the same.
    """
    _set_up(home, forked)
    own = {"HOME": home, "USERPROFILE": home, "XDG_DATA_HOME": home / "data", "XDG_CONFIG_HOME": home / "config"}
    foreign = ("JUPYTER", "IPYTHON", "LC_", "XDG_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    environment |= {name: str(value) for name, value in own.items()} | {"LANG": "en_GB.UTF-8"} | variables
    folder = home / "course"
    options = [*(() if browser else ("--no-browser",)), "--dir", str(folder), "--lang", lang, "--port", port]
    command = [sys.executable, "-m", "adempauze.cli", "start", *options]
    # The path of a kernel's socket has at most 104 characters, so its folder is not in the home folder.
    with tempfile.TemporaryDirectory(prefix="jupyter-", ignore_cleanup_errors=True) as sockets:
        environment.setdefault("JUPYTER_RUNTIME_DIR", sockets)
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        course = Course(process, lang, home, folder, command, environment)
        try:
            course.wait()
            yield course
        finally:
            if process.poll() is None:
                course.stop()
