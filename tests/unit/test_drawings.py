"""Each lesson and the front door has a drawing: words in both languages, the colours of the course, no id to clash."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from string import Template

import pytest

import adempauze
from adempauze import course, drawings, messages
from adempauze.drawings import FRONT_DOOR, Drawing, UnknownDrawingError
from tests.unit.contrast import contrast
from tools import ROOT

FOLDER = Path(drawings.__file__).parent
TOKENS = (ROOT / "src/adempauze/widgets/_kit/tokens.css").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"
each_language = pytest.mark.parametrize("lang", messages.LANGUAGES)
each_drawing = pytest.mark.parametrize("name", drawings.names())


def _template(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def _label(html: str) -> str:
    """Return the accessible name that a browser reads in a drawing."""
    labels: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            labels.extend(value or "" for key, value in attrs if tag == "svg" and key == "aria-label")

    Reader().feed(html)
    (label,) = labels
    return label


@each_language
def test_every_lesson_and_the_front_door_has_one(lang: str) -> None:
    assert set(drawings.names()) == {path.stem for path in course.paths(lang)} | {FRONT_DOOR}


@each_language
@each_drawing
def test_its_template_and_its_words_name_the_same(name: str, lang: str) -> None:
    assert {*Template(_template(name)).get_identifiers(), "alt"} == set(Drawing(name, lang).words)


@each_drawing
def test_its_alternative_text_is_a_sentence_in_each_language(name: str) -> None:
    said = [repr(Drawing(name, lang)) for lang in messages.LANGUAGES]
    assert len(set(said)) == len(said)
    assert all(len(text) > 40 and text.endswith(".") for text in said)


@each_drawing
def test_it_has_one_size_and_neither_a_name_nor_a_colour_of_its_own(name: str) -> None:
    root = ET.fromstring(_template(name))
    assert root.get("viewBox") == "0 0 400 300"
    parts = [part for part in root.iter() if part is not root]
    assert {part.tag.removeprefix(SVG) for part in parts} <= {"g", "path", "text"}
    assert {key for part in parts for key in part.attrib} <= {"class", "d", "transform", "x", "y"}


@each_drawing
def test_its_style_knows_every_class(name: str) -> None:
    used = {each for part in ET.fromstring(_template(name)).iter() for each in part.get("class", "").split()}
    assert used <= set(re.findall(r"\.([a-z-]+)", (FOLDER / "drawing.css").read_text(encoding="utf-8")))


def test_its_style_has_no_colour_but_the_tokens_of_the_course() -> None:
    style = (FOLDER / "drawing.css").read_text(encoding="utf-8")
    used = re.findall(r"(?:fill|stroke|background|color): ([^;]+);", style)
    assert used and all(value == "none" or re.match(r"var\(--az-", value) for value in used)
    assert set(re.findall(r"--az-[\w-]+", style)) <= set(re.findall(r"--az-[\w-]+(?=:)", TOKENS))


def test_its_html_has_no_blank_line_because_that_ends_html_in_markdown() -> None:
    assert "\n\n" not in Drawing(FRONT_DOOR, "en").html()


def test_a_word_is_text_and_never_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    said = 'A "cup" & <saucer>.'
    monkeypatch.setattr(messages, "table", lambda _lang, _section: {"alt": said})
    assert _label(Drawing(FRONT_DOOR, "en").html()) == said


def test_the_verb_draws_this_lesson_or_another_one_by_name() -> None:
    adempauze.lesson("04-breathing", lang="nl")
    assert adempauze.drawing() == Drawing("04-breathing", "nl")
    assert adempauze.drawing(FRONT_DOOR) == Drawing(FRONT_DOOR, "nl")


def test_an_unknown_name_is_refused_with_those_that_exist() -> None:
    with pytest.raises(UnknownDrawingError, match=r"'lotus'.*front-door"):
        adempauze.drawing("lotus")


# Contrast -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(
    ("tone", "ground", "least"),
    [
        ("ink", "surface", 4.5),
        ("ink", "accent-soft", 4.5),
        ("clay", "surface", 4.5),  # it has words too
        ("clay", "accent-soft", 3),
        ("clay", "warm-soft", 3),
    ],
)
def test_lines_and_words_stand_out(look: str, tone: str, ground: str, least: float) -> None:
    screen, _paper = TOKENS.split("@media print", 1)
    light, dark = screen.split("[data-theme", 1)
    colours = dict(re.findall(r"--az-([\w-]+): (#[0-9a-f]{6});", light if look == "light" else dark))
    assert contrast(colours[tone], colours[ground]) >= least
