"""Lessons have the verdicts and warnings of `claims.csv`, and each claim is in the lessons that its row names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from adempauze.evidence.judged import CERTAINTIES, VERDICTS, WARNINGS, in_words
from adempauze.evidence.reading import read
from adempauze.messages import LANGUAGES, table
from tools import ROOT
from tools.prose import learner_text
from tools.prose.learner_text import Document

CLAIMS = read("claims").set_index("id")
LESSONS = {(each.lang, each.file.stem): each for each in learner_text.documents([ROOT / "notebooks"]) if each.is_lesson}
SLUGS = sorted({slug for _, slug in LESSONS})

# The claims behind the verdicts in the prose of each lesson, in any order. Cards name the id themselves.
IN_PROSE = {
    "01-what-burn-out-is": "BO-1 BO-2 BO-3 BO-4",
    "02-load-and-recovery": "BO-1 BO-2",
    "03-signals-and-limits": "BO-4 BO-2",
    "04-breathing": "HW-1 HW-2",
    "05-room-to-respond": "MD-3 HW-5",
    "06-what-microdosing-is": "MD-1 MD-2 MD-3 MD-4 MD-5 MD-6",
    "07-reading-a-trial": "SC-1",
    "08-what-the-studies-found": "SC-1 AD-5 SC-2 SC-3 SC-4 SC-5 SC-6 AD-4",
    "10-what-it-is-not": "LI-1 LI-2 LI-3 LI-4 SC-7 AD-5",
    "11-not-for-everyone": "SA-1 AD-1 SA-3 SA-4 SA-2 SA-5",
    "12-your-next-step": "CL-1 CL-2",
}
# Lesson 09 also lists its claims by verdict, with a word or two for each.
LISTED = "09-claims-one-by-one"
LISTED_AS = {
    "SC-1": ("large studies", "groot onderzoek"),
    "MD-1": ("truffles", "truffels"),
    "MD-2": ("awareness", "bewustzijn"),
    "MD-3": ("room to respond", "ruimte om te reageren"),
    "SC-3": ("depressive feelings", "depressieve gevoelens"),
    "SC-4": ("anxiety", "angst"),
    "HW-6": ("meaning", "zingeving"),
    "MD-5": ("new perspectives", "nieuwe perspectieven"),
    "MD-6": ("calm, clarity", "rust, helderheid"),
    "SC-5": ("restlessness", "onrust"),
    "HW-1": ("gentleness", "zachtheid"),
    "HW-2": ("better combined", "beter in combinatie"),
    "HW-4": ("worrying", "piekeren"),
    "HW-5": ("‘must’", "‘moeten’"),
    "CL-1": ("gentle way in", "zachte ingang"),
    "CL-2": ("valuable addition", "waardevolle aanvulling"),
    "SC-6": ("focus", "focus"),
    "SC-2": ("stress", "stress"),
    "MD-4": ("contact with the body", "contact met het lichaam"),
    "HW-3": ("head and body", "hoofd en lichaam"),
}


def words_for(lang: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return verdicts and warnings by their words in a language, and certainties and how much is known likewise."""
    words, strings = in_words(lang), table(lang, "judged")
    known = {strings[f"known_{step}"]: certainty for step, certainty in enumerate(CERTAINTIES)}
    return (
        {words[each]: each for each in (*VERDICTS, *WARNINGS)},
        {words[each]: each for each in CERTAINTIES} | known,
    )


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longer ones first."""
    return f"({'|'.join(sorted(words, key=len, reverse=True))})"


def verdicts_in(lesson: Document) -> Iterator[tuple[str, str, str]]:
    """Yield each verdict in the prose of a lesson, its certainty, and the prose since the verdict before it."""
    verdicts, certainties = words_for(lesson.lang)
    mark = rf"{one_of(verdicts)}[.:;*,\s]*(?:certainty|zekerheid)?[:\s]*{one_of(certainties)}\b"
    prose = "\n".join(each.text for each in lesson.passages if each.kind not in ("string", "alt"))
    start = 0
    for match in re.finditer(mark, prose, re.I):
        before, start = learner_text.plain(prose[start : match.start()]), match.end()
        yield verdicts[match.group(1).lower()], certainties[match.group(2).lower()], before


def stems(text: str) -> set[str]:
    """Return the beginnings of the longer words of a text."""
    return {word.lower()[:5] for word in re.findall(r"\w{4,}", text)}


def own_stems(id: str, lang: str) -> set[str]:
    """Return the beginnings of words that most other claims do not have."""
    counts = Counter(stem for claim in CLAIMS[f"claim_{lang}"] for stem in stems(claim))
    return {stem for stem in stems(CLAIMS.at[id, f"claim_{lang}"]) if counts[stem] <= 3}


def told_apart(claims: list[str], found: list[tuple[str, str, str]], lang: str) -> bool:
    """Return whether each claim has a verdict of its own, as judged, with words of the claim before it."""
    if not claims or not found:
        return not claims and not found
    id, *others = claims
    judged = (CLAIMS.at[id, "verdict"], CLAIMS.at[id, "certainty"])
    return any(
        each[:2] == judged
        and own_stems(id, lang) & stems(each[2])
        and told_apart(others, found[:place] + found[place + 1 :], lang)
        for place, each in enumerate(found)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", [each for each in SLUGS if each != LISTED])
def test_verdicts_in_prose_are_those_of_the_claims(slug: str, lang: str) -> None:
    found = list(verdicts_in(LESSONS[lang, slug]))
    claims = IN_PROSE.get(slug, "").split()
    expected = [(id, CLAIMS.at[id, "verdict"], CLAIMS.at[id, "certainty"]) for id in claims]
    assert told_apart(claims, found, lang), f"{expected}\n{[(*each[:2], each[2][-100:]) for each in found]}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_in_lesson_09_is_that_of_the_claims(lang: str) -> None:
    verdicts, certainties = words_for(lang)
    listed: dict[str, tuple[str, str]] = {}
    for passage in LESSONS[lang, LISTED].passages:
        head = re.match(rf"- \*\*{one_of(verdicts)}:\*\*", passage.text, re.I)
        rest = re.sub(r"\]\([^()]*\)", "", passage.text[head.end() :]) if head else ""  # without the addresses of links
        groups = re.findall(r"([^;()]+)\(([^()]+)\)", rest)
        for names, certainty in groups:
            for id, words in LISTED_AS.items():
                if re.search(rf"(?<!\w){re.escape(words[LANGUAGES.index(lang)])}(?!\w)", names):
                    listed[id] = (verdicts[head.group(1).lower()], certainties[certainty])
    assert listed == {id: (CLAIMS.at[id, "verdict"], CLAIMS.at[id, "certainty"]) for id in LISTED_AS}


@pytest.mark.parametrize("id", CLAIMS.index)
def test_a_claim_stands_in_the_lessons_that_it_names(id: str) -> None:
    for slug in CLAIMS.at[id, "lessons"].split():
        for lang in LANGUAGES:
            cells = [cell for cell in LESSONS[lang, slug].cells if cell.kind == "code"]
            on_a_card = any(f'"{id}"' in cell.source for cell in cells)
            assert on_a_card or id in IN_PROSE.get(slug, "").split(), f"{id} does not stand in {lang}/{slug}"


def test_a_lesson_names_no_claim_that_does_not_name_it() -> None:
    named = {(id, slug) for slug, ids in IN_PROSE.items() for id in ids.split()} | {(id, LISTED) for id in LISTED_AS}
    assert {(id, slug) for id, slug in named if slug not in CLAIMS.at[id, "lessons"].split()} == set()
