"""A lesson's proof, code and sources are folded; each fold opens by itself, by a link into it, or with all others."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze import course, messages
from tools.browser.axe import violations_in_both_looks
from tools.browser.late_style import late_style
from tools.browser.watch import watched_context

PROOF = "what-it-does"
KEY = "adempauze:v1:folds"


def address(site: str, lang: str = "en", name: str = "04-breathing") -> str:
    return f"{site}/{lang}/notebooks/{lang}/{name}.html"


def opened(page: Page, address: str) -> Page:
    """Open a lesson and wait for its widgets."""
    page.goto(address)
    page.wait_for_selector("html[data-adempauze=ready]")
    return page


def folds(page: Page) -> Locator:
    return page.locator("details.course-fold")


def shut(page: Page) -> Locator:
    return page.locator("details.course-fold:not([open])")


def switch(page: Page, lang: str = "en") -> Locator:
    return page.get_by_role("button", name=messages.table(lang, "folds")["open_all"])


def link_to_proof(page: Page) -> Locator:
    return page.locator(f"main a[href='#{PROOF}']").first


def proof(page: Page) -> Locator:
    """Return the heading of the proof: the anchor is beside it, or is its section."""
    return page.locator(f"section:has(> #{PROOF}) > h3, #{PROOF} > h3")


def test_a_link_to_a_fold_leads_there_although_the_style_comes_late(browser: Browser, site: str) -> None:
    with watched_context(browser, viewport={"width": 390, "height": 844}, service_workers="block") as context:
        page = context.new_page()
        with late_style(page):
            page.goto(f"{address(site)}#sources", wait_until="commit")
        page.wait_for_selector("html[data-adempauze=ready]")
        expect(page.locator("#sources > details[open] > summary")).to_be_in_viewport()
        assert page.locator("#sources").bounding_box()["y"] < 100


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_a_lesson_opens_with_its_folds_shut_and_both_ways_are_accessible(page: Page, site: str, lang: str) -> None:
    opened(page, address(site, lang))
    words = messages.table(lang, "folds")
    expect(folds(page).locator("> summary")).to_have_text([words[id] for id in course.FOLDS])
    expect(shut(page)).to_have_count(len(course.FOLDS))
    assert not violations_in_both_looks(page)
    switch(page, lang).click()
    assert not violations_in_both_looks(page)


def test_folds_and_links_into_them_work_without_javascript(without_javascript: Page, site: str) -> None:
    page = without_javascript
    page.goto(address(site))
    expect(page.locator(".course-open-all")).to_be_hidden()
    folds(page).locator("summary").last.press("Enter")
    expect(page.locator("#sources").get_by_role("listitem").first).to_be_visible()
    link_to_proof(page).click()
    expect(proof(page)).to_be_in_viewport()
    page.go_back()
    expect(link_to_proof(page)).to_be_in_viewport()


def test_a_link_to_a_proof_opens_its_fold_and_there_is_a_way_back(page: Page, site: str) -> None:
    opened(page, address(site))
    link_to_proof(page).press("Enter")
    expect(proof(page)).to_be_in_viewport()
    page.keyboard.press("Tab")
    back = page.get_by_role("button", name=messages.table("en", "folds")["back"])
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect(link_to_proof(page)).to_be_focused()
    expect(link_to_proof(page)).to_be_in_viewport()
    expect(back).to_have_count(0)


def test_the_browsers_back_button_returns_from_a_proof(page: Page, site: str) -> None:
    opened(page, address(site))
    link_to_proof(page).click()
    expect(proof(page)).to_be_in_viewport()
    page.go_back()
    expect(link_to_proof(page)).to_be_in_viewport()


def test_a_link_that_is_followed_again_opens_a_fold_that_was_shut_again(page: Page, site: str) -> None:
    opened(page, address(site))
    link_to_proof(page).click()
    folds(page).first.locator("> summary").click()
    expect(proof(page)).to_be_hidden()
    link_to_proof(page).click()
    expect(proof(page)).to_be_in_viewport()


@pytest.mark.parametrize("anchor", ["sources", PROOF])
def test_a_link_from_another_page_opens_the_fold(page: Page, site: str, anchor: str) -> None:
    page.goto(f"{site}/en/book/en/help.html")
    opened(page, f"{address(site)}#{anchor}")
    expect(shut(page)).to_have_count(len(course.FOLDS) - 1)
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_one_switch_opens_every_lesson_and_is_remembered(page: Page, site: str) -> None:
    opened(page, address(site))
    expect(switch(page)).to_have_attribute("aria-pressed", "false")
    switch(page).press("Space")
    expect(shut(page)).to_have_count(0)
    opened(page, address(site, name="07-reading-a-trial"))
    expect(switch(page)).to_have_attribute("aria-pressed", "true")
    expect(shut(page)).to_have_count(0)
    switch(page).press("Space")
    opened(page, address(site))
    expect(switch(page)).to_have_attribute("aria-pressed", "false")
    expect(shut(page)).to_have_count(folds(page).count())
    assert page.evaluate("(key) => key in localStorage", KEY) is False


def test_the_switch_works_where_nothing_can_be_stored(page: Page, site: str) -> None:
    page.add_init_script("Object.defineProperty(globalThis, 'localStorage', { get() { throw new Error('off'); } });")
    opened(page, address(site))
    switch(page).click()
    expect(shut(page)).to_have_count(0)
    expect(switch(page)).to_have_attribute("aria-pressed", "true")


def test_a_widget_in_a_fold_works_once_it_is_open(page: Page, site: str) -> None:
    opened(page, address(site))
    folds(page).first.locator("> summary").click()
    quiz = folds(page).first.locator(".az-quiz").first
    quiz.get_by_role("checkbox").or_(quiz.get_by_role("radio")).first.check()
    quiz.get_by_role("button").first.click()
    expect(quiz.get_by_role("status").first).not_to_be_empty()


def test_under_the_hood_shows_the_figure_and_folds_the_code_once_more(page: Page, site: str) -> None:
    opened(page, address(site))
    hood = folds(page).nth(1)
    hood.locator("> summary").click()
    expect(hood.get_by_role("img")).to_be_visible()
    expect(hood.locator("pre").first).to_be_hidden()
    hood.get_by_text(messages.table("en", "folds")["code"]).click()
    expect(hood.locator("pre").first).to_be_visible()


def test_a_page_that_is_no_lesson_has_no_switch(page: Page, site: str) -> None:
    page.goto(f"{site}/en/book/en/help.html")
    expect(page.locator("main")).to_be_visible()
    expect(page.locator(".course-open-all, .course-fold")).to_have_count(0)
