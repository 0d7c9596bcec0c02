"""What a test in JupyterLab leaves, the next one does not find."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import expect

from adempauze.journal import Journal
from tests.lab.first_day import FirstDay
from tests.lab.opened import LESSON, course_lesson, put, put_kernel
from tests.lab.windows import Windows
from tools.browser.course_server import Course


def test_notes_other_kernels_and_changed_lessons_are_gone(first_days: Callable[[str], FirstDay]) -> None:
    day = first_days("nl")
    day.come_back()
    course = day.course
    lesson = course.file_of(LESSON)
    before = lesson.read_bytes()
    Journal(course.journal).save("00-start/progress", "progress", '{"done": true}')
    put(course, course_lesson("nl"), "new.ipynb")
    lesson.write_text("changed", encoding="utf-8")
    put_kernel(course, "broken", ["-c", ""])
    named = json.loads(course.ask("GET", "api/kernelspecs"))["kernelspecs"]
    assert "broken" in named
    course.ask("POST", "api/kernels")
    assert course.kernels()

    day.come_back()

    assert not course.kernels()
    assert not course.journal.exists()
    assert not course.file_of("new.ipynb").exists()
    assert lesson.read_bytes() == before
    assert list(json.loads(course.ask("GET", "api/kernelspecs"))["kernelspecs"]) == ["python3"]


def test_a_window_stays_open_unless_a_setting_is_left_in_it(course: Course, windows: Windows) -> None:
    page = windows.of(course)
    course.open(page, course.path_of(LESSON))
    windows.leave(course)
    assert windows.of(course) is page
    expect(page.locator(".jp-Notebook")).to_have_count(0)
    page.evaluate("localStorage['adempauze:v1:folds'] = 'open'")
    windows.leave(course)
    assert windows.of(course) is not page
    windows.close(course)
