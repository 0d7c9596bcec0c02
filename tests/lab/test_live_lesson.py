"""A lesson in a real JupyterLab starts its widgets itself, runs only code of the course, and recovers from a crash."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path
from urllib.request import Request, urlopen

import psutil
import pytest
from playwright.sync_api import Page, expect

from adempauze import messages
from tests.lab.opened import (
    NOT_OURS,
    PATIENCE,
    cell_of,
    course_lesson,
    expect_live,
    expect_notice,
    open_with_kernel,
    put,
    put_kernel,
    show_notebook,
    widgets_in,
)

START = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]  # as the course's own kernel is started
# Counts, while the lesson is open, the frames in which JupyterLab would ask before it lets the learner leave.
COUNT_UNSAVED_FRAMES = """() => {
    globalThis.unsaved = 0;
    const lesson = document.querySelector(".jp-NotebookPanel");
    const look = () => {
        unsaved += document.querySelector(".jp-mod-dirty") ? 1 : 0;
        if (lesson.isConnected) requestAnimationFrame(look);
    };
    look();
}"""


def test_a_lesson_is_live_again_after_a_reload_from_disk_and_on_a_restarted_kernel(course, page: Page):
    notebook = course_lesson(course.lang)
    course.open(page, put(course, notebook, "again.ipynb"))
    expect_live(page, widgets_in(notebook))
    a_reload_keeps_the_kernel(course, page, widgets_in(notebook))
    show_notebook(page, course)
    notebook["cells"][0]["source"] = "# Of another program"
    put(course, notebook, "again.ipynb")
    unsaved = page.locator(".jp-mod-dirty")
    ask_and_wait(ask_to_read_from_disk, course, page, widgets_in(notebook))
    expect(unsaved).to_have_count(0)
    page.get_by_role("heading", name="Of another program").dblclick()
    page.keyboard.type("Of the learner. ")
    ask_and_wait(ask_to_restart, course, page, widgets_in(notebook))
    expect(unsaved).not_to_have_count(0)
    said = page.locator(".adempauze-said").get_by_role("status")
    expect(said).to_have_text(messages.table(course.lang, "frame")["recovered"])


def a_reload_keeps_the_kernel(course, page: Page, widgets: int):
    kernels = course.kernels()
    page.reload()
    expect_live(page, widgets)
    expect(page.get_by_role("slider").first).to_be_enabled()
    assert course.kernels() == kernels


def ask_and_wait(ask, course, page: Page, widgets: int):
    old = page.locator(".jp-Notebook .adempauze").first.element_handle()
    ask(page, course)
    page.wait_for_function("widget => !widget.isConnected", arg=old, timeout=PATIENCE)
    expect_live(page, widgets)


def ask_to_read_from_disk(page: Page, course):
    page.get_by_role("menuitem", name="Bestand", exact=True).click()
    page.locator(".lm-Menu [data-command='docmanager:reload']").click()


def ask_to_restart(page: Page, course):
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator(".lm-Menu [data-command='kernelmenu:restart']").click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    expect_notice(page, course, "restarting")


@pytest.mark.own_window
def test_a_lesson_goes_live_once_the_server_gives_the_list_of_lessons(course, page: Page):
    refused = []

    def refuse_once(route):
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    page.route("**/lessons.json*", refuse_once)
    course.open(page, put(course, course_lesson(course.lang), "list-refused.ipynb"))
    expect_live(page, widgets_in(course_lesson(course.lang)))
    assert refused
    page.context.watch.forgive("lessons.json")


def test_a_strangers_notebook_runs_nothing_of_its_own(course, page: Page, tmp_path: Path):
    """The notebook says that it is a lesson, has cells of the lesson, and brings a package of the same name."""
    ran = tmp_path / "ran"
    notebook = course_lesson(course.lang)
    notebook["metadata"]["kernelspec"] = put_kernel(course, "new-python", START)  # it has imported nothing yet
    own = f"import pathlib; pathlib.Path({str(ran)!r}).touch()"
    for source in (own, f"{own}\n", "!touch " + str(ran)):
        notebook["cells"].insert(0, {**cell_of(notebook, "reflect("), "id": f"own-{len(source)}", "source": source})
    path = put(course, notebook, "from-a-stranger/lesson.ipynb")
    for name in ("adempauze.py", "anywidget.py", "IPython.py", "matplotlib.py"):
        (course.file_of("from-a-stranger") / name).write_text(own, encoding="utf-8")

    course.open(page, path)
    expect_live(page, widgets_in(course_lesson(course.lang)))
    assert not ran.exists()


def test_what_only_looks_like_a_lesson_is_left_alone(course, page: Page):
    notebook = course_lesson(course.lang)
    notebook["metadata"]["adempauze"] = {"slug": "04-breathing", "lang": f"../{course.lang}"}
    open_with_kernel(course, page, put(course, notebook, "no-lesson.ipynb"))
    expect(page.locator(".adempauze-lesson, .adempauze")).to_have_count(0)


def test_a_changed_cell_waits_for_the_learner_and_the_others_go_live(course, page: Page, tmp_path: Path):
    ran = tmp_path / "ran"
    notebook = course_lesson(course.lang)
    cell = cell_of(notebook, "reflect(")
    cell["source"] = f"open({str(ran)!r}, 'w').close()\n" + "".join(cell["source"])
    path = put(course, notebook, "changed.ipynb")
    course.open(page, path)
    expect_live(page, widgets_in(notebook) - 1)

    assert not ran.exists()
    changed = page.locator(".adempauze-changed")
    expect(changed).to_have_count(1)
    words = changed.locator(".jp-OutputArea").evaluate("area => getComputedStyle(area, '::before').content")
    assert json.loads(words) == messages.table(course.lang, "lab")["changed"]

    changed.locator(".jp-OutputArea").click()
    page.keyboard.press("Shift+Enter")
    expect_live(page, widgets_in(notebook))
    expect(page.locator(".adempauze-changed")).to_have_count(0)
    assert ran.exists()


def test_after_the_kernel_is_killed_the_lesson_is_live_again_where_the_learner_was(course, page: Page):
    notebook = course_lesson(course.lang)
    course.open(page, put(course, notebook, "killed.ipynb"))
    expect_live(page, widgets_in(notebook))
    (kernel,) = course.kernels()
    heading = page.get_by_role("heading", level=2).nth(4)
    heading.scroll_into_view_if_needed()
    before = heading.bounding_box()["y"]
    old = page.locator(".jp-Notebook .adempauze").first.element_handle()
    page.evaluate(COUNT_UNSAVED_FRAMES)

    os.kill(kernel, signal.SIGKILL)
    expect_notice(page, course, "restarting")
    page.wait_for_function("widget => !widget.isConnected", arg=old, timeout=PATIENCE)
    expect_live(page, widgets_in(notebook))

    assert course.kernels() != {kernel}
    assert heading.bounding_box()["y"] == pytest.approx(before, abs=2)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    assert page.evaluate("unsaved") == 0
    page.context.watch.forgive(NOT_OURS)


def test_when_the_kernel_is_gone_for_good_the_learner_is_told_and_can_start_another(course, page: Page):
    notebook = course_lesson(course.lang)
    course.open(page, put(course, notebook, "gone.ipynb"))
    expect_live(page, widgets_in(notebook))
    course.end_sessions()
    expect_notice(page, course, "stopped")
    page.get_by_role("button", name=messages.table(course.lang, "lab")["again"]).click()
    expect_live(page, widgets_in(notebook))
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.context.watch.forgive(NOT_OURS)


def test_when_no_kernel_starts_the_learner_is_told_and_can_try_again(course, page: Page):
    notebook = course_lesson(course.lang)
    notebook["metadata"]["kernelspec"] = put_kernel(course, "broken", ["-c", "raise SystemExit(1)"])
    course.open(page, put(course, notebook, "broken.ipynb"))

    expect_notice(page, course, "stopped")
    put_kernel(course, "broken", START)
    page.get_by_role("button", name=messages.table(course.lang, "lab")["again"]).click()
    expect_live(page, widgets_in(notebook))
    page.context.watch.forgive(NOT_OURS)


def test_when_a_kernel_dies_and_cannot_come_back_the_learner_can_start_another(course, page: Page, tmp_path: Path):
    broken = tmp_path / "broken"
    program = f"import pathlib; assert not pathlib.Path({str(broken)!r}).exists()\n"
    program += "import runpy; runpy.run_module('ipykernel_launcher', run_name='__main__')"
    notebook = course_lesson(course.lang)
    notebook["metadata"]["kernelspec"] = put_kernel(course, "frail", ["-c", program, "-f", "{connection_file}"])
    course.open(page, put(course, notebook, "frail.ipynb"))
    expect_live(page, widgets_in(notebook))
    (kernel,) = course.kernels()
    server = psutil.Process(course.process.pid)
    before = server.memory_info().rss
    broken.touch()
    os.kill(kernel, signal.SIGKILL)
    expect_notice(page, course, "stopped")
    broken.unlink()
    page.get_by_role("button", name=messages.table(course.lang, "lab")["again"]).click()
    expect_live(page, widgets_in(notebook))
    assert server.memory_info().rss < 2 * before  # it may not read a message of one format as another one
    page.context.watch.forgive(NOT_OURS)


def test_a_taken_port_and_ctrl_c_are_said_in_words(start, tmp_path: Path, course):
    taken = re.search(r":(\d+)/", course.address).group(1)
    strings = messages.table("nl", "cli")
    with start(tmp_path, "nl", taken) as second:
        other = re.search(r":(\d+)/", second.address).group(1)
        assert strings["port_taken"].format(port=taken, other=other) in second.lines
        with urlopen(Request(second.address), timeout=20) as answer:
            assert answer.status == 200
        printed = second.stop()
    assert second.process.returncode == 0
    assert printed.strip().endswith(strings["stopped"])
    assert "Traceback" not in printed
    assert not psutil.pid_exists(second.process.pid)
