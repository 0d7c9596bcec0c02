"""What a lesson can ask of the plan, the picture over time and the course map."""

from __future__ import annotations

import pytest

import adempauze
from adempauze.course import SHORT_PATH, paths, read_cells
from adempauze.messages import LANGUAGES, table
from adempauze.widgets.look_back import LookBack
from adempauze.widgets.plan import PARTS, Plan
from adempauze.widgets.progress import Progress


def test_parts_of_a_plan_keep_their_order() -> None:
    assert Plan(("page", "if-then"), lang="en", lesson="05-room-to-respond").parts == ["if-then", "page"]
    assert Plan(lang="en", lesson="12-your-next-step").parts == list(PARTS)


@pytest.mark.parametrize("parts", [(), ("if-then", "dose")])
def test_a_plan_of_nothing_or_of_something_else_is_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="has parts out of if-then, step"):
        Plan(parts, lang="en", lesson="12-your-next-step")


@pytest.mark.parametrize("slugs", [[], ["00-start", "00-start"], ["00-start", "99-elsewhere"]])
def test_a_map_lists_each_titled_lesson_once(slugs: list[str]) -> None:
    with pytest.raises(ValueError, match="needs lessons with a title"):
        Progress(slugs, lang="en", lesson="00-start")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_is_that_of_the_edition(lang: str) -> None:
    adempauze.lesson("04-breathing", lang)
    course = adempauze.progress()
    assert course.path == list(SHORT_PATH)
    assert sorted(course.path + course.shelf) == [path.stem for path in paths(lang)]
    assert course.shelf == sorted(course.shelf)
    assert course.lesson == "04-breathing"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_lesson_has_the_title_that_its_notebook_has(lang: str) -> None:
    titles = table(lang, "lessons")
    for path in paths(lang):
        (_, first), *_ = read_cells(path.read_text(encoding="utf-8"))
        assert first.splitlines()[0] == f"# {titles[path.stem]}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_their_sentences_do_not_change_with_the_lessons(lang: str) -> None:
    few, many = (Progress(slugs, lang=lang, lesson="x") for slugs in (["00-start"], list(table(lang, "lessons"))))
    assert repr(few) == repr(many)
    assert repr(Plan(lang=lang, lesson="x")) == repr(Plan(("step",), lang=lang, lesson="y"))
    assert repr(LookBack(lang=lang, lesson="x")) == repr(LookBack(lang=lang, lesson="y"))
