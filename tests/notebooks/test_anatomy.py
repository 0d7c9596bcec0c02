"""Every lesson has the same parts in the same order, so that a tired reader never has to look for anything."""

from __future__ import annotations

import re

import pytest

from tools import ROOT
from tools.prose import learner_text
from tools.prose.learner_text import Document, Passage

LESSONS = [each for each in learner_text.documents([ROOT / "notebooks"]) if each.is_lesson]
BEFORE = {
    "en": ["In one minute", "After this lesson you can", "First, guess"],
    "nl": ["In één minuut", "Na deze les kun je", "Eerst: wat denk je?"],
}
AFTER = {
    "en": ["Practice", "Write", "Check yourself", "Take with you"],
    "nl": ["Oefenen", "Schrijf", "Kijk wat je weet", "Neem mee"],
}
LAST = {"en": ["Under the hood", "Sources"], "nl": ["Onder de motorkap", "Bronnen"]}
WITH_A_HOOD = {"02", "04", "07", "08", "09"}
_TO_DO = re.compile(r"\*\*[^*]+[:?]")  # "**Do:** ...", "**Look back:** ..."


def parts(lesson: Document) -> dict[str, list[Passage]]:
    """Return the passages under each heading of a lesson, in all cells up to the next heading."""
    found: dict[str, list[Passage]] = {}
    for passage in lesson.passages:
        if passage.kind == "heading":
            found[learner_text.plain(passage.text)] = []
        elif found:
            found[list(found)[-1]].append(passage)
    return found


def calls(lesson: Document, part: str, verb: str) -> int:
    """Return how often a verb is called under a heading."""
    cells = {passage.cell for passage in parts(lesson)[part] if passage.kind == "string"}
    return sum(len(re.findall(rf"\b{verb}\(", cell.source)) for cell in lesson.cells if cell.id in cells)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: f"{each.lang}/{each.file.name}")
def test_a_lesson_has_its_parts_in_order(lesson: Document) -> None:
    lang, found = lesson.lang, parts(lesson)
    headings = list(found)[1:]  # after the title
    last = LAST[lang][lesson.file.name[:2] not in WITH_A_HOOD :]
    own = len(headings) - len(BEFORE[lang] + AFTER[lang] + last)
    assert headings == [*BEFORE[lang], *headings[3 : 3 + own], *AFTER[lang], *last]
    assert 3 <= own <= 5
    for heading in headings[3 : 3 + own]:
        prose = [each for each in found[heading] if each.kind not in ("string", "alt")]
        assert _TO_DO.match(prose[-1].text), f"“{heading}” does not end in something to do: {prose[-1].text}"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: f"{each.lang}/{each.file.name}")
def test_a_lesson_asks_and_gives_as_much_as_every_other(lesson: Document) -> None:
    lang, found = lesson.lang, parts(lesson)
    _, write, check, take = AFTER[lang]
    (guess,) = (cell for cell in lesson.cells if cell.id == "guess")
    assert len(re.findall(r"^(?:quiz|predict)\(", guess.source, re.M)) == 1
    assert calls(lesson, check, "question") == 3
    assert sum(each.kind == "item" for each in found[take]) == 3
    assert 1 <= calls(lesson, write, "reflect") <= 2
    assert 2 <= sum(each.kind == "item" for each in found[BEFORE[lang][1]]) <= 3
