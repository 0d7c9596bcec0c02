"""What the search reads from a page, and what it knows of each language."""

from __future__ import annotations

import re

import pytest
import yaml

from adempauze import messages
from adempauze.sphinx_ext import search
from adempauze.sphinx_ext.search.index import _plain
from adempauze.sphinx_ext.sections import Section, read
from tools import ROOT

PAGE = """<main><section id="title"><h1>A lesson</h1><p>Opening.</p><nav>Next</nav>
<section id="do"><h2>Do</h2><p>Breathe <b>out</b>.</p><script>let x;</script></section>
<section id="how"><details><summary><h2>How?</h2></summary><p>Well.</p>
<section id="why"><a id="old"></a><h3>Why</h3><p>Because.</p></section></details></section></section></main>"""
TERMS = """<main><section id="words"><h1>Words</h1><p>All of them.</p>
<p><a id="blind"></a><strong>blind</strong> Nobody knows.</p></section></main>"""
CLAIMS = """<main><section id="all"><h1>All</h1><section id="on"><h2>On it</h2>
<details class="course-claim"><summary><b>It works</b> <span>mixed</span></summary>
<p><a id="mi-1"></a></p><p>Why not.</p></details></section></section></main>"""


@pytest.mark.parametrize(
    ("html", "title", "sections"),
    [
        (
            PAGE,
            "A lesson",
            [
                Section("title", "", "Opening."),
                Section("do", "Do", "Breathe out."),
                Section("how", "How?", "Well."),
                Section("why", "Why", "Because."),
            ],
        ),
        (TERMS, "Words", [Section("words", "", "All of them."), Section("blind", "blind", "Nobody knows.")]),
        (CLAIMS, "All", [Section("on", "On it", ""), Section("mi-1", "It works", "mixed Why not.")]),
        ("<p>no page</p>", "", []),
    ],
)
def test_a_page_is_read_section_by_section(html: str, title: str, sections: list[Section]) -> None:
    assert read(html) == (title, sections)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_the_words_of_pages_are_for_pages_that_exist(lang: str) -> None:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = {chapter["file"].replace("/en/", "/") for part in toc["parts"] for chapter in part["chapters"]}
    assert files - set(search.words_of(lang)["pages"]) == {"book/gallery", "book/evenings"}
    assert set(search.words_of(lang)["pages"]) <= files
    assert {answer["page"] for answer in search.words_of(lang)["answers"]} <= files


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_the_words_are_written_as_they_are_looked_up(lang: str) -> None:
    known = search.words_of(lang)
    phrases = [phrase for pair in known["joined"] for phrase in pair]
    words = " ".join([known["small"], *known["same"], *phrases]).split()
    assert not [word for word in words if word != _plain(word)]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_the_patterns_of_answers_are_patterns(lang: str) -> None:
    for answer in search.words_of(lang)["answers"]:
        assert re.compile("|".join(answer["when"]))
