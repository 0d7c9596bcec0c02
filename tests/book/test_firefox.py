"""What browsers do differently, in a real Firefox: sleeping pages, leaving, storage, printing, no network."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import pytest

from adempauze.messages import LANGUAGES
from tools import ROOT
from tools.browser.firefox import Firefox, launched
from tools.browser.serving import serve

BOOK = ROOT / "_build" / "html"
READY = "document.documentElement.dataset.adempauze === 'ready'"
FIELD = "document.querySelector('.az-reflect textarea')"
KEPT = "Object.entries(localStorage).filter(([name]) => name.includes(':note:')).map(([, text]) => text).join()"
AT_REST = "navigator.locks.query().then(({ held, pending }) => held.length + pending.length === 0)"
DOOR = "en/book/en/index.html"  # the folder of the edition only leads there, and who leaves meanwhile breaks that off
LESSON, NEXT = "05-room-to-respond", "11-not-for-everyone"


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    """A Firefox that keeps nothing for later: a worker that answers a page which is just left is an error to it."""
    with launched(**{"dom.serviceWorkers.enabled": False}) as firefox:
        yield firefox


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the built book; its pages may sleep."""
    assert (BOOK / "index.html").is_file(), "The book is not built. Run `make book` first; `make test` does both."
    with serve(BOOK, pages_may_sleep=True) as address:
        yield address


@pytest.fixture
def page(firefox: Firefox, site: str) -> Iterator[Firefox]:
    """A tab at the front door with nothing kept; it fails at the end on console errors and requests elsewhere."""
    firefox.resize(1280, 900)
    firefox.goto(f"{site}/{DOOR}")
    firefox.evaluate("localStorage.clear()")
    firefox.errors.clear()
    yield firefox
    assert not firefox.errors, firefox.errors


def _open(page: Firefox, site: str, path: str, lang: str = "en") -> None:
    page.goto(f"{site}/{lang}/{path}.html")
    page.wait_for(READY)


def _open_lesson(page: Firefox, site: str) -> None:
    """Open a lesson whose notes are kept in the browser; `slept` tells later whether it came back from sleep."""
    page.evaluate("localStorage.setItem('adempauze:v1:keep', 'browser')")
    _open(page, site, f"notebooks/en/{LESSON}")
    page.evaluate("addEventListener('pageshow', ({ persisted }) => { globalThis.slept = persisted; })")


def _follow(page: Firefox, lesson: str) -> None:
    """Follow the link to another lesson, as a reader does, so that the page left behind can sleep."""
    page.wait_for(AT_REST)  # a page that is still saving is not put to sleep but ended
    page.click(f"[...document.querySelectorAll('.course-steps a')].find((link) => link.href.includes('{lesson}'))")
    page.wait_for(f"location.pathname.includes('{lesson}') && {READY}")


def _write(page: Firefox, text: str) -> None:
    page.click(FIELD)
    page.evaluate(f"{FIELD}.setSelectionRange(1e6, 1e6)")
    page.type(text)


@pytest.mark.parametrize("home", ["served", "disk"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_widget_mounts_without_an_error(page: Firefox, site: str, lang: str, home: str) -> None:
    """The console tells what the policy of the page refuses; from disk, too, it refuses nothing."""
    _open(page, site if home == "served" else BOOK.as_uri(), f"book/{lang}/gallery", lang)
    mounts, live = page.evaluate(
        "['.adempauze-mount', '[data-live]'].map((part) => document.querySelectorAll(part).length)"
    )
    assert mounts == live > 20


def test_a_page_that_slept_does_not_undo_what_was_written_since(page: Firefox, site: str) -> None:
    _open_lesson(page, site)
    _write(page, "first")
    page.wait_for(f"{KEPT}.includes('first')")
    _follow(page, NEXT)
    _follow(page, LESSON)
    _write(page, ". And later this.")
    page.back(2)
    assert page.wait_for("globalThis.slept")
    assert page.wait_for(f"{FIELD}.value === 'first. And later this.'")
    _write(page, "!")
    assert page.wait_for(f"{KEPT}.includes('first. And later this.!')")


def test_a_page_that_slept_brings_nothing_back_that_was_erased(page: Firefox, site: str) -> None:
    _open_lesson(page, site)
    _write(page, "not for ever")
    page.wait_for(f"{KEPT}.includes('ever')")
    _follow(page, NEXT)
    page.evaluate(
        "Object.keys(localStorage).forEach((name) => name.includes(':note:') && localStorage.removeItem(name))"
    )
    page.back()
    assert page.wait_for("globalThis.slept")
    page.wait_for(f"location.pathname.includes('{LESSON}') && {FIELD}?.value === ''")
    _write(page, "new")
    page.wait_for(f"{KEPT}.includes('new')")
    assert "ever" not in page.evaluate(KEPT)


def test_what_was_typed_a_moment_before_leaving_is_kept(page: Firefox, site: str) -> None:
    _open_lesson(page, site)
    _write(page, "a burst of typing")
    page.goto(f"{site}/{DOOR}")
    assert "a burst of typing" in page.evaluate(KEPT)


def test_the_breath_runs(page: Firefox, site: str) -> None:
    _open(page, site, "book/en/breathe")
    page.click("document.querySelector('.az-breathe button.az-primary')")
    assert page.wait_for("document.querySelector('.az-breathe').textContent.includes('Breathe in')")
    assert page.wait_for("document.querySelector('.az-breathe').textContent.includes('Breathe out')")


def test_without_a_network_a_lesson_opens_and_is_live() -> None:
    with launched() as firefox:
        with serve(BOOK) as site:
            firefox.goto(f"{site}/{DOOR}")
            found = f"navigator.serviceWorker.getRegistration('{site}/en/')"
            firefox.wait_for(f"{found}.then(({{ scope, active }}) => scope + active.state === '{site}/en/activated')")
        _open(firefox, site, f"notebooks/en/{LESSON}")
        firefox.wait_for("document.querySelectorAll('.adempauze-mount[data-live]').length > 1")
        assert firefox.evaluate("document.querySelectorAll('.adempauze-mount:not([data-live])').length") == 0


def _pages(pdf: bytes) -> list[bytes]:
    """Return what draws the pages of a PDF: its streams that show text, without those that hold dates and numbering."""
    streams = [zlib.decompress(packed) for packed in re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", pdf, re.DOTALL)]
    return [stream for stream in streams if re.search(rb"\bBT\b.*\bTj\b|\bTJ\b", stream, re.DOTALL)]


def test_paper_is_unfolded_and_the_same_from_a_dark_page_as_from_a_light_one(page: Firefox, site: str) -> None:
    papers = []
    for look in ("dark", "light"):  # chosen on the page: what the device prefers, Firefox forgets when it prints
        page.evaluate(f"localStorage.setItem('adempauze:v1:look', '{look}')")
        _open(page, site, "book/en/gp-questions")
        assert page.evaluate("document.documentElement.dataset.theme") == look
        page.evaluate(
            """addEventListener("beforeprint", () => {
                globalThis.shut = document.querySelectorAll(".az-conversation > details:not([open])").length;
            })"""
        )
        papers.append(_pages(page.printed()))
        assert page.evaluate("globalThis.shut") == 0
    dark, light = papers
    assert len(light) > 1
    assert dark == light
