"""The front door and the bar on a phone: what a tired reader came for is one or two taps away, without scrolling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze import messages
from tools import ROOT
from tools.browser.axe import violations_in_both_looks
from tools.browser.late_style import late_style
from tools.browser.watch import watched_context

SITE = ROOT / "_build" / "html"
PHONE = {"width": 390, "height": 844}
MOST_TAPS, MOST_WORDS = 2, 60  # from the root page to a running breath
PAGES = ("book/{}/index", "notebooks/{}/08-what-the-studies-found", "book/{}/claims", "book/{}/my-notes", "search")
STOPS = 80  # presses of Tab, enough to go below the first screen
RUNNING = "html[data-breathing=running]"

# The words that a reader sees on the screen, without scrolling.
SEEN_WORDS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        const style = getComputedStyle(node.parentElement);
        const said = node.parentElement.closest('.course-unseen'); // for screen readers alone
        const shown = style.visibility === 'visible' && style.opacity !== '0' && !said;
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2); // null off the screen
        const here = box.width > 1 && (node.parentElement.contains(top) || top?.contains(node.parentElement));
        if (shown && here) words.push(...node.textContent.trim().split(/\\s+/).filter(Boolean));
    }
    return words;
}"""
# Whether a point in the middle of an element shows that element.
ON_TOP = """(node) => {
    const box = node.getBoundingClientRect();
    return node.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""
# How far the element with the focus reaches below the upper edge of the bar; 0 for the bar itself.
BELOW_BAR = """() => {
    const bar = document.querySelector('.course-bar');
    const node = document.activeElement;
    if (bar.contains(node)) return 0;
    return node.getBoundingClientRect().bottom - bar.getBoundingClientRect().top;
}"""
KEEP_A_NOTE = """([keep, key, text]) => {
    const note = { id: 2, ask: 'save', key, kind: 'reflection', text, seen: null };
    return new Promise((done) => adempauze.answer({ id: 1, ask: 'choose', keep }, () => adempauze.answer(note, done)));
}"""

Open = Callable[..., Page]
each_language = pytest.mark.parametrize("lang", messages.LANGUAGES)


@pytest.fixture
def open_phone(browser: Browser, site: str) -> Iterator[Open]:
    """Return a function that opens a page of the site on a phone whose owner reads a language."""
    with ExitStack() as stack:

        def open_page(lang: str, name: str = "index", **options: Any) -> Page:
            context = stack.enter_context(
                watched_context(browser, viewport=PHONE, has_touch=True, locale=lang, **options)
            )
            page = context.new_page()
            page.goto(f"{site}/{name}.html")
            return page

        yield open_page


def choice(page: Page, lang: str, name: str) -> Locator:
    """Return one of the four large choices of the front door."""
    words = messages.table(lang, "door")
    choices = page.get_by_role("navigation", name=words["choices"])
    return choices.get_by_role("link", name=words[name], exact=True)


def bar(page: Page, lang: str) -> Locator:
    return page.get_by_role("navigation", name=messages.table(lang, "door")["bar"])


def help_link(page: Page, lang: str) -> Locator:
    return bar(page, lang).get_by_role("link", name=messages.table(lang, "door")["bar_help"])


@each_language
def test_a_breath_runs_after_two_taps_one_screen_and_sixty_words(open_phone: Open, lang: str) -> None:
    page = open_phone(lang, permissions=["screen-wake-lock"])  # refused, it would be told, which takes more words
    words = page.evaluate(SEEN_WORDS)
    begin = choice(page, lang, "breathe")
    expect(begin).to_be_in_viewport(ratio=1)
    begin.tap()
    page.wait_for_selector(RUNNING)
    taps = 1
    expect(page.locator(".az-breathe .az-stage")).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("scrollY") == 0
    words += page.evaluate(SEEN_WORDS)
    assert taps <= MOST_TAPS
    assert len(words) <= MOST_WORDS, words


def test_a_breath_that_begins_before_the_style_is_there_is_not_scrolled_away(open_phone: Open, site: str) -> None:
    page = open_phone("en", "en/book/en/breathe", service_workers="block")
    page.goto("about:blank")
    with late_style(page):
        page.goto(f"{site}/en/book/en/breathe.html#begin", wait_until="commit")
    page.wait_for_selector(RUNNING)
    expect(page.locator(".az-breathe .az-stage")).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("scrollY") == 0


@each_language
def test_without_motion_the_circle_is_still_and_a_tap_leads_to_a_breath(open_phone: Open, lang: str) -> None:
    page = open_phone(lang, reduced_motion="reduce")
    words = messages.table(lang, "door")
    disc = page.locator(".door-disc:visible")
    assert disc.evaluate("(disc) => disc.getAnimations().length") == 0
    page.get_by_text(words["tap"]).locator("visible=true").tap()
    page.wait_for_url(f"**/book/{lang}/breathe.html#begin")


def test_the_circle_breathes_and_can_be_stopped(open_phone: Open) -> None:
    page = open_phone("en")
    disc = page.locator(".door-disc:visible")
    (period,) = disc.evaluate("(disc) => disc.getAnimations().map((each) => each.effect.getTiming().duration)")
    assert period == 10_000
    page.get_by_role("checkbox", name=messages.table("en", "door")["still"]).check(force=True)
    assert disc.evaluate("(disc) => disc.getAnimations().length") == 0


@each_language
@pytest.mark.parametrize("name", PAGES)
def test_help_is_one_tap_away_without_scrolling(open_phone: Open, lang: str, name: str) -> None:
    page = open_phone(lang, f"{lang}/{name.format(lang)}")
    link = help_link(page, lang)
    for place in (0, 0.5, 1):
        page.evaluate("(place) => scrollTo(0, place * document.documentElement.scrollHeight)", place)
        expect(link).to_be_in_viewport(ratio=1)
        assert link.evaluate(ON_TOP)
    link.tap()
    page.wait_for_url(f"**/{lang}/book/{lang}/help.html")


@each_language
def test_the_bar_leads_to_breath_lessons_notes_and_help(open_phone: Open, lang: str) -> None:
    page = open_phone(lang, f"{lang}/book/{lang}/help")
    links = [link.get_attribute("href") for link in bar(page, lang).get_by_role("link").all()]
    assert links == ["breathe.html", "#contents", "my-notes.html", "help.html"]
    bar(page, lang).get_by_role("link", name=messages.table(lang, "door")["bar_lessons"]).tap()
    expect(page.get_by_text(messages.table(lang, "book")["path"])).to_be_in_viewport()


def test_the_bar_goes_away_while_someone_types(open_phone: Open) -> None:
    page = open_phone("nl", "nl/book/nl/my-notes")
    page.wait_for_selector("html[data-adempauze=ready]")
    expect(bar(page, "nl")).to_be_visible()
    writing = page.get_by_role("main").get_by_role("textbox").first
    writing.tap()
    expect(bar(page, "nl")).to_be_hidden()
    writing.blur()
    expect(bar(page, "nl")).to_be_visible()


def test_the_bar_goes_away_while_a_breath_runs(open_phone: Open) -> None:
    page = open_phone("nl", "nl/book/nl/breathe")
    page.wait_for_selector("html[data-adempauze=ready]")
    words = messages.table("nl", "breathe")
    page.get_by_role("button", name=words["begin"], exact=True).tap()
    page.wait_for_selector(RUNNING)
    expect(page.locator(".course-bar")).to_be_hidden()


def test_the_bar_covers_neither_the_last_line_nor_the_focus(open_phone: Open) -> None:
    page = open_phone("nl", "nl/book/nl/help")
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(BELOW_BAR) <= 0, page.evaluate("document.activeElement.outerHTML")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    line = page.locator(".course-foot p").last.bounding_box()
    top = page.locator(".course-bar").bounding_box()
    assert line and top and line["y"] + line["height"] <= top["y"]


@each_language
def test_on_a_desktop_the_four_stay_in_the_header(page: Page, site: str, lang: str) -> None:
    page.goto(f"{site}/{lang}/book/{lang}/help.html")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    for link in bar(page, lang).get_by_role("link").all():
        expect(link).to_be_in_viewport(ratio=1)
    box = help_link(page, lang).bounding_box()
    assert box and box["y"] < 60


@pytest.mark.parametrize(("asked", "lang"), [("nl-BE", "nl"), ("en-GB", "en"), ("fr", "en")])
def test_the_root_page_speaks_the_language_of_the_browser_and_offers_the_other(
    open_phone: Open, asked: str, lang: str
) -> None:
    page = open_phone(asked)
    other = messages.twin(lang)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(choice(page, lang, "help")).to_be_visible()
    expect(choice(page, other, "help")).to_be_hidden()
    link = page.get_by_role("link", name=messages.table(other, "book")["language"])
    expect(link).to_have_attribute("hreflang", other)
    link.tap()
    page.wait_for_url(f"**/{other}/book/{other}/index.html")
    expect(choice(page, other, "breathe")).to_be_visible()


@each_language
def test_without_javascript_the_root_page_has_both_languages(open_phone: Open, lang: str) -> None:
    page = open_phone(lang, java_script_enabled=False)
    for name in ("breathe", "does_it_help", "write", "help"):
        link = choice(page, lang, name)
        expect(link).to_be_visible()
        assert (SITE / (link.get_attribute("href") or "").partition("#")[0]).is_file()
    for name in messages.LANGUAGES:
        expect(page.get_by_role("link", name=messages.table(name, "book")["language"])).to_be_visible()


@each_language
@pytest.mark.parametrize("door", ["root", "landing"])
def test_axe_finds_nothing_on_a_front_door(open_phone: Open, lang: str, door: str) -> None:
    page = open_phone(lang, "index" if door == "root" else f"{lang}/book/{lang}/index")
    assert not violations_in_both_looks(page)


@each_language
def test_who_keeps_notes_here_can_go_on_where_they_were(open_phone: Open, lang: str) -> None:
    page = open_phone(lang, f"{lang}/notebooks/{lang}/05-room-to-respond")
    page.wait_for_selector("html[data-adempauze=ready]")
    page.evaluate(KEEP_A_NOTE, ["browser", "05-room-to-respond/one-thing", "A secret sentence."])
    root = page.url.partition(f"/{lang}/")[0]
    for place in ("index", f"{lang}/book/{lang}/index"):
        page.goto(f"{root}/{place}.html")
        link = page.get_by_role("link", name=messages.table(lang, "lessons")["05-room-to-respond"], exact=True)
        expect(page.locator(".door-go-on").locator("visible=true")).to_have_count(1)
        assert "secret" not in page.content()
    page.locator(".door-go-on").get_by_role("link").and_(link).tap()
    page.wait_for_url(f"**/{lang}/notebooks/{lang}/05-room-to-respond.html")


@pytest.mark.parametrize("keep", ["page", "file"])
def test_who_keeps_no_notes_here_is_not_remembered(open_phone: Open, keep: str) -> None:
    page = open_phone("en", "en/notebooks/en/05-room-to-respond")
    page.wait_for_selector("html[data-adempauze=ready]")
    page.evaluate(KEEP_A_NOTE, [keep, "05-room-to-respond/one-thing", "A sentence."])
    page.goto(page.url.replace("notebooks/en/05-room-to-respond", "book/en/index"))
    expect(page.locator(".door-go-on")).to_be_hidden()


def test_on_a_phone_each_cell_of_a_wide_table_says_its_column(open_phone: Open) -> None:
    page = open_phone("nl", "nl/book/nl/does-it-help")
    table = page.locator("table.course-cards").first
    names = [cell.inner_text() for cell in table.locator("th").all()]
    label = messages.table("nl", "does_it_help")["difference"]
    shown = table.locator("tbody tr").first.get_by_text(label, exact=True)
    expect(shown).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(shown).to_be_hidden()
    expect(table.locator("th").nth(1)).to_have_text(label)
    assert len(names) > 2
