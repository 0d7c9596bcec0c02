"""The first time that the body of a lesson uses a word of the glossary, the word is a link to its entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from adempauze.evidence.reading import read
from tools import ROOT
from tools.prose import learner_text
from tools.prose.learner_text import LINK, Document, passages_of

LESSONS = [each for each in learner_text.documents([ROOT / "notebooks"]) if each.is_lesson]
IN_ONE_MINUTE = re.compile(r"^## (?:In one minute|In één minuut)$", re.M)
NOT_BODY = ("help-line", "sources")

EVERYDAY = {  # words that a reader knows, or that the course explains on the spot
    "burn-out-who": "the subject of the course, linked in lesson 00 and explained in 01",
    "burn-out-dutch-gp-guideline": "the same word",
    "certainty-grade": "stands in each verdict, and the words after it say what it is",
    "claim": "everyday",
    "control-in-your-own-time": "everyday, but for one scale",
    "exhaustion": "everyday",
    "huisarts-gp": "everyday in Dutch, explained in the help line in English",
    "recovery": "everyday",
}
# Other forms of a word than the term with an ending.
FORMS = {
    "en": {
        "bedrijfsarts-company-doctor": ["company doctor"],
        "blinding": ["blinded"],
        "confidence-interval": ["95% confidence interval"],
        "list-i-and-list-ii": ["list II"],
        "meta-analysis": ["meta-analyses"],
        "sclerotia-truffles": ["truffle"],
    },
    "nl": {
        "blinding": ["geblindeerd", "geblindeerde"],
        "confidence-interval": ["95%-betrouwbaarheidsinterval"],
        "list-i-and-list-ii": ["lijst II"],
        "metaphor": ["metaforen"],
        "placebo": ["placebogroep"],
        "red-flag": ["alarmsignaal", "alarmsignalen"],
        "sclerotia-truffles": ["truffel"],
    },
}
ENDING = {"en": "(?:s|'s)?", "nl": "(?:s|'s|en|n|e)?"}


@cache
def forms(lang: str) -> dict[str, tuple[str, ...]]:
    """Return the forms of each term, without the part in brackets after it."""
    terms = read("glossary").set_index("id")[f"term_{lang}"]
    return {id: (re.sub(r" \(.*\)", "", term), *FORMS[lang].get(id, ())) for id, term in terms.items()}


def pattern(words: tuple[str, ...], lang: str) -> re.Pattern[str]:
    """Return a pattern for any of the words, with an ending, in capitals or not."""
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{longest_first}){ENDING[lang]}(?![\w-])", re.I)


@cache
def longer(id: str, lang: str) -> tuple[str, ...]:
    """Return the forms of other terms that contain this one: "risk of bias" is not a use of "bias"."""
    mine = [word.casefold() for word in forms(lang)[id]]
    others = (word for other, words in forms(lang).items() if other != id for word in words)
    return tuple(word for word in others if any(each in word.casefold() and each != word.casefold() for each in mine))


def body(lesson: Document) -> Iterator[str]:
    """Yield the paragraphs, items and rows between "In one minute" and the sources, without the line on help."""
    begun = False
    for cell in lesson.cells:
        if cell.kind == "markdown" and begun and cell.id not in NOT_BODY:
            yield from (each.text for each in passages_of(cell.source, lesson.lang) if each.kind != "heading")
        begun = begun or IN_ONE_MINUTE.search(cell.source) is not None


def unlinked(texts: list[str], lang: str) -> dict[str, str]:
    """Return the terms that are used before the first link to their entry, with the text around the use."""
    found = {}
    for id, words in forms(lang).items():
        if id in EVERYDAY:
            continue
        for text in texts:
            link = text.find(f"glossary.md#{id})")
            plain = LINK.sub(lambda match: " " * len(match[0]), text)
            if longer(id, lang):
                plain = pattern(longer(id, lang), lang).sub(lambda match: " " * len(match[0]), plain)
            use = pattern(words, lang).search(plain)
            if use and not 0 <= link < use.start():
                found[id] = text[max(0, use.start() - 40) : use.end() + 20]
            if use or link >= 0:
                break
    return found


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: f"{each.lang}/{each.file.name}")
def test_a_word_of_the_glossary_is_a_link_at_its_first_use(lesson: Document) -> None:
    assert unlinked(list(body(lesson)), lesson.lang) == {}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: f"{each.lang}/{each.file.name}")
def test_a_link_to_the_glossary_goes_to_an_entry(lesson: Document) -> None:
    for cell in lesson.cells:
        for words, address in LINK.findall(cell.source if cell.kind == "markdown" else ""):
            if "glossary.md" in address:
                assert address.partition("#")[2] in forms(lesson.lang), f"[{words}]({address})"


def test_what_counts_as_a_use() -> None:
    link = "[placebo](../../book/en/glossary.md#placebo)"
    assert unlinked([f"On {link}, and placebo again."], "en") == {}
    assert list(unlinked(["On placebo.", f"On {link}."], "en")) == ["placebo"]
    assert list(unlinked(["A low risk of bias."], "en")) == ["risk-of-bias"]
    assert list(unlinked(["Meer dan met placebo's."], "nl")) == ["placebo"]
    assert unlinked(["In [a placebo trial](https://doi.org/10.1/1)."], "en") == {}


def test_every_everyday_word_is_a_word_of_the_glossary() -> None:
    assert EVERYDAY.keys() <= forms("en").keys()
