"""Makes the index of an edition with Pagefind: one record for each section, and a list of all of them.

Pagefind says which records have a word, and how much it counts there. The list says what each record is, so that the
page can put sections of one page together before it loads any text, and find titles where Pagefind cannot run.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from adempauze.sphinx_ext.sections import Section, read

LIST, START = "list.js", "start.js"
WORDS = "words.js"
TEXTS = "texts.packed"
SEPARATOR = "\N{ASTERISM}"
"""Stands in a record between its text and the words that a reader may use for it."""
_USED = ("pagefind.js", "pagefind-entry.json", "*.pf_meta", "wasm.{lang}.pagefind", "index/*", "fragment/*")
_START = """\
import { createInstance } from "./pagefind.js"; // a module, and the page of the search is a classic script
const ranking = { termSimilarity: 2, pageLength: 0.3, termSaturation: 1.2, termFrequency: 0.6 };
globalThis.adempauzePagefind = (basePath) => createInstance({ basePath, ranking, noWorker: true, metaCacheTag: "" });
"""
"""Hands Pagefind to the page; without its worker, which would load all of Pagefind a second time."""
_SIGNATURE = b"pagefind_dcd"
_WORD = re.compile(r"[^\W\d_]{3,}")
_SOURCES = {"Sources", "Bronnen"}


@dataclass(frozen=True)
class Page:
    """A page of the edition: where it is, what it is called, its sections, and other words for what it is about."""

    address: str
    title: str
    sections: tuple[Section, ...]
    other_words: str

    @classmethod
    def read(cls, site: Path, address: str, other_words: Mapping[str, str]) -> Page:
        """Return a page as it was built."""
        title, sections = read((site / address).read_text(encoding="utf-8"))
        opening = next((section.text for section in sections if section.text), "")
        whole = Section("", "", opening)  # what is found by the title or the other words is the page, not a part of it
        parts = [section for section in sections if section.heading]
        return cls(address, title, (whole, *parts), other_words.get(address, ""))


def build(pages: Sequence[Page], lang: str, work: Path) -> Path:
    """Write the index of an edition into a folder within `work`, named after its content; return the folder."""
    records, made = work / "records", work / "search"
    for folder in (records, made):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    listed = [(place, section) for place, page in enumerate(pages) for section in page.sections]
    for number, (place, section) in enumerate(listed):
        first = section == pages[place].sections[0]
        (records / f"{number}.html").write_text(_record(pages[place], section, first, lang), encoding="utf-8")
    _run_pagefind(records, records / "made", lang)
    (made / START).write_text(_START, encoding="utf-8")
    for pattern in _USED:
        for file in (records / "made").glob(pattern.format(lang=lang)):
            target = made / file.relative_to(records / "made")
            target.parent.mkdir(exist_ok=True)
            shutil.move(file, target)
    (made / LIST).write_text(_list(pages, listed, made), encoding="utf-8")
    (made / WORDS).write_text(_words(pages), encoding="utf-8")
    (made / TEXTS).write_bytes(_texts(made))
    named = work / f"search.{_digest(made)}"
    shutil.rmtree(named, ignore_errors=True)
    return made.rename(named)


def _record(page: Page, section: Section, first: bool, lang: str) -> str:
    """Return a section as Pagefind reads it; what stands in a title or heading weighs more than the text."""
    parts = [(3, section.heading), (0.4 if section.heading in _SOURCES else 1, section.text), (0, SEPARATOR)]
    parts.append((6 if first else 0.6, page.title))
    if first:
        parts.append((5, page.other_words))
    body = "".join(f'<p data-pagefind-weight="{weight}">{escape(text)}</p>' for weight, text in parts if text)
    return f'<!doctype html><html lang="{lang}"><body>{body}</body></html>'


def _run_pagefind(site: Path, target: Path, lang: str) -> None:
    options = ["--site", str(site), "--output-path", str(target), "--force-language", lang]
    command = [sys.executable, "-m", "pagefind", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Pagefind did not index the pages: {done.stdout}")


def _list(pages: Sequence[Page], listed: Sequence[tuple[int, Section]], made: Path) -> str:
    """Return a script with the pages, and for each record its name in the index, its page, anchor and heading."""
    named = {number: name for name, number in map(_fragment, (made / "fragment").iterdir())}
    records = [
        [named[number], place, section.anchor, section.heading] for number, (place, section) in enumerate(listed)
    ]
    known: Any = {"pages": [[page.address, page.title, page.other_words] for page in pages], "records": records}
    return f"globalThis.adempauzeSearch = {json.dumps(known, ensure_ascii=False, separators=(',', ':'))};\n"


def _fragment(file: Path) -> tuple[str, int]:
    """Return the name of a record in the index, and its number in the list."""
    return file.stem, int(_content(file)["url"].strip("/").removesuffix(".html"))


def _texts(made: Path) -> bytes:
    """Return the text of every record by its name, compressed: a device keeps one file, not hundreds of fragments."""
    files = sorted((made / "fragment").iterdir())
    texts = {file.stem: _content(file)["content"].partition(SEPARATOR)[0] for file in files}
    return gzip.compress(json.dumps(texts, ensure_ascii=False).encode(), 9, mtime=0)


def _content(fragment: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(_SIGNATURE))
    return content


def _words(pages: Sequence[Page]) -> str:
    """Return a script with every word of the pages, as a reader types it, to find the nearest to one misspelt."""
    parts = [f"{page.title} {page.other_words}" for page in pages]
    parts += [f"{section.heading} {section.text}" for page in pages for section in page.sections]
    words = sorted(set(_WORD.findall(_plain(" ".join(parts)))))
    return f'globalThis.adempauzeSearchWords = "{" ".join(words)}".split(" ");\n'


def _plain(text: str) -> str:
    """Return a text in lower case, without accents, apostrophes and hyphens, as `plain` of asked.js does."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return re.sub(r"['’‘`´]|(?<=\w)[-\u2010-\u2013.](?=\w)", "", bare).lower()


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(file.relative_to(folder).as_posix().encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:10]
