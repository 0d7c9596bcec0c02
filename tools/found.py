"""What search engines and lost readers find at the root of the site: a map of its pages, `robots.txt`, `404.html`."""

from __future__ import annotations

from html import escape
from pathlib import Path

from adempauze import messages
from adempauze.sphinx_ext.root_page import lost_page

_MAP = "sitemap.xml"


def write(site: Path, address: str) -> None:
    """Write the files into the built site; a map needs the address at which it will be published."""
    address = address.rstrip("/")
    (site / "404.html").write_text(lost_page(address), encoding="utf-8")
    lines = ["User-agent: *", "Allow: /"]
    if address:
        lines.append(f"Sitemap: {address}/{_MAP}")
        (site / _MAP).write_text(sitemap(site, address), encoding="utf-8")
    (site / "robots.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")


def sitemap(site: Path, address: str) -> str:
    """Return the map: every page of both editions, each with its twin; the root page offers both."""
    urls = [_entry(f"{address}/", {lang: f"{address}/{home_of(lang)}" for lang in messages.LANGUAGES})]
    for file in (file for lang in messages.LANGUAGES for file in sorted((site / lang).glob("*/*/*.html"))):
        page = file.relative_to(site).as_posix()
        twins = {lang: f"{address}/{in_language(page, lang)}" for lang in messages.LANGUAGES}
        urls.append(_entry(f"{address}/{page}", twins))
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<urlset {spaces}>", *urls, "</urlset>", ""])


def home_of(lang: str) -> str:
    """Return the way from the root to the front door of an edition."""
    return f"{lang}/book/{lang}/index.html"


def in_language(page: str, lang: str) -> str:
    """Return the way to the same page in a language: all editions name their files alike."""
    _, folder, _, name = page.split("/")
    return f"{lang}/{folder}/{lang}/{name}"


def _entry(address: str, twins: dict[str, str]) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(twin)}"/>' for lang, twin in twins.items()
    )
    return f"<url><loc>{escape(address)}</loc>{links}</url>"
