"""A real JupyterLab for the tests, with one server for each language."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.lab.first_day import FirstDay
from tests.lab.windows import Windows
from tools.browser.course_server import Course, started


@pytest.fixture(scope="session")
def start() -> Callable[..., object]:
    """Start the course in a home, in a language, on a port."""
    return started


@pytest.fixture(scope="session")
def first_days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], FirstDay]]:
    """Return a function that starts the course in a language, once for all tests."""
    running: dict[str, FirstDay] = {}
    with ExitStack() as servers:

        def first_day(lang: str) -> FirstDay:
            if lang not in running:
                server = started(tmp_path_factory.mktemp(lang), lang, forked=True)
                running[lang] = FirstDay.of(servers.enter_context(server))
            return running[lang]

        yield first_day


@pytest.fixture
def course(request: pytest.FixtureRequest, first_days: Callable[[str], FirstDay]) -> Course:
    """The course of a learner who begins, in Dutch unless a test asks for English."""
    day = first_days(getattr(request, "param", "nl"))
    day.come_back()
    return day.course


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether a test failed, for the fixtures that end after it."""
    report = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)
    return report


@pytest.fixture(scope="session")
def windows(browser: Browser, first_days: Callable[[str], FirstDay]) -> Iterator[Windows]:
    """The windows that stay open; they close before their servers stop."""
    windows = Windows(browser)
    yield windows
    windows.close_all()


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """The window of the course, in which an earlier test may have opened JupyterLab, and left nothing open.

    A test that asks something of JupyterLab's start, or changes the page before it, is marked `own_window`.
    """
    if request.node.get_closest_marker("own_window"):
        yield request.getfixturevalue("context").new_page()
        return
    course, windows = request.getfixturevalue("course"), request.getfixturevalue("windows")
    yield windows.of(course)
    if request.node.stash[FAILED]:
        windows.close(course)
    else:
        windows.leave(course)


@pytest.fixture
def no_kernel(page: Page) -> Iterator[None]:
    """Never answer the page's request for a kernel."""
    page.route(re.compile("/api/sessions"), lambda route: route.request.method == "POST" or route.continue_())
    yield
    page.goto("about:blank")  # drops the unanswered requests; closing the page would send them
