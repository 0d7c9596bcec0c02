"""Measures lessons beside the same lessons built by stock Jupyter Book 1: bytes, requests, time until a widget answers.

Both are built, served compressed and opened in this run, on a phone as Lighthouse imagines it: a processor four times
slower, a round trip of 150 ms, 1.6 Mbit/s. The stock pages get the widget manager that they name from this computer, so
neither asks anything of another host; Deno fetches that manager once. Aim: ten times lighter, and ten times sooner.
"""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from tools import ROOT, static
from tools.browser.chromium import launch_chromium
from tools.browser.until import until
from tools.browser.watch import Watch

AIM = 10
WORK = ROOT / "_build" / "bench"
FIRST, NEXT = "04-breathing", "05-room-to-respond"
_MANAGER = ("npm:requirejs@2.3.4", "npm:@jupyter-widgets/html-manager@1.0.6")
_JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"
_SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 204_800, "uploadThroughput": 96_000}

# Presses a button of a quiz as soon as there is one, until the quiz answers.
_PRESS = """
globalThis.answered = new Promise((resolve) => {
  const look = () => {
    const quiz = document.querySelector(".az-quiz");
    const before = quiz?.textContent;
    quiz?.querySelector("button")?.click();
    if (quiz && quiz.textContent !== before) resolve(performance.now());
    else setTimeout(look, 20);
  };
  look();
});
"""


@dataclass
class Visit:
    """What a page cost: compressed bytes and requests beside the cache, and seconds until text and until an answer."""

    size: int
    requests: int
    painted: float
    answered: float


class _Host(SimpleHTTPRequestHandler):
    """A static host as it should be: it sends compressed files, and lets browsers keep what is no page."""

    protocol_version = "HTTP/1.1"

    def send_head(self):
        self.compressed = Path(f"{self.translate_path(self.path)}.gz").is_file()
        self.kind = self.guess_type(self.path.partition("?")[0])
        if self.compressed:
            self.path = f"{self.path.partition('?')[0]}.gz"
        return super().send_head()

    def send_header(self, keyword: str, value: str) -> None:
        super().send_header(keyword, self.kind if keyword == "Content-type" else value)

    def end_headers(self) -> None:
        if self.compressed:
            super().send_header("Content-Encoding", "gzip")
        page = self.kind.startswith("text/html")
        super().send_header("Cache-Control", "no-cache" if page else "max-age=31536000")
        super().end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def build_stock() -> Path:
    """Build both lessons with the settings that `jupyter-book create` gives; return the folder of the pages."""
    source = WORK / "stock"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    for name in (FIRST, NEXT):
        shutil.copyfile(ROOT / "notebooks" / "en" / f"{name}.ipynb", source / f"{name}.ipynb")
    config = {"title": "Adempauze", "author": "x", "execute": {"execute_notebooks": "force", "timeout": 120}}
    (source / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    toc = {"format": "jb-book", "root": FIRST, "chapters": [{"file": NEXT}]}
    (source / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    command = [sys.executable, "-c", _JUPYTER_BOOK, "build", "-q", str(source)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return source / "_build" / "html"


def put_manager_beside(pages: Path) -> None:
    """Let stock pages load the widget manager from their own host instead of from the ones that they name."""
    deno = WORK / "deno"
    deno.mkdir(parents=True, exist_ok=True)
    (deno / "deno.json").write_text('{"nodeModulesDir": "auto"}', encoding="utf-8")
    subprocess.run([Path(sys.executable).with_name("deno"), "cache", "--quiet", *_MANAGER], cwd=deno, check=True)
    modules, there = deno / "node_modules", pages / "_static" / "manager"
    shutil.copytree((modules / "@jupyter-widgets/html-manager/dist").resolve(), there)
    shutil.copyfile((modules / "requirejs/require.js").resolve(), there / "require.js")
    anywidget = Path(sys.prefix) / "share" / "jupyter" / "nbextensions" / "anywidget" / "index.js"
    for page in pages.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        version = re.search(r'"_model_module": "anywidget",\s*"_model_module_version": "([^"]+)"', text)
        if version:
            module = there / f"anywidget@{version[1]}" / "dist" / "index.js"
            module.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(anywidget, module)
        text = re.sub(r'https://[^"]*/require\.min\.js', "_static/manager/require.js", text)
        text = re.sub(r'https://[^"]*/embed-amd\.js', "_static/manager/embed-amd.js", text)
        text = re.sub(r'data-jupyter-widgets-cdn="[^"]*"', 'data-jupyter-widgets-cdn="_static/manager/"', text)
        page.write_text(re.sub(r' integrity="[^"]*"', "", text), encoding="utf-8")


def visit(page: Page, address: str) -> Visit:
    """Open a page and wait until its quiz answers and nothing more is loaded."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    cached: set[str] = set()
    sizes: dict[str, int] = {}
    session.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(address, wait_until="commit", timeout=180_000)
    answered = page.evaluate("answered") / 1000
    page.wait_for_load_state("networkidle", timeout=180_000)
    painted = until(page, "performance.getEntriesByName('first-contentful-paint')[0]?.startTime") / 1000
    loaded = {name: size for name, size in sizes.items() if name not in cached and size}
    session.detach()
    return Visit(sum(loaded.values()), len(loaded), painted, answered)


def visits(browser: Browser, site: str, folder: str) -> tuple[Visit, Visit]:
    """Visit both lessons of a book in turn, with nothing kept at first.

    Raises `RuntimeError` when one of them asks something of another host. Nothing is intercepted, because that would
    switch the browser's cache off.
    """
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        context.set_default_timeout(180_000)
        watch = Watch(context)
        page = context.new_page()
        page.add_init_script(_PRESS)
        first, later = (visit(page, f"{site}/{folder}{name}.html") for name in (FIRST, NEXT))
        if watch.foreign_requests:
            raise RuntimeError(f"Requests to another host: {watch.foreign_requests}")
        return first, later


def _print(what: str, theirs: float, ours: float) -> None:
    print(f"{what:<48}{theirs:>9,.1f} stock{ours:>9,.1f} here{theirs / ours:>8.1f} times less")


def main() -> None:
    """Build, visit and print."""
    stock_pages = build_stock()
    put_manager_beside(stock_pages)
    static.lay_out(stock_pages, WORK / "served-stock")
    static.lay_out(ROOT / "_build" / "html", WORK / "served")
    with sync_playwright() as playwright, launch_chromium(playwright) as browser:
        with _served(WORK / "served-stock") as site:
            stock = visits(browser, site, "")
        with _served(WORK / "served") as site:
            own = visits(browser, site, "en/notebooks/en/")
    for name, theirs, ours in zip(("first visit", "next lesson"), stock, own, strict=True):
        _print(f"{name}: kilobytes", theirs.size / 1000, ours.size / 1000)
        _print(f"{name}: requests", theirs.requests, ours.requests)
        _print(f"{name}: seconds until the first text", theirs.painted, ours.painted)
        _print(f"{name}: seconds until a widget answers", theirs.answered, ours.answered)
    print(f"aim: {AIM} times fewer bytes and {AIM} times sooner")


if __name__ == "__main__":
    main()
