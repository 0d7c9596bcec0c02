"""Writes the service workers of the built site: one an edition, and one for the root page.

They name every file with a digest of its content, so they are written when nothing else of the site will change.
"""

from __future__ import annotations

import re
from pathlib import Path

from adempauze import messages
from adempauze.sphinx_ext import offline

_LOADED = re.compile(r'\bsrc="([^"#?: ]+)')
_NAMED = re.compile(r'\b(?:src|href|srcset)="([^"#?: ]+)')
_NEVER = {".bib", ".gz", ".br", ".inv", ".ipynb", ".pdf", ".xml", ".zip"}
_BY_SCRIPTS = ("search.*/*", "search.*/index/*")  # what the search loads, with the text of all sections in one file


def write(site: Path) -> None:
    """Write the workers into a site that is complete."""
    site = site.resolve()
    for lang in messages.LANGUAGES:
        home = f"book/{lang}/index.html"
        files = {path.relative_to(site / lang).as_posix(): path.read_bytes() for path in kept(site / lang)}
        _write(site / lang, files, {lang: home})
    names = {"index.html", *_LOADED.findall((site / "index.html").read_text(encoding="utf-8"))}
    front = {name: (site / name).read_bytes() for name in names}
    _write(site, front, dict.fromkeys(messages.LANGUAGES, "index.html"))


def kept(edition: Path) -> list[Path]:
    """Return the files of an edition that its reader needs without a network: pages, and what they load."""
    pages = sorted(edition.rglob("*.html"))
    named = {(page.parent / name).resolve() for page in pages for name in _names(page)}
    loaded = {path.resolve() for pattern in _BY_SCRIPTS for path in edition.rglob(pattern)}
    files = {page.resolve() for page in pages} | named | loaded
    return sorted(
        path for path in edition.resolve().rglob("*") if path in files and path.is_file() and path.suffix not in _NEVER
    )


def _names(page: Path) -> set[str]:
    return set(_NAMED.findall(page.read_text(encoding="utf-8")))


def _write(folder: Path, files: dict[str, bytes], homes: dict[str, str]) -> None:
    text = offline.worker(files, offline.away_page(homes))
    (folder / offline.WORKER).write_text(text, encoding="utf-8")
