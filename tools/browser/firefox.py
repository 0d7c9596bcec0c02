"""The installed Firefox, driven over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/) without a driver program.

`make browser` runs it as a program: it installs a Firefox where there is none, or says how to.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websocket import WebSocket, create_connection

from tools.browser.installed import find_on_path, install, may_install, provide

_NAMES = ("firefox-esr", "firefox")
_ADVICE = f"""\
These tests need Firefox, and there is none here. Install it, then run the same command again:
  Debian           sudo apt-get install firefox-esr
  Fedora, Arch     install the package firefox
  macOS, Windows   https://www.mozilla.org/firefox
Any Firefox on the PATH will do: {", ".join(_NAMES)}."""
# Firefox asks its makers for news, updates and a way to the internet unless it is told not to.
_SETTINGS = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.security.https_only_mode": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
    "intl.accept_languages": "en",
}
PATIENCE = 120.0  # seconds; a busy machine starts Firefox slowly
_LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


class ProtocolError(Exception):
    """Firefox refused a command."""


class Firefox:
    """One tab of a running Firefox. `errors` holds what its console complained of, and requests to other hosts."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._last = 0
        self.errors: list[str] = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._tab = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command and return its result; raises `ProtocolError` when Firefox refuses it."""
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._last:
                break
            self._note(message)
        if message["type"] == "error":
            raise ProtocolError(f"{method}: {message['error']}: {message['message']}")
        return dict(message["result"])

    def _note(self, message: dict[str, Any]) -> None:
        params = message.get("params", {})
        if message.get("method") == "log.entryAdded" and params["level"] == "error":
            self.errors.append(params["text"])
        if message.get("method") == "network.beforeRequestSent":
            address = params["request"]["url"]
            if not re.match(r"http://127\.0\.0\.1:|data:|blob:|about:|file:", address):
                self.errors.append(f"request to {address}")

    def goto(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self.send("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def reload(self) -> None:
        """Load the page again and wait until it is loaded."""
        self.send("browsingContext.reload", context=self._tab, wait="complete")

    def back(self, steps: int = 1) -> None:
        """Go back in the history, as the Back button does."""
        self.send("browsingContext.traverseHistory", context=self._tab, delta=-steps)

    def resize(self, width: int, height: int) -> None:
        """Give the page's view a size in CSS pixels."""
        self.send("browsingContext.setViewport", context=self._tab, viewport={"width": width, "height": height})

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, awaited, by way of JSON."""
        answer = self.send(
            "script.callFunction",
            functionDeclaration=f"async () => JSON.stringify((await ({expression})) ?? null)",
            target={"context": self._tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise ProtocolError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def wait_for(self, expression: str) -> Any:
        """Return the first true value of an expression; raise `TimeoutError` if there is none within `PATIENCE`."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(ProtocolError):  # the page may just be changing
                if value := self.evaluate(expression):
                    return value
        raise TimeoutError(f"never true: {expression}")

    def click(self, element: str) -> None:
        """Click in the middle of an element, given as a JavaScript expression, with the pointer."""
        self.wait_for(f"({element})?.checkVisibility()")
        x, y = self.evaluate(
            f"""(() => {{
                const element = {element};
                element.scrollIntoView({{ block: "center", behavior: "instant" }});
                const {{ x, y, width, height }} = element.getBoundingClientRect();
                return [Math.round(x + width / 2), Math.round(y + height / 2)];
            }})()"""
        )
        press = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": press})

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": keys})

    def _act(self, *actions: dict[str, Any]) -> None:
        self.send("input.performActions", context=self._tab, actions=list(actions))

    def printed(self) -> bytes:
        """Return the page as a PDF on A4, with its backgrounds, as a reader may choose."""
        answer = self.send(
            "browsingContext.print", context=self._tab, background=True, page={"width": 21.0, "height": 29.7}
        )
        return base64.b64decode(answer["data"])


def find_firefox() -> str:
    """Return the path of a Firefox; raise `RuntimeError` with advice if there is none."""
    if found := find_on_path(_NAMES):
        return found
    raise RuntimeError(_ADVICE)


@contextlib.contextmanager
def launched(**settings: str | int | bool) -> Iterator[Firefox]:
    """Start a headless Firefox with a fresh profile and these settings besides our own; yield its tab."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        values = {name: json.dumps(value) for name, value in (_SETTINGS | settings).items()}
        lines = [f'user_pref("{name}", {value});' for name, value in values.items()]
        Path(folder, "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [find_firefox(), "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", folder]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        try:
            assert process.stderr
            found = next((match for line in process.stderr if (match := _LISTENING.search(line))), None)
            if not found:
                raise RuntimeError("Firefox ended before it could be driven.")
            threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop Firefox
            socket = create_connection(f"{found[1]}/session", timeout=PATIENCE, suppress_origin=True)
            try:
                yield Firefox(socket)
            finally:
                socket.close()
        finally:
            process.kill()
            process.communicate()


def _install() -> None:
    if may_install():
        install(["firefox-esr"], _NAMES)


def main() -> int:
    """Make sure that there is a Firefox; if none can be installed, say what to do and return 1."""
    return provide("Firefox", find_firefox, _install)


if __name__ == "__main__":
    sys.exit(main())
