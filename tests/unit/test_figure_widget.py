"""Figures in a page are small, have the page's own colours, and refer to nothing outside it."""

from __future__ import annotations

import gzip
import re
from xml.etree import ElementTree

import pytest

import adempauze
from adempauze.evidence import figures
from adempauze.widgets.figure import NAMES, Figure

LARGEST = 4_000  # bytes compressed

every_figure = pytest.mark.parametrize("name", NAMES)


def _figure(name: str, lang: str = "en") -> Figure:
    return Figure(name, lang=lang)


@every_figure
def test_it_is_small_and_takes_every_colour_from_the_page(name: str) -> None:
    svg = _figure(name).svg
    assert len(gzip.compress(svg.encode())) < LARGEST
    assert not re.findall(r"#[0-9a-f]{6}\b", svg)
    assert "var(--az-accent)" in svg


@every_figure
def test_nothing_in_it_reaches_beyond_the_figure(name: str) -> None:
    drawing = ElementTree.fromstring(_figure(name).svg)
    assert not [part.tag for part in drawing.iter() if part.tag.endswith(("}style", "}script", "}metadata", "}image"))]
    ids = [part.get("id") for part in drawing.iter() if part.get("id")]
    assert len(set(ids)) == len(ids)
    links = re.findall(r"(?:href=\"|url\()([^\")]+)", _figure(name).svg)
    assert {link.removeprefix("#") for link in links} <= set(ids)


@every_figure
def test_its_words_are_text_and_two_runs_give_the_same(name: str) -> None:
    words = " ".join(ElementTree.fromstring(_figure(name, "nl").svg).itertext())
    assert re.search(r"placebo|raadde|mensen", words)
    assert _figure(name, "nl").svg == _figure(name, "nl").svg


def test_on_paper_it_gives_the_numbers() -> None:
    adempauze.lesson("08-what-the-studies-found", "nl")
    assert repr(adempauze.figure("guessing")) == figures.what_guessing_does("nl")[1]


def test_a_figure_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="No figure 'map'; there are designs, guessing"):
        adempauze.figure("map")
