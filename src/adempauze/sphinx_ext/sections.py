"""Reads a built page as a reader finds it: its title, and its sections with the anchor at which each opens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

_NOT_TEXT = (
    "nav, script, style, noscript, button, form, .course-opening, .course-code, .adempauze-loading, .course-unseen"
)
_ENTRY = "a[id]"
_SPACE_BEFORE, _SPACE_AFTER = re.compile(r" (?=[.,;:!?)’”])"), re.compile(r"(?<=[(‘“]) ")


@dataclass(frozen=True)
class Section:
    """A part of a page that a search can find; `heading` is "" for what stands under the title."""

    anchor: str
    heading: str
    text: str


def read(html: str) -> tuple[str, list[Section]]:
    """Return the title of a page and its sections in order; a term and a claim are sections too."""
    main = BeautifulSoup(html, "html.parser").find("main")
    title = main.find("h1") if isinstance(main, Tag) else None
    if not isinstance(main, Tag) or not isinstance(title, Tag):
        return "", []
    for part in main.select(_NOT_TEXT):
        part.decompose()
    name = _words(title)
    return name, [each for each in _sections(main, title) if each.text or each.heading]


def opening(site: Path, address: str, count: int) -> tuple[str, str]:
    """Return the title and the markup of the first paragraphs of a page, with links as from the root of its edition."""
    main = BeautifulSoup((site / address).read_text(encoding="utf-8"), "html.parser").find("main")
    assert isinstance(main, Tag)
    paragraphs = main.find_all("p")[:count]
    for link in (link for paragraph in paragraphs for link in paragraph.select("a[href]")):
        link["href"] = urljoin(address, str(link["href"]))
    return _words(main.find_all("h1")[0]), "".join(map(str, paragraphs))


def _sections(main: Tag, title: Tag) -> Iterator[Section]:
    """Take each part out of the one around it; yield them all in the order of the page."""
    found: list[tuple[int, Section]] = []
    places = {id(tag): place for place, tag in enumerate(main.find_all(True))}
    title.extract()
    for claim in main.select("details.course-claim"):
        found.append((places[id(claim)], _claim(claim)))
    for section in reversed(main.select("section[id]")):  # the inner ones come after the outer ones
        found += [(places[id(anchor)], entry) for anchor, entry in _terms(section)]
        heading = section.find(["h1", "h2", "h3", "h4"])
        words = _words(heading.extract()) if isinstance(heading, Tag) else ""
        found.append((places[id(section)], Section(str(section["id"]), words, _words(section.extract()))))
    found.append((-1, Section("", "", _words(main))))
    yield from (section for _, section in sorted(found, key=lambda each: each[0]))


def _claim(claim: Tag) -> Section:
    """Take a claim out of its page: what is said, and what the course says of it."""
    claim.extract()
    anchor, said = claim.select_one(_ENTRY), claim.select_one("summary b")
    heading = _words(said.extract()) if said else ""
    return Section(str(anchor["id"]) if anchor else "", heading, _words(claim))


def _terms(section: Tag) -> Iterable[tuple[Tag, Section]]:
    """Take the terms of a glossary out of their section: an anchor, then a paragraph that begins with the term."""
    anchors = [anchor for anchor in section.select(_ENTRY) if anchor.parent and not anchor.get_text(strip=True)]
    for anchor in anchors:
        paragraph = anchor.find_parent("p")
        term = paragraph.find("strong") if paragraph else None
        if paragraph is None or not isinstance(term, Tag) or not _words(paragraph).startswith(_words(term)):
            continue
        heading = _words(term.extract())
        yield anchor, Section(str(anchor["id"]), heading, _words(paragraph.extract()))


def _words(tag: Tag) -> str:
    """Return the text of a part on one line; a space between two elements does not stand before a full stop."""
    text = " ".join(tag.get_text(" ").split())
    return _SPACE_BEFORE.sub("", _SPACE_AFTER.sub("", text))
