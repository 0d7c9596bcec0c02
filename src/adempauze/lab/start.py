"""Start JupyterLab on the learner's copies of the lessons: on this computer only, with a token, in one language."""

from __future__ import annotations

import json
import os
import secrets
import signal
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import platformdirs

from adempauze.journal import Journal, JournalError
from adempauze.lab import copies, lessons

DEFAULT_PORT = 8888
FIRST_LESSON = "00-start"
STOP_SECONDS = 10
_LOCALES = {"en": "en", "nl": "nl_NL"}
# Parts of JupyterLab that no lesson uses; some of them would ask other computers for news and packages.
_PAGE = {
    "disabledExtensions": {
        "@jupyterlab/apputils-extension:announcements": True,
        "@jupyterlab/application-extension:property-inspector": True,
        "@jupyterlab/celltags-extension": True,
        "@jupyterlab/debugger-extension": True,
        "@jupyterlab/extensionmanager-extension": True,
        "@jupyterlab/metadataform-extension": True,
        "@jupyterlab/notebook-extension:tools": True,
        "@jupyterlab/notebook-extension:update-raw-mimetype": True,
    }
}
Say = Callable[..., None]


class StartError(Exception):
    """The course cannot start; `key` names the sentence in the section `cli`, `fields` fill it."""

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key, fields)
        self.key = key
        self.fields = fields


def start(lang: str, folder: Path, port: int | None, browser: bool, say: Say) -> None:
    """Copy the lessons, start JupyterLab and serve until it is stopped.

    `say(key, **fields)` tells the learner one thing; a key of `None` prints the address alone. Raises `StartError`.
    """
    names = _copy_lessons(lang, folder, say)
    lesson = last_lesson(names)
    settings = _own_settings(lang)
    app = _jupyterlab()
    token = secrets.token_urlsafe(24)
    browser = browser and _has_browser()
    path = f"/doc/tree/{lang}/{quote(lesson)}"
    server = app.initialize_server(argv=_options(lang, folder, port, browser, settings, path, token))

    def announce() -> None:
        if port not in (None, 0, server.port):
            say("port_taken", port=port, other=server.port)
        say("lessons_in", folder=folder / lang)
        say("address_opened" if browser else "address")
        say(None, text=f"http://127.0.0.1:{server.port}{path}?token={token}")
        say("stop_with")

    def stop(*_: object) -> None:
        server.stop(from_signal=True)
        # A kernel that never started can keep the server from ending its other work; it ends all the same.
        server.io_loop.add_callback_from_signal(server.io_loop.call_later, STOP_SECONDS, server.io_loop.stop)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    # The server binds its port in the loop; what is added now comes after that.
    server.io_loop.add_callback(announce)
    server.start()
    say("stopped")


def last_lesson(names: list[str], journal: Journal | None = None) -> str:
    """Return the file name of the lesson where the learner left off, else of the first one."""
    try:
        visited = (journal or Journal()).last_visit()
    except JournalError:
        visited = None
    wanted = [f"{visited}.ipynb", f"{FIRST_LESSON}.ipynb", *names]
    return next(name for name in wanted if name in names)


def _copy_lessons(lang: str, folder: Path, say: Say) -> list[str]:
    paths = lessons.paths(lang)
    if not paths:
        raise StartError("problem_lessons")
    try:
        for name in copies.refresh(paths, folder / lang):
            say("lesson_stays", name=name)
    except OSError as error:
        raise StartError("problem_folder", folder=folder) from error
    return [path.name for path in paths]


def _own_settings(lang: str) -> Path:
    """Give JupyterLab settings and workspaces of its own, away from the learner's other ones; return its defaults."""
    home = platformdirs.user_data_path("adempauze") / "jupyterlab"
    os.environ["JUPYTER_CONFIG_DIR"] = str(home / "config")
    os.environ["JUPYTER_DATA_DIR"] = str(home / "data")
    # The kernel of the environment that holds the course, not one of the same name elsewhere on the computer.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    defaults = home / "defaults" / lang
    try:
        defaults.mkdir(parents=True, exist_ok=True)
        (defaults / "overrides.json").write_text(json.dumps(_default_settings(lang)), encoding="utf-8")
        (defaults / "page_config.json").write_text(json.dumps(_PAGE), encoding="utf-8")
    except OSError as error:
        raise StartError("problem_settings", folder=home) from error
    return defaults


def _default_settings(lang: str) -> dict[str, dict[str, Any]]:
    return {
        "@jupyterlab/application-extension:shell": {"startMode": "single"},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
        # All of a lesson is laid out at once, so that the page does not jump while it is read.
        "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
        "@jupyterlab/statusbar-extension:plugin": {"visible": False},
        "@jupyterlab/translation-extension:plugin": {"locale": _LOCALES[lang]},
    }


def _jupyterlab() -> Any:
    try:
        from jupyterlab.labapp import LabApp
    except ImportError as error:
        raise StartError("problem_jupyterlab") from error
    return LabApp


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _options(
    lang: str, folder: Path, port: int | None, browser: bool, settings: Path, path: str, token: str
) -> list[str]:
    options = {
        "Application.log_level": "ERROR",
        "FileContentsManager.preferred_dir": lang,
        "IdentityProvider.token": token,
        # What a learner writes goes from the server to the kernel over a loopback port: encrypted where the kernel can.
        "KernelManager.transport_encryption": "auto",
        "LabApp.app_settings_dir": settings,
        "LabApp.default_url": path,
        "LabApp.extension_manager": "readonly",
        # First in line, so that a checkout serves its own extension, not the copy made when it was installed.
        "LabApp.extra_labextensions_path": lessons.EXTENSIONS,
        "LabApp.news_url": None,
        # Looking for language servers runs npm, and no lesson has a use for one.
        "LanguageServerManager.autodetect": False,
        "ServerApp.allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.open_browser": browser,
        "ServerApp.port": DEFAULT_PORT if port is None else port,
        "ServerApp.root_dir": folder,
    }
    return [f"--{name}={value}" for name, value in options.items()]
