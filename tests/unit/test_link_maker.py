"""The page that makes links opens lessons that exist, speaks both languages, and can ask nothing of any host."""

from __future__ import annotations

import re

from adempauze.course import paths
from adempauze.messages import LANGUAGES
from tools import ROOT

FILE = ROOT / "deploy" / "link-maker" / "index.html"
TEXT = FILE.read_text(encoding="utf-8")


def test_it_offers_every_lesson() -> None:
    listed = re.findall(r'"([\w-]+)"', re.search(r"const LESSONS = \[(.*?)\];", TEXT, re.S).group(1))
    for lang in LANGUAGES:
        assert listed == [path.stem for path in paths(lang)]


def test_it_may_load_nothing() -> None:
    assert "default-src 'none'" in TEXT
    assert not re.search(r"""(?:src|href|action)=["'](?!data:)""", TEXT)
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|import\(|localStorage", TEXT)


def test_it_has_the_same_words_in_both_languages() -> None:
    tables = re.findall(r"^  (en|nl): \{(.*?)\},$", TEXT, re.M | re.S)
    keys = {lang: set(re.findall(r"(\w+): \"", text)) for lang, text in tables}
    assert keys["en"] == keys["nl"] >= set(re.findall(r'data-word="(\w+)"', TEXT))
