"""`adempauze book`: serves the book on this computer, and builds it first where that can be done."""

from __future__ import annotations

import subprocess
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from socket import AF_INET6
from socketserver import TCPServer

from adempauze import course
from adempauze.lab.start import StartError, has_browser, loopback

DEFAULT_PORT = 8000
NEXT_PORTS = 20
Say = Callable[..., None]


def serve(lang: str, folder: Path | None, port: int | None, browser: bool, say: Say) -> None:
    """Serve the book until Ctrl-C; without a folder, that of the repository, which is built if it is not there.

    `say(key, **fields)` prints a message; the key `None` prints only the address. Raises `StartError`.
    """
    site = _folder_of(folder, say)
    wanted = DEFAULT_PORT if port is None else port
    with bound(site, wanted) as server:
        address = f"{root_of(server)}{lang}/index.html"
        if server.server_port != wanted and wanted:
            say("book_port", port=wanted, other=server.server_port)
        opens = browser and has_browser()
        say("book_opened" if opens else "no_browser" if browser else "book_address")
        say(None, text=address)
        say("stop_with")
        if opens:
            webbrowser.open(address)
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    say("book_stopped")


def bound(site: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a folder, for this computer only, on a port or the next free one; 0 is any free port."""
    address = loopback()
    kind = _ServerOnIPv6 if ":" in address else _Server
    for each in [*range(port, min(port + NEXT_PORTS, 65535) + 1), 0] if port else [0]:
        with suppress(OSError):
            return kind((address, each), partial(_Pages, directory=site))
    raise StartError("problem_network")


def root_of(server: ThreadingHTTPServer) -> str:
    """Return the address of a server, with a slash at its end."""
    host = str(server.server_address[0])
    return f"http://{f'[{host}]' if ':' in host else host}:{server.server_port}/"


class _Server(ThreadingHTTPServer):
    allow_reuse_address = sys.platform != "win32"  # there it would take a port that is in use

    def server_bind(self) -> None:
        """Bind without asking the network for the name of this computer."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]  # a name and a number


class _ServerOnIPv6(_Server):
    address_family = AF_INET6


class _Pages(SimpleHTTPRequestHandler):
    """Sends files; the registry of Windows may have other types for them, with which a browser runs no script."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".css": "text/css",
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: what a reader opens is nobody's business."""


def _folder_of(chosen: Path | None, say: Say) -> Path:
    if chosen:
        if not (chosen / "index.html").is_file():
            raise StartError("problem_book_folder", folder=chosen)
        return chosen
    checkout = course.checkout()
    if checkout is None:
        raise StartError("problem_book_absent")
    site = checkout / "_build" / "html"
    if not (site / "index.html").is_file():
        _build(checkout, say)
    return site


def _build(checkout: Path, say: Say) -> None:
    if find_spec("jupyter_book") is None:
        raise StartError("problem_book_tools")
    say("book_builds")
    if subprocess.run([sys.executable, "-m", "tools.book"], cwd=checkout, check=False).returncode:
        raise StartError("problem_book_build")
