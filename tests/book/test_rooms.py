"""The three pages beside the lessons, in the built book on a phone: how far away is what a tired reader came for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from adempauze import messages
from adempauze.messages import LANGUAGES

PHONE = {"width": 390, "height": 844}
SENTENCE = "A walk of ten minutes, in the rain."

each_edition = pytest.mark.parametrize("lang", LANGUAGES)


def _open(page: Page, site: str, lang: str, name: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/{lang}/book/{lang}/{name}.html")
    if page.locator(".adempauze-mount").count():
        page.wait_for_selector("html[data-adempauze=ready]")


@each_edition
def test_the_button_to_begin_is_on_the_first_screen(page: Page, site: str, lang: str) -> None:
    _open(page, site, lang, "breathe")
    begin = page.get_by_role("button", name=messages.table(lang, "breathe")["begin"], exact=True)
    expect(begin).to_be_in_viewport(ratio=1)
    expect(page.locator(".az-rules")).to_be_in_viewport(ratio=1)
    begin.click()
    for kept_away in page.locator("header, .course-bar").all():
        covered = kept_away.evaluate("""(node) => {
            const box = node.getBoundingClientRect();
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            return !box.width || !node.contains(document.elementFromPoint(x, y));
        }""")
        assert covered
    page.get_by_role("button", name=messages.table(lang, "breathe")["pause"], exact=True).click()
    expect(page.locator(".course-bar .course-help")).to_be_visible()
    page.locator(".course-bar .course-help").click(trial=True)  # nothing lies above it


@each_edition
def test_a_kept_sentence_is_two_taps_from_the_landing_page_the_next_day(page: Page, site: str, lang: str) -> None:
    words = messages.table(lang, "notes") | messages.table(lang, "my_notes")
    _open(page, site, lang, "my-notes")
    page.get_by_role("textbox", name=words["one_sentence"]).fill(SENTENCE)
    page.get_by_role("button", name=words["keep_yes"]).click()
    expect(page.locator(".az-state").first).to_contain_text(words["state_saved_browser"].split("{")[0])
    _open(page, site, lang, "index")
    page.locator("a[href*='my-notes']:visible").first.click()
    expect(page.locator(".az-list").get_by_text(SENTENCE)).to_be_in_viewport(ratio=1)


@each_edition
def test_each_of_the_pages_has_a_title_that_names_it_and_help_one_touch_away(page: Page, site: str, lang: str) -> None:
    for name in ("breathe", "my-notes", "gp-questions"):
        _open(page, site, lang, name)
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
        expect(page.locator("a[href*='help.html']:visible").last).to_be_visible()
        assert page.locator("main a[href*='help.html']").count()
