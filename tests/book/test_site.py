"""Every built page works on a static host without a kernel, asks nothing of other hosts, and is accessible."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import frictionless
import pytest
import yaml
from playwright.sync_api import Browser, FloatRect, Page, expect

from adempauze import course, messages
from adempauze.evidence import reading
from tools import ROOT
from tools.browser.axe import violations_in_own_look
from tools.browser.shifts import LateScripts
from tools.browser.watch import watched_context

SITE = ROOT / "_build" / "html"
LANGUAGES = ("en", "nl")
ENGLISH = re.compile(
    r"\b(previous|next|skip to|search|back to top|contents?|color mode|light|dark|toggle|show|hide|results?|the)\b",
    re.I,
)
AROUND = """() => {
    const around = 'header, nav, footer, #search-results, main form, [aria-label], [title], [placeholder]';
    return [...document.querySelectorAll(around)].flatMap((part) => [
        part.matches('header, nav, footer, form, #search-results') ? part.innerText : '',
        part.getAttribute('aria-label') ?? '', part.title ?? '', part.placeholder ?? '',
    ]).join('\\n');
}"""
POLICY = re.compile(r'<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
COMMANDS = {"begin"}  # fragments that start something instead of leading to a place
LINKS = "[...document.querySelectorAll('a[href]')].map((a) => a.href)"
LESSON = "04-breathing"  # its last cell talks while the build waits for it
NOTE_REFUSED = """globalThis.refused = [];
addEventListener("securitypolicyviolation", ({ violatedDirective: kind, blockedURI: what, sample }) => {
    refused.push(`${kind} ${what} ${sample}`);
});"""
MOST_JUMPED = 0.02  # layout shift; browsers call a page good up to 0.1
FRAME = 20  # milliseconds: time for a change to be painted
PHONE = {"width": 390, "height": 844}
MOST_BEFORE_THE_EXERCISE = 2  # screens of a phone
MOST_OPEN = 6
STOPS = ("main .adempauze-mount", "main details.course-fold")  # where a lesson's exercise and its folds begin


def _pages(lang: str) -> list[str]:
    return [f"{lang}/{path.relative_to(SITE / lang)}" for path in sorted((SITE / lang).glob("*/*/*.html"))]


def _lessons(lang: str) -> list[str]:
    return [page for page in _pages(lang) if "/notebooks/" in page]


def _open(page: Page, site: str, name: str, late: LateScripts | None = None) -> None:
    if late:
        late.open(f"{site}/{name}")
    else:
        page.goto(f"{site}/{name}")
    page.wait_for_load_state("load")
    if page.locator(".adempauze-mount").count():
        page.wait_for_selector("html[data-adempauze=ready]")


def _box(page: Page, selector: str) -> FloatRect | None:
    """Return where the first element is, if there is one and it is shown."""
    found = page.locator(selector)
    return found.first.bounding_box() if found.count() else None


@dataclass
class Seen:
    """The findings of one visit to a page."""

    mounts: int
    live: int
    failed: int
    violations: list[str]
    width: int
    links: list[str]
    lang: str
    twin: tuple[str, str]
    help: str
    around: str
    refused: list[str]
    jumped: float
    screens: list[float]  # of a phone, above the exercise and above the folds


def _visit(page: Page, site: str, name: str, late: LateScripts | None) -> Seen:
    """Open a page on a phone, look around on a desktop, and make the window as small as a small phone."""
    other = messages.twin(name[:2])
    page.set_viewport_size(PHONE)
    _open(page, site, name, late)
    jumped = late.jumped() if late else 0
    screens = [round(box["y"] / PHONE["height"], 1) for stop in STOPS if (box := _box(page, stop))]
    page.set_viewport_size({"width": 1280, "height": 900})
    twin = page.locator(f"header a[hreflang={other}]")
    seen = Seen(
        mounts=page.locator(".adempauze-mount").count(),
        live=page.locator(".adempauze-mount[data-live]").count(),
        failed=page.locator(".adempauze-failed").count(),
        violations=violations_in_own_look(page, name[:2]),
        width=0,
        links=page.evaluate(LINKS),
        lang=page.locator("html").get_attribute("lang") or "",
        twin=(twin.get_attribute("lang") or "", urljoin(page.url, twin.get_attribute("href"))),
        help=urljoin(page.url, page.locator("header a.course-help").get_attribute("href")),
        around=page.evaluate(AROUND),
        refused=[],
        jumped=jumped,
        screens=screens,
    )
    page.set_viewport_size({"width": 320, "height": 640})
    seen.width = page.evaluate("document.documentElement.scrollWidth")
    seen.refused = page.evaluate("refused")
    return seen


@pytest.fixture(scope="module", params=LANGUAGES)
def edition(request: pytest.FixtureRequest, browser: Browser, site: str) -> tuple[str, dict[str, Seen]]:
    """An edition, and what one walk through all its pages found."""
    lang = request.param
    with watched_context(browser) as context:
        page = context.new_page()
        page.add_init_script(NOTE_REFUSED)
        late = LateScripts(page)
        pages = {name: _visit(page, site, name, late) for name in _pages(lang)}
        search = f"{lang}/search.html"
        pages[search] = _visit(page, site, search, None)
        assert not context.cookies()
        return lang, pages


def test_every_widget_of_every_page_mounts(edition: tuple[str, dict[str, Seen]]) -> None:
    lang, pages = edition
    assert not {name: seen for name, seen in pages.items() if seen.live != seen.mounts or seen.failed}
    assert sum(seen.mounts for seen in pages.values()) >= len(_lessons(lang)) * 3


def test_axe_finds_nothing_on_any_page(edition: tuple[str, dict[str, Seen]]) -> None:
    assert not {name: seen.violations for name, seen in edition[1].items() if seen.violations}


def test_no_page_refuses_something_of_its_own(edition: tuple[str, dict[str, Seen]]) -> None:
    assert not {name: seen.refused for name, seen in edition[1].items() if seen.refused}


def test_every_file_that_a_browser_can_open_has_a_policy() -> None:
    """Only the search may start compiled code, and nothing may run text."""
    policies = {path: POLICY.search(path.read_text(encoding="utf-8")) for path in SITE.rglob("*.html")}
    assert all(policies.values()), policies
    assert not [path for path, found in policies.items() if "unsafe" in found[1] and path.name != "search.html"]


def test_no_page_jumps_while_its_widgets_come(edition: tuple[str, dict[str, Seen]]) -> None:
    assert not {name: seen.jumped for name, seen in edition[1].items() if seen.jumped > MOST_JUMPED}


def test_no_page_scrolls_sideways_on_a_small_phone(edition: tuple[str, dict[str, Seen]]) -> None:
    assert not {name: seen.width for name, seen in edition[1].items() if seen.width > 320}


def test_on_a_phone_the_exercise_of_a_lesson_is_near_and_its_open_part_short(
    edition: tuple[str, dict[str, Seen]],
) -> None:
    lang, pages = edition
    found = {name: pages[name].screens for name in _lessons(lang)}
    assert all(len(screens) == len(STOPS) for screens in found.values())
    far = {
        name: screens
        for name, screens in found.items()
        if screens[0] >= MOST_BEFORE_THE_EXERCISE or screens[1] > MOST_OPEN
    }
    assert not far


def test_every_page_leads_to_its_twin_and_back(edition: tuple[str, dict[str, Seen]], site: str) -> None:
    lang, pages = edition
    other = messages.twin(lang)
    for name in _pages(lang):
        twin = name.replace(f"{lang}/", f"{other}/")
        assert pages[name].lang == lang, name
        assert pages[name].twin == (other, f"{site}/{twin}")
        assert (SITE / twin).is_file()


def test_help_is_one_press_away_on_every_page(edition: tuple[str, dict[str, Seen]]) -> None:
    lang, pages = edition
    assert not {
        name: seen.help for name, seen in pages.items() if not seen.help.endswith(f"/{lang}/book/{lang}/help.html")
    }


def test_no_english_is_left_on_dutch_pages(edition: tuple[str, dict[str, Seen]]) -> None:
    """The test reads what the theme and Sphinx add; people check the text of the pages."""
    lang, pages = edition
    leftovers = {name: found for name, seen in pages.items() if (found := ENGLISH.findall(seen.around))}
    assert bool(leftovers) == (lang == "en"), leftovers


def test_no_link_within_the_site_is_dead(edition: tuple[str, dict[str, Seen]], site: str) -> None:
    dead = []
    for name, seen in edition[1].items():
        for address, fragment in map(urldefrag, seen.links):
            if not address.startswith(site):
                continue
            file = SITE / unquote(urlsplit(address).path).lstrip("/")
            if fragment in COMMANDS:
                fragment = ""
            if not file.is_file() or (fragment and f'id="{unquote(fragment)}"' not in file.read_text(encoding="utf-8")):
                dead.append((name, f"{address}#{fragment}"))
    assert not dead


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_method_page_offers_the_package_the_workbook_and_each_table_from_one_folder(
    page: Page, site: str, lang: str
) -> None:
    _open(page, site, f"{lang}/book/{lang}/method.html")
    offered = {link.rpartition("/")[2] for link in page.evaluate(LINKS) if link.startswith(f"{site}/data/")}
    tables = {f"{table}.csv" for table in reading.tables()}
    assert offered == {course.ZIP, course.WORKBOOK, reading.PACKAGE, "CHANGELOG.md"} | tables
    with page.expect_download() as downloaded:
        page.get_by_role("link", name=course.ZIP).click()
    assert downloaded.value.path().read_bytes() == (SITE / "data" / course.ZIP).read_bytes()


def test_the_data_package_of_the_site_finds_its_tables() -> None:
    report = frictionless.Package(str(SITE / "data" / reading.PACKAGE)).validate()
    assert report.valid, report.to_summary()


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
    """It runs on a page opened from disk too, and so do the other widgets."""
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
        sentences = page.locator(".adempauze-fallback").all_text_contents()  # those in a fold too
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


def test_every_picture_has_its_size_is_light_and_waits_for_its_reader() -> None:
    pictures = [
        picture
        for path in SITE.rglob("*.html")
        for picture in re.findall(r"<img [^>]*>", path.read_text(encoding="utf-8"))
    ]
    assert pictures
    assert all(re.search(r'\.webp" width="\d+" height="\d+" loading="lazy"', each) for each in pictures)
    assert not list(SITE.rglob("_images/*.png"))


def test_a_second_run_of_the_host_changes_nothing(page: Page, site: str) -> None:
    _open(page, site, "en/notebooks/en/00-start.html")
    before = page.locator(".adempauze").count()
    host = page.locator("script[src*='/host.']").get_attribute("src")
    page.add_script_tag(url=urljoin(page.url, host))
    assert page.locator(".adempauze").count() == before


def test_the_plain_jupyter_book_command_gives_the_english_edition(tmp_path: Path) -> None:
    """`jupyter-book build .` needs the two root files alone; without its twin, no page offers the other language.

    Two pages are enough: `make book` builds all of them with the same settings, and stops at a warning.
    """
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [chapter for chapter in toc["parts"][0]["chapters"] if chapter["file"].endswith(LESSON)]
    short = tmp_path / "_toc.yml"
    short.write_text(yaml.safe_dump(toc | {"parts": [toc["parts"][0] | {"chapters": chapters}]}), encoding="utf-8")
    program = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    command = [*program, "build", ".", "--toc", short, "--path-output", tmp_path]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    page = (tmp_path / "_build" / "html" / "notebooks" / "en" / f"{LESSON}.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    assert "adempauze-mount" in page
    assert "hreflang" not in page
