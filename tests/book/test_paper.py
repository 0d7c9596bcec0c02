"""An edition as a PDF and as an EPUB: its words, its order, its links, and what a screen reader needs."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from adempauze import messages
from tools import ROOT
from tools.paper import epub
from tools.paper.__main__ import make
from tools.paper.assemble import SHORT, WHOLE, chapters

SITE = ROOT / "_build" / "html"
SAMPLE = ("04-breathing", "12-your-next-step", "gp-questions")


class Printed:
    """A small PDF of three chapters."""

    def __init__(self, file: Path, lang: str) -> None:
        self.lang = lang
        self.reader = PdfReader(file)
        self.pages = [" ".join(page.extract_text().split()) for page in self.reader.pages]
        self.text = " ".join(self.pages)

    def words(self, section: str) -> dict[str, str]:
        return messages.table(self.lang, section)

    def links(self) -> list[str]:
        """Return the address of each link to another site, and "here" for each one within the file."""
        found = []
        for page in self.reader.pages:
            for each in page.get("/Annots", []):
                link = each.get_object()
                if link.get("/Subtype") == "/Link":
                    found.append(str(link.get("/A", {}).get("/URI", "here")))
        return found


@pytest.fixture(scope="module", params=[("nl", WHOLE), ("en", SHORT)], ids=str)
def printed(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Printed]:
    lang, choice = request.param
    pages = [each for each in chapters(SITE / lang, lang, choice) if each.slug in SAMPLE]
    yield Printed(make(browser, pages, lang, choice, tmp_path_factory.mktemp("paper"), "https://course.example"), lang)


def test_it_has_a_cover_contents_and_a_chapter_on_each_page_that_the_contents_name(printed: Printed) -> None:
    assert printed.words("door")["line"] in printed.pages[0]
    titles = [printed.words("lessons")[slug] for slug in SAMPLE[:2]]
    for title in titles:
        line = printed.pages[1].partition(title)[2].split()
        number = next(int(word) for word in line if word.isdigit())
        assert title in printed.pages[number - 1]
        assert printed.pages[number - 1].split()[0] == str(number)  # the foot of a page is its first text in the file


def test_a_screen_reader_knows_its_language_its_title_and_its_parts(printed: Printed) -> None:
    root = printed.reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith(printed.lang)
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert "Adempauze" in printed.reader.metadata.title
    assert len([each for each in printed.reader.outline if not isinstance(each, list)]) == len(SAMPLE) + 1


def test_folds_are_in_the_whole_edition_alone(printed: Printed) -> None:
    sources = printed.words("folds")["sources"]
    assert (printed.lang == "nl") == (sources in printed.text)


def test_widgets_are_there_in_the_form_of_paper(printed: Printed) -> None:
    rhythm = printed.words("breathe")
    assert rhythm["rhythm_in"].format(s="4") in printed.text and rhythm["rhythm_out"].format(s="6") in printed.text
    assert rhythm["safety"] in printed.text
    assert printed.words("reflect")["private"] in printed.text
    assert printed.words("check_in")["energy_low"] in printed.text
    assert printed.words("conversation")["group_medicines"] in printed.text  # of the sheet of questions, unfolded
    assert printed.words("conversation")["flag_care"] in printed.text  # on a screen only once a sign is ticked
    assert printed.words("plan")["step"] in printed.text
    for section, word in (("mount", "loading"), ("mount", "needs_script"), ("notes", "keep_ask"), ("breathe", "setup")):
        assert printed.words(section)[word] not in printed.text


def test_links_lead_to_chapters_sources_and_the_site(printed: Printed) -> None:
    links = printed.links()
    assert "here" in links
    assert any(link.startswith("https://course.example/") for link in links)
    assert not [link for link in links if link.startswith("file:")]


def test_the_address_of_each_source_is_printed(printed: Printed) -> None:
    sources = {link for link in printed.links() if link.startswith("https://doi.org/")}
    printed_words = "".join(printed.text.split())  # an address goes on over the end of a line
    assert [link for link in sources if link not in printed_words] == []
    assert sources or printed.lang == "en"  # the short edition leaves the sources out


class Packed:
    """A small EPUB of three chapters."""

    def __init__(self, file: Path, lang: str) -> None:
        self.lang = lang
        with zipfile.ZipFile(file) as packed:
            self.first = packed.infolist()[0]
            self.files = {name.removeprefix("book/"): packed.read(name) for name in packed.namelist()}
        pages = {name: text for name, text in self.files.items() if name.endswith(".xhtml")}
        self.pages = {name: ElementTree.fromstring(text) for name, text in pages.items()}
        self.text = " ".join(" ".join(" ".join(page.itertext()).split()) for page in self.pages.values())

    def every(self, attribute: str) -> set[tuple[str, str]]:
        """Return each value of an attribute with the page that it is on."""
        return {(name, each.get(attribute, "")) for name, page in self.pages.items() for each in page.iter()} - {
            (name, "") for name in self.pages
        }


@pytest.fixture(scope="module", params=messages.LANGUAGES)
def packed(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Packed]:
    pages = [each for each in chapters(SITE / request.param, request.param, WHOLE) if each.slug in SAMPLE]
    out = tmp_path_factory.mktemp("epub")
    yield Packed(epub.make(browser, pages, request.param, out, "https://course.example"), request.param)


def test_an_epub_begins_with_its_kind_and_lists_all_that_it_holds(packed: Packed) -> None:
    assert (packed.first.filename, packed.first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    items = ElementTree.fromstring(packed.files["book.opf"]).findall(".//{http://www.idpf.org/2007/opf}item")
    listed = {item.get("href", "") for item in items}
    assert listed == set(packed.files) - {"mimetype", "META-INF/container.xml", "book.opf"}
    assert {f"{slug}.xhtml" for slug in SAMPLE} < listed


def test_links_of_an_epub_lead_to_what_is_in_it_or_to_another_site(packed: Packed) -> None:
    places = {f"{name}#{each}" for name, each in packed.every("id")} | set(packed.files)
    links = {link for _, link in packed.every("href")}
    assert [link for link in links if not link.startswith(("https:", "tel:", "mailto:")) and link not in places] == []
    assert {picture for _, picture in packed.every("src")} == {name for name in packed.files if name.endswith(".png")}


def test_an_epub_has_the_words_of_paper_and_nothing_that_only_a_screen_can_do(packed: Packed) -> None:
    for section, word in (("breathe", "safety"), ("reflect", "private"), ("conversation", "group_medicines")):
        assert messages.table(packed.lang, section)[word] in packed.text
    tags = {each.tag.rpartition("}")[2] for page in packed.pages.values() for each in page.iter()}
    assert not tags & {"script", "button", "input", "select", "textarea", "svg", "style", "details"}
    pictures = [each for page in packed.pages.values() for each in page.iter() if each.tag.endswith("}img")]
    assert pictures and all(each.get("alt") for each in pictures)
