"""A real JupyterLab for the tests, with one server for each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tools.browser.course_server import Course, started


@pytest.fixture(scope="session")
def start() -> Callable[..., object]:
    """Start the course in a home, in a language, on a port."""
    return started


@pytest.fixture(scope="session")
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """The course, in Dutch unless a test asks for English; the tests of one language share a server."""
    lang = getattr(request, "param", "nl")
    with started(tmp_path_factory.mktemp(lang), lang, forked=True) as course:
        yield course
