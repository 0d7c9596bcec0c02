"""Scripts that are off, fail or hang, forced colours, a translated page: the course still works, or says why."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from adempauze import messages
from adempauze.widgets.help_box import HelpBox
from adempauze.widgets.reflect import Reflect
from tools.browser.bare_page import OpenWidgets
from tools.browser.until import until

each_edition = pytest.mark.parametrize("lang", messages.LANGUAGES)


def _lesson(site: str, lang: str = "nl", name: str = "11-not-for-everyone") -> str:
    return f"{site}/{lang}/notebooks/{lang}/{name}.html"


# Without scripts ------------------------------------------------------------------------------------------------------


@each_edition
def test_each_widget_names_javascript_and_no_place_where_the_reader_already_is(
    without_javascript: Page, site: str, lang: str
) -> None:
    page = without_javascript
    for name in ("00-start", "04-breathing", "11-not-for-everyone", "12-your-next-step"):
        page.goto(_lesson(site, lang, name))
        sentences = page.locator(".adempauze-fallback:visible").all()
        assert sentences
        for sentence in sentences:
            text = sentence.inner_text()
            assert "JupyterLab" not in text
            assert "JavaScript" in text or sentence.get_by_role("link").count()
            assert messages.table(lang, "mount")["loading"] not in text


@each_edition
def test_the_numbers_of_the_help_box_can_be_called(without_javascript: Page, site: str, lang: str) -> None:
    page = without_javascript
    page.goto(_lesson(site, lang))
    box = page.locator(".adempauze-fallback", has_text=messages.table(lang, "help_box")["title"])
    calls = {link.get_attribute("href") for link in box.locator("a[href^='tel:']").all()}
    assert {"tel:112", "tel:113"} <= calls
    assert not re.search(r":\s*[;.]|: *$", box.text_content(), flags=re.M)  # a name without anything behind it


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_no_line_of_the_help_box_has_a_hole(lang: str) -> None:
    for country in ("ALL", "NL", "BE", "UK", "US"):
        box = HelpBox(country, lang=lang)
        assert not re.search(r":\s*[;.]", box.fallback), box.fallback
        text = re.sub(r"<[^>]+>", "", box.fallback_html.replace("</li>", ";"))
        assert not re.search(r":\s*[;.]", text), text


# A script that fails or hangs -----------------------------------------------------------------------------------------


def _hang(page: Page, name: str) -> list[Route]:
    """Never answer requests for the script of this name; return them as they come."""
    held: list[Route] = []
    page.route(re.compile(rf"/{name}\.\w+\.js\b"), lambda route: held.append(route))
    return held


@pytest.mark.parametrize("hung", ["conversation", "folds", "listen"])
def test_a_script_that_hangs_keeps_no_other_widget_away(page: Page, site: str, hung: str) -> None:
    held = _hang(page, hung)
    page.goto(_lesson(site), wait_until="commit")
    mounts = page.locator(".adempauze-mount")
    live = page.locator(".adempauze-mount[data-live]")
    until(page, "document.querySelectorAll('.adempauze-mount').length > 3")
    page.wait_for_selector(".az-help-box", state="attached")
    page.wait_for_selector(".az-reflect")
    until(page, "document.readyState !== 'loading'")
    own = 1 if hung == "conversation" else 0
    expect(live).to_have_count(mounts.count() - own)
    if own:
        waiting = page.locator(".adempauze-mount:not([data-live])")
        expect(waiting).to_contain_text(messages.table("nl", "mount")["loading"])
    for route in held:
        route.continue_()
    page.wait_for_selector("html[data-adempauze=ready]")
    expect(live).to_have_count(mounts.count())


def test_a_host_that_comes_last_finds_the_widgets_that_came_before(page: Page, site: str) -> None:
    held = _hang(page, "host")
    page.goto(_lesson(site), wait_until="commit")
    until(page, "globalThis.adempauzeFiles?.length > 3")
    expect(page.locator(".adempauze-loading").first).to_be_visible()
    expect(page.locator(".adempauze-loading").first).to_contain_text("JavaScript")
    for route in held:
        route.continue_()
    page.wait_for_selector("html[data-adempauze=ready]")
    expect(page.locator(".adempauze-mount:not([data-live])")).to_have_count(0)


def test_a_script_that_fails_says_so_and_no_longer_that_it_loads(page: Page, site: str) -> None:
    page.route(re.compile(r"/conversation\.\w+\.js\b"), lambda route: route.abort())
    page.goto(_lesson(site))
    page.wait_for_selector("html[data-adempauze=ready]")
    failed = page.locator(".adempauze-mount:not([data-live])")
    expect(failed).to_have_count(1)
    expect(failed.get_by_role("alert")).to_be_visible()
    expect(failed.locator(".adempauze-loading")).to_have_count(0)
    page.context.watch.forgive("conversation")


# Forced colours -------------------------------------------------------------------------------------------------------


def _background(page: Page, selector: str, pseudo: str = "") -> str:
    return page.evaluate(
        """([selector, pseudo]) => {
            const node = document.querySelector(selector);
            const { backgroundColor, backgroundImage } = getComputedStyle(node, pseudo || null);
            return `${backgroundColor} ${backgroundImage}`;
        }""",
        [selector, pseudo],
    )


def test_with_forced_colours_the_switch_of_the_folds_shows_whether_it_is_on(page: Page, site: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(_lesson(site))
    page.wait_for_selector("html[data-adempauze=ready]")
    off = _background(page, ".course-open-all", "::before")
    page.locator(".course-open-all").click()
    on = _background(page, ".course-open-all", "::before")
    assert on != off and "gradient" in off and "gradient" in on


def test_with_forced_colours_the_place_in_the_bar_is_underlined(page: Page, site: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}/nl/book/nl/help.html")
    lines = page.locator(".course-bar a span").evaluate_all(
        """(all) => all.map((each) =>
            [Boolean(each.closest("[aria-current]")), getComputedStyle(each).textDecorationLine])"""
    )
    assert dict(lines) == {True: "underline", False: "none"}


def test_with_forced_colours_the_steps_of_the_scale_have_a_line(open_widgets: OpenWidgets, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    open_widgets(HelpBox(lang="en"))
    borders = page.evaluate(
        """() => {
            const scale = document.createElement("span");
            scale.className = "az-scale";
            scale.append(document.createElement("span"));
            document.querySelector(".adempauze").append(scale);
            return getComputedStyle(scale.firstChild).borderTopStyle;
        }"""
    )
    assert borders == "solid"


def test_with_forced_colours_an_opened_lesson_looks_unlike_a_new_one(page: Page, site: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(_lesson(site, name="00-start"))
    page.wait_for_selector("html[data-adempauze=ready]")
    new = _background(page, ".az-progress li:not(.az-opened, .az-done)", "::before")
    page.locator(".az-progress li:not(.az-opened)").last.evaluate("(item) => item.classList.add('az-opened')")
    assert _background(page, ".az-progress li.az-opened", "::before") != new


# A page that is translated --------------------------------------------------------------------------------------------

TRANSLATE = """() => {
    globalThis.changes = 0;
    const state = document.querySelector(".az-state");
    const font = document.createElement("font");
    font.textContent = "übersetzt";
    state.replaceChildren(font);
    const count = (records) => { changes += records.length; };
    new MutationObserver(count).observe(state, { childList: true, subtree: true });
}"""


def test_the_state_of_a_note_is_not_written_again_over_a_translation(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Reflect("after", "What?", lang="en", lesson="04-breathing"))
    page.get_by_role("textbox").fill("something")
    until(page, "document.querySelector('.az-state').textContent.length")
    page.evaluate("adempauzeNotes.dispatchEvent(new CustomEvent('notes', { detail: { state: true } }))")
    page.evaluate(TRANSLATE)
    for _ in range(5):
        page.evaluate("adempauzeNotes.dispatchEvent(new CustomEvent('notes', { detail: { state: true } }))")
    assert page.evaluate("changes") == 0
    expect(page.locator(".az-state")).to_have_text("übersetzt")
