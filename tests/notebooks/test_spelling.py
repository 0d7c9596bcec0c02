"""Learner prose is spelled as in hunspell's Dutch and British word lists; exceptions are in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from spylls.hunspell import Dictionary

from tools import ROOT
from tools.prose import learner_text
from tools.prose.learner_text import Document, Passage

HERE = Path(__file__).parent
ALLOWED = HERE / "spelling_words.txt"
DICTIONARIES = {"en": "en_GB.zip", "nl": "nl_NL.zip"}
DOCUMENTS = learner_text.documents([ROOT / "notebooks", ROOT / "book"])

# The words of a link to a source are names; "(Dutch: ...)" has a term in the other language.
_CITED = re.compile(r"\[[^\]]*\]\((?:https?:|tel:)(?:[^()\s]|\([^()\s]*\))*\)|\((?:Dutch|Engels): .*?\)+(?= *$)", re.M)
_HOST = re.compile(r"\b[\w-]+\.(?:be|com|nl|org)\b")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@cache
def dictionary(lang: str) -> Dictionary:
    """Return the word list of a language."""
    return Dictionary.from_zip(str(HERE / "dictionaries" / DICTIONARIES[lang]))


@cache
def allowed(lang: str) -> tuple[str, ...]:
    """Return the correct words that no word list has, for one language and for both."""
    sections = re.split(r"^\[(.+)\]\n", ALLOWED.read_text(encoding="utf-8"), flags=re.M)[1:]
    words = dict(zip(sections[::2], map(str.split, sections[1::2]), strict=True))
    return tuple(word for name in ("both", lang) for word in words[name])


def words(passage: Passage) -> Iterator[str]:
    """Yield the words of a passage, without abbreviations in capitals and single letters."""
    text = learner_text.plain(_HOST.sub(" ", _CITED.sub(" ", passage.text)))
    for word in _WORD.findall(text.replace("’", "'")):
        if len(word) > 1 and not word.isupper():
            yield word


@cache
def is_right(word: str, lang: str) -> bool:
    """Return whether the list or the exceptions have a word, with or without the capital of a first word."""
    spellings = {word, word[:1].lower() + word[1:]}
    return bool(spellings & set(allowed(lang))) or any(dictionary(lang).lookup(each) for each in spellings)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: f"{each.lang}/{each.file.name}")
def test_every_word_is_spelled_right(document: Document) -> None:
    wrong: dict[str, str] = {}
    for passage in document.passages:
        for word in words(passage):
            if not is_right(word, document.lang):
                wrong.setdefault(word, passage.place)
    listed = "\n".join(f"  {word}  ({place})" for word, place in sorted(wrong.items()))
    assert not wrong, f"not in the word list; correct them, or add names and terms to {ALLOWED.name}:\n{listed}"


@pytest.mark.parametrize(
    ("lang", "right", "wrong"),
    [
        (
            "nl",
            "hartslag schouders zelfdoding huisartsenrichtlijn ademoefeningen zo'n foto's",
            "hartslach wordt't onderzoeks",
        ),
        ("en", "behaviour organised recognise don't self-kindness", "behavior organized recieve dont"),
    ],
)
def test_the_word_lists_know_right_from_wrong(lang: str, right: str, wrong: str) -> None:
    assert [word for word in right.split() if not is_right(word, lang)] == []
    assert [word for word in wrong.split() if is_right(word, lang)] == []


@pytest.mark.parametrize("name", ["both", "en", "nl"])
def test_the_exceptions_are_sorted_needed_and_not_in_the_word_list(name: str) -> None:
    section = re.search(rf"^\[{name}\]\n(.*?)(?=^\[|\Z)", ALLOWED.read_text(encoding="utf-8"), re.M | re.S)
    listed = section.group(1).split()
    assert listed == sorted(set(listed), key=lambda word: (word.casefold(), word))
    langs = ("en", "nl") if name == "both" else (name,)
    used = {
        word[:1].lower() + word[1:] if word[:1].lower() + word[1:] in listed else word
        for document in DOCUMENTS
        if document.lang in langs
        for passage in document.passages
        for word in words(passage)
    }
    assert [word for word in listed if word not in used] == []
    assert [word for word in listed if all(dictionary(lang).lookup(word) for lang in langs)] == []
