"""The sheet of questions: what is ticked becomes questions, a red flag becomes help, and nothing leaves the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze import messages
from adempauze.widgets.conversation import Conversation
from tests.book.fronts import front_end, left_behind
from tools.browser.bare_page import OpenWidgets

HOSTILE = "</script><img src=x onerror=alert(1)>"
EXHAUSTED = "I have been worn out for a while and do not know what it is."
SUICIDAL = "I think about death, or about ending my life."
CHEST_PAIN = "I have chest pain, sudden weakness on one side"
SLEEPLESS = "I hardly sleep and still have far more energy than usual."
LITHIUM = "I take lithium."
PRODUCTS = "I wonder what is in such products."
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def front(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, Conversation)


def _open(open_widgets: OpenWidgets, lang: str = "en") -> Page:
    page = open_widgets(Conversation(lang=lang), lang=lang)
    for summary in page.locator(".az-conversation > details > summary").all()[1:]:
        summary.click()
    return page


def _tick(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=name).check()


def _sheet(page: Page) -> Locator:
    return page.get_by_role("article")


def _make(page: Page) -> Locator:
    page.get_by_role("button", name="Make my sheet").click()
    return _sheet(page)


def _help(page: Page) -> Locator:
    return page.get_by_role("group", name="Do not wait for a talk: call today")


def test_what_is_ticked_becomes_questions_for_the_one_who_can_answer(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _tick(page, EXHAUSTED, LITHIUM, PRODUCTS)
    sheet = _make(page)
    expect(sheet).to_be_focused()
    expect(sheet.get_by_role("listitem").first).to_contain_text("Could this be depression")
    expect(sheet).to_contain_text("Which substances are dangerous together with lithium?")
    elsewhere = sheet.locator("section").filter(has_text="To ask my pharmacist")
    expect(elsewhere).to_contain_text("what is in such a product")
    page.get_by_role("radio", name="My pharmacist").check()
    expect(sheet.locator("section").filter(has_text="To ask my GP")).to_contain_text("Could this be depression")
    page.get_by_role("checkbox", name=LITHIUM).uncheck()
    expect(sheet).not_to_contain_text("lithium")


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_each_sheet_says_never_to_change_a_medicine_alone_and_that_it_decides_nothing(
    open_widgets: OpenWidgets, lang: str
) -> None:
    page = _open(open_widgets, lang)
    page.get_by_role("checkbox").nth(1).check()
    page.locator("button.az-primary").click()
    never, decides = {
        "en": ("Never change a medicine without the prescriber", "These are questions, no answers."),
        "nl": (
            "Verander nooit iets aan een medicijn zonder overleg met wie het voorschreef",
            "Dit zijn vragen, geen antwoorden.",
        ),
    }[lang]
    for who in page.get_by_role("radio").all():
        who.check()
        expect(_sheet(page)).to_contain_text(never)
        expect(_sheet(page)).to_contain_text(decides)


def test_nothing_ticked_is_no_reassurance(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    page.get_by_role("button", name="Make my sheet").click()
    expect(page.get_by_text("Ticking nothing does not mean that something is safe.")).to_be_visible()
    expect(_sheet(page)).to_be_hidden()


def test_a_red_flag_shows_whom_to_call_at_once_right_after_it(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    expect(_help(page)).to_be_hidden()
    box = page.get_by_role("checkbox", name=CHEST_PAIN)
    box.focus()
    page.keyboard.press("Space")
    expect(_help(page)).to_contain_text("Checked on 23 November 2026. Numbers can change.")
    expect(page.get_by_text("Whom to call stands right below.")).to_have_count(1)
    page.keyboard.press("Tab")
    emergency = _help(page).get_by_role("link", name="Call 112").first
    expect(emergency).to_be_focused()
    expect(emergency).to_have_attribute("href", "tel:112")
    expect(_help(page)).not_to_contain_text("113")  # only what was ticked
    box.uncheck()
    expect(_help(page)).to_be_hidden()


@pytest.mark.parametrize(("lang", "death"), [("en", SUICIDAL), ("nl", "Ik denk aan de dood")])
def test_at_thoughts_of_death_the_number_comes_first_then_one_kind_sentence_and_all_is_in_view(
    open_widgets: OpenWidgets, page: Page, lang: str, death: str
) -> None:
    page.set_viewport_size(PHONE)
    open_widgets(Conversation(lang=lang), lang=lang)
    call, kind = {
        "en": ("Call 113", "It is good that you say it here."),
        "nl": ("Bel 113", "Goed dat je het hier zegt."),
    }[lang]
    for earlier in page.get_by_role("checkbox").all()[5:11]:  # all other red flags, the last one the newest
        earlier.check()
    page.get_by_role("checkbox", name=death).check()
    help_box = page.locator(".az-help")
    lines = [line for line in help_box.inner_text().split("\n") if line.strip()]
    assert lines[0] == call
    assert lines[1].startswith(kind)
    link = help_box.get_by_role("link").first
    expect(link).to_have_attribute("href", "tel:113")
    expect(link).to_be_in_viewport(ratio=1)
    expect(help_box.get_by_text(kind)).to_be_in_viewport(ratio=1)
    tick = page.get_by_role("checkbox", name=death).locator("xpath=..").bounding_box()
    assert link.bounding_box()["y"] - (tick["y"] + tick["height"]) < 60  # nothing stands between them


def test_a_red_flag_that_is_no_emergency_names_the_gp(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _tick(page, SLEEPLESS)
    expect(_help(page)).to_contain_text("Call your GP today.")
    expect(_help(page).get_by_role("link")).to_have_count(0)


def test_each_red_flag_is_said_by_its_own_words(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    flags = page.get_by_role("group", name="Is one of these the case now?").first.get_by_role("checkbox").all()[:2]
    said = page.locator(".az-conversation > [role=status]").first
    heard = []
    for flag in flags:
        flag.check()
        expect(said).to_contain_text("This is a reason to call today.")
        heard.append(said.inner_text())
    assert len(set(heard)) == 2  # a screen reader says nothing if a live region gets the same text again


def test_a_red_flag_stands_on_the_sheet_with_the_numbers_it_asks_for(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _tick(page, SUICIDAL, LITHIUM)
    sheet = _make(page)
    section = sheet.locator("section").filter(has_text="Do not wait for a talk")
    expect(section.get_by_role("listitem").first).to_contain_text("113 Zelfmoordpreventie, 113:")
    expect(sheet).to_contain_text("Checked on 23 November 2026")
    expect(sheet).not_to_contain_text("112")
    _tick(page, SLEEPLESS)
    page.get_by_role("checkbox", name=SUICIDAL).uncheck()
    expect(_help(page)).to_be_visible()
    expect(section).to_contain_text("Huisarts")
    expect(sheet).not_to_contain_text("113")


def test_each_question_on_the_sheet_has_what_was_ticked_above_it(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _tick(page, LITHIUM)
    item = _make(page).get_by_role("listitem").filter(has_text=LITHIUM)
    assert item.inner_text().split("\n") == [LITHIUM, "Which substances are dangerous together with lithium?"]


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_three_ticks_are_on_paper_within_six_taps_and_three_screens(
    open_widgets: OpenWidgets, page: Page, lang: str
) -> None:
    page.set_viewport_size(PHONE)
    page.add_init_script("globalThis.print = () => { globalThis.printed = true; };")
    open_widgets(Conversation(lang=lang), lang=lang)
    words = messages.table(lang, "conversation") | messages.table(lang, "sheet")
    box = page.get_by_role("checkbox").locator("visible=true")
    taps = [
        box.nth(0),
        box.nth(3),
        page.locator("summary").filter(has_text=words["group_medicines"]),
        page.get_by_role("checkbox", name="lithium"),
        page.get_by_role("button", name=words["make"]),
        page.get_by_role("button", name=words["sheet_print"]),
    ]
    for tap in taps:
        tap.click()
    lowest = page.evaluate("scrollY") + taps[-1].bounding_box()["y"]
    assert page.evaluate("globalThis.printed")
    assert len(taps) <= 6
    assert lowest / PHONE["height"] < 3


def test_the_sheet_is_printed_alone(open_widgets: OpenWidgets, page: Page) -> None:
    page.add_init_script("globalThis.print = () => { globalThis.printed = (globalThis.printed ?? 0) + 1; };")
    _open(open_widgets)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    _tick(page, LITHIUM)
    _make(page)
    page.get_by_role("button", name="Print the sheet").click()
    page.emulate_media(media="print")
    assert page.evaluate("globalThis.printed") == 1
    expect(page.locator("main")).to_be_hidden()
    paper = page.locator("body > .az-print")
    expect(paper).to_contain_text("Which substances are dangerous together with lithium?")
    assert paper.evaluate("(node) => getComputedStyle(node).color") == "rgb(0, 0, 0)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(paper).to_have_count(0)
    expect(page.locator("main")).to_be_visible()


@pytest.mark.parametrize("later", ["keydown", "pointerdown", "beforeprint"])
def test_where_no_end_of_printing_is_told_a_later_print_has_the_page(
    open_widgets: OpenWidgets, page: Page, later: str
) -> None:
    page.add_init_script("globalThis.print = () => dispatchEvent(new Event('beforeprint'));")
    _open(open_widgets)
    _tick(page, LITHIUM)
    _make(page)
    page.get_by_role("button", name="Print the sheet").click()
    expect(page.locator("body > .az-print")).to_have_count(1)
    page.evaluate("(later) => dispatchEvent(new Event(later))", later)
    page.emulate_media(media="print")
    expect(page.locator("body > .az-print")).to_have_count(0)
    expect(page.locator("main")).to_be_visible()


def test_a_browser_that_begins_to_print_after_it_was_asked_still_has_the_sheet(
    open_widgets: OpenWidgets, page: Page
) -> None:
    page.add_init_script("globalThis.print = () => {};")
    _open(open_widgets)
    _tick(page, LITHIUM)
    _make(page)
    page.get_by_role("button", name="Print the sheet").evaluate(
        "(button) => { button.click(); dispatchEvent(new Event('beforeprint')); }"
    )
    expect(page.locator("body > .az-print")).to_have_count(1)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_browser_that_cannot_print_says_so(open_widgets: OpenWidgets, page: Page, lang: str) -> None:
    page.add_init_script("delete globalThis.print; globalThis.print = undefined;")
    _open(open_widgets, lang)
    words = messages.table(lang, "sheet")
    page.get_by_role("checkbox").nth(1).check()
    page.locator("button.az-primary").click()
    page.get_by_role("button", name=words["sheet_print"]).click()
    expect(page.get_by_text(words["print_refused"])).to_be_visible()
    expect(page.locator("body > .az-print")).to_have_count(0)


@pytest.mark.parametrize("secure", [True, False])
def test_the_text_can_be_copied_also_without_a_secure_address(
    open_widgets: OpenWidgets, page: Page, secure: bool
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not secure:
        page.add_init_script("""
            globalThis.paste = navigator.clipboard.readText.bind(navigator.clipboard);
            Object.defineProperty(navigator, "clipboard", { value: undefined });
        """)
    _open(open_widgets)
    _tick(page, LITHIUM)
    _make(page)
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    text = page.evaluate("globalThis.paste ? paste() : navigator.clipboard.readText()")
    assert text.startswith("# My questions for the GP")
    assert re.search(r"- I take lithium\.\s+Which substances are dangerous together with lithium\?", text)
    expect(page.get_by_role("button", name="Copy the text")).to_be_focused()


def test_a_copy_that_fails_is_said(open_widgets: OpenWidgets, page: Page) -> None:
    page.add_init_script("""
        Object.defineProperty(navigator, "clipboard", { value: undefined });
        document.execCommand = () => false;
    """)
    _open(open_widgets)
    _tick(page, LITHIUM)
    _make(page)
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_text("Copying is not possible here.")).to_be_visible()


def test_own_questions_are_on_the_sheet_as_text_and_in_the_file_as_no_markup(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    long = "a" * 10_000
    page.get_by_role("textbox", name="A question of my own").fill(f"{HOSTILE}\n\n# {long}\n\u202eomgekeerd 🌿 ﷽")
    sheet = _make(page)
    expect(sheet.locator("section").filter(has_text="My own questions").get_by_role("listitem")).to_have_count(3)
    expect(sheet).to_contain_text(HOSTILE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as text").click()
    assert download.value.suggested_filename == "my-questions.md"
    text = download.value.path().read_text(encoding="utf-8")
    assert "- \\</script>\\<img src=x" in text
    assert f"- \\# {long}" in text
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_is_ticked_is_kept_nowhere(open_widgets: OpenWidgets) -> None:
    page = _open(open_widgets)
    _tick(page, SUICIDAL, LITHIUM)
    page.get_by_role("textbox", name="A question of my own").fill("a private question")
    _make(page)
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie]") == [""]
    assert not [url for url in page.context.watch.requests if "lithium" in url or "private" in url]
    page.reload()
    page.wait_for_selector("html[data-adempauze=ready]")
    expect(page.get_by_role("checkbox", name=SUICIDAL)).not_to_be_checked()
    expect(page.get_by_role("textbox", name="A question of my own", include_hidden=True)).to_have_value("")


def test_two_sheets_on_one_page_do_not_know_each_other(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Conversation(lang="en"), Conversation(country="UK", lang="en"))
    first, second = page.locator(".az-conversation").all()
    second.get_by_role("checkbox", name=SUICIDAL).check()
    expect(second.get_by_role("link", name="Call 111, option 2").first).to_be_visible()
    expect(first.locator(".az-help")).to_be_hidden()
    second.get_by_role("radio", name="My pharmacist").check()
    expect(first.get_by_role("radio", name="My GP")).to_be_checked()


def test_the_keyboard_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Conversation(lang="en"))
    for key in ("Tab", "Tab", "Tab", "Space"):
        page.keyboard.press(key)
    expect(page.get_by_role("checkbox", name=EXHAUSTED)).to_be_checked()
    for _ in range(11):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens "My health"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_text("(1 ticked)")).to_have_count(2)
    make = page.get_by_role("button", name="Make my sheet")
    while not make.evaluate("(node) => node === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(_sheet(page)).to_be_focused()
    for name in ("Download as text", "Copy the text", "Print the sheet"):  # above the sheet
        page.keyboard.press("Shift+Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_no_text_becomes_markup_in_markdown(front: Page, texts: list[str]) -> None:
    sheet = {"title": texts[0], "parts": [{"title": texts[-1], "texts": texts, "items": texts}]}
    lines = front.evaluate("(sheet) => front.sheetMarkdown(sheet)", sheet).splitlines()
    for line in lines:
        body = line.removeprefix("# ").removeprefix("## ").removeprefix("- ").strip()
        unescaped = body.replace("\\\\", "").replace("\\<", "").replace("\\[", "").replace("\\`", "")
        assert not set("<[`") & set(unescaped), line


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_chosen_question_stands_once_and_no_other(front: Page, data: st.DataObject) -> None:
    questions = Conversation(lang="en").questions
    chosen = data.draw(st.sets(st.sampled_from([each["id"] for each in questions])))
    who = data.draw(st.sampled_from(["gp", "pharmacist"]))
    picked = front.evaluate("([all, some, who]) => front.pick(all, new Set(some), who)", [questions, list(chosen), who])
    ids = [each["id"] for part in picked.values() for each in part]
    assert sorted(ids) == sorted(chosen)
    assert all(each["for"] in ("both", who) for each in picked["ask"])


@pytest.mark.parametrize("size", [{"width": 320, "height": 700}, {"width": 640, "height": 700}])
def test_it_fits_a_narrow_screen_and_large_text(open_widgets: OpenWidgets, page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    _open(open_widgets, "nl")
    page.evaluate(
        "(size) => { document.documentElement.style.fontSize = size; }", "200%" if size["width"] > 320 else "100%"
    )
    page.get_by_role("checkbox").nth(4).check()
    page.locator("button.az-primary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_running_a_cell_again_leaves_nothing_behind(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Conversation(lang="en"))
    assert left_behind(page, Conversation(lang="en"), "book") == 0
