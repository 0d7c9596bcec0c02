"""Every lesson has the same parts in the same order: do first, understand next, check if you want."""

from __future__ import annotations

import re

import pytest

from adempauze import messages
from tools import ROOT
from tools.prose import anatomy, learner_text
from tools.prose.learner_text import LINK, Document, Passage
from tools.prose.printed_numbers import find
from tools.prose.readability import WIDGET_VERBS

LESSONS = [each for each in learner_text.documents([ROOT / "notebooks"]) if each.is_lesson]
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: f"{each.lang}/{each.file.name}")

# The cells in order; code cells have a star.
ORDER = re.compile(
    r"title setup\* in-one-minute do (?P<do>\S+\* )+(?P<own>(?:\S+ )+)write reflect\* (?:help-line )?stop "
    r"how-do-we-know first-guess guess\* (?:\S+ )+check-yourself check\* "
    r"(?P<hood>under-the-hood (?:hood-\S+ )+)?sources"
)
WITH_A_HOOD = {"02", "04", "07", "08", "09"}
HEADINGS = {
    "in-one-minute": ("## In one minute", "## In één minuut"),
    "do": ("## Do", "## Doen"),
    "write": ("## Write", "## Schrijf"),
    "stop": ("## You may stop here", "## Je mag hier stoppen"),
    "first-guess": ("### First, guess", "### Eerst: wat denk je?"),
    "check-yourself": ("### Check yourself", "### Kijk wat je weet"),
}
LAST_LINE = {
    "en": "*Not medical advice. [Help now](../../book/en/help.md)*",
    "nl": "*Geen medisch advies. [Direct hulp](../../book/nl/help.md)*",
}
# The next lesson: on the short path, or from a lesson of the shelf.
NEXT = {
    **{"00": "04", "04": "03", "03": "05", "05": "11", "11": "12", "12": ""},
    **{"01": "02", "02": "03", "06": "07", "07": "08", "08": "09", "09": "10", "10": "11"},
}
_TO_DO = re.compile(r"\*\*[^*]+[:?]")  # "**Do:** ...", "**Look back:** ..."
_THE_ARTICLE = {"en": re.compile(r"\bthe article\b", re.I), "nl": re.compile(r"\bhet artikel\b", re.I)}


def outline(lesson: Document) -> str:
    """Return the ids of the cells in order, with a star after code."""
    return " ".join(cell.id + ("*" if cell.kind == "code" else "") for cell in lesson.cells)


def heading_of(lesson: Document, cell: str) -> str:
    """Return the first heading in a cell, as written."""
    return next((each.text for each in lesson.passages if each.cell == cell and each.kind == "heading"), "")


def below(lesson: Document, cell: str) -> list[Passage]:
    """Return what a cell says under its heading."""
    return [each for each in lesson.passages if each.cell == cell and each.kind != "heading"]


def sentences(lesson: Document, cell: str) -> list[str]:
    """Return the sentences under the heading of a cell."""
    return [text for each in below(lesson, cell) for text in learner_text.sentences(learner_text.plain(each.text))]


def own_sections(lesson: Document) -> list[Document]:
    """Return the sections of a lesson's own, each from its heading to the next."""
    ids = [cell.id for cell in lesson.cells]
    after_do, write = ids.index("do") + 1, ids.index("write")
    starts = [place for place in range(after_do, write) if heading_of(lesson, ids[place])]
    return [anatomy.part(lesson, start, end) for start, end in zip(starts, [*starts[1:], write], strict=True)]


def links(passages: list[Passage]) -> list[str]:
    """Return the addresses of the links in passages."""
    return [address for each in passages for _, address in LINK.findall(each.text)]


def calls(lesson: Document, cell: str, verb: str) -> int:
    """Return how often a cell calls a verb."""
    return sum(len(re.findall(rf"\b{verb}\(", each.source)) for each in lesson.cells if each.id == cell)


@each_lesson
def test_a_lesson_has_its_parts_in_order(lesson: Document) -> None:
    parts = ORDER.fullmatch(outline(lesson))
    assert parts, outline(lesson)
    assert bool(parts["hood"]) == (lesson.file.name[:2] in WITH_A_HOOD)
    assert re.search(r"\S+[^*\s] drawing\* ", parts["own"]), "the drawing comes after a section of the lesson's own"


@each_lesson
def test_headings_are_where_a_reader_looks_for_them(lesson: Document) -> None:
    place = messages.LANGUAGES.index(lesson.lang)
    folds = messages.table(lesson.lang, "folds")
    expected = {cell: words[place] for cell, words in HEADINGS.items()}
    expected |= {cell: f"## {folds[cell]}" for cell in anatomy.FOLDS if heading_of(lesson, cell)}
    assert {cell: heading_of(lesson, cell) for cell in expected} == expected
    assert 2 <= len(own_sections(lesson)) <= 3
    whole = [each.text for each in lesson.passages if each.kind == "heading" and each.text.startswith("## ")]
    own = [heading_of(section, section.cells[0].id) for section in own_sections(lesson)]
    others = ["in-one-minute", "do", *own, "write", "stop", *(cell for cell in anatomy.FOLDS if cell in expected)]
    assert whole == [expected.get(each, each) for each in others], "only parts have a heading of the second level"


@each_lesson
def test_one_minute_has_no_number_and_no_source(lesson: Document) -> None:
    passages = below(lesson, "in-one-minute")
    assert not [each for each in links(passages) if each.startswith("http")]
    text = " ".join(learner_text.plain(each.text) for each in passages)
    assert not [each.text for each in find(text, lesson.lang) if each.unit != "name"]


@each_lesson
def test_the_exercise_comes_after_three_short_sentences(lesson: Document) -> None:
    ids = [cell.id for cell in lesson.cells]
    widget = lesson.cells[ids.index("do") + 1]
    assert re.search(rf"^(?:{'|'.join(WIDGET_VERBS)})\(", widget.source, re.M), widget.id
    assert len(sentences(lesson, "do")) <= 3


@each_lesson
def test_the_open_part_leaves_sources_statistics_and_verdicts_to_the_folds(lesson: Document) -> None:
    part = anatomy.open_part(lesson)
    assert not [each for each in links(anatomy.prose(part)) if each.startswith("http")]
    assert not anatomy.statistics(part)
    words = messages.table(lesson.lang, "judged")
    said = " ".join(learner_text.plain(each.text) for each in anatomy.prose(part)).lower()
    assert not re.findall(rf"\b{words['certainty'].lower()}:", said)


@each_lesson
def test_the_open_part_commands_nothing_in_bold(lesson: Document) -> None:
    assert not [each.text for each in anatomy.prose(anatomy.open_part(lesson)) if _TO_DO.match(each.text)]


@each_lesson
def test_what_a_section_says_has_a_link_to_its_proof(lesson: Document) -> None:
    proofs = {cell.id for cell in anatomy.proofs(lesson)}
    for section in own_sections(lesson):
        to = {each.removeprefix("#") for each in links(anatomy.prose(section)) if each.startswith("#")}
        assert to & proofs, f"“{heading_of(section, section.cells[0].id)}” has no link to a proof"
    cells = {address for address in links(anatomy.prose(lesson)) if address.startswith("#")}
    assert not cells - {f"#{id}" for id in proofs}


@each_lesson
def test_a_proof_can_be_linked_to(lesson: Document) -> None:
    proofs = anatomy.proofs(lesson)
    assert proofs
    for cell in proofs:
        if heading_of(lesson, cell.id):
            first, empty, heading, *_ = cell.source.splitlines()
            assert first == f'<a id="{cell.id}"></a>'
            assert not empty
            assert heading.startswith("### ")


@each_lesson
def test_a_lesson_asks_as_much_as_every_other(lesson: Document) -> None:
    (guess,) = (cell for cell in lesson.cells if cell.id == "guess")
    assert len(re.findall(r"^(?:quiz|predict)\(", guess.source, re.M)) == 1
    assert 2 <= calls(lesson, "check", "question") <= 3
    assert sum(calls(lesson, cell.id, "reflect") for cell in lesson.cells) == calls(lesson, "reflect", "reflect") == 1
    assert len(below(lesson, "write")) <= 1
    assert len(sentences(lesson, "how-do-we-know")) <= 1


@each_lesson
def test_a_lesson_stops_with_three_points_where_next_and_help(lesson: Document) -> None:
    passages = below(lesson, "stop")
    assert [each.kind for each in passages] == ["item"] * 3 + ["paragraph"] * 2
    assert passages[-1].text == LAST_LINE[lesson.lang]
    there = [address for address in links([passages[-2]]) if address.endswith(".ipynb")]
    assert len(there) >= 1
    assert there[0].startswith(NEXT[lesson.file.name[:2]])
    again = {*sentences(lesson, "in-one-minute")} & {*sentences(lesson, "stop")}
    assert not again


@each_lesson
def test_the_article_is_named_once_at_most_and_in_a_fold(lesson: Document) -> None:
    naming = [each for each in anatomy.prose(lesson) if _THE_ARTICLE[lesson.lang].search(learner_text.plain(each.text))]
    opened = {cell.id for cell in anatomy.open_part(lesson).cells}
    assert not [each.place for each in naming if each.cell in opened]
    assert len(naming) <= 1, [each.place for each in naming]
