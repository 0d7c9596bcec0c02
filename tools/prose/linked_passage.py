"""A passage of learner text with its links, which decide the sources and rows for each number in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from adempauze.evidence.help_lines import dialled, digits
from tools.prose import learner_text, numbers_by_source, printed_numbers
from tools.prose.learner_text import Passage
from tools.prose.numbers_by_source import Row, Source, address
from tools.prose.printed_numbers import Number

_ADDRESS = re.compile(r"<?https?://[^\s>)]+>?")
_MARKER = re.compile(r"\A\s*\d+[.)](?=\s)")
_JOINING_WORDS = 4  # between two links that are named together


@dataclass(frozen=True)
class LinkedPassage:
    """A passage with its links; `text` is as long as the original, with spaces for all that is not prose."""

    passage: Passage
    text: str
    links: tuple[tuple[int, str, str], ...]  # place of the label, label, address
    addresses: tuple[str, ...]  # links in the passage and in the text around it
    section: str  # the text under the same heading

    def sentence_span(self, place: int) -> tuple[int, int]:
        """Return where the sentence at a place in the text begins and ends."""
        ends = [match.end() for match in re.finditer(r"[.!?]\s+(?=[^a-z\s])", self.text)]
        start = max((end for end in ends if end <= place), default=0)
        end = min((end for end in ends if end > place), default=len(self.text))
        return start, end

    def sentence(self, place: int) -> str:
        """Return the sentence at a place in the text."""
        start, end = self.sentence_span(place)
        return learner_text.plain(self.passage.text[start:end].replace("`", ""))

    def deciding(self, number: Number) -> list[Source]:
        """Return the sources of a number by its place: of the links after it, otherwise of those before it."""
        known = numbers_by_source.sources(self.passage.lang)
        groups: list[list[tuple[int, int, str]]] = []
        for match in learner_text.LINK.finditer(self.passage.text):
            if address(match.group(2)) not in known or match.group().startswith("!"):
                continue
            joined = self.text[groups[-1][-1][1] : match.start()] if groups else ""
            if groups and len(joined.split()) <= _JOINING_WORDS and not re.search(r"[.\d]", joined):
                groups[-1].append((match.start(), match.end(), match.group(2)))
            else:
                groups.append([(match.start(), match.end(), match.group(2))])
        start, end = self.sentence_span(number.start)
        after = [group for group in groups if group[0][0] >= number.end]
        before = [group for group in groups if group[-1][1] <= number.start]
        inside = [group for group in after[:1] if group[0][0] < end] + [
            group for group in before[-1:] if group[0][0] >= start
        ]
        chosen = inside or after[:1] + before[-1:]
        return [known[address(url)] for group in chosen for _, _, url in group]


def with_links(passage: Passage, named: Iterable[str] = (), section: str = "") -> LinkedPassage:
    """Blank what is not prose, and the words of links, which are judged apart; `named`: sources cited by name."""
    found = [match for match in learner_text.LINK.finditer(passage.text) if not match.group().startswith("!")]
    links = tuple((match.start(1), match[1], match[2]) for match in found)
    text = _ADDRESS.sub(_blank, learner_text.LINK.sub(_blank, passage.text))
    text = _MARKER.sub(_blank, text) if passage.kind == "item" else text
    addresses = (url for _, url in learner_text.LINK.findall(passage.around))
    return LinkedPassage(passage, text, links, (*addresses, *named), section)


def _blank(match: re.Match[str]) -> str:
    """Return as many spaces, but keep the alternative text of a picture."""
    text = match.group()
    if not text.startswith("!"):
        return " " * len(text)
    return f"  {match.group(1)}".ljust(len(text))


def all_numbers(passage: Passage) -> list[Number]:
    """Return all numbers of a passage in order, including those in the words of links."""
    read = with_links(passage)
    labels = [moved(number, place) for place, label, _ in read.links for number in label_numbers(label, passage.lang)]
    return sorted((*printed_numbers.find(read.text, passage.lang), *labels), key=lambda number: number.start)


def label_numbers(label: str, lang: str) -> tuple[Number, ...]:
    """Return the numbers in the words of a link; a phone number with spaces or dashes is one number."""
    bare = re.sub(r"[\s-]", "", label)
    if bare in dialled():
        return (Number(0, len(label), label, bare, "phone"),)
    return printed_numbers.find(label, lang)


def moved(number: Number, by: int) -> Number:
    """Return a number as it is found this many characters later."""
    return Number(
        number.start + by, number.end + by, number.text, number.value, number.unit, number.signed, number.about
    )


def linked_sources(read: LinkedPassage) -> list[Source]:
    """Return the sources of the evidence that a passage links to, in the order of its links."""
    known = numbers_by_source.sources(read.passage.lang)
    return [known[address(url)] for url in read.addresses if address(url) in known]


def rows_behind(read: LinkedPassage) -> tuple[Row, ...]:
    """Return the rows behind the links of a passage, its phone numbers, and the keys that its call names."""
    lang = read.passage.lang
    linked = [row for source in linked_sources(read) for row in source.rows]
    called = {digits(url) for url in read.addresses if url.startswith("tel:")}
    rows = numbers_by_source.all_rows(lang) if called else ()
    helps = [row for row in rows if row.table == "help" and called & _phones(row)]
    named = [row for key in read.passage.keys for row in numbers_by_source.by_id(lang).get(key, ())]
    return tuple(dict.fromkeys((*linked, *helps, *named)))


def _phones(row: Row) -> set[str]:
    return {digits(number.text) for number in row.numbers}
