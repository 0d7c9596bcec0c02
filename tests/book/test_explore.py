"""Sliders over a model in the book: the same numbers as NumPy, two scenarios, and the picture in words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze.widgets.explore import Across, Curve, Explore, Slider, Words
from adempauze.widgets.explore.ready_made import ready_made
from adempauze.widgets.explore.table import Table
from tests.book.fronts import front_end, left_behind
from tools.browser.axe import violations_in_both_looks
from tools.browser.bare_page import OpenWidgets

HOSTILE = ["</script><img src=x onerror=alert(1)>", "\u202eomgekeerd 🌿 ﷽ {reserve_end}", "x" * 10_000]

made = functools.cache(ready_made)


def _straight(label: str = "Result", lang: str = "en", **words: Any) -> Explore:
    sliders = [Slider("a", label, 0, 10, 10, 5, unit=label), Slider("b", "B", -1, 1, 4, 0, digits=1)]
    curves = [Curve("y", label, "points", 0.01, digits=2), Curve("z", "Z", "points", 0.01)]
    model = lambda a, b: {"y": [a, a + b, a + 2 * b], "z": [-a] * 3}  # noqa: E731
    return Explore(model, sliders, curves, Words(label, **words), Across((0, 1, 2), label, 1), lang=lang)


def _slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name).first


def _sentence(page: Page) -> Locator:
    return page.locator(".az-sentence").first


def _line(page: Page, which: str) -> str:
    return page.locator(f"path.az-{which}").first.get_attribute("d")


@pytest.fixture(scope="module")
def module(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, Explore)


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_it_gives_the_numbers_that_numpy_gives(module: Page, data: st.DataObject) -> None:
    lengths = data.draw(st.lists(st.integers(2, 4), min_size=1, max_size=4))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    grid = [np.sort(rng.choice(1000, length, replace=False)) / 10 for length in lengths]
    cube = rng.normal(size=(*lengths, 2, 3)).cumsum(axis=0)

    def values(settings: np.ndarray) -> np.ndarray:
        return cube[tuple(np.searchsorted(axis, column) for axis, column in zip(grid, settings.T, strict=True))]

    table = Table.compute(values, grid, [0.001, 0.05])
    inside = np.array([rng.uniform(axis[0], axis[-1], 6) for axis in grid]).T
    where = np.vstack([inside, [axis[0] for axis in grid], [axis[-1] for axis in grid]])
    found = module.evaluate(
        """async ([table, where]) => {
            const levels = await front.unpack(table);
            return where.map((settings) => front.valuesAt(table, levels, settings));
        }""",
        [table.packed(), where.tolist()],
    )
    np.testing.assert_allclose(found, [table.at(point) for point in where], rtol=0, atol=1e-9)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_labels_beside_lines_never_cover_each_other(module: Page, places: list[float]) -> None:
    moved = module.evaluate("(places) => front.apart(places)", places)
    assert all(abs(one - other) >= 11 - 1e-9 for i, one in enumerate(moved) for other in moved[:i])
    assert max(moved) <= 100 + 1e-9
    if all(abs(one - other) >= 11 for i, one in enumerate(places) for other in places[:i]):
        assert moved == pytest.approx(places)


@given(st.floats(-1000, 1000), st.floats(0.01, 1000))
@settings(max_examples=60, deadline=None)
def test_an_axis_has_a_few_even_marks_within_its_ends(module: Page, low: float, reach: float) -> None:
    marks = module.evaluate("([low, high]) => front.marks(low, high)", [low, low + reach])
    assert 2 <= len(marks) <= 6
    assert low - 1e-6 * reach <= min(marks) and max(marks) <= low + reach * (1 + 1e-6)
    assert np.ptp(np.diff(marks)) < 1e-6 * reach if len(marks) > 2 else True


@pytest.mark.parametrize("name", ["load-recovery", "trial"])
def test_what_it_says_is_what_the_model_gives(open_widgets: OpenWidgets, name: str) -> None:
    from adempauze.widgets.explore import ready_made as source

    page = open_widgets(made(name, "nl"), lang="nl")
    said = [float(n.replace(",", ".")) for n in re.findall(r"\d+(?:,\d+)?", _sentence(page).inner_text())]
    if name == "load-recovery":
        reserve = source._reserve(100, 2, 50, 7.5, 2, 0)["reserve"]
        assert said == pytest.approx([8, reserve[-1], 100, reserve[0], reserve.min()], abs=1.5)
    else:
        shown = source._what_a_trial_shows(0, 0.5, 60, 0.3, 50)
        keys = ("active", "placebo", "difference", "truth", "share", "naive_share")
        assert said == pytest.approx([shown[key] for key in keys], abs=1)


def test_a_slider_moves_the_picture_at_once_and_the_sentence_when_it_rests(open_widgets: OpenWidgets) -> None:
    page = open_widgets(made("load-recovery", "en"))
    before, sentence = _line(page, "now"), _sentence(page).inner_text()
    after = _slider(page, "Sleep").evaluate(
        """(slider) => {
            slider.value = 0;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            return document.querySelector("path.az-now").getAttribute("d");
        }"""
    )
    assert after != before
    assert _sentence(page).inner_text() == sentence
    expect(_slider(page, "Sleep")).to_have_attribute("aria-valuetext", "5.0\u00a0hours a night")
    _slider(page, "Sleep").dispatch_event("change")
    expect(_sentence(page)).not_to_have_text(sentence)


def test_one_scenario_is_kept_while_the_other_changes(open_widgets: OpenWidgets) -> None:
    page = open_widgets(made("load-recovery", "en"))
    expect(page.locator("path.az-kept")).to_be_hidden()
    page.get_by_role("button", name="Keep this one and compare").click()
    kept = _line(page, "kept")
    assert kept == _line(page, "now")
    _slider(page, "Load of a working day").press("End")
    assert _line(page, "kept") == kept != _line(page, "now")
    expect(page.get_by_text("Kept: Load of a working day: 100% of ordinary")).to_be_visible()
    expect(_sentence(page)).to_contain_text("Kept: After 8 weeks the reserve stands at 58")
    page.get_by_role("button", name="Keep the new one instead").click()
    assert _line(page, "kept") == _line(page, "now") != kept
    page.get_by_role("button", name="Stop comparing").click()
    expect(page.locator("path.az-kept")).to_be_hidden()
    expect(page.get_by_role("button", name="Keep this one and compare")).to_be_focused()
    expect(_sentence(page)).not_to_contain_text("Kept")


def test_back_to_the_beginning(open_widgets: OpenWidgets) -> None:
    page = open_widgets(made("load-recovery", "en"))
    begin, sentence = _line(page, "now"), _sentence(page).inner_text()
    page.get_by_role("button", name="Keep this one").click()
    for slider in page.get_by_role("slider").all():
        slider.press("Home")
    assert _line(page, "now") != begin
    page.get_by_role("button", name="Back to the beginning").click()
    assert _line(page, "now") == begin
    expect(_sentence(page)).to_have_text(sentence)
    expect(page.locator("path.az-kept")).to_be_hidden()
    expect(_slider(page, "Sleep")).to_have_attribute("aria-valuetext", "7.5\u00a0hours a night")


def test_the_table_holds_both_scenarios(open_widgets: OpenWidgets) -> None:
    page = open_widgets(made("trial", "en"))
    page.get_by_text("The numbers as a table").click()
    row = page.get_by_role("row", name="What the substance itself does")
    expect(row.get_by_role("cell")).to_have_text(["0.00"])
    page.get_by_role("button", name="Keep this one").click()
    _slider(page, "What the substance itself does").press("End")
    expect(row.get_by_role("cell")).to_have_text(["1.00", "0.00"])
    expect(page.get_by_role("row", name="Difference between the groups").first.get_by_role("cell")).to_have_text(
        ["1.10", "0.10"]
    )


def test_it_says_how_far_the_picture_may_be_off_and_always_what_it_is(open_widgets: OpenWidgets) -> None:
    page = open_widgets(made("load-recovery", "en"))
    expect(page.get_by_text("A picture to think with, not a measurement.")).to_be_visible()
    page.get_by_text("How this picture was made").click()
    expect(page.get_by_text("never further off than: Reserve 0.")).to_be_visible()


def test_the_keyboard_reaches_everything(open_widgets: OpenWidgets) -> None:
    page = open_widgets(made("trial", "nl"), lang="nl")
    stops = []
    for _ in range(9):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent"))
    labels = [slider["label"] for slider in made("trial", "nl").sliders]
    strings = made("trial", "nl").strings
    assert stops == [*labels, *(strings[key] for key in ("keep", "reset", "numbers", "about"))]
    page.keyboard.press("Enter")
    expect(page.get_by_text("vooraf doorgerekend")).to_be_visible()


def test_two_views_and_two_widgets_move_by_themselves(open_widgets: OpenWidgets) -> None:
    widget = _straight()
    page = open_widgets(widget, widget, _straight())
    sliders = page.get_by_role("slider", name="Result")
    sliders.nth(0).press("End")
    lines = page.locator(".az-explore").evaluate_all(
        "(all) => all.map((one) => one.querySelector('path.az-now').getAttribute('d'))"
    )
    assert lines[0] != lines[1] == lines[2]


def test_hostile_and_very_long_texts_stay_text(open_widgets: OpenWidgets) -> None:
    page = open_widgets(*(_straight(text, lead=text, sentence=text, about=(text,)) for text in HOSTILE))
    assert page.locator("img").count() == 0
    expect(page.locator(".az-explore").first.locator(".az-title")).to_have_text(HOSTILE[0])
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_table_that_cannot_be_read_is_said(open_widgets: OpenWidgets) -> None:
    widget = _straight()
    widget.table = widget.table | {"data": "bm90IGRlZmxhdGVk"}
    page = open_widgets(widget)
    expect(page.get_by_role("alert")).to_have_text(widget.strings["failed"])


def test_nothing_is_left_when_the_view_goes_away(module: Page) -> None:
    widget = _straight()
    assert left_behind(module, widget, "book") == 0
    state = {
        name: getattr(widget, name) for name in widget.trait_names(sync=True) if name in widget.keys and name[0] != "_"
    }
    state = {key: value for key, value in state.items() if key not in ("layout", "tabbable", "tooltip")}
    left = module.evaluate(
        """async (state) => {
            const [listen, set, clear] = [EventTarget.prototype.addEventListener, setTimeout, clearTimeout];
            const view = new AbortController();
            const [unbound, timers] = [[], new Set()];
            EventTarget.prototype.addEventListener = function (type, handler, options) {
                if (options?.signal !== view.signal && this !== view.signal) unbound.push(type);
                return listen.call(this, type, handler, options);
            };
            globalThis.setTimeout = (run, wait) => {
                const timer = set(() => { timers.delete(timer); run(); }, wait);
                timers.add(timer);
                return timer;
            };
            globalThis.clearTimeout = (timer) => { timers.delete(timer); clear(timer); };
            const el = document.createElement("div");
            document.body.append(el);
            const model = { get: (key) => state[key], set() {}, on() {}, off() {}, save_changes() {} };
            await front.default.render({ model, el, signal: view.signal });
            el.querySelector("input").dispatchEvent(new Event("change"));
            const running = timers.size;
            view.abort();
            return { unbound, running, timers: timers.size };
        }""",
        state,
    )
    assert left == {"unbound": [], "running": 1, "timers": 0}


def test_axe_finds_nothing_in_a_picture_with_several_lines(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_straight(lang="en"))
    page.get_by_role("button", name=_straight(lang="en").strings["keep"]).click()
    page.get_by_role("slider").first.press("End")
    for summary in page.locator("summary").all():
        summary.click()
    assert not violations_in_both_looks(page)


@pytest.mark.parametrize("name", ["load-recovery", "trial"])
def test_it_fits_a_narrow_screen_and_large_text(open_widgets: OpenWidgets, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(made(name, "nl"), lang="nl")
    page.get_by_role("button", name="Zet dit vast").click()
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 640, "height": 700})
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_a_live_change_of_look_reaches_the_picture(open_widgets: OpenWidgets) -> None:
    page = open_widgets(made("load-recovery", "en"))

    def colour() -> str:
        return page.locator("path.az-now").evaluate("(line) => getComputedStyle(line).stroke")

    light = colour()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert colour() != light
