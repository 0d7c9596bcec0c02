"""How long and how hard a lesson is to read.

Words count if they are in a paragraph, list item or table row of a Markdown cell. Not counted: headings, the list of
sources, sources in brackets, code, alt texts, and the strings of widgets. A sentence ends at its full stop, or at the
end of its paragraph or item; sentence length and LIX leave tables out.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

import adempauze
from adempauze.messages import LANGUAGES, table
from tools.prose import learner_text
from tools.prose.learner_text import Document, Passage

SOURCES = ("Sources", "Bronnen")
IN_ONE_MINUTE = tuple(table(lang, "pages")["section_one_minute"] for lang in LANGUAGES)
_CITED = re.compile(rf"\s*\((?:[^()\[\]]*{learner_text.LINK.pattern})+[^()\[\]]*\)")
_WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
_MINUTES = re.compile(r"(\d+) (?:minutes|minuten) · (\d+) (?:with everything|met alles erbij)")
_STILL = {"drawing", "figure"}
_LONG = 6  # letters; LIX counts longer words
# The other verbs set the language, draw, or make a part of a widget.
_NO_WIDGET = {"drawing", "lesson", "option", "question", "right", "statement", "wrong"}
WIDGET_VERBS = frozenset(adempauze.__all__) - _NO_WIDGET


@dataclass(frozen=True)
class Readability:
    """words; sentence: average words in one; lix: that, plus the percentage of words with over six letters."""

    words: int
    sentence: float
    lix: float


def measure(document: Document) -> Readability:
    """Return how long and how hard the prose of a document is."""
    prose = [passage for passage in document.passages if _is_prose(passage)]
    running = [sentence for passage in prose if passage.kind != "row" for sentence in _sentences(passage)]
    read = [word for sentence in running for word in sentence]
    in_rows = sum(len(sentence) for passage in prose if passage.kind == "row" for sentence in _sentences(passage))
    length = len(read) / max(1, len(running))
    long = sum(len(re.sub(r"[^\w]", "", word)) > _LONG for word in read)
    return Readability(len(read) + in_rows, length, length + 100 * long / max(1, len(read)))


def section_words(document: Document) -> dict[str, int]:
    """Return the number of words under each heading, across cells, without the lines on help."""
    sections: dict[str, int] = {}
    heading = ""
    for passage in document.passages:
        heading = passage.section or heading
        if _is_prose(passage) and heading not in SOURCES and not _is_on_help(passage):
            sections[heading] = sections.get(heading, 0) + sum(map(len, _sentences(passage)))
    return sections


def minutes(document: Document) -> tuple[int, int] | None:
    """Return how long a lesson says that it takes, under its title: its open part, and everything."""
    below = next((each for each in document.passages if each.cell == "title" and each.kind == "paragraph"), None)
    stated = _MINUTES.fullmatch(below.text) if below else None
    return (int(stated[1]), int(stated[2])) if stated else None


def widgets(document: Document) -> int:
    """Return how many widgets a lesson calls; a drawing or figure asks nothing of a reader, and does not count."""
    calls = (
        node
        for cell in document.cells
        if cell.kind == "code"
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call)
    )
    return sum(isinstance(call.func, ast.Name) and call.func.id in WIDGET_VERBS - _STILL for call in calls)


def _is_prose(passage: Passage) -> bool:
    return passage.kind not in ("alt", "heading", "string") and passage.section not in SOURCES


def _is_on_help(passage: Passage) -> bool:
    """Return whether a passage is the line in italics on where to find help, which belongs to no section."""
    return passage.text.startswith("*") and not passage.text.startswith("**") and "](tel:" in passage.text


def _sentences(passage: Passage) -> list[list[str]]:
    text = learner_text.plain(_CITED.sub("", passage.text))
    return [found for sentence in learner_text.sentences(text) if (found := _WORD.findall(sentence))]
