"""Lessons are short and easy to read; `tools/prose/readability.py` says what is counted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools import ROOT
from tools.prose import learner_text
from tools.prose.anatomy import open_part
from tools.prose.learner_text import Cell, Document
from tools.prose.readability import IN_ONE_MINUTE, measure, minutes, section_words, widgets

LESSONS = [each for each in learner_text.documents([ROOT / "notebooks"]) if each.is_lesson]
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: f"{each.lang}/{each.file.name}")

MOST_WORDS = 1100
MOST_OPEN_WORDS = 450
MOST_OPEN_WIDGETS = 3
LONGEST_SENTENCES = 16  # words, on average
HARDEST, HARDEST_OPEN = 42, 35  # LIX
MOST_WORDS_IN_ONE_MINUTE = 60
MOST_WORDS_IN_A_SECTION = 180
LONGEST = 20  # minutes


@each_lesson
def test_a_lesson_is_short(lesson: Document) -> None:
    words = measure(lesson).words
    assert words <= MOST_WORDS, f"{words} words of prose; at most {MOST_WORDS}. Per section: {section_words(lesson)}"


@each_lesson
def test_the_open_part_is_shorter(lesson: Document) -> None:
    part = open_part(lesson)
    words = measure(part).words
    assert words <= MOST_OPEN_WORDS, f"{words} words; at most {MOST_OPEN_WORDS}. Per section: {section_words(part)}"
    assert widgets(part) <= MOST_OPEN_WIDGETS


@each_lesson
def test_a_lesson_is_easy_to_read(lesson: Document) -> None:
    for part, hardest in ((lesson, HARDEST), (open_part(lesson), HARDEST_OPEN)):
        result = measure(part)
        assert result.sentence <= LONGEST_SENTENCES, (
            f"{result.sentence:.1f} words in an average sentence: split the long ones"
        )
        assert result.lix <= hardest, f"LIX {result.lix:.1f}, at most {hardest}: shorter words, shorter sentences"


@each_lesson
def test_one_minute_takes_one_minute(lesson: Document) -> None:
    words = [count for section, count in section_words(lesson).items() if section in IN_ONE_MINUTE]
    assert len(words) == 1, f"one section is called {' / '.join(IN_ONE_MINUTE)}"
    assert words[0] <= MOST_WORDS_IN_ONE_MINUTE, f"{words[0]} words"


@each_lesson
def test_sections_end_before_one_is_tired(lesson: Document) -> None:
    long = {section: words for section, words in section_words(lesson).items() if words > MOST_WORDS_IN_A_SECTION}
    assert not long, f"over {MOST_WORDS_IN_A_SECTION} words: {long}"


@each_lesson
def test_a_lesson_says_how_long_it_takes(lesson: Document) -> None:
    stated = minutes(lesson)
    assert stated, "below the title is '5 minutes · 15 with everything' / '5 minuten · 15 met alles erbij'"
    assert 0 < stated[0] < stated[1] <= LONGEST


def test_a_section_goes_on_in_the_cells_after_its_heading() -> None:
    cells = (
        Cell("a", "markdown", "## Write\n\nOne two."),
        Cell("b", "markdown", "Three."),
        Cell("c", "markdown", "## Next"),
    )
    passages = tuple(each for cell in cells for each in learner_text.passages_in(Path("en/01-a.ipynb"), "en", cell))
    assert section_words(Document(Path("en/01-a.ipynb"), "en", cells, passages)) == {"Write": 3}


def test_what_is_counted() -> None:
    markdown = (
        "# A heading of words\n\nOne two three. Four [five](a.ipynb) six seven ([Doe et al. 2020](https://doi.org/1)).\n\n"
        "- eightletters nine\n\n| ten | eleven |\n| --- | --- |\n\n## Sources\n\n- [Doe](https://doi.org/1)"
    )
    document = Document(
        Path("en/01-a.ipynb"),
        "en",
        (
            Cell(
                "", "code", "check_in('before')\nfigure('designs')\nquiz(question('Is it?', right('Yes', 'So it is.')))"
            ),
        ),
        tuple(learner_text.passages_of(markdown, "en")),
    )
    result = measure(document)
    assert result.words == 11
    assert result.sentence == 3  # of three, four and two words
    assert result.lix == pytest.approx(3 + 100 / 9)  # one of nine words is long
    assert section_words(document) == {"A heading of words": 11}
    assert widgets(document) == 2


def test_the_benchmark_prints_a_row_for_each_lesson() -> None:
    command = [sys.executable, "-m", "benchmarks.readability"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert len(printed.splitlines()) == 1 + len(LESSONS)
