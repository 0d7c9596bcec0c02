"""A real JupyterLab for the tests, with one server for each language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page

from tests.lab.first_day import FirstDay
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


@pytest.fixture
def no_kernel(page: Page) -> Iterator[None]:
    """Never answer the page's request for a kernel."""
    page.route(re.compile("/api/sessions"), lambda route: route.request.method == "POST" or route.continue_())
    yield
    page.goto("about:blank")  # drops the unanswered requests; closing the page would send them
