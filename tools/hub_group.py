"""A real hub for the tests, and learners who use it as a browser does: pages, cookies, kernels over a websocket."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import websocket

from tools import ROOT

PYTHON = ROOT / ".venv-hub" / "bin" / "python"
MANAGE = ROOT / "deploy" / "hub" / "manage.py"
PATIENCE = 240  # seconds; twenty learners begin at once on two processors
PASSWORD = "paper boat on the canal"
LESSON = "notebooks/nl/04-breathing.ipynb"


def wait_for(state: Callable[[], Any], what: str, patience: float = PATIENCE, pause: float = 0.1) -> Any:
    """Return the first true value of `state()`."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if value := state():
            return value
        time.sleep(pause)
    raise AssertionError(f"not within {patience} seconds: {what}")


def free_ports(number: int) -> list[int]:
    """Return ports that nothing uses."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@dataclass
class Hub:
    """A hub in a folder of its own."""

    folder: Path
    settings: Path
    address: str
    process: subprocess.Popen[bytes] | None = None

    def manage(self, *words: str, check: bool = True) -> str:
        """Run a command of whoever manages the server; return what it says."""
        done = subprocess.run(
            [PYTHON, MANAGE, *words], env=self.environment, check=False, capture_output=True, text=True
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the hub and its commands."""
        return os.environ | {"ADEMPAUZE_HUB": str(self.settings)}

    @property
    def log(self) -> Path:
        """What the hub said before it had a log of its own, and what others say, kept outside of the group's folder."""
        return self.settings.with_suffix(".log")

    @property
    def own_log(self) -> Path:
        """What the hub says, which is deleted with the group."""
        return self.folder / "state" / "hub.log"

    def start(self) -> None:
        """Start the hub and wait until it shows its log-in page."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([PYTHON, MANAGE, "run"], env=self.environment, stdout=log, stderr=log)
        wait_for(self._answers, "the log-in page")

    def _answers(self) -> bool:
        assert self.process and self.process.poll() is None, self.log.read_text(encoding="utf-8")[-3000:]
        try:
            return requests.get(f"{self.address}/hub/login", timeout=5).status_code == 200
        except requests.ConnectionError:
            return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the hub and wait until it is gone."""
        if self.process:
            self.process.send_signal(how)
            self.process.wait(timeout=PATIENCE)
            self.process = None

    def invite(self) -> str:
        """Return a new invitation code."""
        return self.manage("invite", "1").strip().rpartition("=")[2]

    def learner(self, name: str) -> Learner:
        """Return a learner who has an account."""
        learner = Learner(self, name)
        assert learner.sign_up(self.invite()) == 302
        return learner


@contextmanager
def running_hub(folder: Path, certificate: Path | None = None) -> Iterator[Hub]:
    """Run a hub, with TLS if there is a certificate; at the end everything of it is deleted."""
    ports = free_ports(3)
    most = {"memory_megabytes": 700, "processors": 1.0, "processes": 150, "disk_megabytes": 48, "idle_minutes": 60}
    settings = folder / "hub.toml"
    address = f"https://localhost:{ports[0]}" if certificate else f"http://127.0.0.1:{ports[0]}"
    settings.write_text(
        f'language = "nl"\nfolder = "{folder / "group"}"\naddress = "{address}"\n'
        f"hub_port = {ports[1]}\nproxy_port = {ports[2]}\n[limits]\n"
        + "".join(f"{name} = {value}\n" for name, value in most.items())
        + (f'[tls]\ncertificate = "{certificate}"\nkey = "{certificate}"\n' if certificate else ""),
        encoding="utf-8",
    )
    hub = Hub(folder / "group", settings, address)
    try:
        hub.start()
        yield hub
    finally:
        hub.stop()
        hub.manage("end", "--yes")


@dataclass
class Learner:
    """Somebody in a browser of their own."""

    hub: Hub
    name: str
    browser: requests.Session = field(default_factory=requests.Session)

    def sign_up(self, code: str, password: str = PASSWORD, again: str | None = None) -> int:
        """Make an account; return the status: 302 if it worked."""
        fields = {"signup_password": password, "signup_password_confirmation": password if again is None else again}
        return self._post("/hub/signup", {"code": code, "username": self.name, **fields}).status_code

    def log_in(self, password: str = PASSWORD) -> requests.Response:
        """Log in; the answer leads on if it worked."""
        return self._post("/hub/login", {"username": self.name, "password": password})

    def _post(self, page: str, fields: dict[str, str]) -> requests.Response:
        self.get(page)
        fields = fields | {"_xsrf": self._xsrf("/hub/")}
        return self.browser.post(self.hub.address + page, data=fields, allow_redirects=False, timeout=PATIENCE)

    def _xsrf(self, path: str) -> str:
        return next(each.value or "" for each in self.browser.cookies if each.name == "_xsrf" and each.path == path)

    def get(self, path: str, **options: Any) -> requests.Response:
        """Open a page of the hub or of a server."""
        return self.browser.get(self.hub.address + path, timeout=PATIENCE, **options)

    def enter(self) -> Learner:
        """Log in, have the server started, and open its first page, as a browser does."""
        assert self.log_in().status_code == 302
        self.get(f"/hub/spawn/{self.name}")
        wait_for(
            self.is_in, f"the server of {self.name}", pause=1
        )  # as often as a browser asks, for the hub has one thread
        return self

    def is_in(self) -> bool:
        """Return whether the learner's own server serves them."""
        page = self.get(f"/user/{self.name}/lab")
        assert all(each.url.startswith(self.hub.address) for each in page.history), "a learner meets one address alone"
        return page.status_code == 200 and urlsplit(page.url).path.startswith(f"/user/{self.name}/lab")

    def log_out(self) -> None:
        """Log out."""
        self.get("/hub/logout")

    def ask(self, method: str, path: str, of: str | None = None, **options: Any) -> requests.Response:
        """Send a request to the interface of a server: one's own, or that `of` another learner."""
        headers = {"X-XSRFToken": self._xsrf(f"/user/{self.name}/")}
        address = f"{self.hub.address}/user/{of or self.name}/{path}"
        return self.browser.request(
            method, address, headers=headers, timeout=PATIENCE, allow_redirects=False, **options
        )

    def open(self, notebook: str = LESSON) -> Kernel:
        """Open a notebook and start its kernel."""
        session = {"path": notebook, "name": notebook, "type": "notebook", "kernel": {"name": "python3"}}
        answer = self.ask("POST", "api/sessions", json=session)
        assert answer.status_code == 201, answer.text
        return Kernel(self, answer.json()["kernel"]["id"])

    def cookies(self, path: str) -> str:
        """Return what a browser would send along to a path."""
        fitting = [each for each in self.browser.cookies if path.startswith(each.path)]
        return "; ".join(f"{each.name}={each.value}" for each in fitting)

    @property
    def home(self) -> Path:
        """The learner's folder, as root sees it."""
        return self.hub.folder / "learners" / self.name

    @property
    def journal(self) -> Path:
        """The file with the learner's notes."""
        return self.home / ".local/share/adempauze/journal.sqlite3"


class Kernel:
    """The kernel of an open notebook."""

    def __init__(self, learner: Learner, number: str) -> None:
        self.learner = learner
        self.number = number
        self.widgets: dict[str, dict[str, Any]] = {}
        path = f"/user/{learner.name}/api/kernels/{number}/channels"
        address = learner.hub.address.replace("http:", "ws:") + path
        self.socket = websocket.create_connection(address, cookie=learner.cookies(path), timeout=PATIENCE)

    def send(self, kind: str, content: dict[str, Any]) -> str:
        """Send a message on the shell channel; return its number."""
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "username": "", "session": "test", "version": "5.3", "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        self.socket.send(json.dumps(message | {"buffers": []}))
        return number

    def messages(self) -> Iterator[dict[str, Any]]:
        """Yield what the kernel sends, and remember which widgets it opens."""
        while text := self.socket.recv():
            message = json.loads(text)
            if message["msg_type"] == "comm_open":
                self.widgets[message["content"]["comm_id"]] = message["content"]["data"].get("state", {})
            yield message

    def run(self, code: str) -> str:
        """Run code; return what it prints, and its error."""
        number, said = self.send("execute_request", {"code": code, "silent": False, "store_history": False}), ""
        for message in self.messages():
            if message["parent_header"].get("msg_id") != number:
                continue
            if message["msg_type"] == "stream":
                said += message["content"]["text"]
            elif message["msg_type"] == "error":
                said += f"{message['content']['ename']}: {message['content']['evalue']}"
            elif message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return said
        raise AssertionError("the kernel hung up")

    def run_lesson(self, notebook: str = LESSON) -> None:
        """Run all code of a lesson, as the course does when a lesson opens."""
        answer = self.learner.ask("GET", f"api/contents/{notebook}")
        for cell in answer.json()["content"]["cells"]:
            if cell["cell_type"] == "code":
                said = self.run("".join(cell["source"]))
                assert "Error:" not in said, said

    def write(self, text: str, seen: str | None = None, key: str = "04-breathing/after-breathing") -> dict[str, Any]:
        """Write a note as the field of a lesson does; return the answer, which comes when it is on disk."""
        widget = next(number for number, state in self.widgets.items() if state.get("lesson"))
        ask = {"ask": "save", "id": uuid.uuid4().hex, "key": key, "kind": "reflection", "text": text, "seen": seen}
        self.send("comm_msg", {"comm_id": widget, "data": {"method": "custom", "content": ask}})
        for message in self.messages():
            answer = message["content"].get("data", {}).get("content", {}) if message["msg_type"] == "comm_msg" else {}
            if answer.get("answer") == ask["id"]:
                return dict(answer)
        raise AssertionError("the kernel hung up")
