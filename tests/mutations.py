"""Wrong digits on purpose: does the number check notice when one digit of a lesson is changed?

Eligible is each digit of a number that the check holds to something: statistics, years in the words of a link to a
source, dates of checking, phone numbers, in Markdown cells and in strings. Not eligible are wrong answers of a quiz
and what `prose_exceptions.toml` declares (lengths of lessons, names such as CO2): those are no statistics.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adempauze.evidence import bound_numbers, learner_text
from adempauze.evidence.learner_text import Document, Passage
from adempauze.evidence.printed_numbers import Number


@dataclass(frozen=True)
class Mutation:
    """One digit of one number changed in a copy of a notebook, and which checks noticed."""

    passage: Passage
    number: Number
    text: str
    caught_by_source: bool
    caught_by_twin: bool

    @property
    def caught(self) -> bool:
        """Whether any check noticed."""
        return self.caught_by_source or self.caught_by_twin

    def __str__(self) -> str:
        return f"{self.passage.place}: {self.number.text} -> {self.text}"


def mutate(notebooks: Path, scratch: Path, times: int, seed: int) -> list[Mutation]:
    """Copy a folder with en and nl, change one random digit at a time, check, and put the digit back."""
    copy = Path(shutil.copytree(notebooks, scratch / notebooks.name))
    documents = learner_text.documents([copy])
    bound = [pair for document in documents for pair in _eligible(document)]
    rng = random.Random(seed)
    return [_mutation(*rng.choice(bound), rng) for _ in range(times)]


def _eligible(document: Document) -> Iterator[tuple[Document, Passage, Number]]:
    """Yield the numbers in digits that are bound, where the passage stands in the file as it is read."""
    sources = [cell.source for cell in document.cells]
    for passage, number in bound_numbers.check_document(document).bound:
        if re.search(r"\d", number.text) and any(passage.text in source for source in sources):
            yield document, passage, number


def _mutation(document: Document, passage: Passage, number: Number, rng: random.Random) -> Mutation:
    place = rng.choice([i for i in range(number.start, number.end) if passage.text[i].isdigit()])
    digit = rng.choice([each for each in "0123456789" if each != passage.text[place]])
    text = passage.text[:place] + digit + passage.text[place + 1 :]
    original = document.file.read_text(encoding="utf-8")
    try:
        document.file.write_text(_replaced(original, passage, text), encoding="utf-8")
        by_source, by_twin = _noticed(document)
    finally:
        document.file.write_text(original, encoding="utf-8")
    return Mutation(passage, number, text[number.start : number.end], by_source, by_twin)


def _replaced(notebook: str, passage: Passage, text: str) -> str:
    content = json.loads(notebook)
    for cell in content["cells"]:
        if cell["id"] == passage.cell:
            cell["source"] = "".join(cell["source"]).replace(passage.text, text, 1)
    return json.dumps(content)


def _noticed(before: Document) -> tuple[bool, bool]:
    """Whether a changed file brings a finding that was not there before: against the evidence, against its twin."""
    twin = before.file.parent.parent / ("nl" if before.lang == "en" else "en") / before.file.name
    other = learner_text.read_document(twin)
    after = learner_text.read_document(before.file)
    alone = [set(map(str, bound_numbers.check_document(each).findings)) for each in (before, after)]
    pairs = [sorted((each, other), key=lambda document: document.lang) for each in (before, after)]
    together = [set(map(str, bound_numbers.compare(*pair))) for pair in pairs]
    return bool(alone[1] - alone[0]), bool(together[1] - together[0])
