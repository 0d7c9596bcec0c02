"""A printed edition: its words, its order, its links, and what a screen reader needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from adempauze import messages
from tools import ROOT
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
