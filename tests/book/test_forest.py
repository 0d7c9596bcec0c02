"""The forest plot in the book: scenarios by radio button, and the same numbers in words, picture and table."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from adempauze.evidence.meta import Effect, pool
from adempauze.widgets.forest import Forest
from tests.book.fronts import left_behind
from tools.browser.axe import violations_in_both_looks
from tools.browser.bare_page import OpenWidgets

HOSTILE = ["</script><img src=x onerror=alert(1)>", "\u202eomgekeerd 🌿 ﷽", "x" * 10_000]


def _own(*names: str) -> Forest:
    effects = [
        Effect(name, 0.1 * i, 0.1, sample=str(i), comparison="placebo", better="higher") for i, name in enumerate(names)
    ]
    return Forest(pool(effects), names[0], lang="en")


def _three() -> Forest:
    effects = [
        Effect(name, estimate, se, name, comparison="placebo", better="higher")
        for name, estimate, se in (("a", 0.2, 0.1), ("b", 0.5, 0.2), ("c", -0.1, 0.3))
    ]
    return Forest(pool(effects), "Three", lang="nl")


def test_a_radio_button_changes_picture_words_and_table(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Forest("drug-intensity", lang="en"))
    page.get_by_text("The numbers as a table").click()
    said = page.get_by_role("status")
    expect(said).to_contain_text(
        "2 studies, side by side: Szigeti et al. 2021 0.58 (0.44 to 0.72); Cavanna et al. 2022"
    )
    expect(page.get_by_role("row", name="Cavanna").get_by_role("cell").first).to_have_text("1.01 (0.30 to 1.73)")
    page.get_by_role("radio", name="Own guesses counted in").check()
    expect(said).to_contain_text("One study in which each person's own guess could be counted in: 0.16")
    expect(page.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("listitem")).to_contain_text("own guess counted in")
    expect(page.get_by_role("row", name="Szigeti").get_by_role("cell").first).to_have_text("0.16 (0.07 to 0.25)")
    expect(page.locator("polygon")).to_have_count(0)


def test_marks_stand_where_their_numbers_are(open_widgets: OpenWidgets) -> None:
    widget = _three()
    page = open_widgets(widget, lang="nl")
    ticks = {
        float(tick.inner_text().replace("−", "-").replace(",", ".")): tick.evaluate(
            "(tick) => parseFloat(tick.style.left)"
        )
        for tick in page.locator(".az-xs span").all()
    }
    assert len(ticks) > 2
    (left, at_left), (right, at_right) = min(ticks.items()), max(ticks.items())

    def place(value: float) -> float:
        return at_left + (value - left) / (right - left) * (at_right - at_left)

    scenario = widget.scenarios[0]
    squares = page.locator("svg.az-placed").evaluate_all("(all) => all.map((one) => parseFloat(one.getAttribute('x')))")
    assert squares == pytest.approx([place(row["estimate"]) for row in scenario["rows"]], abs=0.01)
    diamond = page.locator("svg:has(> polygon)")
    assert float(diamond.get_attribute("x").rstrip("%")) == pytest.approx(place(scenario["together"]["low"]), abs=0.01)
    sides = page.locator("rect").evaluate_all("(all) => all.map((one) => Number(one.getAttribute('width')))")
    assert sides[0] > sides[1] > sides[2]
    prediction = page.locator(".az-prediction")  # wider than the picture, so it runs from edge to edge
    assert [float(prediction.get_attribute(end).rstrip("%")) for end in ("x1", "x2")] == [0, 100]


def test_one_study_has_no_diamond_and_nothing_to_choose(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Forest("stress", lang="en"))
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.locator("rect")).to_have_count(1)
    expect(page.locator("polygon")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("One study: 0.12")
    expect(page.get_by_role("status")).to_contain_text("Murphy et al. 2023")


def test_two_studies_have_no_diamond_and_squares_of_one_size(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Forest("well-being", lang="en"))
    expect(page.locator("rect")).to_have_count(2)
    expect(page.locator("polygon")).to_have_count(0)
    sides = page.locator("rect").evaluate_all("(all) => all.map((one) => one.getAttribute('width'))")
    assert sides[0] == sides[1]
    expect(page.get_by_role("status")).to_contain_text("there is no total here")


def test_what_is_ours_is_labelled(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Forest("anxiety", lang="nl"), lang="nl")
    expect(page.get_by_role("listitem").filter(has_text="onze berekening")).to_have_count(2)


def test_the_keyboard_reaches_everything(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Forest("drug-intensity", lang="en"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="As measured")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Own guesses counted in")).to_be_checked()
    expect(page.get_by_role("status")).to_contain_text("counted in: 0.16")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Each square is what a study found")).to_be_visible()


def test_nothing_is_left_when_the_view_goes_away(page: Page) -> None:
    assert left_behind(page, Forest("drug-intensity", lang="en"), "book") == 0


def test_a_change_of_look_reaches_the_marks_at_once(open_widgets: OpenWidgets) -> None:
    page = open_widgets(Forest("stress", lang="en"))

    def colour() -> str:
        return page.locator("rect").evaluate("(square) => getComputedStyle(square).fill")

    light = colour()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert colour() != light


def test_two_views_choose_by_themselves(open_widgets: OpenWidgets) -> None:
    widget = Forest("drug-intensity", lang="en")
    page = open_widgets(widget, widget)
    page.get_by_role("radio", name="Own guesses counted in").first.check()
    expect(page.get_by_role("status").first).to_contain_text("0.16")
    expect(page.get_by_role("status").last).to_contain_text("0.58")
    expect(page.get_by_role("radio", name="As measured").last).to_be_checked()


def test_hostile_and_very_long_names_stay_text(open_widgets: OpenWidgets, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(_own(*HOSTILE))
    page.get_by_text("The numbers as a table").click()
    assert page.locator("img").count() == 0
    expect(page.locator(".az-title")).to_have_text(HOSTILE[0])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing_in_sets_of_two_and_of_three(open_widgets: OpenWidgets) -> None:
    """The gallery has larger ones."""
    page = open_widgets(Forest("adhd", lang="en"), _three(), lang="en")
    for summary in page.locator("summary").all():
        summary.click()
    found = {"begin": violations_in_both_looks(page)}
    for radio in page.get_by_role("radio").all():
        radio.check()
        found[radio.evaluate("(radio) => radio.labels[0].textContent")] = violations_in_both_looks(page)
    assert not any(found.values()), found


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_it_fits_a_narrow_screen_and_large_text(open_widgets: OpenWidgets, page: Page, size: str) -> None:
    page.set_viewport_size({"width": 320 if size == "100%" else 640, "height": 700})
    open_widgets(Forest("drug-intensity", lang="nl"), lang="nl")
    page.add_style_tag(content=f"html {{ font-size: {size} }}")
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
