"""The files to keep of an edition: what the zip holds, and what the front door says of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from adempauze import messages
from tools import files
from tools.paper import twins

PAGE = """<link rel="alternate" hreflang="en" href="x"><link rel="manifest" href="app">
<script async src="offline.js" data-site="../"></script><div class="course-languages"><a>English</a></div>
<p class="door-files"></p>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for lang in messages.LANGUAGES:
        page = tmp_path / lang / "book" / lang / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE, encoding="utf-8")
        (tmp_path / lang / "offline.js").write_text("", encoding="utf-8")
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "studies.csv").write_text("", encoding="utf-8")
    return tmp_path


def test_a_zip_holds_one_edition_its_data_and_a_page_to_begin_with(site: Path) -> None:
    with zipfile.ZipFile(files.zip_edition(site, "nl", site / "out.zip")) as packed:
        assert sorted(packed.namelist()) == [
            "adempauze-nl/begin-hier.html",
            "adempauze-nl/data/studies.csv",
            "adempauze-nl/nl/book/nl/index.html",
        ]
        page = packed.read("adempauze-nl/nl/book/nl/index.html").decode()
    assert page.strip() == '<p class="door-files"></p>'


def test_the_front_door_names_the_files_that_are_there_with_their_size(site: Path) -> None:
    (site / files.FOLDER).mkdir()
    (site / files.FOLDER / "adempauze-nl-short.pdf").write_bytes(b" " * 1_240_000)
    for _ in range(2):  # a second time changes nothing
        files.offer(site)
    text = (site / "nl" / "book" / "nl" / "index.html").read_text(encoding="utf-8")
    assert text.count("adempauze-nl-short.pdf") == 1
    assert "(PDF, 1,2 MB)" in text and ".zip" not in text
    assert (site / "en" / "book" / "en" / "index.html").read_text(encoding="utf-8") == PAGE


def test_a_rhythm_rises_while_breathing_in_and_falls_while_breathing_out() -> None:
    picture = twins.rhythm([("in", 4000), ("out", 6000)], {"lang": "nl", "alt": "in 4, uit 6"})
    assert picture.count("<text") == 4 and "in 4<" in picture and "uit 6<" in picture
    ends = [part.split()[-1] for part in picture.partition(' d="M0 100 C')[2].partition('"')[0].split(" C")]
    assert ends == ["20", "100", "20", "100"]


def test_what_is_written_elsewhere_is_left_out_and_other_widgets_print_as_they_are() -> None:
    assert twins.twin("notes", {}) == ""
    assert twins.twin("figure", {}) is None
