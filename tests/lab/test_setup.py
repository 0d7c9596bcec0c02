"""A lesson whose setup is not the course's, or fails, shows no error by itself, but a sentence that says what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from adempauze import messages
from tests.lab.opened import cell_of, course_lesson, expect_live, expect_notice, put, put_kernel, read, widgets_in
from tools.browser.course_server import Course

RED = ".jp-OutputArea-output[data-mime-type*=error], .jp-OutputArea-output[data-mime-type*=stderr]"

WITHOUT_THE_COURSE = """
class Finder:
    def find_spec(name, path=None, target=None):
        if name == "adempauze":
            raise ModuleNotFoundError("No module named 'adempauze'", name=name)

sys.meta_path.insert(0, Finder)
"""


def kernel_after(course: Course, name: str, before: str) -> dict[str, str]:
    """Add a kernel that runs a program first; return how a notebook names it."""
    program = f"import sys\n{before}\nfrom ipykernel import kernelapp\nkernelapp.launch_new_instance()"
    return put_kernel(course, name, ["-c", program, "-f", "{connection_file}"])


def with_a_remark(notebook: dict[str, Any]) -> None:
    setup = cell_of(notebook, "from adempauze import")
    setup["source"] = "".join(setup["source"]) + "  # mine"


def without_the_setup(notebook: dict[str, Any]) -> None:
    notebook["cells"].remove(cell_of(notebook, "from adempauze import"))


def of_an_older_course(notebook: dict[str, Any]) -> None:
    setup = cell_of(notebook, "from adempauze import")
    setup["source"] = "".join(setup["source"]).replace("quiz, ", "")


def test_other_line_endings_and_trailing_newlines_leave_a_lesson_live(course: Course, page: Page):
    notebook = course_lesson(course.lang)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n") + "\r\n"
    path = put(course, notebook, "crlf.ipynb")
    course.open(page, path)
    expect_live(page, widgets_in(notebook))
    expect(page.locator(".adempauze-changed, .jp-mod-dirty")).to_have_count(0)
    assert read(course.file_of("crlf.ipynb")) == notebook


@pytest.mark.parametrize("change", [without_the_setup, of_an_older_course])
def test_without_the_courses_own_setup_nothing_runs_and_one_sentence_helps(course: Course, page: Page, change):
    notebook = course_lesson(course.lang)
    change(notebook)
    course.open(page, put(course, notebook, f"{change.__name__}.ipynb"))
    expect_nothing_ran(course, page)


def expect_nothing_ran(course: Course, page: Page) -> None:
    expect_notice(page, course, "other")
    expect(page.locator(f".jp-Notebook .adempauze, {RED}")).to_have_count(0)
    covered = page.locator(".adempauze-waiting .jp-OutputArea").first
    words = covered.evaluate("area => getComputedStyle(area, '::before').content")
    assert json.loads(words) == messages.table(course.lang, "lab")["idle"]


def test_after_the_learner_ran_a_changed_setup_the_lesson_goes_live(course: Course, page: Page):
    notebook = course_lesson(course.lang)
    with_a_remark(notebook)
    course.open(page, put(course, notebook, "ran-the-setup.ipynb"))
    expect_nothing_ran(course, page)
    page.get_by_role("heading", level=1).click()
    for cell in notebook["cells"]:
        page.keyboard.press("Shift+Enter")
        if cell["id"] == "setup":
            break
    expect_live(page, widgets_in(notebook))
    expect(page.locator(RED)).to_have_count(0)


def test_a_kernel_without_the_course_is_said_in_one_sentence(course: Course, page: Page):
    notebook = course_lesson(course.lang)
    notebook["metadata"]["kernelspec"] = kernel_after(course, "without-the-course", WITHOUT_THE_COURSE)
    course.open(page, put(course, notebook, "elsewhere.ipynb"))
    expect_notice(page, course, "absent")
    expect(page.locator(f".jp-Notebook .adempauze, {RED}")).to_have_count(0)


def test_a_setup_that_fails_is_said_in_one_sentence(course: Course, page: Page):
    notebook = course_lesson(course.lang)
    older = "import adempauze; del adempauze.__dict__['lesson']"
    notebook["metadata"]["kernelspec"] = kernel_after(course, "older-course", older)
    course.open(page, put(course, notebook, "older.ipynb"))
    expect_notice(page, course, "failed")
    expect(page.locator(f".jp-Notebook .adempauze, {RED}")).to_have_count(0)


def test_a_later_cell_that_fails_leaves_the_widgets_live_and_shows_no_error(course: Course, page: Page):
    notebook = course_lesson(course.lang)
    notebook["metadata"]["kernelspec"] = kernel_after(course, "no-figures", "sys.modules['matplotlib.pyplot'] = None")
    course.open(page, put(course, notebook, "no-figures.ipynb"))
    expect_notice(page, course, "partly")
    expect(page.locator(".jp-Notebook .adempauze")).to_have_count(widgets_in(notebook))
    expect(page.locator(RED)).to_have_count(0)
    assert read(course.file_of("no-figures.ipynb")) == notebook
