"""The explorer of the studies in the book: questions, filters, order, the details of a row, and the count."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze.widgets.evidence import EvidenceExplorer
from tests.book.fronts import front_end, left_behind
from tools.browser.bare_page import OpenWidgets

HOSTILE = ["</script><img src=x onerror=alert(1)>", "\u202eomgekeerd 🌿 ﷽", "x" * 10_000]
ORDERS = ("design", "year", "people", "label")


def _rows(page: Page) -> Locator:
    return page.locator(".az-studies > li")


def _names(page: Page) -> list[str]:
    return page.locator(".az-name").all_inner_texts()


def _choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).select_option(option)


def _ask(page: Page, question: str) -> None:
    page.get_by_role("button", name=question).click()


def _choose_yourself(page: Page) -> None:
    for summary in page.locator(".az-own > summary").all():
        summary.click()


@pytest.fixture(scope="module")
def module(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, EvidenceExplorer)


def test_each_filter_finds_as_many_as_it_says(module: Page) -> None:
    widget = EvidenceExplorer(lang="en")
    asked = [(name, choice) for name, choices in widget.filters.items() for choice in choices]
    found = module.evaluate(
        "([studies, asked]) => asked.map(([name, choice]) => front.matching(studies, { [name]: choice }).length)",
        [widget.studies, asked],
    )
    assert found == [widget.filters[name][choice] for name, choice in asked]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_more_filters_never_find_more_and_order_loses_nothing(module: Page, data: st.DataObject) -> None:
    widget = EvidenceExplorer(lang="en")
    chosen = {name: data.draw(st.sampled_from(["", *choices])) for name, choices in widget.filters.items()}
    order = data.draw(st.sampled_from(ORDERS))
    left_out = data.draw(st.sampled_from(list(chosen)))
    script = """([studies, chosen, fewer, order]) => {
        const places = front.matching(studies, chosen);
        return [places, front.matching(studies, fewer), front.sorted(studies, places, order, "nl")];
    }"""
    fewer = {name: choice for name, choice in chosen.items() if name != left_out}
    places, wider, ordered = module.evaluate(script, [widget.studies, chosen, fewer, order])
    assert set(places) <= set(wider)
    assert sorted(ordered) == places
    key = {"year": "year", "people": "people"}.get(order)
    if key:
        values = [widget.studies[place].get(key, -1) for place in ordered]
        assert values == sorted(values, reverse=True)


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_sorting_keeps_equal_ones_as_they_came(module: Page, seed: int) -> None:
    rng = random.Random(seed)
    studies = [{"label": rng.choice("aábB"), "year": rng.choice([2019, 2020])} for _ in range(12)]
    for order, key in (("year", lambda study: -study["year"]), ("design", lambda study: 0)):
        found = module.evaluate(
            "([studies, order]) => front.sorted(studies, studies.map((_, i) => i), order, 'nl')", [studies, order]
        )
        assert found == sorted(range(12), key=lambda place: key(studies[place]))


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_it_begins_with_a_question_and_each_finds_as_many_as_it_says(open_widgets: OpenWidgets, lang: str) -> None:
    widget = EvidenceExplorer(lang=lang)
    page = open_widgets(widget, lang=lang)
    expect(_rows(page)).to_have_count(0)
    expect(page.get_by_role("combobox").locator("visible=true")).to_have_count(0)
    for question in widget.questions:
        words = widget.strings[f"ask_{question['name']}"]
        _ask(page, f"{words} ({question['n']})")
        expect(page.get_by_role("button", pressed=True)).to_have_text([f"{words} ({question['n']})"])
        more = page.get_by_role("button", name=widget.strings["more"].split("{")[0])
        if more.is_visible():
            more.click()
        expect(_rows(page)).to_have_count(question["n"])


def test_that_burn_out_was_not_studied_is_an_answer(open_widgets: OpenWidgets) -> None:
    widget = EvidenceExplorer(lang="en")
    page = open_widgets(widget)
    _ask(page, "Has burn-out been studied?")
    said = f"None of the {len(widget.studies)} studies is about people with burn-out."
    expect(page.get_by_role("status")).to_contain_text(said)
    widget.studies = [widget.studies[0] | {"burn_out": True}, *widget.studies[1:]]
    page = open_widgets(widget)
    _ask(page, "Has burn-out been studied?")
    expect(_rows(page)).to_have_count(1)


def test_a_question_sets_the_filters_and_another_choice_ends_it(open_widgets: OpenWidgets) -> None:
    page = open_widgets(EvidenceExplorer(lang="en"))
    _ask(page, "About anxiety")
    _choose_yourself(page)
    expect(page.get_by_label("What was measured")).to_have_value("anxiety")
    expect(page.get_by_text("of which we could read a figure")).to_be_visible()
    _choose(page, "Kind of study", "controlled")
    expect(page.get_by_role("button", pressed=True)).to_have_count(0)
    _ask(page, "What did studies find in which nobody was told")
    expect(page.get_by_label("What was measured")).to_have_value("")
    expect(page.get_by_text("of which we could read a figure")).to_be_hidden()


def test_it_says_how_many_match_and_what_share_was_blinded_and_checked(open_widgets: OpenWidgets) -> None:
    widget = EvidenceExplorer(lang="en")
    page = open_widgets(widget)
    controlled = [study for study in widget.studies if study["controlled"]]
    checked = [study for study in controlled if study["checked"] == "yes"]
    said = page.get_by_role("status")
    expect(said).to_be_empty()
    _ask(page, "Show everything")
    expect(said).to_contain_text(f"{len(widget.studies)} of {len(widget.studies)} papers and registered trials")
    expect(said).to_contain_text(
        f"Compared with placebo: {len(controlled)} ({round(100 * len(controlled) / len(widget.studies))}%)"
    )
    expect(said).to_contain_text(f"Of these, {len(checked)} of {len(controlled)} checked the blinding")
    _choose_yourself(page)
    _choose(page, "Kind of study", "review")
    expect(said).to_contain_text("Compared with placebo: 0 (0%)")
    expect(said).not_to_contain_text("checked the blinding")


def test_filters_work_together_and_are_taken_away_together(open_widgets: OpenWidgets) -> None:
    page = open_widgets(EvidenceExplorer(lang="en"))
    _choose_yourself(page)
    _choose(page, "Substance", "lsd")
    _choose(page, "Who took part", "clinical")
    names = _names(page)
    assert "Mueller et al. 2025" in names and len(names) < 8
    _choose(page, "Kind of study", "cohort")
    expect(page.get_by_role("status")).to_have_text("No study fits all of these. Take a filter away.")
    expect(_rows(page)).to_have_count(0)
    page.get_by_role("button", name="Take all filters away").click()
    expect(_rows(page)).to_have_count(8)
    expect(page.get_by_label("Kind of study")).to_be_focused()


def test_all_are_shown_when_asked_for_and_the_focus_goes_on(open_widgets: OpenWidgets) -> None:
    widget = EvidenceExplorer(lang="en")
    page = open_widgets(widget)
    _ask(page, "Show everything")
    page.get_by_role("button", name=f"Show all {len(widget.studies)}").click()
    expect(_rows(page)).to_have_count(len(widget.studies))
    expect(_rows(page).nth(8).locator("summary")).to_be_focused()


def test_a_row_opens_to_what_was_found_who_paid_harms_and_source(open_widgets: OpenWidgets) -> None:
    widget = EvidenceExplorer(lang="nl")
    study = next(each for each in widget.studies if each["label"] == "Family et al. 2020")
    page = open_widgets(widget, lang="nl")
    _ask(page, "Laat alles zien")
    row = _rows(page).filter(has_text="Family et al. 2020")
    row.locator("summary").click()
    for text in (study["result"], study["funding"], study["harms"], study["population"], study["why"]):
        expect(row.locator("dl")).to_contain_text(text)
    link = row.get_by_role("link")
    expect(link).to_have_attribute("href", study["url"])
    expect(link).to_have_attribute("target", "_blank")  # in JupyterLab a link in the same tab would close the notebook
    _choose_yourself(page)
    _choose(page, "Volgorde", "year")
    _choose(page, "Volgorde", "design")
    expect(row.locator("dl")).to_be_visible()


def test_what_was_not_read_itself_is_called_reported(open_widgets: OpenWidgets) -> None:
    widget = EvidenceExplorer(lang="en")
    page = open_widgets(widget)
    _ask(page, "Show everything")
    page.get_by_role("button", name="Show all").click()
    for study in widget.studies:
        expected = 1 if study["read"] == "secondary" else 0
        row = _rows(page).filter(has=page.get_by_text(study["label"], exact=True))
        expect(row.get_by_text("Reportedly:")).to_have_count(expected)


def test_it_begins_with_a_filter_that_the_lesson_chose(open_widgets: OpenWidgets) -> None:
    widget = EvidenceExplorer("controlled", outcome="depression", lang="en")
    page = open_widgets(widget)
    expect(page.get_by_label("Kind of study")).to_have_value("controlled")
    fitting = [study["label"] for study in widget.studies if study["controlled"] and "depression" in study["outcomes"]]
    assert _names(page) == fitting


def test_the_keyboard_reaches_everything(open_widgets: OpenWidgets) -> None:
    widget = EvidenceExplorer(lang="en")
    page = open_widgets(widget)
    words = widget.strings
    for _ in widget.questions:
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(_rows(page)).to_have_count(8)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for key in ("filter_design", "filter_substance", "filter_population", "filter_outcome", "filter_blinding", "sort"):
        page.keyboard.press("Tab")
        expect(page.get_by_label(words[key], exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(_rows(page).first.locator("dl")).to_be_visible()
    page.keyboard.press("Tab")
    expect(_rows(page).first.get_by_role("link")).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show all")).to_be_focused()


def test_nothing_is_left_when_the_view_goes_away(module: Page) -> None:
    assert left_behind(module, EvidenceExplorer(lang="en"), "book") == 0


def test_two_views_filter_by_themselves(open_widgets: OpenWidgets) -> None:
    widget = EvidenceExplorer(lang="en")
    page = open_widgets(widget, widget)
    _choose_yourself(page)
    page.get_by_role("button", name="Show everything").last.click()
    page.get_by_label("Kind of study").first.select_option("open-label")
    expect(page.locator(".az-evidence").first.locator(".az-name")).to_have_count(2)
    expect(page.locator(".az-evidence").last.locator(".az-name")).to_have_count(8)


def test_hostile_and_very_long_texts_stay_text(open_widgets: OpenWidgets, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    widget = EvidenceExplorer(lang="en")
    texts = ("label", "result", "population", "place", "duration", "dose", "blinding", "harms", "funding", "why")
    widget.studies = [study | dict.fromkeys(texts, text) for study, text in zip(widget.studies, HOSTILE, strict=False)]
    open_widgets(widget)
    _ask(page, "Show everything")
    for summary in page.locator("li summary").all():
        summary.click()
    assert page.locator("img").count() == 0
    expect(_rows(page).first).to_contain_text(HOSTILE[0])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_address_that_is_not_of_the_web_is_no_link(open_widgets: OpenWidgets) -> None:
    widget = EvidenceExplorer(lang="en")
    widget.studies = [widget.studies[0] | {"url": "javascript:alert(1)"}]
    page = open_widgets(widget)
    _ask(page, "Show everything")
    page.locator("li summary").click()
    expect(page.locator(".az-source")).to_be_visible()
    expect(page.get_by_role("link")).to_have_count(0)


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_it_fits_a_narrow_screen_and_large_text(open_widgets: OpenWidgets, page: Page, size: str) -> None:
    page.set_viewport_size({"width": 320 if size == "100%" else 640, "height": 700})
    open_widgets(EvidenceExplorer(lang="nl"), lang="nl")
    page.add_style_tag(content=f"html {{ font-size: {size} }}")
    _ask(page, "Laat alles zien")
    page.get_by_role("button", name="Toon alle").click()
    page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
