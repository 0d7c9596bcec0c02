"""Starts JupyterLab on the learner's copies of the lessons, for this computer only, with a token, in one language."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import getproxies, proxy_bypass

from adempauze import __version__, course, messages
from adempauze.journal import data_folder
from adempauze.journal.errors import is_full
from adempauze.lab import copies, running, settings
from adempauze.lab.carry_over import carry_over

DEFAULT_PORT = 8888
# Other installations of Jupyter set these, and they come before this environment.
FOREIGN = (
    "JUPYTER_CONFIG_PATH",
    "JUPYTER_PATH",
    "JUPYTERLAB_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "MPLBACKEND",  # for a kernel: another one than the notebook's own draws outside of it, or not at all
)
STOP_SECONDS = 10
Say = Callable[..., None]


class StartError(Exception):
    """The course cannot start; `key` names the sentence in the section `cli`, `fields` fill it."""

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key, fields)
        self.key = key
        self.fields = fields


def start(lang: str, folder: Path, port: int | None, browser: bool, say: Say) -> None:
    """Copy the course, start JupyterLab and serve until it is stopped.

    If the course already runs in that folder, that is said, and its page opens instead. `say(key, **fields)` prints a
    message for the learner; the key `None` prints only the address. Raises `StartError`, and `JournalError("no-home")`.
    """
    say("preparing")
    changes = _copy_course(lang, folder, say)
    say("lessons_in", folder=folder / course.place(lang))
    defaults = own_settings(lang)
    app = _jupyterlab()
    wanted, browser = browser, browser and has_browser()
    path = f"/doc/tree/{quote(course.front_door(lang).as_posix())}"
    if other := running.find(folder):
        address = other.address(path)
        say("running")
        say(None, text=address)
        if browser:
            webbrowser.open(address)
        return
    say("starting")
    token = secrets.token_urlsafe(24)
    server = _server(app, _options(lang, folder, port, browser, defaults, path, token))
    server.web_app.settings.setdefault("page_config_data", {})["adempauze"] = _news(lang, changes)

    def announce() -> None:
        if port not in (None, 0, server.port):
            say("port_taken", port=port, other=server.port)
        say("address_opened" if browser else "no_browser" if wanted else "address")
        say(None, text=f"{server.connection_url.rstrip('/')}{path}?token={token}")
        if has_proxy(server.ip):
            say("proxy", address=server.ip)
        say("stop_with")

    def stop(*_: object) -> None:
        server.stop(from_signal=True)
        # A kernel that never started can block the server's shutdown, so the process ends anyway.
        server.io_loop.add_callback_from_signal(server.io_loop.call_later, STOP_SECONDS, server.io_loop.stop)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    # The server binds its port in the loop, so a callback added now runs after that.
    server.io_loop.add_callback(announce)
    server.start()
    _end_requests(server.io_loop.asyncio_loop)
    say("stopped")


def _server(app: Any, options: list[str]) -> Any:
    try:
        return app.initialize_server(argv=options)
    except SystemExit as stopped:  # it gave its reason on standard error
        raise StartError("problem_server") from stopped
    except OSError as error:
        raise _disk_error(error, "problem_settings", data_folder()) from error


def _disk_error(error: OSError, key: str, folder: Path) -> StartError:
    """Return a full disk as such; anything else is `key`."""
    return StartError("problem_full" if is_full(error) else key, folder=folder)


def loopback() -> str:
    """Return this computer's own address; some have only that of IPv6. Raises `StartError`."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as own:
                own.bind((address, 0))
        except OSError:
            continue
        return address
    raise StartError("problem_network")


def _end_requests(loop: asyncio.AbstractEventLoop) -> None:
    """End requests that are open when the server stops; otherwise the process waits for their threads forever."""
    requests = asyncio.all_tasks(loop)
    for request in requests:
        request.cancel()
    if requests:
        loop.run_until_complete(asyncio.wait(requests, timeout=STOP_SECONDS))


def _copy_course(lang: str, folder: Path, say: Say) -> copies.Changes:
    """Put lessons and pages into the learner's folder, and say what an update brought."""
    if not course.paths(lang):
        raise StartError("problem_lessons")
    try:
        for place in carry_over(folder):
            say("carried_over", folder=place)
        changes = copies.lay_out(course.files(lang), folder, messages.table(lang, "cli")["newer_mark"])
    except OSError as error:
        raise _disk_error(error, "problem_folder", folder) from error
    if changes.new:
        say("lessons_new", names=", ".join(path.name for path in changes.new))
    if changes.renewed:
        say("lessons_renewed", n=len(changes.renewed))
    for path, beside in changes.kept.items():
        say("lesson_stays", name=path.name, beside=beside.name)
    return changes


def _news(lang: str, changes: copies.Changes) -> dict[str, Any]:
    """Return what the course frame in JupyterLab is told of the course and of what an update brought."""
    brought = {"new": changes.new, "renewed": changes.renewed, "kept": changes.kept}
    paths = {key: [path.as_posix() for path in found] for key, found in brought.items()}
    return {"version": __version__, "lang": lang, "front_door": course.front_door(lang).as_posix(), **paths}


def own_settings(lang: str) -> Path:
    """Give JupyterLab its own settings and workspaces, separate from the learner's others; return its defaults.

    Raises `StartError`, and `JournalError("no-home")`.
    """
    home = data_folder() / "jupyterlab"
    os.environ["JUPYTER_CONFIG_DIR"] = str(home / "config")
    os.environ["JUPYTER_DATA_DIR"] = str(home / "data")
    # Use the kernel of this environment, not one with the same name elsewhere on the computer.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    for foreign in FOREIGN:
        os.environ.pop(foreign, None)
    defaults = home / "defaults" / lang
    try:
        settings.write(defaults, lang)
    except OSError as error:
        raise _disk_error(error, "problem_settings", home) from error
    return defaults


def _jupyterlab() -> Any:
    try:
        from jupyterlab.labapp import LabApp
    except ImportError as error:
        raise StartError("problem_jupyterlab") from error
    return LabApp


def has_browser() -> bool:
    """Return whether this computer has a browser that a program can open."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def has_proxy(address: str) -> bool:
    """Return whether this computer asks programs to reach even itself through a proxy."""
    return "http" in getproxies() and not proxy_bypass(address)


def _options(
    lang: str, folder: Path, port: int | None, browser: bool, defaults: Path, path: str, token: str
) -> list[str]:
    address = loopback()
    options = settings.server_options(lang, folder, defaults) | {
        "Application.log_level": "ERROR",
        "IdentityProvider.token": token,
        "LabApp.default_url": path,
        "ServerApp.allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
        "ServerApp.ip": address,
        "ServerApp.open_browser": browser,
        "ServerApp.port": DEFAULT_PORT if port is None else port,
    }
    if address == "::1":  # kernels would listen on IPv4
        options["KernelManager.transport"] = "ipc"
    return [f"--{name}={value}" for name, value in options.items()]
