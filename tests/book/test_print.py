"""Paper is white, whatever the look of the screen: what is printed can be read, and shows only what is so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tools.browser.until import until
from tools.browser.watch import watched_context

PAGES = (
    "notebooks/{}/04-breathing",
    "notebooks/{}/11-not-for-everyone",
    "notebooks/{}/12-your-next-step",
    "book/{}/gp-questions",
)
LONG = "One thing that I will do, in words that fill more than a line. " * 8
READABLE = 7  # contrast of plain text with white
COLOURED = 4.5  # that of links and code
A4_WIDTH = 680  # CSS pixels between the margins

# The contrast of each text on white, with a sample of what is below `least`.
PALE = """(least) => {
    const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number)
        .map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
    return [...document.querySelectorAll("body *")]
        .filter((node) => node.checkVisibility() && [...node.childNodes].some((each) => each.data?.trim()))
        .filter((node) => !node.closest("svg, .az-stage, .az-unseen, .course-unseen, .highlight"))
        .map((node) => [1.05 / (light(getComputedStyle(node).color) + 0.05), node.className, node.textContent.trim()])
        .filter(([contrast]) => contrast < least);
}"""
COLOUR_SCHEMES = """() => [...new Set([...document.querySelectorAll("input, textarea, select")]
    .map((node) => getComputedStyle(node).colorScheme))]"""


@pytest.fixture(params=["light", "dark"])
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a light or a dark look of the device."""
    with watched_context(browser, color_scheme=request.param) as context:
        yield context.new_page()


def _open(page: Page, site: str, path: str, lang: str = "nl") -> None:
    page.goto(f"{site}/{lang}/{path.format(lang)}.html")
    page.wait_for_selector("html[data-adempauze=ready]")


def _on_paper(page: Page) -> None:
    """Show the page as a printer gets it; a real print sends the event too."""
    page.set_viewport_size({"width": A4_WIDTH, "height": 960})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


@pytest.mark.parametrize("path", PAGES)
def test_text_is_dark_on_white_and_controls_are_light_in_any_look(screen: Page, site: str, path: str) -> None:
    _open(screen, site, path)
    screen.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    dark = screen.evaluate("document.documentElement.dataset.theme") == "dark"
    assert (screen.evaluate("getComputedStyle(document.body).colorScheme") == "dark") is dark
    _on_paper(screen)
    assert not screen.evaluate(PALE, COLOURED)
    assert not screen.evaluate(PALE.replace(".az-unseen", ".az-unseen, a"), READABLE)
    assert screen.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert screen.evaluate(COLOUR_SCHEMES) == ["light"]
    assert screen.evaluate("[...document.images].every((image) => getComputedStyle(image).filter === 'none')")


def test_code_is_dark_on_white_in_any_look(screen: Page, site: str) -> None:
    _open(screen, site, "notebooks/{}/02-load-and-recovery")
    screen.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert screen.locator(".highlight span").count()
    _on_paper(screen)
    assert not screen.evaluate(PALE.replace(", .highlight", ""), COLOURED)


def test_what_only_a_screen_can_do_is_not_on_paper(page: Page, site: str) -> None:
    _open(page, site, "notebooks/{}/04-breathing")
    _on_paper(page)
    for part in (".course-top", ".course-open-all", ".adempauze-listen", ".course-contents", "button.az-primary"):
        assert not page.locator(part).locator("visible=true").count(), part


def test_a_fold_prints_whole_or_not_at_all(page: Page, site: str) -> None:
    _open(page, site, "notebooks/{}/04-breathing")
    first, second = page.locator(".course-fold").all()[:2]
    first.locator("> summary").click()
    _on_paper(page)
    expect(first.locator("h3").last).to_be_visible()
    expect(first.locator("> summary")).to_be_visible()
    expect(second.locator("> summary")).to_be_hidden()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.course-fold[open] > summary')).breakAfter") == "avoid"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('main h2')).breakAfter") == "avoid"


@pytest.mark.parametrize("path", ["notebooks/{}/11-not-for-everyone", "book/{}/gp-questions"])
def test_all_groups_of_a_talk_are_on_paper_and_shut_again_afterwards(page: Page, site: str, path: str) -> None:
    _open(page, site, path)
    groups = page.locator(".az-conversation > details")
    shut = page.locator(".az-conversation > details:not([open])")
    before = shut.count()
    assert before
    for _ in range(2):  # twice without "afterprint", which not all browsers send
        _on_paper(page)
        expect(shut).to_have_count(0)
        expect(groups.get_by_role("checkbox").last).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(shut).to_have_count(before)


@pytest.mark.parametrize("path", ["notebooks/{}/04-breathing", "notebooks/{}/12-your-next-step"])
def test_all_that_was_written_is_on_paper_and_the_copy_goes_again(page: Page, site: str, path: str) -> None:
    _open(page, site, path)
    field = page.locator(f"#{page.locator('textarea:visible').first.get_attribute('id')}")
    field.fill(LONG)
    for _ in range(2):
        _on_paper(page)
        copies = page.locator(".course-written")
        expect(copies).to_have_count(1)
        expect(copies).to_have_text(LONG.strip())
        box = copies.bounding_box()
        assert box["width"] > A4_WIDTH / 2
        assert copies.evaluate("(copy) => copy.scrollHeight <= copy.clientHeight + 1")
        expect(field).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(copies).to_have_count(0)
    expect(field).to_have_value(LONG)


def test_a_real_print_unfolds_and_copies_too(page: Page, site: str) -> None:
    _open(page, site, "book/{}/gp-questions")
    page.evaluate(
        """() => {
            globalThis.printed = [];
            matchMedia("print").addEventListener("change", ({ matches }) => {
                if (matches) printed.push(document.querySelectorAll(".az-conversation > details:not([open])").length);
            });
        }"""
    )
    assert page.pdf(format="A4").startswith(b"%PDF")
    until(page, "printed.length")
    assert page.evaluate("printed") == [0]
