"""A newer course meets the folder of a learner who changed a lesson: theirs is kept, and JupyterLab is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from adempauze import __version__, messages
from adempauze.course import front_door, paths, place
from adempauze.lab import copies
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


def test_an_update_keeps_a_changed_lesson_and_tells_what_it_brought(start: Callable[..., Course], tmp_path: Path):
    mine = tmp_path / "home" / "course"
    lessons = place("nl")
    copies.lay_out({lessons: older_course(tmp_path / "older")}, mine, "nieuw")
    changed = mine / lessons / CHANGED
    changed.write_text(changed.read_text(encoding="utf-8").replace("older(", "mine("), encoding="utf-8")
    beside = "05-room-to-respond-nieuw.ipynb"

    with start(tmp_path / "home", "nl") as course:
        page = course.ask("GET", "lab").decode("utf-8")

    data = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.S)
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
