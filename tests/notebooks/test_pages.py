"""The pages made from the evidence data are up to date with the data."""

from __future__ import annotations

import re

import pytest

from adempauze.evidence.judged import in_words
from adempauze.messages import LANGUAGES
from tools import ROOT, pages


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", pages.PAGES)
def test_a_page_made_from_the_data_is_up_to_date(name: str, lang: str) -> None:
    stored = (ROOT / "book" / lang / f"{name}.md").read_text(encoding="utf-8")
    assert stored == pages.text_of(name, lang), f"{name}.md differs from the data: run `make notebooks`"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_on_method_gives_a_rule_for_every_word_in_order(lang: str) -> None:
    page = (ROOT / "book" / lang / "method.md").read_text(encoding="utf-8")
    words = in_words(lang).values()
    assert [cell for cell in re.findall(r"^\| ([^|]+?) \|", page, re.M) if cell in words] == list(words)
