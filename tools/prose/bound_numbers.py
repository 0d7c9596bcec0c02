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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from adempauze.evidence.help_lines import digits
from tools.prose import learner_text, nearby_words, numbers_by_source, printed_numbers, ranges
from tools.prose.learner_text import Document, Finding, Passage
from tools.prose.linked_passage import (
    LinkedPassage,
    label_numbers,
    linked_sources,
    moved,
    rows_behind,
    with_links,
)
from tools.prose.not_found import not_found
from tools.prose.numbers_by_source import Row, address
from tools.prose.printed_numbers import Number
from tools.prose.two_languages import compare, twins

EXCEPTIONS = Path(__file__).parent / "exceptions.toml"

_UNREAD = re.compile(r"^[ \t]*(?:`{3,}|~{3,})\{.*", re.M)
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
# The rows that hold the numbers in a lesson's prose; its quizzes and cards may repeat those numbers.
_InLesson = Mapping[tuple[object, str], tuple[Row, ...]]
_MANY_ROWS = 20


@dataclass
class Checked:
    """What a check found, and which numbers it bound to a source, a date of checking or a phone number."""

    findings: list[Finding] = field(default_factory=list)
    bound: list[tuple[Passage, Number]] = field(default_factory=list)


def check(documents: Iterable[Document]) -> Checked:
    """Check the numbers of each document, and that its twin in the other language has the same."""
    checked = Checked()
    documents = list(documents)
    for document in documents:
        one = check_document(document)
        checked.findings += one.findings
        checked.bound += one.bound
    for english, dutch in twins(documents):
        checked.findings += compare(english, dutch)
    return checked


def check_document(document: Document) -> Checked:
    """Check the numbers in one document against the evidence, strings in code last, as they may repeat its prose."""
    checked = Checked(list(_unread(document)))
    prose, strings = ([each for each in document.passages if (each.kind == "string") is kind] for kind in (False, True))
    in_lesson: dict[tuple[object, str], tuple[Row, ...]] = {}
    for passage in prose:
        read = with_links(passage, (), document.section(passage))
        held = len(checked.bound)
        _check(read, {}, checked)
        rows = rows_behind(read)
        for _, number in checked.bound[held:]:
            holding = tuple(row for row in rows if row.holds(number))
            in_lesson[number.key] = in_lesson.get(number.key, ()) + holding
    found = (link for passage in prose for link in learner_text.LINK.findall(passage.text))
    links = {label: url for label, url in found if re.search(r"\d", label)}  # a name with a year, not "data"
    for passage in strings:
        named = [url for label, url in links.items() if label in passage.around]
        names_its_rows = any(key in numbers_by_source.by_id(document.lang) for key in passage.keys)
        _check(with_links(passage, named), {} if names_its_rows else in_lesson, checked)
    return checked


def _unread(document: Document) -> Iterator[Finding]:
    """Yield directives in a code fence, whose text Markdown shows but no other check reads."""
    for cell in document.cells:
        for match in _UNREAD.finditer(cell.source if cell.kind == "markdown" else ""):
            line = cell.source.count("\n", 0, match.start()) + 1
            passage = Passage(document.file, document.lang, cell.id, line, "paragraph", match.group())
            message = "The checks do not read what stands in this directive; write it with colons (:::) instead."
            yield Finding(passage, match.group().strip(), message)


def _check(read: LinkedPassage, in_lesson: _InLesson, checked: Checked) -> None:
    for number, message in _judged(read, in_lesson):
        if message:
            checked.findings.append(Finding(read.passage, read.sentence(number.start), message))
        else:
            checked.bound.append((read.passage, number))


@cache
def exceptions() -> tuple[dict[str, str], ...]:
    """Return the declared exceptions: a reason and a pattern per language."""
    return tuple(tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))["exception"])


@cache
def excepted(text: str, lang: str) -> tuple[range, ...]:
    """Return the stretches of a text that an exception covers."""
    return tuple(
        range(match.start(), match.end())
        for exception in exceptions()
        for match in re.finditer(exception[lang], text, re.M)
    )


def _judged(read: LinkedPassage, in_lesson: _InLesson) -> Iterator[tuple[Number, str]]:
    """Yield each number that needs a source, with what is wrong with it, or an empty string."""
    lang = read.passage.lang
    if read.passage.role == "wrong":
        return
    for place, label, url in read.links:
        if "doi.org/" in url and address(url) not in numbers_by_source.sources(lang):
            yield Number(place, place, url, None), f"{url}: not in sources.csv."
        for number in _without_excepted(label_numbers(label, lang), label, lang):
            yield moved(number, place), _link_message(number, url, lang)
    numbers = _without_excepted(printed_numbers.find(read.text, lang), read.text, lang)
    rows = rows_behind(read)
    for place, number in enumerate(numbers):
        told = _told_in_lesson(number, rows, in_lesson)
        if told:
            words = nearby_words.message(number, read.text, lang, told)
            yield number, words or ranges.message(place, numbers, told, read.text)
        elif _known_apart(number, read) or number.key in in_lesson or _is_called(number, read, in_lesson):
            yield number, ""
        else:
            yield (
                number,
                _message(number, rows, read)
                or ranges.message(place, numbers, rows, read.text)
                or _stray_message(number, numbers, rows, read)
                or _swap_message(number, numbers, rows, read),
            )


def _told_in_lesson(number: Number, rows: tuple[Row, ...], in_lesson: _InLesson) -> list[Row]:
    """Return the rows that may hold a number in a string: those of the prose, and those that the call names."""
    return [*in_lesson.get(number.key, ()), *(row for row in rows if row.holds(number))] if in_lesson else []


def _swap_message(number: Number, numbers: list[Number], rows: tuple[Row, ...], read: LinkedPassage) -> str:
    """Return a message if the words around two numbers in their row show that the numbers are swapped."""
    start, end = read.sentence_span(number.start)
    if read.passage.kind == "row":
        return ""
    for one, other in ranges.pairs([each for each in numbers if start <= each.start < end], read.text):
        if one is not number:
            continue
        both = [row for row in rows if row.holds(one) and row.holds(other)]
        if nearby_words.swapped(one, other, read.text, read.passage.lang, both):
            return f"{one.text} and {other.text}: by the words around them in {both[0]} they have changed places."
    return ""


def _without_excepted(numbers: Iterable[Number], text: str, lang: str) -> list[Number]:
    free = excepted(text, lang)
    return [number for number in numbers if not any(number.start in span and number.end - 1 in span for span in free)]


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


def _known_apart(number: Number, read: LinkedPassage) -> bool:
    """Whether a number needs no row: the date of a check, the id of a claim, a phone number that is a link here."""
    if number.unit == "name":
        return number.value in numbers_by_source.claim_ids()
    if number.unit == "date":
        return number.value in numbers_by_source.dates_of_checking()
    return _digits(number) in {digits(url) for url in read.addresses if url.startswith("tel:")}


def _is_called(number: Number, read: LinkedPassage, in_lesson: _InLesson) -> bool:
    """Whether a number is a phone number of the lesson, in a question about calling."""
    is_phone = (_digits(number), "phone") in in_lesson
    return is_phone and re.search(r"\b(?:call|bel(?:len|t)?)\b", read.passage.around, re.I) is not None


def _digits(number: Number) -> str:
    return digits(number.text) if number.unit == "" else ""


def _message(number: Number, rows: tuple[Row, ...], read: LinkedPassage) -> str:
    """Return why no row holds a number, or an empty string."""
    if number.value is None:
        return f"{number.text}: not written as {'English' if read.passage.lang == 'en' else 'Dutch'} writes numbers."
    counted = _is_counted(number, read)
    years = {source.year for source in read.deciding(number) or linked_sources(read)}
    if number.unit == "" and number.value in years and not counted:
        return ""
    holding = [row for row in rows if row.holds(number) and not (counted and row.is_of_year(number))]
    if not holding:
        return not_found(number, rows, read)
    if _sign_counts(number, read.text) and all(row.contradicts_sign(number) for row in holding):
        return f"{number.text}: {holding[0]} has it with the other sign."
    return (
        _unsaid(number, holding, read)
        or _nearest_message(number, holding, read)
        or _word_message(number, holding, read)
    )


def _word_message(number: Number, holding: list[Row], read: LinkedPassage) -> str:
    beside = {row for source in read.deciding(number) for row in source.rows}
    nearest = [row for row in holding if row in beside] or holding
    return nearby_words.message(number, read.text, read.passage.lang, nearest)


def _nearest_message(number: Number, holding: list[Row], read: LinkedPassage) -> str:
    """Return a message if the source linked beside a number does not hold it, else an empty string."""
    if read.passage.kind not in ("paragraph", "item") or holding[0].table == "help":
        return ""
    deciding = read.deciding(number)
    if not deciding or any(row in source.rows for source in deciding for row in holding):
        return ""
    if any(number.value == source.year for source in deciding):
        return ""
    held = ", ".join(map(str, holding[:3]))
    return f"{number.text}: in {held}, but the nearest link goes to {', '.join(each.label for each in deciding)}."


def _is_counted(number: Number, read: LinkedPassage) -> bool:
    """Whether a number that could be a year counts something: "2023 adults", not "in 2023"."""
    if number.unit or not _YEAR.fullmatch(number.text):
        return False
    return re.match(_COUNTED[read.passage.lang], read.text[number.end :], re.I) is not None


def _unsaid(number: Number, holding: list[Row], read: LinkedPassage) -> str:
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
    if ranges.is_fall_by(number, text):
        return False
    return number.signed or _EFFECT.search(text[: number.start]) is not None


def _stray_message(number: Number, numbers: list[Number], rows: tuple[Row, ...], read: LinkedPassage) -> str:
    """Return why a decimal beside a source with many rows may be there by chance: no row has it with a neighbour.

    Most short decimals stand somewhere in many rows. So the decimals of one sentence vouch for each other.
    """
    many = {row for source in linked_sources(read) if len(source.rows) > _MANY_ROWS for row in source.rows}
    if not many or not ranges.decimals(number):
        return ""
    sentence = read.sentence(number.start)
    neighbours = [each for each in numbers if ranges.decimals(each) and read.sentence(each.start) == sentence]
    holding = {each: {row for row in rows if row.holds(each)} for each in neighbours}
    own = holding.pop(number)
    others = [held for held in holding.values() if held and held <= many]
    if not own <= many or not others or any(own & held for held in others):
        return ""
    return f"{number.text}: no one row has it together with another number of this sentence."
