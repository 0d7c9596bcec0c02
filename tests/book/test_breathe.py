"""The breathing timer in a browser, against a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Locator, Page, expect

from adempauze.widgets.breathe import Breathe
from tools.browser.bare_page import OpenWidgets
from tools.browser.until import until

FRAME = 20  # milliseconds, a little more than one frame: time for a change to be painted
HOLDS = {"hold", "pause"}
MINUTE = 60_000
AN_HOUR = 60 * MINUTE

Start = Callable[..., Page]

IMPORT = """async (module) => {
    globalThis.breathe = await import(URL.createObjectURL(new Blob([module], { type: "text/javascript" })));
}"""

# Records what the timer asks of a device: screen locks, vibration, sound and its tones.
DEVICE = """
globalThis.locks = [];
Object.defineProperty(navigator, "wakeLock", { configurable: true, value: { request: async () => {
    const lock = Object.assign(new EventTarget(), { released: false, release: async () => { lock.released = true; } });
    locks.push(lock);
    return lock;
} } });
globalThis.buzzes = [];
Object.defineProperty(navigator, "vibrate", { value: (pattern) => buzzes.push(pattern) });
globalThis.sounds = [];
globalThis.AudioContext = class extends AudioContext {
    constructor() { super(); sounds.push(this); }
};
globalThis.tones = [];  // those that will sound: a timer whose clocks drift apart cancels its tones and sets them again
let pitched;
const { setValueAtTime, cancelScheduledValues } = AudioParam.prototype;
AudioParam.prototype.setValueAtTime = function (pitch, time) {
    pitched = this;
    tones.push([pitch, time]);
    return setValueAtTime.call(this, pitch, time);
};
AudioParam.prototype.cancelScheduledValues = function (from) {
    if (this === pitched) tones.length = 0;
    return cancelScheduledValues.call(this, from);
};
globalThis.hide = (hidden) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, value: hidden ? "hidden" : "visible" });
    if (hidden) locks.forEach((lock) => { lock.released = true; });
    document.dispatchEvent(new Event("visibilitychange"));
};
"""


@pytest.fixture
def timers(open_widgets: OpenWidgets, page: Page) -> Start:
    """Return a function that shows timers on a page whose clock moves only when the test moves it."""

    def start(*widgets: Breathe, lang: str = "en") -> Page:
        page.add_init_script(DEVICE)
        page.clock.install(time=0)
        open_widgets(*widgets, lang=lang)
        page.clock.pause_at(3600)
        return page

    return start


@pytest.fixture
def timer(timers: Start) -> Page:
    """A page with one timer: 4-6, five minutes."""
    return timers(Breathe("4-6", 5, lang="en"))


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def _word(page: Page) -> Locator:
    return page.locator(".az-word")


def _open(page: Page | Locator) -> None:
    """Open what is folded under the timer."""
    for details in page.locator("details").all():
        details.evaluate("(details) => { details.open = true; }")


def _setting(page: Page, name: str) -> Locator:
    _open(page)
    return page.get_by_role("checkbox", name=name)


def _size(page: Page) -> float:
    return page.locator(".az-circle").evaluate("(circle) => circle.getBoundingClientRect().width")


# Where a session is -------------------------------------------------------------------------------------------------


def _session(steps: list[tuple[str, int]], minutes: int, holds: bool) -> Iterator[tuple[str, int, int, int]]:
    """Yield phase, begin, end (ms) and breath of every phase of the session, in order."""
    time, breath = 0, 0
    while time < minutes * MINUTE:
        breath += 1
        for phase, length in steps:
            if holds or phase not in HOLDS:
                yield phase, time, time + length, breath
                time += length


@st.composite
def _patterns(draw: st.DrawFn) -> dict[str, Any]:
    lengths = st.integers(1, 40).map(lambda tenths: tenths * 250)
    steps = [("in", draw(lengths)), ("out", draw(lengths))]
    if draw(st.booleans()):
        steps.insert(1, ("more", draw(lengths)))
    if draw(st.booleans()):
        steps.insert(-1, ("hold", draw(lengths)))
    if draw(st.booleans()):
        steps.append(("pause", draw(lengths)))
    return {"steps": steps}


def test_any_moment_is_where_the_written_out_timeline_says(timer: Page) -> None:
    timer.evaluate(IMPORT, Breathe._esm)

    @settings(max_examples=60, deadline=None)
    @given(_patterns(), st.integers(1, 20), st.booleans(), st.data())
    def check(pattern: dict[str, Any], minutes: int, holds: bool, data: st.DataObject) -> None:
        timeline = list(_session(pattern["steps"], minutes, holds))
        total = timeline[-1][2]
        edges = st.sampled_from([begin for _, begin, _, _ in timeline])
        near = st.tuples(edges, st.sampled_from([-1, -0.25, 0, 0.25, 1])).map(sum).filter(lambda time: time >= 0)
        times = data.draw(st.lists(near | st.floats(0, total + AN_HOUR), min_size=1, max_size=40))
        answers = timer.evaluate(
            "([pattern, times, plan]) => times.map((time) => breathe.phaseAt(pattern, time, plan))",
            [pattern, times, {"minutes": minutes, "holds": holds}],
        )
        for time, answer in zip(times, answers, strict=True):
            assert answer["breaths"] == timeline[-1][3]
            assert answer["done"] == (time >= total)
            assert answer["remaining"] == pytest.approx(max(0, total - time), abs=1e-6)
            if time < total:
                phase, begin, end, breath = next(each for each in timeline if time < each[2])
                assert (answer["phase"], answer["breath"]) == (phase, breath)
                assert (answer["startsAt"], answer["endsAt"]) == (begin, end)
                assert answer["progress"] == pytest.approx((time - begin) / (end - begin), abs=1e-6)

    check()


def test_cues_are_the_changes_that_are_still_to_come(timer: Page) -> None:
    timer.evaluate(IMPORT, Breathe._esm)
    timeline = list(_session([("in", 4000), ("hold", 7000), ("out", 8000)], 5, True))
    changes = [[phase, begin] for phase, begin, _, _ in timeline] + [["done", timeline[-1][2]]]

    def cues(elapsed: int) -> list[list[object]]:
        found = timer.evaluate(
            "([pattern, elapsed]) => breathe.changesFrom(pattern, elapsed, { minutes: 5 })",
            [{"steps": [["in", 4000], ["hold", 7000], ["out", 8000]]}, elapsed],
        )
        return [[each["phase"], each["at"]] for each in found]

    assert cues(0) == changes
    assert cues(11_100) == changes[2:]  # missed by little, so still given
    assert cues(12_000) == changes[3:]
    assert cues(AN_HOUR) == []


def test_the_circle_never_jumps(timer: Page) -> None:
    timer.evaluate(IMPORT, Breathe._esm)
    for pattern in Breathe(lang="en").patterns:
        sizes = timer.evaluate(
            """(pattern) => Array.from({ length: 4000 }, (_, i) =>
                breathe.fullnessAt(pattern, breathe.phaseAt(pattern, i * 10, { minutes: 5 })))""",
            pattern,
        )
        assert max(abs(here - there) for here, there in pairwise(sizes)) < 0.02
        assert min(sizes) == 0 and max(sizes) == pytest.approx(1, abs=1e-3)


# A session in the page ----------------------------------------------------------------------------------------------


def test_the_phase_changes_on_time(timer: Page) -> None:
    expect(_word(timer)).to_have_text("When you are ready")
    _button(timer, "Begin").click()
    expect(_word(timer)).to_have_text("Breathe in")
    for breath in range(3):
        timer.clock.run_for(3999 - (FRAME if breath else 0))
        expect(_word(timer)).to_have_text("Breathe in")
        timer.clock.run_for(1 + FRAME)
        expect(_word(timer)).to_have_text("Breathe out")
        timer.clock.run_for(5999 - FRAME)
        expect(_word(timer)).to_have_text("Breathe out")
        timer.clock.run_for(1 + FRAME)
    expect(timer.get_by_text("Breath 4 of 30")).to_be_visible()
    expect(timer.get_by_text("4:30 left")).to_be_visible()


def test_the_circle_grows_and_shrinks_with_the_breath(timer: Page) -> None:
    _button(timer, "Begin").click()
    sizes = [_size(timer)]
    for pause in (2000, 2000, 3000, 2950):
        timer.clock.run_for(pause)
        sizes.append(_size(timer))
    rest, half, full, falling, low = sizes
    assert rest < half < full > falling > low
    assert full > 1.5 * rest
    assert low == pytest.approx(rest, rel=0.02)


def test_a_pause_freezes_and_going_on_takes_up_the_same_moment(timer: Page) -> None:
    _button(timer, "Begin").click()
    timer.clock.run_for(6500)
    _button(timer, "Pause").click()
    frozen = _size(timer)
    expect(_word(timer)).to_have_text("Paused")
    timer.clock.run_for(AN_HOUR)
    assert _size(timer) == frozen
    expect(timer.get_by_text("4:54 left")).to_be_visible()
    _button(timer, "Go on").click()
    expect(_word(timer)).to_have_text("Breathe out")
    assert _size(timer) == pytest.approx(frozen, abs=0.5)
    timer.clock.run_for(3500 + FRAME)
    expect(_word(timer)).to_have_text("Breathe in")


def test_after_a_stalled_thread_the_phase_is_right_with_the_next_frame(timer: Page) -> None:
    _button(timer, "Begin").click()
    timer.clock.fast_forward(65_000)
    expect(_word(timer)).to_have_text("Breathe out")
    expect(timer.get_by_text("Breath 7 of 30")).to_be_visible()


def test_after_a_hidden_time_the_phase_is_right_at_once(timer: Page) -> None:
    _button(timer, "Begin").click()
    timer.evaluate("hide(true)")
    timer.clock.fast_forward(65_000)
    expect(_word(timer)).to_have_text("Breathe in")  # a hidden page paints nothing
    timer.evaluate("hide(false)")
    expect(_word(timer)).to_have_text("Breathe out")
    expect(timer.get_by_text("Breath 7 of 30")).to_be_visible()


def test_where_no_frame_comes_the_change_still_does(timer: Page) -> None:
    timer.evaluate("() => { globalThis.requestAnimationFrame = () => 0; }")
    _button(timer, "Begin").click()
    for phase, length in (("Breathe in", 4000), ("Breathe out", 6000), ("Breathe in", 4000)):
        expect(_word(timer)).to_have_text(phase)
        timer.clock.run_for(length)


def test_after_a_hidden_hour_without_any_timer_it_is_done_at_once(timer: Page) -> None:
    timer.evaluate("() => { globalThis.setTimeout = () => 0; }")  # as in a frozen tab
    _button(timer, "Begin").click()
    timer.evaluate("hide(true)")
    timer.clock.fast_forward(AN_HOUR)
    expect(_word(timer)).to_have_text("Breathe in")
    timer.evaluate("hide(false)")
    expect(_word(timer)).to_have_text("Done. Sit for a moment.")


def test_after_a_hidden_hour_it_is_done(timer: Page) -> None:
    _button(timer, "Begin").click()
    timer.evaluate("hide(true)")
    timer.clock.fast_forward(AN_HOUR)
    assert timer.locator("[data-state=done]").count() == 1  # it ended on time, though hidden
    timer.evaluate("hide(false)")
    expect(_word(timer)).to_have_text("Done. Sit for a moment.")
    expect(_button(timer, "Once more")).to_be_focused()


def test_a_paused_timer_is_still_paused_after_a_hidden_hour(timer: Page) -> None:
    _button(timer, "Begin").click()
    timer.clock.run_for(5000)
    _button(timer, "Pause").click()
    timer.evaluate("hide(true)")
    timer.clock.fast_forward(AN_HOUR)
    timer.evaluate("hide(false)")
    expect(_word(timer)).to_have_text("Paused")
    expect(timer.get_by_text("4:55 left")).to_be_visible()


def test_it_ends_after_a_whole_breath(timers: Start) -> None:
    page = timers(Breathe("5.5-5.5", 5, lang="en"))
    expect(page.get_by_text("28 breaths")).to_be_visible()
    _button(page, "Begin").click()
    page.clock.fast_forward(5 * MINUTE + 7900)
    expect(_word(page)).to_have_text("Breathe out")
    page.clock.run_for(100 + FRAME)
    expect(_word(page)).to_have_text("Done. Sit for a moment.")
    _button(page, "Once more").click()
    expect(page.get_by_text("Breath 1 of 28")).to_be_visible()


def test_another_rhythm_and_length_can_be_chosen(timer: Page) -> None:
    _open(timer)
    timer.get_by_label("Rhythm", exact=True).select_option("4-7-8")
    timer.get_by_label("Length").select_option("20 minutes")
    shown = next(each for each in Breathe(lang="en").patterns if each["id"] == "4-7-8")
    expect(timer.get_by_text(shown["label"])).to_be_visible()
    expect(timer.get_by_text(shown["evidence"])).to_be_visible()
    for label, address in shown["sources"]:
        expect(timer.get_by_role("link", name=label)).to_have_attribute("href", address)
    _button(timer, "Begin").click()
    for phase, length in (("Breathe in", 4000), ("Hold", 7000), ("Breathe out", 8000), ("Breathe in", 4000)):
        expect(_word(timer)).to_have_text(phase)
        timer.clock.run_for(length)
        timer.clock.run_for(FRAME if length == 4000 else 0)
    expect(timer.get_by_text("Breath 2 of 64")).to_be_visible()


def test_holds_can_be_left_out_and_it_says_so(timers: Start) -> None:
    page = timers(Breathe("4-4-4-4", 5, lang="en"))
    _setting(page, "With the holds").uncheck()
    expect(page.get_by_text("in 4, out 4. Without the holds this is not the rhythm that was studied.")).to_be_visible()
    expect(page.get_by_text("Square, 4 times 4, without the holds")).to_be_visible()
    _button(page, "Begin").click()
    for phase in ("Breathe in", "Breathe out", "Breathe in"):
        expect(_word(page)).to_have_text(phase)
        page.clock.run_for(4000 + FRAME)
    _button(page, "Stop").click()
    page.get_by_label("Rhythm", exact=True).select_option("5-5")
    expect(page.get_by_role("checkbox", name="With the holds")).to_be_hidden()


def test_what_to_be_careful_about_is_there_before_the_start(timers: Start) -> None:
    page = timers(Breathe(lang="nl"), lang="nl")
    for words in ("Zit of lig", "in het verkeer of in het water", "Adem klein", "Duizelig of benauwd? Stop"):
        expect(page.locator(".az-rules")).to_contain_text(words)
    expect(page.locator(".az-rules")).to_be_in_viewport()
    _open(page)
    expect(page.get_by_text("Stop en adem gewoon als je duizelig wordt, tintelingen krijgt")).to_be_visible()


def test_the_time_left_can_be_hidden(timer: Page) -> None:
    _button(timer, "Begin").click()
    _setting(timer, "Show the breaths and the time left").uncheck()
    expect(timer.get_by_text("left", exact=False).locator("visible=true")).to_have_count(1)  # only in the setting
    expect(timer.get_by_text("Breath 1 of 30")).to_be_hidden()


def test_starting_one_pauses_the_other(timers: Start) -> None:
    page = timers(Breathe(lang="en"), Breathe("5-5", 2, lang="en"))
    one, other = page.locator(".az-breathe").all()
    one.get_by_role("button", name="Begin").click()
    page.clock.run_for(3000)
    other.get_by_role("button", name="Begin").click()
    expect(one.locator(".az-word")).to_have_text("Paused")
    page.clock.run_for(6000)
    expect(other.locator(".az-word")).to_have_text("Breathe out")
    expect(one.get_by_text("4:57 left")).to_be_visible()
    one.get_by_role("button", name="Go on").click()
    expect(other.locator(".az-word")).to_have_text("Paused")


# On a page of its own ------------------------------------------------------------------------------------------------

NO_FULL_SCREEN = "Object.defineProperty(document, 'fullscreenEnabled', { value: false });"
PHONE = {"width": 390, "height": 844}


def _is_whole(page: Page) -> bool:
    box = page.locator(".az-breathe").bounding_box()
    size = page.viewport_size
    return (box["x"], box["y"], box["width"], box["height"]) == (0, 0, size["width"], size["height"])


def _breathing(page: Page) -> str | None:
    return page.locator("html").get_attribute("data-breathing")


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_on_a_phone_all_that_is_needed_to_begin_is_on_the_first_screen(timers: Start, page: Page, lang: str) -> None:
    page.set_viewport_size(PHONE)
    timers(Breathe(whole_page=True, lang=lang), lang=lang)
    begin = page.locator(".az-primary")
    for part in (page.locator(".az-rules"), page.locator(".az-stage"), begin):
        expect(part).to_be_in_viewport(ratio=1)
    heaviest = page.locator("button").evaluate_all("(all) => all.map((each) => each.getBoundingClientRect().height)")
    assert begin.bounding_box()["height"] == max(heaviest)
    words = page.locator("main").inner_text().split("\n\n")
    assert len(" ".join(words).split()) <= 60


def test_once_it_runs_nothing_but_the_breath_is_on_the_screen(timers: Start, page: Page) -> None:
    page.set_viewport_size(PHONE)
    timers(Breathe("4-6", 5, whole_page=True, lang="en"))
    _button(page, "Begin").click()
    assert _is_whole(page)
    assert _breathing(page) == "running"
    page.clock.run_for(21_000)  # the line on safety stays for the first breaths
    until(page, "getComputedStyle(document.querySelector('.az-rules')).visibility === 'hidden'")
    shown = page.locator(".az-breathe :is(p:not([aria-hidden]), span, summary, button, label):visible")
    assert [text for text in shown.all_inner_texts() if text] == ["Breathe in", "Pause", "Stop", "Fill the screen"]
    _button(page, "Pause").click()
    assert _breathing(page) is None  # the page's own bar is back, with help on it
    expect(page.locator("summary").filter(has_text="Sound and more")).to_be_visible()
    _button(page, "Stop").click()
    assert not _is_whole(page)
    expect(page.locator("summary").filter(has_text="Rhythm and length")).to_be_visible()


@pytest.mark.parametrize("way", ["Pause", "Stop", "end"])
def test_the_page_hears_when_no_breath_runs_any_more(timers: Start, way: str) -> None:
    page = timers(Breathe("4-6", 1, lang="en"))
    _button(page, "Begin").click()
    assert _breathing(page) == "running"
    if way == "end":
        page.clock.fast_forward(2 * MINUTE)
        page.wait_for_selector("[data-state=done]")
    else:
        _button(page, way).click()
    assert _breathing(page) is None


def test_a_timer_that_takes_over_still_counts_as_running(timers: Start) -> None:
    page = timers(Breathe(lang="en"), Breathe("5-5", lang="en"))
    for timer in page.locator(".az-breathe").all():
        timer.get_by_role("button", name="Begin").click()
        assert _breathing(page) == "running"


def test_space_works_anywhere_on_its_page_but_not_in_a_field(timers: Start, page: Page) -> None:
    timers(Breathe("4-6", 5, whole_page=True, lang="en"))
    page.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    page.locator("h1").click()
    page.keyboard.press("Space")
    expect(_word(page)).to_have_text("Breathe in")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    expect(_word(page)).to_have_text("Paused")
    page.keyboard.press("Escape")
    expect(_word(page)).to_have_text("Stopped. That is fine too.")
    page.locator("textarea").focus()
    page.keyboard.press("Space")
    expect(page.locator("textarea")).to_have_value(" ")
    expect(_word(page)).to_have_text("Stopped. That is fine too.")


def test_a_link_to_begin_starts_it_at_once_and_a_reload_does_not(timers: Start, page: Page) -> None:
    timers(Breathe("4-6", 5, whole_page=True, lang="en"))
    page.evaluate("location.hash = '#begin'")
    expect(_word(page)).to_have_text("Breathe in")
    expect(_button(page, "Pause")).to_be_focused()
    assert "#" not in page.url
    page.goto(f"{page.url}#begin")
    expect(_word(page)).to_have_text("Breathe in")
    page.reload()
    expect(_word(page)).to_have_text("When you are ready")


def test_in_a_lesson_a_link_to_begin_starts_nothing(timer: Page) -> None:
    timer.evaluate("location.hash = '#begin'")
    timer.clock.run_for(100)
    expect(_word(timer)).to_have_text("When you are ready")


def test_it_fills_the_screen_of_the_device_and_the_browser_can_leave(timer: Page) -> None:
    _button(timer, "Fill the screen").click()
    until(timer, "document.fullscreenElement?.matches('.az-whole')")
    _button(timer, "Begin").click()
    timer.evaluate("document.exitFullscreen()")  # as Escape does
    until(timer, "!document.querySelector('.az-whole')")
    expect(_word(timer)).to_have_text("Breathe in")  # it goes on
    _button(timer, "Fill the screen").click()
    until(timer, "document.fullscreenElement")
    _button(timer, "Stop").click()
    until(timer, "!document.fullscreenElement")


def test_where_a_device_has_no_full_screen_the_page_is_filled(timers: Start, page: Page) -> None:
    page.add_init_script(NO_FULL_SCREEN)
    timers(Breathe(lang="en"))
    _button(page, "Fill the screen").click()
    assert _is_whole(page)
    _button(page, "Back to the page").click()
    assert not _is_whole(page)


def test_on_its_page_without_full_screen_there_is_nothing_more_to_fill(timers: Start, page: Page) -> None:
    page.add_init_script(NO_FULL_SCREEN)
    timers(Breathe(whole_page=True, lang="en"))
    _button(page, "Begin").click()
    assert _is_whole(page)
    expect(_button(page, "Fill the screen")).to_be_hidden()


# What the next moment brings ------------------------------------------------------------------------------------------


def test_the_next_word_fades_in_before_a_change(timer: Page) -> None:
    def opacity(name: str) -> float:
        return float(timer.locator(name).evaluate("(word) => getComputedStyle(word).opacity"))

    coming = timer.locator(".az-next")
    _button(timer, "Begin").click()
    timer.clock.run_for(3390)
    assert (opacity(".az-word"), opacity(".az-next")) == (1, 0)
    timer.clock.run_for(310)
    expect(coming).to_have_text("Breathe out")
    assert 0.4 < opacity(".az-next") < 0.6
    assert opacity(".az-word") < 0.1  # two words at a time cannot be read
    timer.clock.run_for(300 + FRAME)
    expect(_word(timer)).to_have_text("Breathe out")
    assert (opacity(".az-word"), opacity(".az-next")) == (1, 0)


def test_the_seconds_of_a_step_are_counted_down_only_if_wanted(timer: Page) -> None:
    count = timer.locator(".az-count")
    _button(timer, "Begin").click()
    expect(count).to_be_hidden()
    _setting(timer, "Count down the seconds of each step").check()
    shown = []
    for _ in range(5):
        timer.clock.run_for(FRAME)
        shown.append(count.inner_text())
        timer.clock.run_for(1000 - FRAME)
    assert shown == ["4", "3", "2", "1", "6"]
    expect(count).to_have_attribute("aria-hidden", "true")  # a screen reader hears the steps, not the seconds


@pytest.mark.parametrize("figure", ["circle", "hill", "box"])
def test_another_figure_can_be_chosen_and_it_moves(timer: Page, figure: str) -> None:
    _open(timer)
    timer.get_by_label("What moves").select_option(figure)
    moving = timer.locator({"circle": ".az-circle", "hill": ".az-dot", "box": ".az-box > div"}[figure])
    _button(timer, "Begin").click()
    low = moving.bounding_box()
    timer.clock.run_for(3900)
    high = moving.bounding_box()
    assert high["y"] < low["y"] - 20
    assert timer.locator(".az-circle:visible, .az-hill:visible, .az-box:visible").count() == 1


VOICES = """
globalThis.spoken = [];
globalThis.voices = [];
Object.defineProperty(globalThis, "speechSynthesis", { value: Object.assign(new EventTarget(), {
    getVoices: () => voices,
    speak: ({ text, voice, lang }) => spoken.push([text, voice.name, lang]),
    cancel: () => spoken.push(["hush"]),
}) });
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
globalThis.arrive = (...arrived) => {
    voices = arrived;
    speechSynthesis.dispatchEvent(new Event("voiceschanged"));
};
"""


def test_a_voice_of_the_device_itself_can_say_the_steps(timers: Start, page: Page) -> None:
    page.add_init_script(VOICES)
    timers(Breathe(lang="en"))
    voice = _setting(page, "Let a voice of this device say each step")
    expect(voice).to_be_hidden()
    page.evaluate("""arrive(
        { name: "far away", lang: "en-GB", localService: false },
        { name: "unsaid", lang: "en-GB" },
        { name: "Dutch", lang: "nl-NL", localService: true },
    )""")
    expect(voice).to_be_hidden()  # a voice elsewhere would get the words, and a Dutch one cannot say them
    page.evaluate("""arrive(
        { name: "far away", lang: "en-GB", localService: false },
        { name: "own", lang: "en_GB", localService: true },
    )""")
    voice.check()
    _button(page, "Begin").click()
    page.clock.run_for(4000 + FRAME)
    said = [each for each in page.evaluate("spoken") if each != ["hush"]]
    assert said == [["Breathe in", "own", "en_GB"], ["Breathe out", "own", "en_GB"]]
    page.evaluate("spoken.length = 0")
    _button(page, "Pause").click()
    assert page.evaluate("spoken") == [["hush"]]


def test_a_page_that_the_browser_translates_stays_translated(timer: Page) -> None:
    _button(timer, "Begin").click()
    timer.evaluate("document.querySelector('.az-word').innerHTML = '<font>Adem in</font>'")
    timer.clock.run_for(2000)
    expect(_word(timer)).to_have_text("Adem in")
    timer.clock.run_for(2000 + FRAME)
    expect(_word(timer)).to_have_text("Breathe out")


# By keyboard, by ear, without movement ------------------------------------------------------------------------------


def test_the_keyboard_is_enough(timer: Page) -> None:
    timer.keyboard.press("Tab")
    expect(_button(timer, "Begin")).to_be_focused()
    timer.keyboard.press("Space")
    expect(_button(timer, "Pause")).to_be_focused()
    timer.keyboard.press("Space")
    expect(_button(timer, "Go on")).to_be_focused()
    timer.keyboard.press("Space")
    expect(_button(timer, "Pause")).to_be_focused()
    timer.keyboard.press("Tab")
    expect(_button(timer, "Stop")).to_be_focused()
    timer.keyboard.press("Escape")
    expect(_word(timer)).to_have_text("Stopped. That is fine too.")
    expect(_button(timer, "Begin")).to_be_focused()  # the button with the focus is gone
    timer.keyboard.press("Tab")
    expect(_button(timer, "Fill the screen")).to_be_focused()
    timer.keyboard.press("Tab")
    timer.keyboard.press("Enter")  # unfolds "Rhythm and length"
    for expected in ("Rhythm", "Length"):
        timer.keyboard.press("Tab")
        expect(timer.get_by_label(expected, exact=True)).to_be_focused()


def test_space_on_the_stage_pauses_and_does_not_scroll(timer: Page) -> None:
    timer.evaluate("addEventListener('keydown', (event) => { globalThis.taken = event.defaultPrevented; })")
    _button(timer, "Begin").click()
    timer.locator(".az-stage").click()
    timer.keyboard.press("Space")
    expect(_word(timer)).to_have_text("Paused")
    assert timer.evaluate("taken")


def test_space_on_a_link_does_not_start_a_session(timer: Page) -> None:
    _open(timer)
    timer.get_by_role("link").first.focus()
    timer.keyboard.press("Space")
    expect(_word(timer)).to_have_text("When you are ready")


def test_keys_elsewhere_on_the_page_are_not_taken(timer: Page) -> None:
    _button(timer, "Begin").click()
    timer.evaluate("document.activeElement.blur()")
    timer.keyboard.press("Space")
    timer.keyboard.press("Escape")
    expect(_word(timer)).to_have_text("Breathe in")


def test_a_screen_reader_hears_one_message_a_phase_and_no_countdown(timer: Page) -> None:
    timer.evaluate(
        """() => {
            globalThis.heard = [];
            const live = "[aria-live]:not([aria-live=off]), [role=status]";
            new MutationObserver((changes) => changes.forEach(({ target }) => {
                const region = (target.parentElement ?? target).closest(live) ?? (target.matches?.(live) && target);
                if (region) heard.push(region.textContent);
            })).observe(document.body, { subtree: true, childList: true, characterData: true });
        }"""
    )
    _button(timer, "Begin").click()
    timer.clock.run_for(20_500)
    assert timer.evaluate("heard") == ["Breathe in", "Breathe out"] * 2 + ["Breathe in"]
    _setting(timer, "Let a screen reader say each step").uncheck()
    timer.clock.run_for(20_000)
    _button(timer, "Pause").click()
    assert timer.evaluate("heard")[5:] == ["Paused"]


def test_reduced_motion_gets_a_still_form(timers: Start, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    timers(Breathe(lang="en"))
    expect(_setting(page, "Without movement")).to_be_checked()
    _button(page, "Begin").click()
    size = _size(page)
    filled = []
    page.clock.run_for(500)
    for _ in range(9):
        filled.append(page.locator(".az-filled:visible").count())
        page.clock.run_for(1000)
        assert _size(page) == size
    assert filled == [1, 2, 3, 4, 6, 5, 4, 3, 2]
    expect(_word(page)).to_have_text("Breathe out")
    _setting(page, "Without movement").uncheck()
    expect(page.locator(".az-cells")).to_be_hidden()


def test_movement_can_be_switched_off_while_it_runs(timer: Page) -> None:
    _button(timer, "Begin").click()
    timer.clock.run_for(1000)
    _setting(timer, "Without movement").check()
    size = _size(timer)
    timer.clock.run_for(1500)
    assert _size(timer) == size
    expect(timer.locator(".az-filled")).to_have_count(3)
    _setting(timer, "Without movement").uncheck()
    timer.emulate_media(reduced_motion="reduce")  # the setting changes during the session
    expect(_setting(timer, "Without movement")).to_be_checked()


# What the device lends ----------------------------------------------------------------------------------------------


def _locks_held(page: Page) -> int:
    return page.evaluate("locks.filter((lock) => !lock.released).length")


def test_the_screen_is_kept_on_only_while_it_runs(timer: Page) -> None:
    assert timer.evaluate("locks.length") == 0
    _button(timer, "Begin").click()
    assert _locks_held(timer) == 1
    _button(timer, "Pause").click()
    assert _locks_held(timer) == 0
    _button(timer, "Go on").click()
    assert _locks_held(timer) == 1
    timer.evaluate("hide(true)")
    assert _locks_held(timer) == 0
    timer.evaluate("hide(false)")
    assert _locks_held(timer) == 1
    _button(timer, "Stop").click()
    assert _locks_held(timer) == 0
    _button(timer, "Begin").click()
    timer.clock.fast_forward(5 * MINUTE + FRAME)
    expect(_word(timer)).to_have_text("Done. Sit for a moment.")
    assert _locks_held(timer) == 0


DARK = "This device does not keep its screen on, so it may go dark."
MUTE = "This device holds the tone back. We try again at each change."
TAKE = "() => { const lock = locks.at(-1); lock.released = true; lock.dispatchEvent(new Event('release')); }"


@pytest.mark.parametrize(
    "refusal",
    [
        "navigator.wakeLock.request = async () => { throw new DOMException('no', 'NotAllowedError'); }",
        "Object.defineProperty(navigator, 'wakeLock', { value: undefined })",
    ],
    ids=["refused", "unknown"],
)
def test_without_a_screen_lock_it_runs_and_says_so_while_it_runs(timer: Page, refusal: str) -> None:
    timer.evaluate(f"() => {{ {refusal}; }}")
    _button(timer, "Begin").click()
    timer.clock.run_for(4000 + FRAME)
    expect(_word(timer)).to_have_text("Breathe out")
    expect(timer.locator(".az-device")).to_have_text(DARK)
    _button(timer, "Pause").click()
    expect(timer.locator(".az-device")).to_have_text("")


def test_a_screen_lock_that_the_device_takes_is_asked_for_again(timer: Page) -> None:
    _button(timer, "Begin").click()
    for taken in (1, 2):
        timer.clock.run_for(10_000)
        timer.evaluate(TAKE)
        until(timer, f"locks.length === {taken + 1}")
        assert _locks_held(timer) == 1
    expect(timer.locator(".az-device")).to_have_text("")
    _button(timer, "Stop").click()
    assert _locks_held(timer) == 0
    timer.evaluate(TAKE)
    assert _locks_held(timer) == 0


def test_a_device_that_takes_each_lock_at_once_is_not_asked_for_ever(timer: Page) -> None:
    _button(timer, "Begin").click()
    for _ in range(10):
        timer.evaluate(TAKE)
    expect(timer.locator(".az-device")).to_have_text(DARK)
    assert timer.evaluate("locks.length") < 6


def test_a_tone_that_the_device_holds_back_is_told_until_it_sounds(timer: Page) -> None:
    _setting(timer, "A soft tone at each change").check()
    _button(timer, "Begin").click()
    until(timer, "sounds[0]?.state === 'running'")
    timer.evaluate(
        "() => { sounds[0].resume = async () => { throw new Error('not now'); }; return sounds[0].suspend(); }"
    )
    timer.clock.run_for(4000 + FRAME)
    expect(timer.locator(".az-device")).to_have_text(MUTE)
    timer.evaluate("() => { delete sounds[0].resume; }")
    timer.clock.run_for(6000 + FRAME)
    until(timer, "sounds[0].state === 'running'")
    expect(timer.locator(".az-device")).to_have_text("")


@pytest.mark.parametrize("whole_page", [False, True])
@pytest.mark.parametrize("size", [(320, 256), (844, 390)], ids=["at 400%", "on its side"])
def test_on_a_low_screen_the_word_and_the_buttons_fit_together(
    timers: Start, page: Page, size: tuple[int, int], whole_page: bool
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    timers(Breathe(whole_page=whole_page, lang="nl"), lang="nl")
    page.locator(".az-primary").click()
    expect(_word(page)).to_have_text("Adem in")
    for part in (_word(page), page.locator(".az-stage"), page.locator(".az-primary")):
        expect(part).to_be_in_viewport(ratio=1)


def test_with_forced_colours_a_filled_cell_and_the_time_passed_can_be_seen(timers: Start, page: Page) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    timers(Breathe("4-6", 1, lang="en"))
    _button(page, "Begin").click()
    page.clock.run_for(2000 + FRAME)
    filled, empty = page.evaluate(
        """[".az-filled", ".az-cells span:not(.az-filled)"]
            .map((cell) => getComputedStyle(document.querySelector(cell)).backgroundColor)"""
    )
    assert filled != empty
    bar, border = page.evaluate(
        """() => {
            const bar = document.querySelector(".az-breathe progress");
            return [getComputedStyle(bar).backgroundColor, getComputedStyle(bar).borderTopStyle];
        }"""
    )
    assert border == "solid" and bar != filled


def test_there_is_no_sound_unless_it_is_asked_for(timer: Page) -> None:
    _button(timer, "Begin").click()
    timer.clock.run_for(10_000)
    assert timer.evaluate("[sounds.length, buzzes.length]") == [0, 0]


def test_tones_are_set_ahead_on_the_audio_clock_for_the_whole_session(timer: Page) -> None:
    _setting(timer, "A soft tone at each change").check()
    assert timer.evaluate("sounds.length") == 0  # not before the session starts
    _button(timer, "Begin").click()
    until(timer, "sounds[0]?.state === 'running'")
    timer.clock.run_for(FRAME)
    timeline = list(_session([("in", 4000), ("out", 6000)], 5, True))
    pitches, times = zip(*timer.evaluate("tones"), strict=True)
    assert len(times) == len(timeline) + 1
    expected = [begin / 1000 for _, begin, _, _ in timeline] + [300]
    # The first tone sounds at once; the others keep their distance to one another.
    assert [time - times[1] for time in times[1:]] == pytest.approx([at - expected[1] for at in expected[1:]])
    assert 3.9 < times[1] - times[0] <= 4.0
    assert len(set(pitches)) == 3  # breathing in, breathing out and the end differ

    _button(timer, "Pause").click()
    timer.clock.run_for(500)
    until(timer, "sounds[0].state === 'closed'")
    timer.evaluate("tones.length = 0")
    _button(timer, "Go on").click()
    until(timer, "sounds[1]?.state === 'running'")
    timer.clock.run_for(FRAME)
    assert timer.evaluate("tones.length") in (len(times), len(times) - 1)
    _setting(timer, "A soft tone at each change").uncheck()
    timer.clock.run_for(500)
    until(timer, "sounds[1].state === 'closed'")


def test_a_sound_that_the_device_took_away_comes_back_at_the_next_change(timer: Page) -> None:
    _setting(timer, "A soft tone at each change").check()
    _button(timer, "Begin").click()
    until(timer, "sounds[0]?.state === 'running'")
    timer.evaluate("sounds[0].suspend().then(() => { tones.length = 0; })")  # as during a phone call
    timer.clock.run_for(4000 + FRAME)
    until(timer, "sounds[0].state === 'running'")
    timer.clock.run_for(FRAME)
    assert timer.evaluate("tones.length") > 50  # all later tones, set again because the clock of the sound had stopped


def test_it_vibrates_once_at_each_change(timer: Page) -> None:
    _setting(timer, "A short vibration at each change").check()
    _button(timer, "Begin").click()
    timer.clock.run_for(10_000 + FRAME)
    assert timer.evaluate("buzzes.length") == 3


def test_nothing_is_left_when_the_view_goes_away(timer: Page) -> None:
    timer.evaluate(IMPORT, Breathe._esm)
    widget = Breathe(lang="en")
    state = {
        name: getattr(widget, name) for name in ("lang", "strings", "pattern", "minutes", "patterns", "whole_page")
    }
    timer.evaluate(
        """(state) => {
            const listen = EventTarget.prototype.addEventListener;
            const [request, cancel] = [requestAnimationFrame, cancelAnimationFrame];
            globalThis.view = new AbortController();
            globalThis.unbound = [];
            globalThis.frames = new Set();
            EventTarget.prototype.addEventListener = function (type, handler, options) {
                if (options?.signal !== view.signal && this !== view.signal) unbound.push(type);
                return listen.call(this, type, handler, options);
            };
            globalThis.requestAnimationFrame = (paint) => {
                const frame = request((time) => { frames.delete(frame); paint(time); });
                frames.add(frame);
                return frame;
            };
            globalThis.cancelAnimationFrame = (frame) => { frames.delete(frame); cancel(frame); };
            const el = document.createElement("div");
            el.id = "alone";
            document.body.append(el);
            const model = { get: (key) => state[key], set() {}, on() {}, off() {}, save_changes() {} };
            breathe.default.render({ model, el, signal: view.signal });
        }""",
        state,
    )
    alone = timer.locator("#alone")
    _open(alone)
    alone.get_by_role("checkbox", name="A soft tone").check()
    alone.get_by_role("button", name="Begin").click()
    timer.clock.run_for(500)
    assert timer.evaluate("frames.size") == 1
    assert _locks_held(timer) == 1
    timer.evaluate("view.abort()")
    assert timer.evaluate("unbound") == []
    assert timer.evaluate("frames.size") == 0
    assert _locks_held(timer) == 0
    until(timer, "sounds.length === 1 && sounds[0].state === 'closed'")
    timer.evaluate("hide(true); hide(false)")
    timer.clock.run_for(5000)
    assert timer.evaluate("frames.size") == 0
    assert _locks_held(timer) == 0


# How it looks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_it_fits_a_small_phone_and_large_text(timers: Start, page: Page, size: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    timers(Breathe("4-7-8", lang="nl"), lang="nl")
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    _open(page)
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        heights = page.locator(".az-breathe :is(button, select, summary, label.az-choice):visible").evaluate_all(
            "(targets) => targets.map((target) => target.getBoundingClientRect().height)"
        )
        assert min(heights) >= 44
        page.locator(".az-primary").click()
