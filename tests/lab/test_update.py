"""A newer course meets the folder of a learner who changed a lesson: theirs is kept, and JupyterLab is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from adempauze import __version__, messages
from adempauze.course import front_door, paths, place
from adempauze.lab import copies
from tests.lab.opened import PATIENCE
from tools.browser.course_server import Course

RENEWED, CHANGED = "04-breathing.ipynb", "05-room-to-respond.ipynb"


def older_course(folder: Path) -> list[Path]:
    """Make two lessons as an older course had them."""
    folder.mkdir()
    for original in paths("nl"):
        if original.name in (RENEWED, CHANGED):
            text = original.read_text(encoding="utf-8").replace("lesson(", "older(")
            (folder / original.name).write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.mark.own_window
def test_an_update_keeps_a_changed_lesson_and_tells_what_it_brought(
    start: Callable[..., Course], tmp_path: Path, page: Page
) -> None:
    mine = tmp_path / "home" / "course"
    lessons = place("nl")
    copies.lay_out({lessons: older_course(tmp_path / "older")}, mine, "nieuw")
    changed = mine / lessons / CHANGED
    changed.write_text(changed.read_text(encoding="utf-8").replace("older(", "mine("), encoding="utf-8")
    beside = "05-room-to-respond-nieuw.ipynb"

    with start(tmp_path / "home", "nl") as course:
        config = course.ask("GET", "lab").decode("utf-8")
        the_frame_says_it_once(course, page)

    data = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', config, re.S)
    told = json.loads(data[1])["adempauze"]
    others = [path.name for path in paths("nl") if path.name not in (RENEWED, CHANGED)]
    assert told == {
        "version": __version__,
        "lang": "nl",
        "front_door": front_door("nl").as_posix(),
        "new": [(lessons / name).as_posix() for name in others],
        "renewed": [(lessons / RENEWED).as_posix()],
        "kept": [(lessons / CHANGED).as_posix()],
    }
    words = messages.table("nl", "cli")
    assert words["lesson_stays"].format(name=CHANGED, beside=beside) in course.lines
    assert words["lessons_renewed"].format(n=1) in course.lines
    assert "mine(" in changed.read_text(encoding="utf-8")
    assert "lesson(" in (mine / lessons / beside).read_text(encoding="utf-8")


def the_frame_says_it_once(course: Course, page: Page) -> None:
    """The bar of the first lesson that is opened says it, and after Close no other one does."""
    frame, titles = messages.table("nl", "frame"), messages.table("nl", "lessons")
    others = len(paths("nl")) - 2
    said = page.locator(".adempauze-said").locator("visible=true")
    course.open(page, course.path_of(CHANGED))
    expect(said.get_by_role("status")).to_have_text(
        " ".join(
            [
                frame["kept"].format(titles=titles[Path(CHANGED).stem]),
                frame["new"].format(titles=frame["many"].format(n=others)),
                frame["renewed"].format(titles=titles[Path(RENEWED).stem]),
            ]
        ),
        timeout=PATIENCE,
    )
    said.get_by_role("button", name=frame["close"]).click()
    expect(said).to_have_count(0)
    bar = page.locator(".adempauze-bar").locator("visible=true")
    bar.get_by_role("link", name="Vorige").click()
    expect(bar.locator(".adempauze-title")).not_to_have_text(titles[Path(CHANGED).stem], timeout=PATIENCE)
    expect(said).to_have_count(0)
