"""Makes one page of an edition's built pages: cover, contents, chapters, with links that lead to other chapters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import yaml
from bs4 import BeautifulSoup, Tag

from adempauze import messages
from adempauze.drawings import FRONT_DOOR, Drawing
from tools import ROOT
from tools.editions import toc_for
from tools.paper.twins import do_not_wait, twin

STYLE = Path(__file__).parent / "paper.css"
SHORT, WHOLE = "short", "whole"
CHOICES = (SHORT, WHOLE)
_ON_SCREENS = {"index", "my-notes", "gallery"}  # nothing is left of these on paper
_BESIDE_SHORT = {"breathe", "help", "does-it-help", "gp-questions"}
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "headers")
_GONE = (
    ".course-open-all",
    ".course-steps",
    ".adempauze-loading",
    "noscript",
    ".course-door",
    "script",
    ".course-offline",
)


@dataclass(frozen=True)
class Chapter:
    """One page of the book: its file, and the caption that it stands under in the contents."""

    file: Path
    caption: str

    @property
    def slug(self) -> str:
        return self.file.stem


def chapters(edition: Path, lang: str, choice: str) -> list[Chapter]:
    """Return the pages of an edition that are in the short or the whole PDF, in the order of the book."""
    toc = toc_for(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8")), lang)
    every = [
        Chapter(edition / f"{chapter['file']}.html", part["caption"])
        for part in toc["parts"]
        for chapter in part["chapters"]
    ]
    return [
        each
        for each in every
        if each.slug not in _ON_SCREENS
        and (choice == WHOLE or each.file.parent.parent.name == "notebooks" or each.slug in _BESIDE_SHORT)
    ]


def assemble(
    pages: Iterable[Chapter], lang: str, choice: str, address: str = "", numbers: Mapping[str, int] | None = None
) -> str:
    """Return the page to print; `numbers` are the page numbers of the contents, `address` is that of the site."""
    pages = list(pages)
    slugs = {each.file.resolve(): each.slug for each in pages}
    states: dict[str, Any] = {}
    loaded: dict[str, None] = {}
    parts = [_chapter(each, slugs, choice, address, states, loaded) for each in pages]
    text = json.dumps(states, ensure_ascii=False).replace("<", "\\u003c")
    words = messages.table(lang, "paper")
    return (
        f'<!doctype html><html lang="{lang}" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{escape(words['title_' + choice])}</title>{''.join(loaded)}"
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head><body class=paper>"
        f"{_cover(lang, choice)}{_contents(parts, pages, lang, numbers or {})}"
        f"<main>{''.join(str(part) for part in parts)}</main>"
        f'<script type="application/json" id="adempauze-states">{text}</script></body></html>'
    )


def _cover(lang: str, choice: str) -> str:
    words, book = messages.table(lang, "paper"), messages.table(lang, "book")
    line = messages.table(lang, "door")["line"]
    return (
        f'<section class="paper-cover">{Drawing(FRONT_DOOR, lang).html()}<p class="paper-name">Adempauze</p>'
        f"<p class=paper-lead>{escape(line)}</p><p>{escape(words['kind_' + choice])}</p>"
        f"<p>{escape(words['not_medical'])}</p><p>{escape(book['licence'])}</p></section>"
    )


def _contents(parts: list[Tag], pages: list[Chapter], lang: str, numbers: Mapping[str, int]) -> str:
    """Return the table of contents, in the parts of the book."""
    lines: list[str] = []
    caption = ""
    for part, page in zip(parts, pages, strict=True):
        if page.caption != caption:
            caption = page.caption
            lines.append(f"</ol><h2>{escape(caption)}</h2><ol>" if lines else f"<h2>{escape(caption)}</h2><ol>")
        heading = part.find("h1")
        title = heading.get_text(strip=True) if heading else page.slug
        number = f"{numbers.get(page.slug, '')}"
        lines.append(f'<li><a href="#{page.slug}">{escape(title)}</a><span class="paper-number">{number}</span></li>')
    title = messages.table(lang, "paper")["contents"]
    return f'<nav class="paper-contents"><h1>{escape(title)}</h1>{"".join(lines)}</ol></nav>'


def _chapter(
    page: Chapter,
    slugs: Mapping[Path, str],
    choice: str,
    address: str,
    states: dict[str, Any],
    loaded: dict[str, None],
) -> Tag:
    """Return the text of a page as a chapter; add what it needs to run to `states` and `loaded`."""
    soup = BeautifulSoup(page.file.read_text(encoding="utf-8"), "html.parser")
    main = soup.find("main")
    if not isinstance(main, Tag):
        raise ValueError(f"{page.file} has no text.")
    own = _own_states(soup)
    for selector in _GONE:
        for each in main.select(selector):
            each.decompose()
    _unfold(main, choice)
    live = _replace_widgets(soup, main, own, page.slug)
    states.update({f"{page.slug}-{model}": own[model] for model in live})
    needed = {own[model]["widget"] for model in live}
    for tag in soup.head.select("link[rel=stylesheet], script[src]") if soup.head else ():
        _load(tag, page, needed, loaded)
    _name_apart(main, page.slug)
    _lead_on(main, page, slugs, address)
    main.name, main.attrs = "section", {"class": "paper-chapter", "id": page.slug}
    return main


def _own_states(soup: BeautifulSoup) -> dict[str, Any]:
    found = soup.find(id="adempauze-states")
    states: dict[str, Any] = json.loads(found.get_text()) if found else {}
    return states


def _unfold(main: Tag, choice: str) -> None:
    """Leave the folds out of a short edition, and make plain parts of all others."""
    for fold in main.select("details.course-fold"):
        if choice == SHORT:
            (fold.parent if fold.parent and fold.parent.name == "section" else fold).decompose()
    for fold in main.select("details"):
        fold.name, fold["class"] = "div", "paper-fold"  # the book hides on paper what is folded
        summary = fold.find("summary", recursive=False)
        if isinstance(summary, Tag):
            summary.name = "div" if summary.find(re.compile("^h[1-6]$")) else "p"


def _replace_widgets(soup: BeautifulSoup, main: Tag, states: Mapping[str, Any], slug: str) -> list[str]:
    """Put the paper twin in place of each widget that has one; return the models of the others."""
    live = []
    for mount in main.select(".adempauze-mount[data-model]"):
        model = str(mount["data-model"])
        state = states[model]
        text = twin(state["widget"].partition(".")[0], state["state"])
        if text is not None:
            mount.replace_with(BeautifulSoup(text, "html.parser"))
        elif mount.find("div", class_="adempauze-fallback"):
            mount.replace_with(*list(mount.children))
        else:
            mount["data-model"] = f"{slug}-{model}"
            live.append(model)
            if state["widget"].startswith("conversation."):
                mount.insert_after(BeautifulSoup(do_not_wait(state["state"]["lang"]), "html.parser"))
    return live


def _load(tag: Tag, page: Chapter, needed: set[str], loaded: dict[str, None]) -> None:
    """Load a style sheet, the host, or a widget that is alive on paper too."""
    attribute = "href" if tag.name == "link" else "src"
    address = str(tag[attribute]).partition("?")[0]  # Sphinx adds a version
    name = address.rpartition("/")[2]
    if tag.name == "link" or name in needed or name.startswith("host."):
        tag[attribute] = (page.file.parent / address).resolve(strict=True).as_uri()
        loaded[str(tag)] = None


def _name_apart(main: Tag, slug: str) -> None:
    """Begin each id with the chapter, because two pages may use the same one."""
    for tag in main.select("[id]"):
        if not tag.find_parent("svg"):
            tag["id"] = f"{slug}--{tag['id']}"
    for attribute in _REFERENCES:
        for tag in main.select(f"[{attribute}]"):
            tag[attribute] = " ".join(f"{slug}--{each}" for each in str(tag[attribute]).split())


def _lead_on(main: Tag, page: Chapter, slugs: Mapping[Path, str], address: str) -> None:
    """Let links lead to chapters, or else to the site; without its address, their words stay."""
    site = page.file.resolve().parents[3]
    for picture in main.select("img[src]"):
        picture["src"] = (page.file.parent / str(picture["src"])).resolve().as_uri()
        del picture["loading"]
    for link in main.select("a[href]"):
        target, fragment = urldefrag(str(link["href"]))
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.file.parent / target).resolve() if target else page.file.resolve()
        slug = slugs.get(file)
        if slug == page.slug and fragment and not main.find(id=f"{slug}--{fragment}"):
            slug = None  # it is in a fold, and those are not in a short edition
        if slug:
            link["href"] = f"#{slug}--{fragment}" if fragment and fragment != "begin" else f"#{slug}"
        elif address and file.is_relative_to(site):
            link["href"] = f"{address.rstrip('/')}/{file.relative_to(site).as_posix()}"
        else:
            link.unwrap()
