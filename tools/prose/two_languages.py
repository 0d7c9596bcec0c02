"""Compares the two editions of a text, and finds passages with other numbers in English than in Dutch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from adempauze import messages
from tools.prose import learner_text
from tools.prose.learner_text import Document, Finding, Passage
from tools.prose.linked_passage import all_numbers
from tools.prose.not_found import listed


def twins(documents: list[Document]) -> Iterator[tuple[Document, Document]]:
    """Yield English and Dutch together; a twin that is not among the documents is read from the disk, if it exists."""
    by_file = {document.file: document for document in documents}
    for document in documents:
        other = messages.twin(document.lang)
        file = document.file.parent.parent / other / document.file.name
        if document.file.stem in messages.LANGUAGES:  # the messages have one file for each language
            file = document.file.with_stem(other)
        if file in by_file and document.lang == "nl":
            continue  # comes with its English twin
        if file in by_file or file.exists():
            twin = by_file.get(file) or learner_text.read_document(file)
            yield (document, twin) if document.lang == "en" else (twin, document)


def compare(english: Document, dutch: Document) -> list[Finding]:
    """Return the passages in which two editions of one document show different numbers."""
    findings: list[Finding] = []
    for cell in dict.fromkeys(cell.id for edition in (english, dutch) for cell in edition.cells):
        ours, theirs = ([each for each in edition.passages if each.cell == cell] for edition in (english, dutch))
        if _in_any_order(ours) == _in_any_order(theirs):  # a glossary is sorted by its own language
            continue
        if len(ours) != len(theirs):
            findings += _different_length(cell, ours, theirs)
            continue
        for one, other in zip(ours, theirs, strict=True):
            findings += _difference(one, other)
    return findings


def _different_length(cell: str, ours: list[Passage], theirs: list[Passage]) -> Iterator[Finding]:
    """Report a cell that is longer in one language; in code, only numbers count, because one word may become two."""
    first = (ours or theirs)[0]
    if first.kind != "string":
        message = f"English has {len(ours)} paragraphs, items and rows here, Dutch {len(theirs)}."
        yield Finding(first, cell or "page", message)
    elif sum(map(_counted, ours), Counter()) != sum(map(_counted, theirs), Counter()):
        yield Finding(first, cell, "The numbers in the strings of this cell differ between English and Dutch.")


def _in_any_order(passages: Iterable[Passage]) -> Counter[frozenset[object]]:
    return Counter(frozenset(_counted(passage).items()) for passage in passages)


def _counted(passage: Passage) -> Counter[tuple[tuple[Any, str], bool]]:
    return Counter((number.key, number.signed) for number in all_numbers(passage))


def _difference(one: Passage, other: Passage) -> Iterator[Finding]:
    ours, theirs = _counted(one), _counted(other)
    if ours == theirs:
        return
    only = [listed(key for key, _ in (mine - others).elements()) for mine, others in ((ours, theirs), (theirs, ours))]
    message = f"English and Dutch differ: only English has {only[0] or 'none'}; only Dutch has {only[1] or 'none'}."
    yield Finding(one, learner_text.plain(one.text)[:200], f"{message} Dutch: {other.place}.")
