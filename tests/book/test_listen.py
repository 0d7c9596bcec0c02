"""The open part of a lesson can be listened to, with a voice of the device itself and no other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tools.browser.voices import DISTANT, LOCAL, Voice, give_voices, said

LESSON = "04-breathing"
WORDS = {"en": ("Read aloud", "Pause", "Go on", "Stop"), "nl": ("Lees voor", "Pauze", "Verder", "Stop")}


def open_lesson(page: Page, site: str, lang: str, *voices: Voice) -> None:
    """Open a lesson on a device with these voices."""
    give_voices(page, *voices)
    page.goto(f"{site}/{lang}/notebooks/{lang}/{LESSON}.html")
    page.wait_for_selector("html[data-adempauze=ready]")


def texts(page: Page) -> list[str]:
    """Return the sentences that were spoken."""
    return [text for text, _ in said(page)]


def marked(page: Page) -> str:
    """Return the text that is marked."""
    return str(page.evaluate("[...(CSS.highlights.get('adempauze-spoken') ?? [])].join('').replace(/\\s+/g, ' ')"))


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_lesson_is_read_sentence_by_sentence(page: Page, site: str, lang: str) -> None:
    play, pause, resume, stop = WORDS[lang]
    open_lesson(page, site, lang, DISTANT, LOCAL[lang])
    page.get_by_role("button", name=play).press("Enter")
    title = page.locator("h1").inner_text()
    assert texts(page) == [title]
    assert marked(page) == title
    page.evaluate("speechSynthesis.end('onend')")
    assert len(texts(page)) == 2
    assert marked(page) == texts(page)[1]
    reader = page.locator(".adempauze-listen")
    reader.get_by_role("button", name=pause).click()
    page.evaluate("speechSynthesis.end('onend')")  # a paused sentence that ends late moves nothing
    assert len(texts(page)) == 2
    reader.get_by_role("button", name=resume).click()
    assert texts(page)[2] == texts(page)[1]
    reader.get_by_role("button", name=stop).click()
    assert marked(page) == ""
    expect(reader.get_by_role("button", name=play)).to_be_focused()
    assert {voice for _, voice in said(page)} == {"Here"}


def test_all_of_the_open_part_is_read_and_nothing_else(page: Page, site: str) -> None:
    open_lesson(page, site, "en", LOCAL["en"])
    page.get_by_role("button", name="Read aloud").click()
    page.evaluate("() => { while (speechSynthesis.now) speechSynthesis.end('onend'); }")
    text = " ".join(texts(page))
    assert "In one minute" in text
    assert "You may stop here" in text
    assert "How do we know?" not in text
    assert "doi.org" not in text
    assert marked(page) == ""
    expect(page.get_by_role("button", name="Read aloud")).to_be_visible()


def test_there_is_no_button_without_a_voice_of_the_device_itself(page: Page, site: str) -> None:
    open_lesson(page, site, "en", DISTANT, LOCAL["nl"])
    button = page.get_by_role("button", name="Read aloud")
    expect(button).to_be_hidden()
    page.evaluate("(voice) => speechSynthesis.voices.push(voice)", LOCAL["en"])
    page.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    expect(button).to_be_visible()


def test_a_voice_that_fails_says_so_and_can_go_on(page: Page, site: str) -> None:
    open_lesson(page, site, "en", LOCAL["en"])
    page.get_by_role("button", name="Read aloud").click()
    page.evaluate("speechSynthesis.end('onerror')")
    expect(page.locator(".adempauze-listen [role=status]")).to_have_text(
        "This device cannot read aloud now. The text is below."
    )
    page.locator(".adempauze-listen").get_by_role("button", name="Go on").click()
    assert len(texts(page)) == 2


def test_a_breath_that_begins_has_the_floor(page: Page, site: str) -> None:
    open_lesson(page, site, "en", LOCAL["en"])
    page.get_by_role("button", name="Read aloud").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".adempauze-listen").get_by_role("button", name="Go on")).to_be_visible()
    assert page.evaluate("speechSynthesis.now") is None
