"""Bind the numbers that learners read to the rows of the evidence.

A number in digits needs, in the same paragraph, list item or table row (or in the caption or head of its table), a
link to a source with a row that holds it. A string in a notebook has no links: there the number may stand with its
source elsewhere in the lesson, the question may name a source that the lesson links to by the words of that link, and
a `statement` or `option` that names its sources by key is held to those alone. An interval and its estimate come from
one row, signs included. A number from a derived row is called our calculation in the same section, one from a
secondary row says in the same paragraph who reported it.

Not checked: counts in words (but "one in five", "two thirds" and "twelve percent" are), wrong answers of a quiz, code,
and what `exceptions.toml` declares.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from adempauze.evidence.help_lines import dialled, digits
from tools.prose import learner_text, numbers_by_source, printed_numbers
from tools.prose.learner_text import Document, Finding, Passage
from tools.prose.numbers_by_source import Row, Source, address
from tools.prose.printed_numbers import Number

EXCEPTIONS = Path(__file__).parent / "exceptions.toml"

_ADDRESS = re.compile(r"<?https?://[^\s>)]+>?")
_MARKER = re.compile(r"\A\s*\d+[.)](?=\s)")
_UNREAD = re.compile(r"^[ \t]*(?:`{3,}|~{3,})\{.*", re.M)
_RANGE = re.compile(r"\s*(to|tot|and|en|-|–)\s*")
_FALL = re.compile(r"\b(?:from|van)\s+(?:(?:about|ongeveer|some|zo'n)\s+)?$", re.I)
_BRACKET = re.compile(r"[(\[;,]\s*$|\b(?:interval|CI)\b\W*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = {
    "en": r"\s+(?:[a-z]+\s+){0,2}?(?:adults?|adolescents|cases|children|deaths|employees|hours|men|minutes|nurses"
    r"|owners|participants?|patients|people|persons?|reports|studies|students|teachers|trials|users|volunteers|women|workers)\b",
    "nl": r"\s+(?:[a-z]+\s+){0,2}?(?:deelnemers|doden|gebruikers|gevallen|kinderen|leraren|mannen|meldingen|mensen"
    r"|minuten|onderzoeken|patiënten|personen|studenten|studies|uren|verpleegkundigen|volwassenen|vrijwilligers"
    r"|vrouwen|werkenden|werknemers)\b",
}
_EFFECT = re.compile(r"(?:\b[dgr]|\bSMD|\bMD)\s*=?\s*$")
_WORDS_FOR: dict[str, dict[str, tuple[str, ...]]] = {
    "secondary": {"en": ("reportedly", "according to"), "nl": ("volgens", "naar verluidt")},
    "derived": {
        "en": ("our calculation", "our own calculation", "we calculated"),
        "nl": ("onze berekening", "onze eigen berekening", "berekenden we", "we berekenden"),
    },
}
_MANY_ROWS = 20
_NAMED_AT_MOST = 14  # numbers or rows in one message


@dataclass
class Checked:
    """What a check found, and which numbers it bound to a source, a date of checking or a phone number."""

    findings: list[Finding] = field(default_factory=list)
    bound: list[tuple[Passage, Number]] = field(default_factory=list)


@dataclass(frozen=True)
class _Reading:
    """A passage prepared: text as long as the original, where only what counts as prose is left; and its links."""

    passage: Passage
    text: str
    links: tuple[tuple[int, str, str], ...]  # place of the label, label, address
    addresses: tuple[str, ...]  # where it links to, and what is read with it
    section: str  # all that stands under the same heading

    def sentence(self, place: int) -> str:
        """Return the sentence at a place in the text."""
        ends = [match.end() for match in re.finditer(r"[.!?]\s+(?=[^a-z\s])", self.text)]
        start = max((end for end in ends if end <= place), default=0)
        end = min((end for end in ends if end > place), default=len(self.text))
        return learner_text.plain(self.passage.text[start:end].replace("`", ""))


def check(documents: Iterable[Document]) -> Checked:
    """Check the numbers of each document, and that its twin in the other language has the same."""
    checked = Checked()
    documents = list(documents)
    for document in documents:
        one = check_document(document)
        checked.findings += one.findings
        checked.bound += one.bound
    for english, dutch in _twins(documents):
        checked.findings += compare(english, dutch)
    return checked


def check_document(document: Document) -> Checked:
    """Check the numbers in one document against the evidence; strings in code come last, they may lean on the rest."""
    checked = Checked(list(_unread(document)))
    prose, strings = ([each for each in document.passages if (each.kind == "string") is kind] for kind in (False, True))
    for passage in prose:
        _check(_read(passage, (), document.section(passage)), frozenset(), checked)
    in_lesson = frozenset(number.key for _, number in checked.bound)
    found = (link for passage in prose for link in learner_text.LINK.findall(passage.text))
    links = {label: url for label, url in found if re.search(r"\d", label)}  # a name with a year, not "data"
    for passage in strings:
        named = [url for label, url in links.items() if label in passage.around]
        names_its_rows = any(key in numbers_by_source.by_id(document.lang) for key in passage.keys)
        _check(_read(passage, named), frozenset() if names_its_rows else in_lesson, checked)
    return checked


def _unread(document: Document) -> Iterator[Finding]:
    """Yield directives in a code fence: Markdown shows their text, and no check reads it."""
    for cell in document.cells:
        for match in _UNREAD.finditer(cell.source if cell.kind == "markdown" else ""):
            line = cell.source.count("\n", 0, match.start()) + 1
            passage = Passage(document.file, document.lang, cell.id, line, "paragraph", match.group())
            message = "The checks do not read what stands in this directive; write it with colons (:::) instead."
            yield Finding(passage, match.group().strip(), message)


def _check(read: _Reading, in_lesson: frozenset[tuple[object, str]], checked: Checked) -> None:
    for number, message in _judged(read, in_lesson):
        if message:
            checked.findings.append(Finding(read.passage, read.sentence(number.start), message))
        else:
            checked.bound.append((read.passage, number))


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
    """Yield that a cell has more in one language; in code, where one word may become two, only numbers count."""
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
    only = [_listed(key for key, _ in (mine - others).elements()) for mine, others in ((ours, theirs), (theirs, ours))]
    message = f"English and Dutch differ: only English has {only[0] or 'none'}; only Dutch has {only[1] or 'none'}."
    yield Finding(one, learner_text.plain(one.text)[:200], f"{message} Dutch: {other.place}.")


def all_numbers(passage: Passage) -> list[Number]:
    """Return all numbers that are read in a passage, with those in the words of links, in their order."""
    read = _read(passage)
    labels = [_moved(number, place) for place, label, _ in read.links for number in _label_numbers(label, passage.lang)]
    return sorted((*printed_numbers.find(read.text, passage.lang), *labels), key=lambda number: number.start)


@cache
def exceptions() -> tuple[dict[str, str], ...]:
    """Return the declared exceptions: a reason and a pattern per language."""
    return tuple(tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))["exception"])


def excepted(text: str, lang: str) -> list[range]:
    """Return the stretches of a text that an exception covers."""
    return [
        range(match.start(), match.end())
        for exception in exceptions()
        for match in re.finditer(exception[lang], text, re.M)
    ]


def _twins(documents: list[Document]) -> Iterator[tuple[Document, Document]]:
    """Yield English and Dutch together; a twin that was not asked for is read from the disk, if it is there."""
    by_file = {document.file: document for document in documents}
    for document in documents:
        other = "nl" if document.lang == "en" else "en"
        file = document.file.parent.parent / other / document.file.name
        if file in by_file and document.lang == "nl":
            continue  # comes with its English twin
        if file in by_file or file.exists():
            twin = by_file.get(file) or learner_text.read_document(file)
            yield (document, twin) if document.lang == "en" else (twin, document)


def _read(passage: Passage, named: Iterable[str] = (), section: str = "") -> _Reading:
    """Blank what is no prose, and the words of links, which are judged alone; `named`: sources cited by name."""
    found = [match for match in learner_text.LINK.finditer(passage.text) if not match.group().startswith("!")]
    links = tuple((match.start(1), match[1], match[2]) for match in found)
    text = _ADDRESS.sub(_blank, learner_text.LINK.sub(_blank, passage.text))
    text = _MARKER.sub(_blank, text) if passage.kind == "item" else text
    addresses = (url for _, url in learner_text.LINK.findall(passage.around))
    return _Reading(passage, text, links, (*addresses, *named), section)


def _blank(match: re.Match[str]) -> str:
    """Return as many spaces, but keep what is read of a picture."""
    text = match.group()
    if not text.startswith("!"):
        return " " * len(text)
    return f"  {match.group(1)}".ljust(len(text))


def _judged(read: _Reading, in_lesson: frozenset[tuple[object, str]]) -> Iterator[tuple[Number, str]]:
    """Yield each number that has to rest on something, with what is wrong with it, or an empty string."""
    lang = read.passage.lang
    if read.passage.role == "wrong":
        return
    for place, label, url in read.links:
        if "doi.org/" in url and address(url) not in numbers_by_source.sources(lang):
            yield Number(place, place, url, None), f"{url}: not in sources.csv."
        for number in _without_excepted(_label_numbers(label, lang), label, lang):
            yield _moved(number, place), _link_message(number, url, lang)
    numbers = _without_excepted(printed_numbers.find(read.text, lang), read.text, lang)
    rows = _rows(read)
    for place, number in enumerate(numbers):
        if _known_apart(number, read) or number.key in in_lesson or _is_called(number, read, in_lesson):
            yield number, ""
        else:
            message = _message(number, rows, read) or _range_message(place, numbers, rows, read)
            yield number, message or _stray_message(number, numbers, rows, read)


def _without_excepted(numbers: list[Number], text: str, lang: str) -> list[Number]:
    free = excepted(text, lang)
    return [number for number in numbers if not any(number.start in span and number.end - 1 in span for span in free)]


def _label_numbers(label: str, lang: str) -> list[Number]:
    """Return the numbers in the words of a link; a phone number, written with spaces or dashes, is one."""
    bare = re.sub(r"[\s-]", "", label)
    if bare in dialled():
        return [Number(0, len(label), label, bare, "phone")]
    return printed_numbers.find(label, lang)


def _moved(number: Number, by: int) -> Number:
    return Number(number.start + by, number.end + by, number.text, number.value, number.unit, number.signed)


def _link_message(number: Number, url: str, lang: str) -> str:
    """Return what is wrong with a number in the words of a link: a year, a name, a phone number, a lesson."""
    if not re.match(r"https?:|tel:", url):
        of_lesson = re.match(r"\d+", url.rpartition("/")[2])
        same = of_lesson is not None and number.text == of_lesson.group()
        return "" if same else f"{number.text}: not the number of the lesson that the link goes to ({url})."
    if url.startswith("tel:"):
        same = number.unit == "phone" and digits(url) == number.value
        return "" if same else f"{number.text}: not the phone number in the link ({url}), or not one in help.csv."
    source = numbers_by_source.sources(lang).get(address(url))
    if source is None:
        return f"{number.text}: the data know no source {url} (sources.csv, column url)."
    if number.unit == "phone" or (number.unit == "name" and number.value in url.upper()):
        return ""
    named = {own.value for own in printed_numbers.find(f"{source.label} {source.year or ''}", lang)} - {None}
    is_year = re.fullmatch(r"(?:19|20)\d\d", number.text)
    if number.value in named or (not is_year and any(row.holds(number) for row in source.rows)):
        return ""
    return f"{number.text}: the link goes to {source.label} ({', '.join(source.keys)}), which has no such number."


def _known_apart(number: Number, read: _Reading) -> bool:
    """Whether a number needs no row: the date of a check, the id of a claim, a phone number that is a link here."""
    if number.unit == "name":
        return number.value in numbers_by_source.claim_ids()
    if number.unit == "date":
        return number.value in numbers_by_source.dates_of_checking()
    return _digits(number) in {digits(url) for url in read.addresses if url.startswith("tel:")}


def _is_called(number: Number, read: _Reading, in_lesson: frozenset[tuple[object, str]]) -> bool:
    """Whether a number is a phone number of the lesson, in a question about calling."""
    is_phone = (_digits(number), "phone") in in_lesson
    return is_phone and re.search(r"\b(?:call|bel(?:len|t)?)\b", read.passage.around, re.I) is not None


def _digits(number: Number) -> str:
    return digits(number.text) if number.unit == "" else ""


def _sources(read: _Reading) -> list[Source]:
    known = numbers_by_source.sources(read.passage.lang)
    return [known[address(url)] for url in read.addresses if address(url) in known]


def _rows(read: _Reading) -> tuple[Row, ...]:
    """Return the rows behind the links of a passage, its phone numbers, and the keys that its call names."""
    lang = read.passage.lang
    linked = [row for source in _sources(read) for row in source.rows]
    called = {digits(url) for url in read.addresses if url.startswith("tel:")}
    helps = [row for row in numbers_by_source.all_rows(lang) if row.table == "help" and called & _phones(row)]
    named = [row for key in read.passage.keys for row in numbers_by_source.by_id(lang).get(key, ())]
    return tuple(dict.fromkeys((*linked, *helps, *named)))


def _phones(row: Row) -> set[str]:
    return {digits(number.text) for number in row.numbers}


def _message(number: Number, rows: tuple[Row, ...], read: _Reading) -> str:
    """Return why the rows do not carry a number, or an empty string."""
    if number.value is None:
        return f"{number.text}: not written as {'English' if read.passage.lang == 'en' else 'Dutch'} writes numbers."
    counted = _is_counted(number, read)
    if number.unit == "" and number.value in {source.year for source in _sources(read)} and not counted:
        return ""
    holding = [row for row in rows if row.holds(number) and not (counted and row.is_of_year(number))]
    if not holding:
        return _not_found(number, rows, read)
    if _sign_counts(number, read.text) and all(row.contradicts_sign(number) for row in holding):
        return f"{number.text}: {holding[0]} has it with the other sign."
    return _unsaid(number, holding, read)


def _is_counted(number: Number, read: _Reading) -> bool:
    """Whether a number that could be a year counts something: "2023 adults", not "in 2023"."""
    if number.unit or not _YEAR.fullmatch(number.text):
        return False
    return re.match(_COUNTED[read.passage.lang], read.text[number.end :], re.I) is not None


def _unsaid(number: Number, holding: list[Row], read: _Reading) -> str:
    """Return which words are missing beside a number that only derived or only secondary rows hold."""
    if holding[0].table in ("help", "legal"):
        return ""
    lang, passage = read.passage.lang, read.passage
    kind, where = ("derived", f"{passage.around}\n{read.section}")
    if not all(row.derived for row in holding):
        kind, where = ("secondary", passage.around)
        if not all(row.secondary for row in holding):
            return ""
    words = _WORDS_FOR[kind][lang]
    if any(word in where.lower() for word in words):
        return ""
    place = "section" if kind == "derived" else "paragraph"
    return f"{number.text}: {holding[0]} is {kind}; the {place} has to say “{'” or “'.join(words)}”."


def _sign_counts(number: Number, text: str) -> bool:
    return number.signed or _EFFECT.search(text[: number.start]) is not None


def _range_message(place: int, numbers: list[Number], rows: tuple[Row, ...], read: _Reading) -> str:
    """Return why a range is none of the data: its ends, and the estimate before it, stand together in one row."""
    if place == 0 or not _is_range(numbers[place - 1], numbers[place], read.text):
        return ""
    low, high = numbers[place - 1 : place + 1]
    before = numbers[place - 2] if place > 1 else None
    estimate = before if before and _is_around(before, low, read.text) else None
    if not estimate and _is_fall(low, high, read.text):
        return ""
    if any(row.holds_range(low, high, estimate) for row in rows):
        return ""
    listed = " and ".join(number.text for number in (estimate, low, high) if number)
    return f"{listed}: no one row has these together, as the ends of a range with its estimate."


def _stray_message(number: Number, numbers: list[Number], rows: tuple[Row, ...], read: _Reading) -> str:
    """Return why a decimal beside a source with many rows may be there by chance: no row has it with a neighbour.

    Most short decimals stand somewhere in many rows. So the decimals of one sentence vouch for each other.
    """
    many = {row for source in _sources(read) if len(source.rows) > _MANY_ROWS for row in source.rows}
    if not many or not _has_decimals(number):
        return ""
    sentence = read.sentence(number.start)
    neighbours = [each for each in numbers if _has_decimals(each) and read.sentence(each.start) == sentence]
    holding = {each: {row for row in rows if row.holds(each)} for each in neighbours}
    own = holding.pop(number)
    others = [held for held in holding.values() if held and held <= many]
    if not own <= many or not others or any(own & held for held in others):
        return ""
    return f"{number.text}: no one row has it together with another number of this sentence."


def _is_range(low: Number, high: Number, text: str) -> bool:
    """Whether two numbers are the ends of a range: "14 to 20", "-0.55 to -0.14", "between 0.1 and 0.5"."""
    if not all(isinstance(number.value, Decimal) for number in (low, high)) or low.unit != high.unit:
        return False
    joined = _RANGE.fullmatch(text[low.end : high.start])
    return joined is not None and (joined.group(1) not in ("and", "en") or _has_decimals(low, high))


def _is_fall(low: Number, high: Number, text: str) -> bool:
    """Whether two numbers tell of a fall, "from 3.8 to 3.5", and are no interval with its ends or signs exchanged."""
    if low.value <= high.value:
        return False
    before = text[: low.start]
    return _FALL.search(before) is not None or not (low.signed or high.signed or _BRACKET.search(before))


def _is_around(estimate: Number, low: Number, text: str) -> bool:
    """Whether a number is what a range is around: it stands before it, in or just before the same brackets."""
    between = text[estimate.end : low.start]
    alike = (
        estimate.unit == low.unit and _has_decimals(estimate) == _has_decimals(low) and (_has_decimals(low) or low.unit)
    )
    return bool(alike) and len(between) < 60 and not re.search(r"\)|\.\s", between)


def _has_decimals(*numbers: Number) -> bool:
    return all("." in str(number.value) for number in numbers)


def _not_found(number: Number, rows: tuple[Row, ...], read: _Reading) -> str:
    """Say where was looked, what stands there, and which rows elsewhere hold the number."""
    parts = [f"{number.text}:"]
    if rows:
        held = {own.key: own for row in rows for own in (*row.numbers, *row.exact) if own.value is not None}
        looked = (
            ", ".join(dict.fromkeys(source.label for source in _sources(read))) or "the sources that the call names"
        )
        parts.append(f"not in the rows of {looked}: {_some(map(str, rows))}. They hold {_listed(held)}.")
    else:
        parts.append("no source with rows is linked in this paragraph.")
    unknown = [url for url in read.addresses if url.startswith("http") and not _known(url, read)]
    if unknown:
        parts.append(f"Not in sources.csv: {', '.join(unknown)}.")
    elsewhere = _elsewhere(number, rows, read.passage.lang)
    if elsewhere:
        parts.append(f"Rows that hold it: {elsewhere}.")
    return " ".join(parts)


def _known(url: str, read: _Reading) -> bool:
    return address(url) in numbers_by_source.sources(read.passage.lang)


def _elsewhere(number: Number, rows: tuple[Row, ...], lang: str) -> str:
    found = [
        f"{row} ({source.label}, {url})"
        for url, source in numbers_by_source.sources(lang).items()
        for row in source.rows
        if row not in rows and row.table not in ("effects", "help") and row.holds(number)
    ]
    return "; ".join(found) if 0 < len(found) <= 3 else ""  # a number that stands everywhere points nowhere


def _listed(keys: Iterable[tuple[object, str]]) -> str:
    texts = [
        f"{_value(value)}{'%' if unit == '%' else f' {unit}' if unit in ('mg', 'µg', 'g') else ''}"
        for value, unit in keys
    ]
    return _some(sorted(texts, key=lambda text: (len(text), text)))


def _value(value: object) -> str:
    return " in ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _some(texts: Iterable[str]) -> str:
    listed = list(texts)
    more = len(listed) - _NAMED_AT_MOST
    return ", ".join(listed[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
