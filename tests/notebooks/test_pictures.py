"""Every stored picture has an alternative text, the same as its code gives now."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from adempauze.evidence.judged import VERDICTS, in_words
from adempauze.evidence.reading import read
from tools import ROOT

NOTEBOOKS = sorted(path for folder in ("notebooks", "book") for path in (ROOT / folder).glob("*/*.ipynb"))
LANGUAGES = ("en", "nl")
COUNTS = {
    "en": ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "nl": ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"),
}


def alt(cell: nbformat.NotebookNode) -> str:
    """Return the alternative text of the picture of a cell."""
    return cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")


def alt_of(lesson: str, lang: str) -> str:
    """Return the alternative text of the picture in “Under the hood” of a lesson."""
    cells = nbformat.read(ROOT / "notebooks" / lang / f"{lesson}.ipynb", as_version=4).cells
    return next(alt(cell) for cell in cells if cell.id == "hood-figure")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parts[-2]}/{path.name}")
def test_every_stored_picture_is_told_in_words(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        drawn = any(mime.startswith("image/") for output in cell.get("outputs", []) for mime in output.get("data", {}))
        assert not drawn or len(alt(cell).split()) > 8, f"{cell.id}: metadata.mystnb.image.alt says too little"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_of_lesson_02_is_told_as_the_model_draws_it(lang: str) -> None:
    cells = nbformat.read(ROOT / "notebooks" / lang / "02-load-and-recovery.ipynb", as_version=4).cells
    made: dict[str, object] = {}
    for cell in cells:
        if cell.id in ("hood-lives", "hood-model"):
            exec(cell.source, made)
    usual, hard, short = ([round(100 * value) for value in line[::7]] for line in made["eight_weeks"](made["short"]))
    assert {*usual} == {58} and hard[0] == short[0] == 58
    assert hard[1] == 51 and hard[6] == 58 and hard[5] < 58
    assert short[4] == short[-1] == 51 and short[3] > 51
    assert set(re.findall(r"\d+", alt_of("02-load-and-recovery", lang))) == {"0", "100", "58", "51"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_of_lesson_09_is_told_as_the_claims_are_judged(lang: str) -> None:
    claims = read("claims")
    cards = claims[claims["lessons"].str.contains("09-claims-one-by-one")]
    counts = cards["verdict"].value_counts()
    assert len(cards) == 20
    told = alt_of("09-claims-one-by-one", lang)
    assert {"en": "twenty claims", "nl": "twintig beweringen"}[lang] in told
    for verdict in VERDICTS:
        assert re.search(rf"{in_words(lang)[verdict].capitalize()}: {COUNTS[lang][counts.get(verdict, 0)]}[,.]", told)
