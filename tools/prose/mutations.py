"""Deliberately false statements: does the number check notice when one thing in a lesson is made untrue?

Eleven kinds: a digit, two digits transposed, a shifted decimal mark, a flipped sign, a number from another passage,
the ends of an interval swapped, a link replaced, two numbers or two links of a paragraph swapped, the word for the
people, and a word for a unit, a time or a direction. Eligible are the numbers that the check holds to something,
in Markdown and in strings; not eligible are wrong answers of a quiz and what `exceptions.toml` declares.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path

from adempauze import messages
from tools.prose import bound_numbers, learner_text, numbers_by_source, two_languages
from tools.prose.learner_text import Document, Passage
from tools.prose.printed_numbers import Number

_PEOPLE = {
    "en": ("students", "nurses", "teachers", "children", "patients", "adults", "employees", "volunteers", "workers"),
    "nl": ("studenten", "verpleegkundigen", "leraren", "kinderen", "patiënten", "volwassenen", "werknemers"),
}
_OTHERS = 4  # of these are put in: the rest, such as adults, may be as true as what was there
_OTHER_WORD = {
    "en": {
        "weeks": "days",
        "days": "months",
        "months": "weeks",
        "minutes": "hours",
        "hours": "minutes",
        "years": "months",
        "fell": "rose",
        "rose": "fell",
        "lower": "higher",
        "higher": "lower",
        "less": "more",
        "more": "less",
        "better": "worse",
        "worse": "better",
        "weaker": "stronger",
        "stronger": "weaker",
    },
    "nl": {
        "weken": "dagen",
        "dagen": "maanden",
        "maanden": "weken",
        "minuten": "uren",
        "uur": "minuten",
        "jaar": "maanden",
        "daalde": "steeg",
        "steeg": "daalde",
        "lager": "hoger",
        "hoger": "lager",
        "minder": "meer",
        "meer": "minder",
        "beter": "slechter",
        "slechter": "beter",
        "zwakker": "sterker",
        "sterker": "zwakker",
    },
}
_BESIDE = 40  # letters between a number and the word that says what it counts or where it went
_TIMES_TRIED = 50


@dataclass(frozen=True)
class Mutation:
    """One thing made untrue in one passage, as text, and which checks noticed."""

    kind: str
    passage: Passage
    text: str
    caught_by_source: bool
    caught_by_twin: bool

    @property
    def caught(self) -> bool:
        """Whether any check noticed."""
        return self.caught_by_source or self.caught_by_twin

    def __str__(self) -> str:
        old, new = self.passage.text, self.text
        same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        after = next((i for i, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), 0)
        after = min(after, len(old) - same, len(new) - same)
        start = max(0, same - 60)
        was, now = (text[start : len(text) - after + 40] for text in (old, new))
        return f"{self.kind}: {self.passage.place}: {was!r} -> {now!r}"


@dataclass(frozen=True)
class _Place:
    """A passage, with its numbers that the check binds to a row."""

    document: Document
    passage: Passage
    numbers: tuple[Number, ...]


def mutate(notebooks: Path, times: int, seed: int, kinds: tuple[str, ...] = ()) -> list[Mutation]:
    """Make one thing untrue at a time in the documents of a folder with en and nl, and check; no file changes.

    kinds: names of `KINDS`, all by default; each gets an equal part of `times`, where the lessons have places enough.
    """
    documents = {document.file: document for document in learner_text.documents([notebooks])}
    places = [place for document in documents.values() for place in _eligible(document)]
    rng = random.Random(seed)
    names = kinds or tuple(KINDS)
    mutations = []
    for number, name in enumerate(names):
        share = times // len(names) + (number < times % len(names))
        for place, text in _made_untrue(KINDS[name], places, share, rng):
            by_source, by_twin = _noticed(place, text, documents)
            mutations.append(Mutation(name, place.passage, text, by_source, by_twin))
    return mutations


def _made_untrue(make: _Maker, places: list[_Place], times: int, rng: random.Random) -> Iterator[tuple[_Place, str]]:
    """Yield as many different false statements of a kind as asked for, or as can be found."""
    made: set[tuple[str, str]] = set()
    for _ in range(times * _TIMES_TRIED):
        if len(made) == times:
            return
        place = rng.choice(places)
        texts = list(make(place, places, rng))
        text = rng.choice(texts) if texts else place.passage.text
        if text != place.passage.text and (place.passage.place, text) not in made:
            made.add((place.passage.place, text))
            yield place, text


def _eligible(document: Document) -> Iterator[_Place]:
    """Yield the passages with bound numbers in digits, if their text is in the file as it was read."""
    bound: dict[Passage, list[Number]] = {}
    for passage, number in bound_numbers.check_document(document).bound:
        if re.search(r"\d", number.text):
            bound.setdefault(passage, []).append(number)
    sources = {cell.id: cell.source for cell in document.cells}
    for passage, numbers in bound.items():
        if passage.text in sources[passage.cell]:
            yield _Place(document, passage, tuple(sorted(numbers, key=lambda each: each.start)))


def _noticed(place: _Place, text: str, documents: dict[Path, Document]) -> tuple[bool, bool]:
    """Return whether the change is noticed against the evidence, and against the other language."""
    document = place.document
    changed = _changed(document, place.passage, text)
    alone = len(bound_numbers.check_document(changed).findings) > _found_before(document)
    twin = documents[document.file.parent.parent / messages.twin(document.lang) / document.file.name]
    english, dutch = sorted((changed, twin), key=lambda each: each.lang)
    return alone, bool(two_languages.compare(english, dutch))


@cache
def _found_before(document: Document) -> int:
    return len(bound_numbers.check_document(document).findings)


def _changed(document: Document, passage: Passage, text: str) -> Document:
    """Return the document as it is read with the changed passage in its cell."""
    cells = tuple(
        replace(cell, source=cell.source.replace(passage.text, text, 1)) if cell.id == passage.cell else cell
        for cell in document.cells
    )
    passages = (each for cell in cells for each in learner_text.passages_in(document.file, document.lang, cell))
    return replace(document, cells=cells, passages=tuple(passages))


def _put(text: str, *changes: tuple[int, int, str]) -> str:
    """Return a text with parts replaced, each given as start, end and new text."""
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _digit(place: _Place, _: list[_Place], rng: random.Random) -> Iterator[str]:
    number, text = rng.choice(place.numbers), place.passage.text
    at = rng.choice([i for i in range(number.start, number.end) if text[i].isdigit()])
    yield _put(text, (at, at + 1, rng.choice([each for each in "0123456789" if each != text[at]])))


def _transposed(place: _Place, _: list[_Place], rng: random.Random) -> Iterator[str]:
    text = place.passage.text
    for number in place.numbers:
        for match in re.finditer(r"(?=(\d)(\d))", text[number.start : number.end]):
            yield _put(text, (number.start + match.start(), number.start + match.start() + 2, match[2] + match[1]))


def _shifted(place: _Place, _: list[_Place], rng: random.Random) -> Iterator[str]:
    text, mark = place.passage.text, "." if place.passage.lang == "en" else ","
    for number in place.numbers:
        shape = re.fullmatch(rf"(\D?)(\d+)(?:{re.escape(mark)}(\d+))?(\D*)", text[number.start : number.end])
        if number.unit in ("", "%", "mg", "µg") and shape:
            sign, whole, part, unit = (each or "" for each in shape.groups())
            if part:
                left = whole.lstrip("0") + part[0]
                right = f"{mark}{part[1:]}" if part[1:] else ""
                yield _put(text, (number.start, number.end, f"{sign}{left.lstrip('0') or '0'}{right}{unit}"))
            elif len(whole) > 1:
                yield _put(text, (number.start, number.end, f"{sign}{whole[:-1]}{mark}{whole[-1]}{unit}"))


def _sign(place: _Place, _: list[_Place], rng: random.Random) -> Iterator[str]:
    for number in place.numbers:
        if number.signed:
            yield _put(place.passage.text, (number.start, number.start + 1, ""))


def _moved(place: _Place, places: list[_Place], rng: random.Random) -> Iterator[str]:
    here = {number.key for number in place.numbers}
    number = rng.choice(place.numbers)
    others = [
        other.passage.text[each.start : each.end]
        for other in places
        if other.document is place.document and other.passage is not place.passage
        for each in other.numbers
        if each.unit == number.unit and each.key not in here
    ]
    if others and number.unit in ("", "%"):
        yield _put(place.passage.text, (number.start, number.end, rng.choice(others)))


def _ends(place: _Place, _: list[_Place], rng: random.Random) -> Iterator[str]:
    text = place.passage.text
    for low, high in zip(place.numbers, place.numbers[1:], strict=False):
        if re.fullmatch(r"\s+(?:to|tot)\s+", text[low.end : high.start]) and low.value != high.value:
            before = text[: low.start]
            if not re.search(r"\b(?:from|van)\s*$", before):
                yield _swapped(text, (low.start, low.end), (high.start, high.end))


def _swapped(text: str, one: tuple[int, int], other: tuple[int, int]) -> str:
    return _put(text, (*one, text[slice(*other)]), (*other, text[slice(*one)]))


def _link(place: _Place, places: list[_Place], rng: random.Random) -> Iterator[str]:
    links = list(_source_links(place.passage))
    if not links or not _has_statistics(place):
        return
    match = rng.choice(links)
    others = [
        other.group()
        for each in rng.sample(places, min(30, len(places)))
        if each.passage.lang == place.passage.lang
        for other in _source_links(each.passage)
        if other.group(2) not in place.passage.around
    ]
    if others and _held_by(match, place) - {
        key for each in links if each is not match for key in _held_by(each, place)
    }:
        yield _put(place.passage.text, (match.start(), match.end(), rng.choice(others)))


def _source_links(passage: Passage) -> Iterator[re.Match[str]]:
    known = numbers_by_source.sources(passage.lang)
    if passage.kind != "string":
        for match in learner_text.LINK.finditer(passage.text):
            if numbers_by_source.address(match.group(2)) in known and not match.group().startswith("!"):
                yield match


def _has_statistics(place: _Place) -> bool:
    return any(number.unit in ("", "%", "ratio") and not _in_link(number, place.passage) for number in place.numbers)


def _in_link(number: Number, passage: Passage) -> bool:
    return any(m.start() <= number.start < m.end() for m in learner_text.LINK.finditer(passage.text))


def _held_by(link: re.Match[str], place: _Place) -> set[Number]:
    """Return the numbers of a passage, outside the words of links, that the rows behind a link hold."""
    rows = numbers_by_source.sources(place.passage.lang)[numbers_by_source.address(link.group(2))].rows
    return {
        each for each in place.numbers if not _in_link(each, place.passage) and any(row.holds(each) for row in rows)
    }


def _two_numbers(place: _Place, _: list[_Place], rng: random.Random) -> Iterator[str]:
    own = [each for each in place.numbers if not _in_link(each, place.passage) and each.unit in ("", "%")]
    for one, other in combinations(own, 2):
        if one.unit == other.unit and one.key != other.key:
            yield _swapped(place.passage.text, (one.start, one.end), (other.start, other.end))


def _two_links(place: _Place, _: list[_Place], rng: random.Random) -> Iterator[str]:
    """Swap two links if at least one of them is the only source of a number beside it."""
    for one, other in combinations(_source_links(place.passage), 2):
        if one.group(2) == other.group(2):
            continue
        only_one, only_other = _held_by(one, place), _held_by(other, place)
        only_one, only_other = only_one - only_other, only_other - only_one
        if any(each.end <= one.start() for each in only_one) and any(each.start >= one.end() for each in only_other):
            yield _swapped(place.passage.text, one.span(), other.span())


def _people(place: _Place, _: list[_Place], rng: random.Random) -> Iterator[str]:
    words = _PEOPLE[place.passage.lang]
    text = place.passage.text
    for number in place.numbers:
        match = re.compile(rf"[^.;,()]{{0,{_BESIDE}}}?\b({'|'.join(words)})\b").match(text, number.end)
        if match and number.unit in ("", "%"):
            yield _put(text, (*match.span(1), rng.choice([word for word in words[:_OTHERS] if word != match[1]])))


def _unit_or_direction(place: _Place, _: list[_Place], rng: random.Random) -> Iterator[str]:
    words = _OTHER_WORD[place.passage.lang]
    text = place.passage.text
    pattern = rf"\b({'|'.join(words)})\b"
    for number in place.numbers:
        if _in_link(number, place.passage) or number.unit in ("date", "name", "phone"):
            continue
        for match in re.finditer(pattern, text[max(0, number.start - _BESIDE) : number.end + _BESIDE]):
            at = max(0, number.start - _BESIDE) + match.start()
            if not re.search(r"[.;]\s", text[min(at, number.start) : max(at, number.end)]):
                yield _put(text, (at, at + len(match[1]), words[match[1]]))


_Maker = Callable[[_Place, list[_Place], random.Random], Iterator[str]]
KINDS: dict[str, _Maker] = {
    "digit": _digit,
    "transposed digits": _transposed,
    "decimal shift": _shifted,
    "sign flip": _sign,
    "moved from another passage": _moved,
    "interval ends swapped": _ends,
    "link replaced": _link,
    "two numbers swapped": _two_numbers,
    "two links swapped": _two_links,
    "population word": _people,
    "unit, time or direction": _unit_or_direction,
}
