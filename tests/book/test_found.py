"""What the built pages tell search engines and the places where they are shared."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from adempauze import messages
from tools import ROOT
from tools.browser.axe import violations_in_both_looks

SITE = ROOT / "_build" / "html"

each_language = pytest.mark.parametrize("lang", messages.LANGUAGES)


def _structured(name: str) -> dict[str, object]:
    text = (SITE / name).read_text(encoding="utf-8")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    data: dict[str, object] = json.loads(found)
    return data


@each_language
def test_the_front_door_says_what_the_course_teaches_and_that_it_is_free(lang: str) -> None:
    course = _structured(f"{lang}/book/{lang}/index.html")
    assert (course["@type"], course["inLanguage"], course["isAccessibleForFree"]) == ("Course", lang, True)
    assert course["teaches"] == list(messages.table(lang, "teaches").values())


@each_language
def test_each_lesson_says_of_which_course_it_is(lang: str) -> None:
    for slug, title in messages.table(lang, "lessons").items():
        lesson = _structured(f"{lang}/notebooks/{lang}/{slug}.html")
        assert (lesson["name"], lesson["inLanguage"]) == (title, lang)


@each_language
def test_each_page_has_a_title_and_a_description_to_share(lang: str) -> None:
    for page in (SITE / lang).glob("*/*/*.html"):
        text = page.read_text(encoding="utf-8")
        for name in ("title", "description", "locale"):
            assert re.search(rf'<meta property="og:{name}" content="[^"]+">', text), (page, name)


def test_the_page_for_lost_readers_helps(page: Page, site: str) -> None:
    page.goto(f"{site}/404.html")
    expect(page.get_by_role("heading", level=1).locator("visible=true")).to_have_count(1)
    expect(page.locator("a[href='tel:112']").locator("visible=true").first).to_be_visible()
    assert violations_in_both_looks(page) == []
