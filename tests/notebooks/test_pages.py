"""The pages that are lists from the evidence data stand in the book as the data are now."""

from __future__ import annotations

import pytest

from adempauze.messages import LANGUAGES
from tools import ROOT, pages


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", pages.PAGES)
def test_a_page_made_from_the_data_is_up_to_date(name: str, lang: str) -> None:
    stored = (ROOT / "book" / lang / f"{name}.md").read_text(encoding="utf-8")
    assert stored == pages.text_of(name, lang), f"{name}.md differs from the data: run `make notebooks`"
