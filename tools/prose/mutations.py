"""Wrong digits on purpose: does the number check notice when one digit of a lesson is changed?

Eligible is each digit of a number that the check holds to something: statistics, years in the words of a link to a
source, dates of checking, phone numbers, in Markdown cells and in strings. Not eligible are wrong answers of a quiz
and what `exceptions.toml` declares (lengths of lessons, names such as CO2): those are no statistics.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.prose import bound_numbers, learner_text
from tools.prose.learner_text import Document, Passage
from tools.prose.printed_numbers import Number


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


def mutate(notebooks: Path, scratch: Path, times: int, seed: int, kind: str = "") -> list[Mutation]:
    """Copy a folder with en and nl, change one random digit at a time, check, and put the digit back.

    kind: "prose" for Markdown cells only, "strings" for the strings in code only.
    """
    copy = Path(shutil.copytree(notebooks, scratch / notebooks.name))
    documents = {document.file: document for document in learner_text.documents([copy])}
    before = {file: _findings(document, documents) for file, document in documents.items()}
    bound = [each for document in documents.values() for each in _eligible(document) if kind in ("", _kind(each[1]))]
    rng = random.Random(seed)
    mutations = []
    for _ in range(times):
        document, passage, number = rng.choice(bound)
        text = _with_wrong_digit(passage, number, rng)
        after = _findings(_changed(document, passage, text), documents)
        by_source, by_twin = (bool(now - then) for now, then in zip(after, before[document.file], strict=True))
        mutations.append(Mutation(passage, number, text[number.start : number.end], by_source, by_twin))
    return mutations


def _kind(passage: Passage) -> str:
    return "strings" if passage.kind == "string" else "prose"


def _eligible(document: Document) -> Iterator[tuple[Document, Passage, Number]]:
    """Yield the numbers in digits that are bound, where the passage stands in the file as it is read."""
    sources = [cell.source for cell in document.cells]
    for passage, number in bound_numbers.check_document(document).bound:
        if re.search(r"\d", number.text) and any(passage.text in source for source in sources):
            yield document, passage, number


def _with_wrong_digit(passage: Passage, number: Number, rng: random.Random) -> str:
    place = rng.choice([i for i in range(number.start, number.end) if passage.text[i].isdigit()])
    digit = rng.choice([each for each in "0123456789" if each != passage.text[place]])
    return passage.text[:place] + digit + passage.text[place + 1 :]


def _changed(document: Document, passage: Passage, text: str) -> Document:
    """Return the notebook as it is read with the changed passage in its file; the file is put back."""
    original = document.file.read_text(encoding="utf-8")
    content = json.loads(original)
    for cell in content["cells"]:
        if cell["id"] == passage.cell:
            cell["source"] = "".join(cell["source"]).replace(passage.text, text, 1)
    try:
        document.file.write_text(json.dumps(content), encoding="utf-8")
        return learner_text.read_document(document.file)
    finally:
        document.file.write_text(original, encoding="utf-8")


def _findings(document: Document, documents: dict[Path, Document]) -> tuple[set[str], set[str]]:
    """Return what does not hold in a document: against the evidence, and against its twin."""
    twin = documents[document.file.parent.parent / ("nl" if document.lang == "en" else "en") / document.file.name]
    english, dutch = sorted((document, twin), key=lambda each: each.lang)
    alone = bound_numbers.check_document(document).findings
    return set(map(str, alone)), set(map(str, bound_numbers.compare(english, dutch)))
