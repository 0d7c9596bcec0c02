"""The search finds the right page for what people type, says where to get help first, and keeps their words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from adempauze import messages
from tools import ROOT
from tools.browser.axe import violations_in_both_looks

SITE = ROOT / "_build" / "html"
QUESTIONS = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))
FIRST = 3  # results in which the right page must be
MISSES = 0.05  # of all questions: two of forty
SHIFTS = """globalThis.shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
        .observe({ type: "layout-shift", buffered: true })"""
SHOWN = """() => [...document.querySelectorAll('.course-answer:not([hidden]) h2 a, #search-results > li > a')]
    .map((link) => link.getAttribute('href'))"""

each_language = pytest.mark.parametrize("lang", messages.LANGUAGES)


def _ask(page: Page, question: str) -> list[str]:
    """Type a question, press Enter, and return the addresses of what is found."""
    page.locator("#course-asked").fill(question)
    page.locator("#course-asked").press("Enter")
    page.wait_for_selector(f'#search-results[data-asked="{question}"]', state="attached")
    shown: list[str] = page.evaluate(SHOWN)
    return shown


def _name(address: str, lang: str) -> str:
    """Return the name of a page without its language, such as `book/help`, from the address of a result."""
    return address.partition(".html")[0].replace(f"/{lang}/", "/")


@each_language
def test_everyday_questions_find_the_right_page_among_the_first_three(page: Page, site: str, lang: str) -> None:
    page.goto(f"{site}/{lang}/search.html")
    missed = {}
    for question, pages in QUESTIONS[lang].items():
        found = [_name(address, lang) for address in _ask(page, question)]
        if not set(pages) & set(found[:FIRST]):
            missed[question] = found[:FIRST]
    assert len(QUESTIONS[lang]) >= 180
    assert len(missed) <= MISSES * len(QUESTIONS[lang]), missed


@pytest.mark.parametrize(("lang", "question"), [("nl", "ik kan niet meer"), ("en", "I want to die")])
def test_words_of_crisis_get_the_numbers_first(page: Page, site: str, lang: str, question: str) -> None:
    page.goto(f"{site}/{lang}/search.html#q={question}")
    answer = page.locator(".course-answer:visible")
    expect(answer).to_have_attribute("data-answer", "help")
    expect(answer.locator("a[href='tel:113']")).to_be_visible()
    assert violations_in_both_looks(page) == []


@each_language
def test_words_of_crisis_are_answered_though_nothing_else_works(page: Page, site: str, lang: str) -> None:
    """The numbers need no index: they are in the page."""
    page.route("**/list.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(f"{site}/{lang}/search.html")
    page.locator("#course-asked").fill("113")
    expect(page.locator(".course-answer a[href='tel:113']")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(messages.table(lang, "search")["out_of_reach"])


@each_language
def test_a_result_opens_at_its_section_though_it_is_in_a_fold(page: Page, site: str, lang: str) -> None:
    page.goto(f"{site}/{lang}/search.html")
    _ask(page, "lithium")
    page.locator("#search-results > li > a", has_text=messages.table(lang, "lessons")["11-not-for-everyone"]).click()
    expect(page.locator("details.course-fold[open]")).to_be_visible()
    expect(page.locator(":target")).to_be_in_viewport()


@each_language
def test_what_is_found_is_marked_in_its_own_words(page: Page, site: str, lang: str) -> None:
    page.goto(f"{site}/{lang}/search.html")
    page.locator("#course-asked").press_sequentially("lithium")  # without Enter
    expect(page.locator("#search-results mark", has_text=re.compile("lithium", re.I)).first).to_be_visible()


@each_language
def test_a_search_that_finds_nothing_says_what_to_try(page: Page, site: str, lang: str) -> None:
    page.goto(f"{site}/{lang}/search.html#q=qqqq")
    expect(page.get_by_role("status")).to_have_text(messages.table(lang, "search")["none"])


@each_language
def test_what_is_found_moves_nothing_that_a_reader_sees(page: Page, site: str, lang: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.add_init_script(SHIFTS)
    page.goto(f"{site}/{lang}/search.html#q=lithium")
    page.locator("#search-results mark").first.wait_for()
    assert page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(shifts))))") == []


def test_the_field_beside_a_page_leads_to_the_search_and_no_word_leaves_the_browser(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/nl/notebooks/nl/00-start.html")
    page.get_by_role("searchbox").fill("slaapmiddel")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_selector("#search-results[data-asked=slaapmiddel]", state="attached")
    assert not [address for address in asked if "slaapmiddel" in address.partition("#")[0]]
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == []
    assert "slaapmiddel" not in page.url  # a history of addresses may be read by others


def test_who_comes_back_from_a_result_finds_the_question_again(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/search.html")
    _ask(page, "lithium")
    page.locator("#search-results > li > a").first.click()
    page.wait_for_url("**/notebooks/**")
    page.go_back()
    page.wait_for_selector("#search-results[data-asked=lithium]", state="attached")


@each_language
def test_from_disk_it_says_that_it_looks_in_titles_and_finds_them(page: Page, lang: str) -> None:
    page.goto(f"{(SITE / lang / 'search.html').as_uri()}")
    found = _ask(page, messages.table(lang, "lessons")["04-breathing"])
    assert found[0].startswith(f"notebooks/{lang}/04-breathing.html")
    expect(page.get_by_role("status")).to_contain_text(messages.table(lang, "search")["titles_only"])


def test_without_javascript_it_says_where_to_look_instead(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/nl/search.html")
        assert messages.table("nl", "search")["script"] in page.locator("main").inner_text()


def test_nothing_is_left_of_the_search_of_sphinx() -> None:
    left = [file for name in ("searchindex.js", "searchtools.js", "*stemmer.js") for file in SITE.rglob(name)]
    assert not left
