"""A plain static server on loopback, which serves files like any web host."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_BETWEEN_LOOKS = 0.01  # seconds until it sees that it should end; each test waits for that


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class _Forgotten(_Quiet):
    def end_headers(self) -> None:
        """Let no browser keep a page or worker: a test may write another one within the second that a date can tell."""
        if self.path.partition("?")[0].endswith((".html", "/offline.js")):
            self.send_header("Cache-Control", "no-store")
        super().end_headers()


@contextlib.contextmanager
def serve(folder: Path, pages_may_sleep: bool = False) -> Iterator[str]:
    """Serve a folder while the block runs; yield the address of its root, without a slash at the end.

    `pages_may_sleep` lets browsers keep a page that is left, in order to show it again on Back.
    """
    handler = _Quiet if pages_may_sleep else _Forgotten
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(_BETWEEN_LOOKS,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
