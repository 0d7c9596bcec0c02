"""A finding that favours one side has the other side in the same cell of a lesson."""

from __future__ import annotations

import re

import pytest

from adempauze.messages import LANGUAGES
from tools import ROOT
from tools.prose import learner_text

LESSONS = [each for each in learner_text.documents([ROOT / "notebooks"]) if each.is_lesson]

# What a lesson says, and what the same cell must say too; each in English and in Dutch.
BESIDE = {
    "back at work, in a study without a lottery": (
        ("89%", "89%"),
        ("not randomised|chance did not decide", "niet geloot"),
    ),
    "the open trial, and its blinded sequel": ((r"59\.5%", "59,5%"), ("WIRED", "WIRED")),
    "no active placebo, until when": (
        (r"active placebo\]\S+, one that", r"placebo\]\S+, waar"),
        ("By February 2024.*One later trial", "februari 2024.*Een later onderzoek"),
    ),
    "if-then plans, by the newest count": (("94 tests", "94 proeven"), ("642", "642")),
    "who asks before breathing, and which exercise that was about": (
        ("NCT05304000", "NCT05304000"),
        ("breath-holds", "vasthouden"),
    ),
    "a weaker effect is not safe": (("47%.*SSRI|SSRI.*47%", "47%.*SSRI|SSRI.*47%"), ("not safe", "niet veilig")),
    "training for yourself, both reviews and the trial": (("Ahola", "Ahola"), ("Sennerstam", "Sennerstam")),
}
LESSON_OF = {"training for yourself, both reviews and the trial": "10-what-it-is-not"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("subject", BESIDE)
def test_what_cuts_the_other_way_stands_beside_it(subject: str, lang: str) -> None:
    told, beside = (pair[LANGUAGES.index(lang)] for pair in BESIDE[subject])
    cells = [
        (lesson.file.name, cell)
        for lesson in LESSONS
        if lesson.lang == lang and LESSON_OF.get(subject, "") in lesson.file.stem
        for cell in lesson.cells
        if cell.id != "sources" and re.search(told, cell.source, re.S)
    ]
    assert cells, f"nothing is told about: {subject}"
    for file, cell in cells:
        assert re.search(beside, cell.source, re.S), f"{file}, cell {cell.id}: {beside} is missing"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_settled_fact_about_the_who_is_not_doubted(lang: str) -> None:
    doubt = {
        "en": r"WHO reportedly|Reportedly the WHO",
        "nl": r"WHO \S+(?: het woord)? volgens berichten|Volgens berichten de WHO",
    }
    for lesson in LESSONS:
        for cell in lesson.cells if lesson.lang == lang else ():
            assert not re.search(doubt[lang], cell.source, re.I), f"{lesson.file.name}, cell {cell.id}"
