"""What a learner writes in JupyterLab is on disk when the widget says so, survives a crash, and is nowhere else."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from adempauze import messages
from adempauze.course import folder
from adempauze.journal import Journal
from tests.lab.opened import (
    LESSON,
    NOT_OURS,
    PATIENCE,
    course_lesson,
    expect_live,
    hide_notebook,
    put,
    read,
    show_notebook,
    widgets_in,
)
from tools.browser.course_server import Course

MARKER = "marker-of-a-private-thought"


def _words(course, section: str) -> dict[str, str]:
    return messages.table(course.lang, section)


def _open_lesson(course, page: Page, name: str) -> None:
    notebook = course_lesson(course.lang)
    course.open(page, put(course, notebook, name))
    expect_live(page, widgets_in(notebook))


def _reflection(page: Page) -> Locator:
    return page.locator(".az-reflect").first


def _saved(course) -> re.Pattern[str]:
    return re.compile(re.escape(_words(course, "notes")["state_saved"].partition("{")[0]))


def _write(course, page: Page, text: str) -> None:
    field = _reflection(page).get_by_role("textbox")
    field.scroll_into_view_if_needed()
    field.fill(text)
    expect(_reflection(page).locator(".az-state")).to_have_text(_saved(course), timeout=15_000)


def _breathe(course, page: Page) -> None:
    words = _words(course, "breathe")
    timer = page.locator(".az-breathe").first
    timer.scroll_into_view_if_needed()
    timer.get_by_role("button", name=words["begin"], exact=True).click()
    for phase in ("phase_in", "phase_out", "phase_in"):
        expect(timer.get_by_text(words[phase]).first).to_be_visible(timeout=15_000)
    page.keyboard.press("Escape")
    expect(timer.get_by_role("button", name=words["begin"], exact=True)).to_be_visible()


def test_while_no_kernel_answers_a_breath_passes_and_what_is_typed_is_kept(course, page: Page) -> None:
    _open_lesson(course, page, "unanswered.ipynb")
    (kernel,) = course.kernels()
    os.kill(kernel, signal.SIGSTOP)
    try:
        field = _reflection(page).get_by_role("textbox")
        field.fill("typed into the silence")
        _breathe(course, page)
        problem = _words(course, "notes")["problem_no-kernel"]
        expect(_reflection(page).locator(".az-state")).to_have_text(problem, timeout=30_000)
        expect(field).to_have_value("typed into the silence")
        # another window, with its own kernel, writes into the same note
        Journal(course.journal).save("04-breathing/after-breathing", "reflection", "from another window")
    finally:
        os.kill(kernel, signal.SIGCONT)
    expect(_reflection(page).locator(".az-state")).to_have_text(_saved(course), timeout=30_000)
    both = re.compile(r"from another window.*typed into the silence", re.S)
    expect(field).to_have_value(both)
    page.reload()
    expect(_reflection(page).get_by_role("textbox")).to_have_value(both, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("lesson", "keeping"), [("12-your-next-step", ["plan"]), ("00-start", ["check-in", "progress"])]
)
def test_every_widget_that_keeps_something_says_when_no_kernel_answers_and_when_one_is_back(
    course, page: Page, lesson: str, keeping: list[str]
) -> None:
    notebook = read(folder(course.lang) / f"{lesson}.ipynb")
    course.open(page, put(course, notebook, f"silent-{lesson}.ipynb"))
    expect_live(page, widgets_in(notebook))
    (kernel,) = course.kernels()
    widgets = {name: page.locator(f".az-{name}").first for name in keeping}
    change = {
        "plan": lambda plan: plan.get_by_role("textbox", name="Als").first.fill("ik te lang doorga"),
        "check-in": lambda check_in: check_in.get_by_role("button", name=_words(course, "check_in")["done"]).click(),
        "progress": lambda progress: progress.get_by_role("checkbox").check(),
    }
    problem = _words(course, "notes")["problem_no-kernel"]
    os.kill(kernel, signal.SIGSTOP)
    try:
        for name, widget in widgets.items():
            change[name](widget)
        for widget in widgets.values():
            expect(widget.get_by_text(problem).first).to_be_visible(timeout=30_000)
    finally:
        os.kill(kernel, signal.SIGCONT)
    for widget in widgets.values():
        expect(widget.get_by_text(_saved(course)).first).to_be_visible(timeout=30_000)
        expect(widget.get_by_text(problem)).to_have_count(0)
    if "progress" in widgets:
        expect(widgets["progress"].get_by_role("checkbox")).to_be_checked()


def _plan(course, page: Page) -> None:
    page.locator(".az-plan").get_by_role("textbox", name="Als").first.fill(MARKER)
    expect(page.locator(".az-plan").get_by_text(_saved(course)).first).to_be_visible(timeout=15_000)


def _add_signal(course, page: Page) -> None:
    ladder = page.locator(".az-ladder")
    ladder.get_by_role("textbox").fill(MARKER)
    ladder.get_by_role("button", name=_words(course, "sorting")["add"], exact=True).click()
    ladder.get_by_role("checkbox", name=_words(course, "keep")["keep_this"]).check()
    expect(ladder.get_by_text(_saved(course)).first).to_be_visible(timeout=15_000)


def _reflect(course, page: Page) -> None:
    _write(course, page, MARKER)


@pytest.mark.parametrize(
    ("lesson", "write"),
    [("04-breathing", _reflect), ("03-signals-and-limits", _add_signal), ("12-your-next-step", _plan)],
)
def test_what_is_written_is_in_no_notebook_address_cookie_request_or_log(
    course, page: Page, lesson: str, write: Callable[[Course, Page], None]
) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(f"{request.url} {request.post_data}"))
    page.on("console", lambda message: seen.append(message.text))
    notebook = read(folder(course.lang) / f"{lesson}.ipynb")
    course.open(page, put(course, notebook, f"private-{lesson}.ipynb"))
    expect_live(page, widgets_in(notebook))
    write(course, page)
    with sqlite3.connect(f"file:{course.journal}?mode=ro", uri=True) as journal:
        assert MARKER in str(journal.execute("SELECT * FROM notes").fetchall())
    _save_notebook(course, page)
    stored = [file.read_text(encoding="utf-8") for file in course.folder.rglob("*.ipynb")]
    lines = "\n".join(course.lines)
    assert seen
    assert not [each for each in (*seen, *stored, lines, page.url, str(page.context.cookies())) if MARKER in each]
    assert MARKER not in page.evaluate("() => JSON.stringify({ ...localStorage, ...sessionStorage })")


def _save_notebook(course, page: Page) -> None:
    """Save with the button, because a widget with the focus keeps its keys to itself."""
    show_notebook(page, course)
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url):
        page.locator(".jp-NotebookPanel-toolbar [data-command='docmanager:save']").click()
    hide_notebook(page, course)


@pytest.mark.own_window
def test_a_journal_that_cannot_be_written_is_said_and_the_text_stays(start, page: Page, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "data" / "adempauze" / "journal.sqlite3").mkdir(parents=True)
    with start(home, "en") as course:
        _open_lesson(course, page, LESSON)
        field = _reflection(page).get_by_role("textbox")
        field.fill(MARKER)
        problem = _words(course, "notes")["problem_unwritable"]
        expect(_reflection(page).locator(".az-state")).to_have_text(problem, timeout=20_000)
        expect(field).to_have_value(MARKER)


def test_a_reflection_survives_a_killed_kernel_and_a_reload_and_stays_text(course, page: Page) -> None:
    text = f"{MARKER}</script><img src=x onerror=alert(1)>" + "a" * 100_000
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    _open_lesson(course, page, "written.ipynb")
    (kernel,) = course.kernels()
    _write(course, page, text)
    with sqlite3.connect(f"file:{course.journal}?mode=ro", uri=True) as journal:
        assert MARKER in str(journal.execute("SELECT * FROM notes").fetchall())

    old = _reflection(page).element_handle()
    os.kill(kernel, signal.SIGKILL)
    page.wait_for_function("widget => !widget.isConnected", arg=old, timeout=PATIENCE)
    expect(_reflection(page).get_by_role("textbox")).to_have_value(text, timeout=PATIENCE)
    expect(_reflection(page).locator(".az-state")).to_have_text(_saved(course))
    page.context.watch.forgive(NOT_OURS)
    page.reload()
    expect(_reflection(page).get_by_role("textbox")).to_have_value(text, timeout=PATIENCE)
    page.remove_listener("dialog", dismiss)  # otherwise the next test could not leave a page that asks
    assert not dialogs
    assert page.locator(".az-reflect img").count() == 0
