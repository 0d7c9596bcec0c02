"""Every built page, as a static host serves it: live with no kernel, silent to the world, accessible, bilingual."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from adempauze import messages
from tools import ROOT
from tools.browser.axe import violations_in_both_looks

SITE = ROOT / "_build" / "html"
LANGUAGES = ("en", "nl")
FRAME = 20  # milliseconds: what may pass before a change is painted


def _pages(lang: str) -> list[str]:
    return [f"{lang}/{path.relative_to(SITE / lang)}" for path in sorted((SITE / lang).glob("*/*/*.html"))]


def _lessons(lang: str) -> list[str]:
    return [page for page in _pages(lang) if "/notebooks/" in page]


def _open(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/{name}")
    page.wait_for_load_state("load")
    if page.locator(".adempauze-mount").count():
        page.wait_for_selector("html[data-adempauze=ready]")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_widget_of_every_page_mounts(page: Page, site: str, lang: str) -> None:
    mounted = 0
    for name in _pages(lang):
        _open(page, site, name)
        mounts = page.locator(".adempauze-mount")
        assert page.locator(".adempauze-mount[data-live]").count() == mounts.count(), name
        assert page.locator(".adempauze-failed").count() == 0, name
        mounted += mounts.count()
    assert mounted >= len(_lessons(lang)) * 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_on_any_page(page: Page, site: str, lang: str) -> None:
    found = {}
    for name in [*_pages(lang), f"{lang}/search.html"]:
        _open(page, site, name)
        if lines := violations_in_both_looks(page):
            found[name] = lines
    assert not found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_scrolls_sideways_on_a_small_phone(page: Page, site: str, lang: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    wide = {}
    for name in _pages(lang):
        _open(page, site, name)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[name] = width
    assert not wide


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_leads_to_its_twin_and_back(page: Page, site: str, lang: str) -> None:
    other = next(each for each in LANGUAGES if each != lang)
    for name in _pages(lang):
        _open(page, site, name)
        assert page.locator("html").get_attribute("lang") == lang
        link = page.locator(f"header a[hreflang={other}]")
        assert link.get_attribute("lang") == other
        expected = f"{site}/{name.replace(f'{lang}/', f'{other}/')}"
        assert urljoin(page.url, link.get_attribute("href")) == expected
        assert (SITE / urlsplit(expected).path.lstrip("/")).is_file()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_is_one_press_away_on_every_page(page: Page, site: str, lang: str) -> None:
    for name in _pages(lang):
        _open(page, site, name)
        help_link = page.locator("header a.course-help")
        assert urljoin(page.url, help_link.get_attribute("href")).endswith(f"/{lang}/book/{lang}/help.html"), name


def test_no_english_is_left_on_dutch_pages(page: Page, site: str) -> None:
    """What the theme and Sphinx say around the text; the pages' own words are read by people."""
    english = re.compile(
        r"\b(previous|next|skip to|search|back to top|contents?|color mode|light|dark|toggle|show|hide|results?|the)\b",
        re.I,
    )
    for name in [*_pages("nl"), "nl/search.html?q=adem"]:
        _open(page, site, name)
        chrome = page.evaluate(
            """() => {
                const around = 'header, nav, footer, #search-results, main form, [aria-label], [title], [placeholder]';
                const parts = document.querySelectorAll(around);
                return [...parts].flatMap((part) => [
                    part.matches('header, nav, footer, form, #search-results') ? part.innerText : '',
                    part.getAttribute('aria-label') ?? '', part.title ?? '', part.placeholder ?? '',
                ]).join('\\n');
            }"""
        )
        leftovers = set(english.findall(chrome))
        assert not leftovers, f"{name}: {leftovers}"


def test_the_search_finds_a_lesson_and_forgets_the_words(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/notebooks/nl/00-start.html")
    page.get_by_role("searchbox").fill("adem")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#search-results li a").first).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_link_within_the_site_is_dead(page: Page, site: str, lang: str) -> None:
    dead = []
    for name in _pages(lang):
        _open(page, site, name)
        for href in page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.href)"):
            address, fragment = urldefrag(href)
            if not address.startswith(site):
                continue
            file = SITE / unquote(urlsplit(address).path).lstrip("/")
            if not file.is_file() or (fragment and f'id="{unquote(fragment)}"' not in file.read_text(encoding="utf-8")):
                dead.append((name, href))
    assert not dead


def test_the_root_page_offers_both_languages(page: Page, site: str) -> None:
    page.goto(f"{site}/index.html")
    for lang, label in (("en", "English"), ("nl", "Nederlands")):
        href = page.get_by_role("link", name=label).get_attribute("href")
        assert (SITE / href).is_file()
        assert page.get_by_role("link", name=label).get_attribute("lang") == lang
    assert not violations_in_both_looks(page)


def test_the_look_can_be_chosen_and_is_remembered(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/book/nl/index.html")
    theme = page.locator("html")
    expect(theme).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(theme).to_have_attribute("data-theme", "dark")
    page.get_by_role("radio", name="Licht").check()
    expect(theme).to_have_attribute("data-theme", "light")
    page.reload()
    expect(theme).to_have_attribute("data-theme", "light")
    page.get_by_role("radio", name="Zoals mijn apparaat").check()
    expect(theme).to_have_attribute("data-theme", "dark")
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("home", ["served", "disk"])
def test_the_timer_of_lesson_04_runs(page: Page, site: str, lang: str, home: str) -> None:
    """Also on a page opened from disk, where all its widgets live."""
    page.clock.install(time=0)
    page.goto(f"{site if home == 'served' else SITE.as_uri()}/{lang}/notebooks/{lang}/04-breathing.html")
    page.wait_for_selector("html[data-adempauze=ready]")
    assert page.locator(".adempauze-mount:not([data-live])").count() == 0
    page.clock.pause_at(3600)
    words = messages.table(lang, "breathe")
    timer = page.locator(".az-breathe").first
    timer.get_by_role("button", name=words["begin"]).click()
    sizes = []
    for phase, length in (("phase_in", 4000), ("phase_out", 6000), ("phase_in", 0)):
        expect(timer.locator(".az-word")).to_have_text(words[phase])
        sizes.append(timer.locator(".az-circle").evaluate("(circle) => circle.getBoundingClientRect().width"))
        page.clock.run_for(length + FRAME)
    rest, full, again = sizes
    assert rest < full > again


def test_without_javascript_each_widget_says_what_it_is(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/en/notebooks/en/04-breathing.html")
        sentences = page.locator(".adempauze-fallback").all_inner_texts()
        assert sentences
        assert all(sentence.endswith(".") for sentence in sentences)
        expect(page.locator("header a.course-help")).to_be_visible()


def test_no_page_names_a_script_style_or_picture_of_another_host() -> None:
    outside = {}
    for path in SITE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        loaded = re.findall(
            r"<(?:script|img|iframe|source)[^>]*\ssrc=\"(https?:[^\"]+)|<link[^>]*\shref=\"(https?:[^\"]+)", text
        )
        if loaded:
            outside[path.name] = loaded
    assert not outside


def test_a_second_run_of_the_host_changes_nothing(page: Page, site: str) -> None:
    _open(page, site, "en/notebooks/en/00-start.html")
    before = page.locator(".adempauze").count()
    host = page.locator("script[src*='/host.']").get_attribute("src")
    page.add_script_tag(url=urljoin(page.url, host))
    assert page.locator(".adempauze").count() == before


def test_the_plain_jupyter_book_command_gives_the_english_edition(tmp_path: Path) -> None:
    """`jupyter-book build .` needs the two root files alone; without its twin, no page offers the other language."""
    command = [
        sys.executable,
        "-c",
        "from jupyter_book.cli.main import main; main()",
        "build",
        ".",
        "-W",
        "--keep-going",
    ]
    built = subprocess.run([*command, "--path-output", tmp_path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    page = (tmp_path / "_build" / "html" / "notebooks" / "en" / "04-breathing.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    assert "adempauze-mount" in page
    assert "hreflang" not in page
