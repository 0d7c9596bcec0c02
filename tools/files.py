"""Puts each edition on the site as PDF, EPUB and zip, and names those files on its front door: `make pdf`."""

from __future__ import annotations

import re
import sys
import zipfile
from html import escape
from pathlib import Path

from adempauze import messages
from tools import ROOT, offline
from tools.paper import __main__ as paper
from tools.paper.assemble import CHOICES

SITE = ROOT / "_build" / "html"
FOLDER = "files"
_PLACE = re.compile(r'<p class="door-files">.*?</p>', re.S)
_ONLY_ON_THE_SITE = re.compile(
    r'<div class="course-languages">.*?</div>|<link rel="(?:alternate|manifest)"[^>]*>'
    r"|<script async [^>]*data-site=[^>]*></script>",
    re.S,
)


def zip_edition(site: Path, lang: str, file: Path) -> Path:
    """Write an edition to open from disk: its pages, the data that they link, and a page to begin with."""
    start = messages.table(lang, "files")["start"]
    home = f'<!doctype html><meta http-equiv="refresh" content="0; url={lang}/book/{lang}/index.html">'
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"adempauze-{lang}/{start}.html", home)
        for path in sorted([*(site / lang).rglob("*"), *(site / "data").rglob("*")]):
            if not path.is_file() or path.name == "offline.js" or path.name.startswith("."):
                continue
            content = path.read_bytes()
            if path.suffix == ".html":  # the other edition is not in the zip, and nothing keeps a page of the disk
                content = _ONLY_ON_THE_SITE.sub("", content.decode()).encode()
            packed.writestr(f"adempauze-{lang}/{path.relative_to(site).as_posix()}", content)
    return file


def offer(site: Path) -> None:
    """Name the files that are there, with their size, on the front door of each edition."""
    for lang in messages.LANGUAGES:
        page = site / lang / "book" / lang / "index.html"
        text = page.read_text(encoding="utf-8")
        if not _PLACE.search(text):
            raise ValueError(f"{page} has no place for the files.")
        page.write_text(_PLACE.sub(_line(site, lang), text), encoding="utf-8")
    offline.write(site)


def size(bytes_: int, lang: str) -> str:
    """Return a size in words, as a reader knows it."""
    return f"{messages.number(bytes_ / 1e6, lang, 1 if bytes_ < 9.95e6 else 0)} MB"


def _line(site: Path, lang: str) -> str:
    words = messages.table(lang, "files")
    links = []
    for name in (*CHOICES, "epub", "zip"):
        file = site / FOLDER / (f"adempauze-{lang}-{name}.pdf" if name in CHOICES else f"adempauze-{lang}.{name}")
        if file.is_file():
            text = escape(words[name].format(size=size(file.stat().st_size, lang)))
            links.append(f'<a href="../../../{FOLDER}/{file.name}" download>{text}</a>')
    return (
        f'<p class="door-files">{escape(words["line"])} {" · ".join(links)}</p>'
        if links
        else '<p class="door-files"></p>'
    )


def main(address: str = "") -> None:
    """Print and pack both editions into the site, and name them on its front doors."""
    paper.main(SITE / FOLDER, address)
    for lang in messages.LANGUAGES:
        file = zip_edition(SITE, lang, SITE / FOLDER / f"adempauze-{lang}.zip")
        print(f"{file.relative_to(ROOT)}: {size(file.stat().st_size, 'en')}")
    offer(SITE)


if __name__ == "__main__":
    main(*sys.argv[1:2])
