"""After one visit to the front door the course works without a network; a new build comes whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from adempauze import messages
from adempauze.sphinx_ext import offline
from tools import ROOT
from tools import offline as workers
from tools.browser.serving import serve
from tools.browser.watch import watched_context

SITE = ROOT / "_build" / "html"
MOST = 3_000_000  # bytes that a reader's device keeps of an edition
each_language = pytest.mark.parametrize("lang", messages.LANGUAGES)

# Waits until the worker of an address is in charge there, for a minute.
KEPT = """(address) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`nothing is kept for ${address}`)), 60_000);
    const look = async () => {
        const found = await navigator.serviceWorker.getRegistration(address);
        if (found?.scope.startsWith(address) && found.active?.state === "activated") resolve(true);
        else setTimeout(look, 20);
    };
    look();
})"""
# Asks for a new build, and returns what became of it: "installed" waits for its turn, "redundant" was not whole.
ASK = """async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const next = registration.installing ?? registration.waiting;
    while (next?.state === "installing") {
        await new Promise((resolve) => next.addEventListener("statechange", resolve, { once: true }));
    }
    return next?.state ?? "nothing new";
}"""
STORED = "async () => [(await navigator.serviceWorker.getRegistrations()).length, await caches.keys()]"


@pytest.fixture
def keeping(browser: Browser) -> Iterator[BrowserContext]:
    """A profile in which the course may be kept."""
    with watched_context(browser, service_workers="allow") as context:
        yield context


# The course -----------------------------------------------------------------------------------------------------------


@each_language
def test_without_a_network_every_page_of_an_edition_opens_and_its_widgets_are_live(browser: Browser, lang: str) -> None:
    failed: list[str] = []
    with watched_context(browser, service_workers="allow", locale=lang) as keeping:
        page = keeping.new_page()
        with serve(SITE) as site:
            page.goto(f"{site}/index.html")
            page.evaluate(KEPT, f"{site}/{lang}/")
            page.evaluate(KEPT, f"{site}/")
        keeping.on("requestfailed", lambda request: failed.append(request.url))
        names = [path.relative_to(SITE).as_posix() for path in sorted((SITE / lang).glob("*/*/*.html"))]
        for name in ["index.html", f"{lang}/search.html", *names]:
            page.goto(f"{site}/{name}")
            if page.locator(".adempauze-mount").count():
                page.wait_for_selector("html[data-adempauze=ready]")
                expect(page.locator(".adempauze-mount:not([data-live])")).to_have_count(0)
        assert len(names) > 25 and not failed
        page.goto(f"{site}/{lang}/", wait_until="commit")
        page.wait_for_url(f"**/{lang}/book/{lang}/index.html")
        page.goto(f"{site}/{lang}/no-such-page.html")
        expect(page.get_by_role("heading")).to_have_text(messages.table(lang, "offline")["away_title"])
        other = messages.twin(lang)
        page.goto(f"{site}/{other}/book/{other}/about.html")
        expect(page.locator(f"section[lang={other}] h1")).to_have_text(messages.table(other, "offline")["away_title"])
        page.get_by_role("link", name=messages.table(lang, "offline")["away_home"]).click()
        expect(page.locator(f".door-edition[lang={lang}] .door-circle")).to_be_visible()


@each_language
def test_without_a_network_the_search_shows_what_it_found_in_its_own_words(browser: Browser, lang: str) -> None:
    with watched_context(browser, service_workers="allow", locale=lang) as keeping:
        page = keeping.new_page()
        with serve(SITE) as site:
            page.goto(f"{site}/{lang}/book/{lang}/index.html")
            page.evaluate(KEPT, f"{site}/{lang}/")
        page.goto(f"{site}/{lang}/search.html#q=lithium")
        expect(page.locator("#search-results mark", has_text=re.compile("lithium", re.I)).first).to_be_visible()


@each_language
def test_the_course_is_small_enough_to_keep(lang: str) -> None:
    assert sum(path.stat().st_size for path in workers.kept(SITE / lang)) <= MOST


@each_language
def test_the_reader_can_take_it_off_and_put_it_back_and_notes_stay(
    keeping: BrowserContext, site: str, lang: str
) -> None:
    words = messages.table(lang, "offline")
    page = keeping.new_page()
    page.goto(f"{site}/{lang}/book/{lang}/index.html")
    page.evaluate(KEPT, f"{site}/{lang}/")
    page.goto(f"{site}/{lang}/book/{lang}/privacy.html")
    page.evaluate("localStorage.setItem('adempauze:v1:keep', 'browser')")
    switch = page.locator(".course-offline")
    expect(switch.get_by_role("status")).to_have_text(words["on"])
    switch.get_by_role("button", name=words["turn_off"]).click()
    expect(switch.get_by_role("status")).to_have_text(words["off"])
    assert page.evaluate(STORED) == [0, []]
    assert page.evaluate("localStorage.getItem('adempauze:v1:keep')") == "browser"
    page.goto(f"{site}/{lang}/book/{lang}/index.html")
    page.goto(f"{site}/{lang}/book/{lang}/privacy.html")
    expect(switch.get_by_role("status")).to_have_text(words["off"])
    switch.get_by_role("button", name=words["turn_on"]).click()
    expect(switch.get_by_role("status")).to_have_text(words["on"])
    expect(switch.get_by_role("button")).to_have_text(words["turn_off"])


@each_language
def test_a_page_from_disk_says_that_it_cannot_be_kept(page: Page, lang: str) -> None:
    page.goto(f"{SITE.as_uri()}/{lang}/book/{lang}/privacy.html")
    expect(page.locator(".course-offline").get_by_role("status")).to_have_text(
        messages.table(lang, "offline")["unable"]
    )
    expect(page.locator(".course-offline").get_by_role("button")).to_have_count(0)


@each_language
def test_the_course_can_be_an_app(lang: str) -> None:
    manifest = json.loads((SITE / lang / "app.webmanifest").read_text(encoding="utf-8"))
    assert manifest["lang"] == lang
    places = [manifest["start_url"], *(each["url"] for each in manifest["shortcuts"])]
    assert all((SITE / lang / place).is_file() for place in places)
    sizes = {Image.open(SITE / lang / each["src"]).size: each["sizes"] for each in manifest["icons"]}
    assert {(192, 192): "192x192", (512, 512): "512x512"}.items() <= sizes.items()
    corners = {each["src"]: Image.open(SITE / lang / each["src"]).getpixel((0, 0))[3] for each in manifest["icons"]}
    filled = {each["src"] for each in manifest["icons"] if each.get("purpose") == "maskable"}
    assert {name for name, opacity in corners.items() if opacity} == filled


# Builds ---------------------------------------------------------------------------------------------------------------


@dataclass
class Builds:
    """A small site with a worker, and the builds of it that a server may offer."""

    folder: Path

    def publish(self, build: str, without: str = "") -> None:
        """Write a build of two pages and a part, without one of its files."""
        page = f"<!doctype html><link rel=icon href=data:,><h1>{build}</h1>".encode()
        files = {"index.html": page, "other.html": page, "part.txt": build.encode()}
        for name, content in files.items():
            (self.folder / name).write_bytes(b"not of this build" if name == without else content)
        (self.folder / offline.WORKER).write_text(offline.worker(files, ""), encoding="utf-8")


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    builds = Builds(tmp_path / "site")
    builds.folder.mkdir()
    builds.publish("one")
    return builds


@pytest.fixture
def reading(keeping: BrowserContext, builds: Builds) -> Iterator[Page]:
    """A page of build one, which is kept."""
    page = keeping.new_page()
    with serve(builds.folder) as site:
        page.goto(f"{site}/index.html")
        page.evaluate(f"navigator.serviceWorker.register('{offline.WORKER}')")
        page.evaluate(KEPT, f"{site}/")
        page.reload()
        yield page


def _build(page: Page) -> tuple[str, str]:
    """Return the build that a page is of, and the build of a part that it loads now."""
    return page.locator("h1").inner_text(), page.evaluate("fetch('part.txt').then((part) => part.text())")


def test_a_build_that_is_not_whole_is_refused_until_it_is(reading: Page, builds: Builds) -> None:
    builds.publish("two", without="part.txt")
    assert reading.evaluate(ASK) == "redundant"
    reading.reload()
    assert _build(reading) == ("one", "one")
    builds.publish("two")
    assert reading.evaluate(ASK) == "installed"
    reading.reload()
    expect(reading.locator("h1")).to_have_text("two")
    assert _build(reading) == ("two", "two")
    assert len(reading.evaluate(STORED)[1]) == 1


def test_while_two_pages_are_open_both_stay_with_their_build(reading: Page, builds: Builds) -> None:
    second = reading.context.new_page()
    second.goto(reading.url)
    builds.publish("two")
    assert reading.evaluate(ASK) == "installed"
    assert _build(reading) == _build(second) == ("one", "one")
    reading.goto(reading.url.replace("index", "other"))
    assert _build(reading) == _build(second) == ("one", "one")
    second.close()
    reading.goto(reading.url.replace("other", "index") + "#place")
    expect(reading.locator("h1")).to_have_text("two")
    assert _build(reading) == ("two", "two")
    assert reading.url.endswith("index.html#place")


def test_the_same_build_is_not_fetched_again(reading: Page) -> None:
    assert reading.evaluate(ASK) == "nothing new"


def test_without_a_network_an_address_is_read_as_hosts_do(keeping: BrowserContext, builds: Builds) -> None:
    page = keeping.new_page()
    with ExitStack() as stack:
        site = stack.enter_context(serve(builds.folder))
        page.goto(f"{site}/index.html")
        page.evaluate(f"navigator.serviceWorker.register('{offline.WORKER}')")
        page.evaluate(KEPT, f"{site}/")
    for address in ("/", "/other", "/other.html?q=words#place"):
        page.goto(site + address)
        expect(page.locator("h1")).to_have_text("one")
