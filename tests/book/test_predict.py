"""Cards with a guess first give nothing away before the guess, and then show the right picture."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from adempauze.evidence.judged import VERDICTS
from adempauze.widgets.predict import Predict, statement
from tests.book.fronts import empty_page, front_end, left_behind, show_live
from tools.browser.bare_page import OpenWidgets
from tools.browser.until import until

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


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).locator("visible=true")


def _guess(page: Page, *answers: str) -> None:
    for answer in answers:
        _button(page, answer).click()


def _to_the_picture(page: Page) -> None:
    _guess(page, "I think it is", "Very sure")
    _button(page, "Next").click()
    _guess(page, "I think it is", "A little sure")
    _button(page, "Next").click()
    _button(page, "See it all together").click()


def test_nothing_is_given_away_before_a_whole_guess(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    expect(_button(page, "Very sure")).to_have_count(0)
    _guess(page, "I think it is not")
    expect(page.get_by_text("How sure are you?").locator("visible=true")).to_be_focused()
    expect(page.get_by_role("button", pressed=True)).to_have_text(["I think it is not"])
    _guess(page, "I think it is")
    expect(page.get_by_role("button", pressed=True)).to_have_text(["I think it is"])
    assert REASON not in page.evaluate("document.querySelector('.az-predict').textContent")


def test_after_a_guess_stand_verdict_certainty_reason_change_and_sources(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    _guess(page, "I think it is", "A little sure")
    answer = page.locator(".az-answer:visible")
    for text in ("You thought: it is so. A little sure.", "contradicted", "low", REASON):
        expect(answer.get_by_text(text).first).to_be_visible()
    expect(answer.get_by_text("A larger trial.")).to_be_hidden()
    answer.get_by_text("More about this verdict").click()
    for text in ("Others than you.", "A larger trial."):
        expect(answer.get_by_text(text)).to_be_visible()
    expect(answer.get_by_role("link")).to_have_count(2)
    assert answer.get_by_role("link").first.get_attribute("href").startswith("https://doi.org/")
    expect(_button(page, "I think it is")).to_have_count(0)


def test_having_no_idea_asks_no_more(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    _guess(page, "No idea")
    expect(page.get_by_text("You had no idea. That is fine.")).to_be_focused()
    expect(page.locator(".az-answer:visible .az-theirs")).to_have_count(1)
    expect(page.locator(".az-answer:visible .az-mine")).to_have_count(0)


def test_going_back_shows_the_guess_and_half_a_guess_stays(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    _guess(page, "I think it is not", "Very sure")
    _button(page, "Next").click()
    _guess(page, "I think it is")
    _button(page, "Back").click()
    expect(page.get_by_text("You thought: it is not so. Very sure.")).to_be_visible()
    _button(page, "Next").click()
    expect(_button(page, "I think it is")).to_have_attribute("aria-pressed", "true")
    expect(_button(page, "Very sure")).to_be_visible()


def test_the_picture_says_in_words_what_it_draws_and_is_no_mark(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    _guess(page, "I think it is", "Very sure")
    _button(page, "Next").click()
    _guess(page, "I think it is", "A little sure")
    _button(page, "Next").click()
    _guess(page, "No idea")
    _button(page, "See it all together").click()
    for sentence in (
        "“Very sure” (1): 0 along with the verdict, 1 against it, 0 still open.",
        "“A little sure” (1): 1 along with the verdict, 0 against it, 0 still open.",
        "“No idea” (1): that is an honest answer too.",
        "On the whole you believed more than the evidence shows.",
    ):
        expect(page.get_by_text(sentence, exact=True)).to_be_visible()
    picture = page.get_by_role("img", name="A row for each card")
    expect(picture.locator(".az-scale .az-mine")).to_have_count(2)
    expect(picture.locator(".az-scale .az-theirs")).to_have_count(3)
    page.get_by_text("The same in words").click()
    expect(page.get_by_role("listitem")).to_have_text(
        [
            "“First saying” You thought: it is so. Very sure. The verdict: contradicted.",
            "“Second saying” You thought: it is so. A little sure. The verdict: well supported.",
            "“Third saying” You had no idea. The verdict: not tested fairly.",
        ]
    )
    assert "%" not in page.locator(".az-predict").inner_text()
    _button(page, "Begin again").click()
    expect(page.get_by_text("First saying").locator("visible=true")).to_be_visible()
    expect(_button(page, "No idea")).to_be_visible()


def test_beginning_again_can_be_undone(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    _to_the_picture(page)
    _button(page, "Begin again").click()
    expect(page.get_by_text("Card 1 of 3")).to_be_visible()
    _button(page, "Undo").click()
    expect(page.get_by_role("img", name="A row for each card")).to_be_visible()
    _button(page, "Begin again").click()
    _guess(page, "No idea")
    expect(_button(page, "Undo")).to_have_count(0)


def test_one_card_alone_has_no_picture_and_no_next(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck(SAYINGS[0]))
    for name in ("Back", "Next", "Skip", "See it all together", "Begin again"):
        expect(_button(page, name)).to_have_count(0)


def test_by_default_nothing_is_kept(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    expect(page.get_by_role("checkbox", name="Keep this for me")).to_be_hidden()
    _guess(page, "No idea")
    expect(page.get_by_role("checkbox", name="Keep this for me")).not_to_be_checked()
    expect(page.locator(".az-state")).to_have_text("Not kept. Gone when you leave this page.")
    assert page.evaluate("globalThis.adempauzeNotes.notes.size") == 0


def test_what_is_kept_comes_back_and_can_be_let_go(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    page.evaluate("localStorage.setItem('adempauze:v1:keep', 'browser')")
    page.reload()
    _guess(page, "No idea")
    page.get_by_role("checkbox", name="Keep this for me").check()
    expect(page.locator(".az-state")).to_contain_text("Saved in this browser")
    _button(page, "Next").click()
    _guess(page, "I think it is not", "Very sure")
    page.reload()
    expect(page.get_by_text("Card 3 of 3")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Keep this for me")).to_be_checked()
    _button(page, "Back").click()
    expect(page.get_by_text("You thought: it is not so. Very sure.")).to_be_visible()
    page.get_by_role("checkbox", name="Keep this for me").uncheck()
    expect(page.locator(".az-state")).to_contain_text("Not kept")
    until(page, "Object.keys(localStorage).every((name) => !name.includes('note:'))")


def test_guesses_of_the_first_edition_are_still_shown_as_they_were(page: Page) -> None:
    deck = _deck()
    one, two, _ = (item["key"] for item in deck.items)
    earlier = {one: {"belief": 3, "sure": 1, "of": 6}, two: {"belief": 4, "sure": 0}}
    deck.journal.save(deck.key, "predict", json.dumps(earlier))
    show_live(empty_page(page), deck)
    expect(page.get_by_text("Card 3 of 3")).to_be_visible()
    _guess(page, "I think it is", "Very sure")
    _button(page, "See it all together").click()
    page.get_by_text("The same in words").click()
    expect(page.get_by_role("listitem")).to_have_text(
        [
            "“First saying” You thought: mixed or weak. Fairly sure. The verdict: contradicted.",
            "“Second saying” You thought: well supported. A guess. The verdict: well supported.",
            "“Third saying” You thought: it is so. Very sure. The verdict: not tested fairly.",
        ]
    )
    expect(page.get_by_role("img").locator(".az-scale .az-mine")).to_have_count(3)
    expect(page.locator(".az-state")).to_contain_text("Saved on this computer at")
    kept = json.loads(deck.journal.load(deck.key).text)
    assert kept[one] == earlier[one]
    assert kept[two] == {"belief": 5, "sure": 0, "of": 6}


def test_two_decks_stand_beside_each_other(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck(id="one"), _deck(id="two"))
    first, second = page.locator(".az-predict").all()
    first.get_by_role("button", name="I think it is", exact=True).locator("visible=true").click()
    expect(second.get_by_role("button", pressed=True)).to_have_count(0)


def test_the_keyboard_alone_is_enough(open_widgets: OpenWidgets) -> None:
    page = open_widgets(_deck())
    press = page.keyboard.press
    press("Tab")
    expect(_button(page, "I think it is")).to_be_focused()
    press("Tab")
    press("Space")
    press("Tab")
    expect(_button(page, "A little sure")).to_be_focused()
    press("Enter")
    expect(page.get_by_text("You thought: it is not so. A little sure.")).to_be_focused()
    press("Tab")
    expect(page.locator("summary:visible")).to_be_focused()
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
    _guess(page, "I think it is", "Very sure")
    page.locator("summary:visible").click()
    expect(page.locator(".az-answer:visible")).to_contain_text(text.strip()[:200])
    _button(page, "Next").click()
    _button(page, "See it all together").click()
    assert not dialogs
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


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


new_guesses = st.one_of(
    st.fixed_dictionaries({"thinks": st.sampled_from(["yes", "no"]), "sure": st.integers(1, 2)}),
    st.just({"thinks": "unknown"}),
)
old_guesses = st.fixed_dictionaries({"belief": st.integers(0, 5), "sure": st.integers(0, 2), "of": st.just(6)})
cards = st.lists(
    st.tuples(new_guesses | old_guesses, st.integers(0, 5)).map(lambda pair: {**pair[0], "verdict": pair[1]})
)


def _way(card: dict[str, Any]) -> str:
    if "belief" in card:
        return "along" if abs(card["belief"] - card["verdict"]) <= 1 else "against"
    if card["verdict"] in (2, 3):
        return "open"
    return "along" if (card["verdict"] >= 4) == (card["thinks"] == "yes") else "against"


@given(cards)
@settings(max_examples=80, deadline=None)
def test_every_guess_counts_once_and_the_counts_are_true(front: Page, cards: list[dict[str, Any]]) -> None:
    found = front.evaluate("(cards) => front.compareGuesses(cards)", cards)
    guessed = [card for card in cards if card.get("thinks") != "unknown"]
    assert found["unknown"] == len(cards) - len(guessed)
    assert [group["sure"] for group in found["groups"]] == sorted({card["sure"] for card in guessed}, reverse=True)
    for group in found["groups"]:
        ways = [_way(card) for card in guessed if card["sure"] == group["sure"]]
        assert group["n"] == len(ways)
        assert all(group[way] == ways.count(way) for way in ("along", "against", "open"))
    assert (found["lean"] is None) == (not guessed)


@given(st.integers(1, 2))
def test_a_surer_guess_is_drawn_further_out(front: Page, sure: int) -> None:
    step = "(guess) => front.stepOf(guess)"
    assert front.evaluate(step, {"thinks": "yes", "sure": sure}) == 3 + sure
    assert front.evaluate(step, {"thinks": "no", "sure": sure}) == 2 - sure
    assert front.evaluate(step, {"thinks": "unknown"}) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["yes", "no", "unknown", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "belief", "sure", "of", "thinks"]), inner)
    ),
)


@given(json_values)
@settings(max_examples=80, deadline=None)
def test_a_note_that_does_not_fit_gives_only_whole_guesses(front: Page, kept: object) -> None:
    read = "(kept) => [...front.readGuesses(JSON.parse(kept), [{ key: 'a' }, { key: 'b' }, { key: 'constructor' }])]"
    found = dict(front.evaluate(read, json.dumps(kept)))
    assert found.keys() <= {"a", "b"}
    for key, guess in found.items():
        if "thinks" in guess:
            assert guess["thinks"] == kept[key]["thinks"]
            assert guess["thinks"] == "unknown" or guess["sure"] in (1, 2)
        else:
            assert guess["of"] == len(VERDICTS)
            assert guess["belief"] in range(len(VERDICTS))
            assert kept[key]["sure"] == guess["sure"] in range(3)


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("of, now", [(None, [0, 2, 3, 4, 5]), (6, [0, 1, 2, 3, 4, 5]), (7, [])])
def test_a_kept_guess_means_the_same_on_a_longer_scale(front: Page, step: int, of: int | None, now: list[int]) -> None:
    kept = {"a": {"belief": step, "sure": 1} | ({} if of is None else {"of": of})}
    found = front.evaluate("(kept) => [...front.readGuesses(kept, [{ key: 'a' }])]", kept)
    assert [guess["belief"] for _, guess in found] == now[step : step + 1]
