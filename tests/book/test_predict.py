"""Cards with a guess first give nothing away before the guess, and then show the right picture."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze.evidence.judged import VERDICTS
from adempauze.widgets.predict import Predict, statement
from tests.book.fronts import front_end, left_behind
from tools.browser.axe import violations_in_both_looks
from tools.browser.bare_page import OpenWidgets

HOSTILE = "</script><img src=x onerror=alert(1)> \u202eomgekeerd \u0634\u0643 🌿"
REASON = "Because of what was measured"
SAYINGS = [
    statement(
        "First saying", "contradicted", "low", REASON, ["szigeti2021", "WHO-01"], "A larger trial.", "Others than you."
    ),
    statement("Second saying", "well supported", "high", REASON, ["WHO-01"]),
    statement("Third saying", "not tested fairly", "very low", REASON),
]


def _deck(*sayings: object, lang: str = "en", **more: str) -> Predict:
    return Predict(*(sayings or SAYINGS), lang=lang, lesson="09-claims-one-by-one", **more)


def _guess(page: Page, belief: str, sure: str) -> None:
    page.get_by_role("radio", name=belief).locator("visible=true").check()
    page.get_by_role("radio", name=sure).locator("visible=true").check()
    page.get_by_role("button", name="Show what the evidence says").locator("visible=true").click()


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).locator("visible=true")


def _to_the_picture(page: Page) -> None:
    _guess(page, "well supported", "very sure")
    _button(page, "Next").click()
    _guess(page, "well supported", "fairly sure")
    _button(page, "Next").click()
    _button(page, "See it all together").click()


def test_nothing_is_given_away_before_a_guess(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    assert REASON not in page.locator("main").inner_text()
    assert REASON not in page.evaluate("document.querySelector('.az-predict').textContent")
    page.get_by_role("button", name="Show what the evidence says").locator("visible=true").click()
    expect(page.get_by_text("First choose what you think.")).to_be_visible()
    page.get_by_role("radio", name="mixed or weak").locator("visible=true").check()
    page.get_by_role("button", name="Show what the evidence says").locator("visible=true").click()
    expect(page.get_by_text("First choose how sure you are.")).to_be_visible()
    expect(page.get_by_text(REASON)).to_have_count(0)


def test_after_a_guess_stand_verdict_certainty_reason_change_and_sources(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    _guess(page, "mixed or weak", "fairly sure")
    answer = page.locator(".az-answer:visible")
    for text in (
        "You thought: mixed or weak (fairly sure).",
        "contradicted",
        "low",
        REASON,
        "Others than you.",
        "A larger trial.",
    ):
        expect(answer).to_contain_text(text)
    expect(answer.get_by_role("link")).to_have_count(2)
    assert answer.get_by_role("link").first.get_attribute("href").startswith("https://doi.org/")
    expect(page.get_by_role("radio").locator("visible=true")).to_have_count(0)


def test_going_back_shows_the_guess_and_picks_without_a_guess_stay(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    _guess(page, "mixed or weak", "a guess")
    _button(page, "Next").click()
    page.get_by_role("radio", name="contradicted").locator("visible=true").check()
    _button(page, "Back").click()
    expect(page.get_by_text("You thought: mixed or weak (a guess).")).to_be_visible()
    _button(page, "Next").click()
    expect(page.get_by_role("radio", name="contradicted").locator("visible=true")).to_be_checked()


def test_the_picture_says_in_words_what_it_draws_and_is_no_mark(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    _to_the_picture(page)
    expect(page.get_by_text("Cards marked “very sure” (1): further from the verdict.", exact=True)).to_be_visible()
    expect(page.get_by_text("Cards marked “fairly sure” (1): close to the verdict.", exact=True)).to_be_visible()
    expect(page.get_by_text("you believed more than the evidence carries", exact=False).first).to_be_visible()
    expect(page.get_by_role("img", name="A row for each card")).to_be_visible()
    page.get_by_text("The same in words").click()
    expect(page.get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_role("listitem").first).to_have_text(
        "“First saying” You thought: well supported (very sure). Verdict: contradicted."
    )
    assert "%" not in page.locator(".az-predict").inner_text()
    _button(page, "Begin again").click()
    expect(page.get_by_text("First saying").locator("visible=true")).to_be_visible()
    expect(page.get_by_role("radio").locator("visible=true")).to_have_count(9)


def test_beginning_again_can_be_undone(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    _to_the_picture(page)
    _button(page, "Begin again").click()
    expect(page.get_by_text("Card 1 of 3")).to_be_visible()
    _button(page, "Undo").click()
    expect(page.get_by_role("img", name="A row for each card")).to_be_visible()
    _button(page, "Begin again").click()
    _guess(page, "contradicted", "a guess")
    expect(_button(page, "Undo")).to_have_count(0)


def test_one_card_alone_has_no_picture_and_no_next(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck(SAYINGS[0]))
    for name in ("Back", "Next", "Skip", "See it all together", "Begin again"):
        expect(_button(page, name)).to_have_count(0)


def test_by_default_nothing_is_kept(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    expect(page.get_by_role("checkbox", name="Keep this for me")).to_be_hidden()
    _guess(page, "mixed or weak", "a guess")
    expect(page.get_by_role("checkbox", name="Keep this for me")).not_to_be_checked()
    expect(page.locator(".az-state")).to_have_text("Not kept. Gone when you leave this page.")
    assert page.evaluate("globalThis.adempauzeNotes.notes.size") == 0


def test_what_is_kept_comes_back_and_can_be_let_go(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    page.evaluate("localStorage.setItem('adempauze:v1:keep', 'browser')")
    page.reload()
    _guess(page, "mixed or weak", "a guess")
    page.get_by_role("checkbox", name="Keep this for me").check()
    expect(page.locator(".az-state")).to_contain_text("Saved in this browser")
    _button(page, "Next").click()
    _guess(page, "contradicted", "very sure")
    page.reload()
    expect(page.get_by_text("Card 3 of 3")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Keep this for me")).to_be_checked()
    _button(page, "Back").click()
    expect(page.get_by_text("You thought: contradicted (very sure).")).to_be_visible()
    page.get_by_role("checkbox", name="Keep this for me").uncheck()
    expect(page.locator(".az-state")).to_contain_text("Not kept")
    page.wait_for_function("Object.keys(localStorage).every((name) => !name.includes('note:'))")


def test_two_decks_stand_beside_each_other(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck(id="one"), _deck(id="two"))
    first, second = page.locator(".az-predict").all()
    first.get_by_role("radio", name="contradicted").locator("visible=true").check()
    expect(second.get_by_role("radio", name="contradicted").locator("visible=true")).not_to_be_checked()


def test_the_keyboard_alone_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    press = page.keyboard.press
    press("Tab")
    press("Space")
    press("ArrowDown")
    expect(page.get_by_role("radio", name="tested, no difference found").locator("visible=true")).to_be_checked()
    press("Tab")
    press("ArrowDown")
    expect(page.get_by_role("radio", name="fairly sure").locator("visible=true")).to_be_checked()
    press("Tab")
    press("Enter")
    expect(page.get_by_text("You thought: tested, no difference found (fairly sure).")).to_be_focused()
    press("Tab")
    expect(page.get_by_role("link").first).to_be_focused()
    press("Tab")
    press("Tab")
    expect(_button(page, "Next")).to_be_focused()
    press("Enter")
    expect(page.locator(".az-title:focus")).to_contain_text("Second saying")


@pytest.mark.parametrize("text", [HOSTILE, "a" * 10_000, HOSTILE * 40])
def test_hostile_text_stays_text(open_widgets: OpenWidgets, page: Page, text: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(_deck(statement(text, "mixed or weak", "low", text, [], text), SAYINGS[1]))
    _guess(page, "mixed or weak", "a guess")
    expect(page.locator(".az-answer:visible")).to_contain_text(text.strip()[:200])
    _button(page, "Next").click()
    _button(page, "See it all together").click()
    assert not dialogs
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_axe_finds_nothing_in_any_state(open_widgets: OpenWidgets, lang: str) -> None:
    page = open_widgets(_deck("BO-1", "SC-4", "HW-5", lang=lang), lang=lang)
    row = page.locator(".az-predict > .az-row").get_by_role("button").locator("visible=true")
    assert not violations_in_both_looks(page)
    for card in range(3):
        fields = page.locator("fieldset:visible")
        fields.nth(0).get_by_role("radio").nth(card).check()
        fields.nth(1).get_by_role("radio").nth(card).check()
        page.locator(".az-primary:visible").click()
        if card == 0:
            assert not violations_in_both_looks(page)
        row.last.click()
    page.get_by_role("checkbox").check()
    page.locator("summary").click()
    assert not violations_in_both_looks(page)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_it_fits_a_narrow_screen_and_twice_the_text(open_widgets: OpenWidgets, page: Page, lang: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(_deck("BO-1", "SC-4", lang=lang), lang=lang)
    for size in ("100%", "200%"):
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("home", ["book", "kernel"])
def test_a_view_that_goes_leaves_nothing_behind(open_widgets: OpenWidgets, home: str) -> None:
    assert left_behind(open_widgets(_deck()), _deck(), home) == 0


@pytest.fixture(scope="module")
def front(browser: Browser) -> Iterator[Page]:
    yield from front_end(browser, Predict)


guesses = st.lists(
    st.fixed_dictionaries({"belief": st.integers(0, 5), "sure": st.integers(0, 2), "verdict": st.integers(0, 5)})
)


@given(guesses)
@settings(max_examples=80, deadline=None)
def test_every_guess_counts_once_and_amounts_are_true(front: Page, guesses: list[dict[str, int]]) -> None:
    found = front.evaluate("(guesses) => front.compareGuesses(guesses)", guesses)
    assert sum(group["n"] for group in found["groups"]) == len(guesses)
    assert [group["sure"] for group in found["groups"]] == sorted({guess["sure"] for guess in guesses}, reverse=True)
    for group in found["groups"]:
        own = [abs(guess["belief"] - guess["verdict"]) <= 1 for guess in guesses if guess["sure"] == group["sure"]]
        share = sum(own) / len(own)
        expected = {1: "all", 0.5: "half", 0: "none"}.get(share, "most" if share > 0.5 else "few")
        assert group["near"] == expected
    turned = [{**guess, "belief": guess["verdict"], "verdict": guess["belief"]} for guess in guesses]
    other = front.evaluate("(guesses) => front.compareGuesses(guesses)", turned)
    assert {found["lean"], other["lean"]} in ({"even"}, {"more", "less"})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "belief", "sure", "of"]), inner)
    ),
)


@given(json_values)
@settings(max_examples=80, deadline=None)
def test_a_note_that_does_not_fit_gives_only_whole_guesses(front: Page, kept: object) -> None:
    read = "(kept) => [...front.readGuesses(JSON.parse(kept), [{ key: 'a' }, { key: 'b' }, { key: 'constructor' }])]"
    found = dict(front.evaluate(read, json.dumps(kept)))
    assert found.keys() <= {"a", "b"}
    for key, guess in found.items():
        assert guess["of"] == len(VERDICTS)
        assert guess["belief"] in range(len(VERDICTS))
        assert kept[key]["sure"] == guess["sure"] in range(3)


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("of, now", [(None, [0, 2, 3, 4, 5]), (6, [0, 1, 2, 3, 4, 5]), (7, [])])
def test_a_kept_guess_means_the_same_on_a_longer_scale(front: Page, step: int, of: int | None, now: list[int]) -> None:
    kept = {"a": {"belief": step, "sure": 1} | ({} if of is None else {"of": of})}
    found = front.evaluate("(kept) => [...front.readGuesses(kept, [{ key: 'a' }])]", kept)
    assert [guess["belief"] for _, guess in found] == now[step : step + 1]
