"""Measures the start of the course and of a lesson in JupyterLab, beside plain JupyterLab in the same run.

Plain JupyterLab opens a notebook with one ipywidget, and its cell is run as soon as the kernel is idle. Cold is a
browser without a cache, warm is the same browser once more; the kernel is new each time.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from tools.browser.chromium import launch_chromium
from tools.browser.course_server import PATIENCE, started

LIVE_BUDGET, MEMORY_BUDGET = 1.3, 1.5  # times plain JupyterLab
ROUNDS = 3
LESSON = "05-room-to-respond.ipynb"  # it has no figures
WAIT = PATIENCE * 1000
_PLAIN = {"cell_type": "code", "id": "widget", "metadata": {}, "outputs": [], "execution_count": None}
_PLAIN |= {"source": "import ipywidgets\nipywidgets.IntSlider()"}
_KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@dataclass
class Server:
    """A JupyterLab that runs: how long it took to serve a page, and how to open its notebook until it is live."""

    process: int
    seconds: float
    address: str
    open: Callable[[Page, str], None]
    end_sessions: Callable[[], None]

    def memory(self) -> float:
        """Return the megabytes of the kernel that runs."""
        children = psutil.Process(self.process).children(recursive=True)
        kernels = [child for child in children if "ipykernel_launcher" in " ".join(child.cmdline())]
        return max(kernel.memory_info().rss for kernel in kernels) / 1e6


def answers(address: str, token: str) -> bool:
    """Return whether a page is served."""
    try:
        with build_opener(ProxyHandler({})).open(Request(f"{address}?token={token}"), timeout=PATIENCE) as page:
            return bool(page.status == 200)
    except (URLError, ConnectionError):
        return False


@contextmanager
def course(home: Path) -> Iterator[Server]:
    """Start the course as a learner does."""
    begun = time.perf_counter()
    with started(home, "en") as running:
        address, _, token = running.address.partition("?token=")
        assert answers(address, token)
        seconds = time.perf_counter() - begun
        lesson = running.address_of(running.path_of(LESSON))
        yield Server(running.process.pid, seconds, lesson, open_lesson, running.end_sessions)


def open_lesson(page: Page, address: str) -> None:
    """Open the lesson, and wait until every exercise is there."""
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .adempauze", timeout=WAIT)
    page.wait_for_selector(".adempauze-notice[data-state='']", state="attached", timeout=WAIT)
    page.wait_for_selector(".adempauze-waiting", state="detached", timeout=WAIT)


@contextmanager
def plain(home: Path) -> Iterator[Server]:
    """Start plain JupyterLab on a notebook with one ipywidget."""
    notebook = {"cells": [_PLAIN], "metadata": _KERNEL, "nbformat": 4, "nbformat_minor": 5}
    home.mkdir()
    (home / "plain.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    options = ["--no-browser", f"--port={port}", f"--ServerApp.root_dir={home}", "--IdentityProvider.token=plain"]
    options += ["--LabApp.news_url=None", "--ServerApp.port_retries=0", "--ServerApp.allow_root=True"]
    command = [sys.executable, "-m", "jupyterlab", *options]
    address = f"http://127.0.0.1:{port}/lab/tree/plain.ipynb"
    begun = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **own}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not answers(address, "plain"):
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                raise RuntimeError("plain JupyterLab did not start")
            time.sleep(0.05)
        seconds = time.perf_counter() - begun
        end = partial(end_sessions, address.partition("/lab")[0])
        yield Server(process.pid, seconds, f"{address}?token=plain&reset", open_plain, end)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def end_sessions(root: str) -> None:
    """Shut all kernels down."""
    ask = build_opener(ProxyHandler({})).open
    headers = {"Authorization": "token plain"}
    with ask(Request(f"{root}/api/sessions", headers=headers)) as answer:
        sessions = json.load(answer)
    for session in sessions:
        ask(Request(f"{root}/api/sessions/{session['id']}", method="DELETE", headers=headers)).close()


def open_plain(page: Page, address: str) -> None:
    """Open the notebook, run its cell once the kernel is idle, and wait for its slider."""
    # JupyterLab says idle before there is a kernel.
    with page.expect_websocket(lambda socket: "/api/kernels/" in socket.url, timeout=WAIT):
        page.goto(address)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=WAIT)
    page.locator(".jp-Notebook .jp-Cell .cm-content").click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".jp-Notebook .widget-slider", timeout=WAIT)


def measure(start: Callable[[Path], AbstractContextManager[Server]], home: Path, browser: Browser) -> dict[str, float]:
    """Return the seconds until a page is served, the seconds until it is live, and the megabytes of its kernel."""
    with start(home) as server, browser.new_context() as context:
        found = {"command to served page, s": server.seconds}
        for name in ("cold", "warm"):
            server.end_sessions()
            page = context.new_page()
            begun = time.perf_counter()
            server.open(page, server.address)
            found[f"click to live, {name}, s"] = time.perf_counter() - begun
            found["memory of the kernel, MB"] = server.memory()
            page.close()
    return found


def main() -> int:
    """Print the median of each for the course and for plain JupyterLab, and their ratio beside its budget."""
    runs: dict[str, list[dict[str, float]]] = {"course": [], "plain": []}
    with sync_playwright() as playwright, launch_chromium(playwright) as browser, tempfile.TemporaryDirectory() as name:
        for number in range(ROUNDS):
            runs["plain"].append(measure(plain, Path(name) / f"plain-{number}", browser))
            runs["course"].append(measure(course, Path(name) / f"course-{number}", browser))
    for what in runs["course"][0]:
        ours, theirs = (statistics.median(run[what] for run in runs[which]) for which in ("course", "plain"))
        budget = MEMORY_BUDGET if "memory" in what else LIVE_BUDGET
        print(f"{what:<28} {ours:.1f}, plain JupyterLab {theirs:.1f}: {ours / theirs:.2f} times (budget {budget})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
