"""The parts of a lesson: what is open, the cells that prove it, and statistics that belong in the folded part."""

from __future__ import annotations

import re
from dataclasses import replace

from adempauze.course import FOLDS
from tools.prose import bound_numbers, learner_text, printed_numbers
from tools.prose.learner_text import Cell, Document, Passage

_STATISTIC = re.compile(
    r"(?<!\w)[dgnpr]\s*[=<>]|%|\b(?:percent|per cent|procent)\b|\bstatistical|\bstatistisch|\bsignifican"
    r"|confidence interval|betrouwbaarheidsinterval|odds ratio|effect size|effectgrootte",
    re.I,
)


def open_part(lesson: Document) -> Document:
    """Return a lesson up to its first fold."""
    ids = [cell.id for cell in lesson.cells]
    return part(lesson, 0, min((ids.index(id) for id in FOLDS if id in ids), default=len(ids)))


def part(lesson: Document, start: int, end: int) -> Document:
    """Return a lesson with a stretch of its cells."""
    cells = lesson.cells[start:end]
    ids = {cell.id for cell in cells}
    return replace(lesson, cells=cells, passages=tuple(each for each in lesson.passages if each.cell in ids))


def prose(document: Document) -> list[Passage]:
    """Return what a reader reads as text: no strings of widgets, no alternative texts."""
    return [each for each in document.passages if each.kind not in ("alt", "string")]


def proofs(lesson: Document) -> list[Cell]:
    """Return the cells with text between the guess and the questions at the end, which prove what a lesson says."""
    ids = [cell.id for cell in lesson.cells]
    if not {"guess", "check-yourself"} <= {*ids}:
        return []
    between = lesson.cells[ids.index("guess") + 1 : ids.index("check-yourself")]
    return [cell for cell in between if cell.kind == "markdown"]


def statistics(document: Document) -> list[str]:
    """Return the percentages, ratios, effect sizes and numbers of a study in the prose of a document."""
    found = []
    for passage in prose(document):
        text = learner_text.plain(passage.text)
        found += [each.group() for each in _STATISTIC.finditer(text)]
        found += [each.text for each in printed_numbers.find(text, passage.lang) if each.unit == "ratio"]
    bound = bound_numbers.check_document(document).bound
    return found + [
        number.text
        for passage, number in bound
        if passage.kind not in ("alt", "string") and number.unit not in ("date", "phone")
    ]
