"""Packs an edition as an EPUB, from the page that the PDF is printed from, as Chromium shows it on paper."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page

from adempauze import messages
from tools.paper.assemble import WHOLE, Chapter, assemble
from tools.paper.press import open_page

_STYLE = Path(__file__).parent / "epub.css"
_WIDTH = 640  # of a page in which pictures are taken
_PICTURES = ":is([role=img], svg, canvas, img):not([role=img] *, svg *):visible"
_ALONE = """(node) => document.querySelectorAll(".paper-cover, .paper-contents, .paper-chapter")
    .forEach((part) => { part.style.display = part === node ? "" : "none"; })"""
_TOGETHER = """() => document.querySelectorAll(".paper-cover, .paper-contents, .paper-chapter")
    .forEach((part) => { part.style.display = ""; })"""
_STRIP = (Path(__file__).parent / "strip.js").read_text(encoding="utf-8")
_CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
_PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}" xml:lang="{lang}">
<head><title>{title}</title><link rel="stylesheet" href="book.css"/></head>
<body>{body}</body></html>
"""
_PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{lang}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">adempauze-{lang}</dc:identifier>
<dc:title>{title}</dc:title><dc:language>{lang}</dc:language><dc:creator>Adempauze</dc:creator>
<dc:rights>{rights}</dc:rights><meta property="dcterms:modified">{changed}T00:00:00Z</meta></metadata>
<manifest><item id="nav" href="contents.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="style" href="book.css" media-type="text/css"/>{items}</manifest>
<spine><itemref idref="page-cover"/><itemref idref="nav"/>{spine}</spine></package>
"""


@dataclass
class _Book:
    """What goes into the file: pages as XHTML and pictures as PNG, by name."""

    pages: dict[str, str]
    pictures: dict[str, bytes]


def make(browser: Browser, pages: Sequence[Chapter], lang: str, out: Path, address: str = "") -> Path:
    """Write chapters as one EPUB and return its path."""
    out.mkdir(parents=True, exist_ok=True)
    source = out / f"adempauze-{lang}-epub.html"
    source.write_text(assemble(pages, lang, WHOLE, address), encoding="utf-8")
    with open_page(browser, source, _WIDTH, sharp=2) as tab:
        tab.emulate_media(media="print")
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        pictures = _take_pictures(tab)
        book = _Book(_linked(tab.evaluate(_STRIP)), pictures)
    source.unlink()
    file = out / f"adempauze-{lang}.epub"
    _write(file, book, pages, lang)
    return file


def _take_pictures(tab: Page) -> dict[str, bytes]:
    """Return each drawing and figure as a PNG by its name, because readers of EPUB know few styles and formats."""
    pictures: dict[str, bytes] = {}
    for part in tab.locator(".paper-cover, .paper-chapter").all():
        part.evaluate(_ALONE)  # a picture from within a page as long as all chapters takes minutes
        for shown in part.locator(_PICTURES).all():
            name = f"picture-{len(pictures)}.png"
            source = shown.get_attribute("src")
            pictures[name] = _as_png(source) if source else shown.screenshot()
            shown.evaluate("(node, name) => { node.dataset.picture = name; }", name)
    tab.evaluate(_TOGETHER)
    return pictures


def _as_png(address: str) -> bytes:
    file = BytesIO()
    with Image.open(unquote(urlsplit(address).path)) as picture:
        picture.convert("RGB").save(file, "PNG", optimize=True)
    return file.getvalue()


def _linked(pages: Mapping[str, str]) -> dict[str, str]:
    """Let links within the book lead to the file of their chapter."""
    ids = {name: set(re.findall(r'\bid="([^"]+)"', text)) for name, text in pages.items()}

    def lead(match: re.Match[str]) -> str:
        slug, _, _ = match[1].partition("--")
        if slug not in pages:
            return 'href="contents.xhtml"'
        return f'href="{slug}.xhtml{f"#{match[1]}" if match[1] in ids[slug] else ""}"'

    return {name: re.sub(r'href="#([^"]+)"', lead, text) for name, text in pages.items()}


def _write(file: Path, book: _Book, pages: Sequence[Chapter], lang: str) -> None:
    titles = {each.slug: _title(book.pages[each.slug]) for each in pages}
    name, words = messages.table(lang, "paper")["title_whole"], messages.table(lang, "book")
    items = [f'<item id="page-{slug}" href="{slug}.xhtml" media-type="application/xhtml+xml"/>' for slug in book.pages]
    items += [f'<item id="{each[:-4]}" href="{each}" media-type="image/png"/>' for each in book.pictures]
    spine = "".join(f'<itemref idref="page-{each.slug}"/>' for each in pages)
    package = _PACKAGE.format(
        lang=lang,
        title=name,
        rights=escape(words["licence"]),
        changed=datetime.now(UTC).date(),
        items="".join(items),
        spine=spine,
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        packed.writestr("META-INF/container.xml", _CONTAINER)
        packed.writestr("book/book.opf", package)
        packed.writestr("book/book.css", _STYLE.read_text(encoding="utf-8"))
        packed.writestr("book/contents.xhtml", _contents(pages, titles, lang))
        for slug, text in book.pages.items():
            packed.writestr(f"book/{slug}.xhtml", _PAGE.format(lang=lang, title=titles.get(slug, name), body=text))
        for each, content in book.pictures.items():
            packed.writestr(f"book/{each}", content)


def _contents(pages: Sequence[Chapter], titles: Mapping[str, str], lang: str) -> str:
    """Return the contents in the parts of the book."""
    captions = dict.fromkeys(each.caption for each in pages)
    parts = []
    for caption in captions:
        lines = [
            f'<li><a href="{each.slug}.xhtml">{titles[each.slug]}</a></li>' for each in pages if each.caption == caption
        ]
        parts.append(f"<li><span>{escape(caption)}</span><ol>{''.join(lines)}</ol></li>")
    title = escape(messages.table(lang, "paper")["contents"])
    body = f'<nav epub:type="toc"><h1>{title}</h1><ol>{"".join(parts)}</ol></nav>'
    return _PAGE.format(lang=lang, title=title, body=body)


def _title(text: str) -> str:
    """Return the first heading of a page, without markup."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.S)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""
