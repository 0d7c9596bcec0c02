"""What search engines, people who share a page, and lost readers get."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from adempauze import drawings, messages
from adempauze.evidence import help_lines, reading
from adempauze.sphinx_ext.root_page import lost_page, root_page, way_to
from adempauze.sphinx_ext.shared import card
from tools import ROOT, found
from tools.cards import CARDS, SIZE

ADDRESS = "https://example.org/course"
_IN = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of one lesson in both languages."""
    for lang in messages.LANGUAGES:
        page = tmp_path / lang / "notebooks" / lang / "00-start.html"
        page.parent.mkdir(parents=True)
        page.touch()
        (tmp_path / lang / "search.html").touch()
    return tmp_path


def test_the_map_names_each_page_with_its_twin(site: Path) -> None:
    urls = ElementTree.fromstring(found.sitemap(site, ADDRESS)).findall("map:url", _IN)
    named = {
        url.findtext("map:loc", namespaces=_IN): [link.get("href") for link in url.findall("x:link", _IN)]
        for url in urls
    }
    lessons = [f"{ADDRESS}/{lang}/notebooks/{lang}/00-start.html" for lang in messages.LANGUAGES]
    homes = [f"{ADDRESS}/{lang}/book/{lang}/index.html" for lang in messages.LANGUAGES]
    assert named == {f"{ADDRESS}/": homes, lessons[0]: lessons, lessons[1]: lessons}


@pytest.mark.parametrize("address", ["", f"{ADDRESS}/"])
def test_there_is_a_map_only_for_a_site_with_an_address(site: Path, address: str) -> None:
    found.write(site, address)
    robots = (site / "robots.txt").read_text(encoding="utf-8")
    assert (f"Sitemap: {ADDRESS}/sitemap.xml" in robots) == (site / "sitemap.xml").is_file() == bool(address)


def test_a_lost_reader_gets_the_numbers_and_links_that_work_in_every_folder() -> None:
    page = lost_page(ADDRESS)
    links = re.findall(r'<a[^>]* href="([^"]+)"', page)
    called = {help_lines.digits(link) for link in links if link.startswith("tel:")}
    assert help_lines.dialled("emergency") | help_lines.dialled("crisis") <= called
    assert not [link for link in links if not link.startswith(("tel:", "https:", "/course/"))]
    for lang in messages.LANGUAGES:
        assert messages.table(lang, "lost")["title"] in page


def test_the_folder_of_an_edition_leads_to_its_front_door_and_has_a_policy() -> None:
    page = way_to("book/nl/index.html", "nl")
    assert "Content-Security-Policy" in page
    assert page.count("book/nl/index.html") == 2


def test_the_root_page_of_a_site_without_an_address_names_none() -> None:
    assert "canonical" not in root_page()
    assert 'rel="alternate"' not in root_page()  # search engines take whole addresses only
    page = root_page(f"{ADDRESS}/")
    assert f'rel="canonical" href="{ADDRESS}/"' in page
    for lang in messages.LANGUAGES:
        assert f'hreflang="{lang}" href="{ADDRESS}/{lang}/book/{lang}/index.html"' in page


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_the_page_on_changes_begins_with_the_dates_of_the_evidence(lang: str) -> None:
    page = (ROOT / "book" / lang / "changes.md").read_text(encoding="utf-8").split("\n\n")[1]
    created = json.loads((reading.DATA / reading.PACKAGE).read_text(encoding="utf-8"))["created"][:10]
    assert all(messages.date(day, lang) in page for day in (created, reading.searched()))


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_there_is_a_picture_to_share_of_each_drawing(lang: str) -> None:
    for name in drawings.names():
        file = CARDS / card(lang, name)
        assert Image.open(file).size == SIZE, file
        assert file.stat().st_size < 60_000, file
