"""Fixtures of all tests: a browser, watched pages, the built book."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import adempauze
from tools import ROOT, kernels
from tools.browser.bare_page import OpenWidgets, standalone_page
from tools.browser.chromium import launch_chromium
from tools.browser.serving import serve
from tools.browser.watch import watched_context

# A busy machine or a first call that reads files is slow, so Hypothesis sets no time limit per example.
settings.register_profile("course", deadline=None)
settings.load_profile("course")

kernels.fork_kernels()  # here and in nbval


_TEST = itertools.count()


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests away from the notes of the person who runs them, in a folder that is made when something is kept."""
    folder = str(tmp_path_factory.getbasetemp() / f"user-data-{next(_TEST)}")
    monkeypatch.setenv("XDG_DATA_HOME", folder)
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", folder)  # the same for Windows


@pytest.fixture(autouse=True)
def no_lesson_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """End the lesson that a test begins, so that the order of the tests does not matter."""
    monkeypatch.setattr(adempauze, "_current", adempauze._Lesson())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launch_chromium(playwright) as chromium:
        yield chromium


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile; it fails at the end if there was a console error or a request to another host."""
    with watched_context(browser) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def open_widgets(page: Page, tmp_path: Path) -> Iterator[OpenWidgets]:
    """Return a function that shows widgets on a bare page of the static host, without a kernel."""
    folder = tmp_path / "site"
    folder.mkdir()
    with serve(folder) as address:

        def show(*widgets: object, lang: str = "en") -> Page:
            for name, text in standalone_page(widgets, lang, "A page for a test").items():
                (folder / name).write_text(text, encoding="utf-8")
            page.goto(f"{address}/index.html")
            page.wait_for_selector("html[data-adempauze=ready]")
            return page

        yield show


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the built book, served as by a static host."""
    folder = ROOT / "_build" / "html"
    if not (folder / "index.html").is_file():
        pytest.fail("The book is not built. Run `make book` first; `make test` does both.")
    with serve(folder) as address:
        yield address
