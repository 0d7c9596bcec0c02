"""Two windows on one lesson, a computer that sleeps, a server that stops and comes back: what was kept is there."""

from __future__ import annotations

import os
import re
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from adempauze import messages
from adempauze.journal import Journal
from tests.lab.opened import LESSON, NOT_OURS, PATIENCE, course_lesson, expect_live, expect_notice, put, widgets_in
from tools.browser.course_server import Course

FRAME = messages.table("nl", "frame")
NOTES = messages.table("nl", "notes")
SAVED = re.compile(re.escape(NOTES["state_saved"].partition("{")[0]))


def reflection(page: Page) -> Locator:
    return page.locator(".az-reflect").first


def field(page: Page) -> Locator:
    return reflection(page).get_by_role("textbox")


def expect_saved(page: Page) -> None:
    expect(reflection(page).locator(".az-state")).to_have_text(SAVED, timeout=PATIENCE)


def said(page: Page) -> Locator:
    return page.locator(".adempauze-said").get_by_role("status")


@contextmanager
def asleep(course: Course):
    """Stop the server and its kernels, as a computer that is closed does, and let them go on afterwards."""
    processes = [course.process.pid, *course.kernels()]
    for each in processes:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            os.kill(each, signal.SIGCONT)


def test_two_windows_on_one_lesson_lose_neither_text_and_both_come_back(course: Course, page: Page) -> None:
    notebook = course_lesson("nl")
    path = put(course, notebook, "two-windows.ipynb")
    other = page.context.new_page()
    for window in (page, other):
        course.open(window, path)
        expect_live(window, widgets_in(notebook))
    (kernel,) = course.kernels()
    field(page).fill("uit het eerste venster")
    expect_saved(page)
    field(other).fill("uit het tweede venster")
    expect_saved(other)
    for words in ("uit het eerste venster", "uit het tweede venster"):
        expect(field(other)).to_have_value(re.compile(words))
        assert words in " ".join(note.text for note in Journal(course.journal).notes())
    os.kill(kernel, signal.SIGKILL)
    for window in (page, other):
        expect(said(window)).to_have_text(FRAME["recovered"], timeout=PATIENCE)
        expect_live(window, widgets_in(notebook))
        expect(field(window)).to_have_value(re.compile("eerste venster.*tweede venster", re.S))
        expect(window.locator(".jp-Dialog")).to_have_count(0)
    page.context.watch.forgive(NOT_OURS)


def test_what_is_written_while_the_computer_sleeps_is_kept_afterwards(course: Course, page: Page) -> None:
    notebook = course_lesson("nl")
    course.open(page, put(course, notebook, "asleep.ipynb"))
    expect_live(page, widgets_in(notebook))
    with asleep(course):
        field(page).fill("in de slaap geschreven")
        expect(reflection(page).locator(".az-state")).to_have_text(NOTES["problem_no-kernel"], timeout=PATIENCE)
    expect_saved(page)
    assert "in de slaap geschreven" in " ".join(note.text for note in Journal(course.journal).notes())


@pytest.fixture
def runtime() -> Iterator[str]:
    """A folder in which a server keeps how it knows a window; kernels' sockets are there too, so its path is short."""
    with tempfile.TemporaryDirectory(prefix="jupyter-", ignore_cleanup_errors=True) as folder:
        yield folder


@pytest.mark.own_window
def test_a_course_that_is_stopped_and_started_again_goes_on_in_the_open_window(
    start: Callable[..., Course], tmp_path: Path, page: Page, runtime: str
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with start(tmp_path, "nl", port, JUPYTER_RUNTIME_DIR=runtime) as course:
        course.open(page, course.path_of(LESSON))
        expect_live(page, widgets_in(course_lesson("nl")))
        field(page).fill("voor het stoppen")
        expect_saved(page)
    expect(said(page)).to_have_text(FRAME["disconnected"], timeout=PATIENCE)
    with start(tmp_path, "nl", port, JUPYTER_RUNTIME_DIR=runtime) as course:
        expect(said(page)).to_have_text(FRAME["reconnected"], timeout=PATIENCE)
        expect_notice(page, course, "stopped")
        page.get_by_role("button", name=messages.table("nl", "lab")["again"]).click()
        expect_live(page, widgets_in(course_lesson("nl")))
        expect(field(page)).to_have_value("voor het stoppen")
        expect(page.locator(".jp-Dialog")).to_have_count(0)
    with start(tmp_path, "nl", port):
        expect(said(page)).to_have_text(FRAME["started_anew"], timeout=PATIENCE)
        page.context.watch.forgive(NOT_OURS)
