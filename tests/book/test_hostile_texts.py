"""A text from a caller, a learner or a file is shown as plain text, and fits a small phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from adempauze.widgets import CourseWidget
from adempauze.widgets.evidence_ladder import EvidenceLadder, option
from adempauze.widgets.explore import Across, Curve, Explore, Slider, Words
from adempauze.widgets.ladder import Ladder
from adempauze.widgets.plan import Plan
from adempauze.widgets.reflect import Reflect
from tests.book.walks import parts_of
from tools.browser.bare_page import OpenWidgets

MARKUP = "</script><img src=x onerror=alert(1)>"
TEXTS = {"markup": MARKUP, "long": "x" * 10_000, "strange": "\u202eomgekeerd 🌿 ﷽ {text} \\[a](javascript:alert(1))"}
NOW = "2026-11-23T10:00:00Z"


def _option(name: str) -> object:
    return option(name, "mixed or weak", "low", "A reason.", "A person")


def _explore(unit: str) -> Explore:
    curves = [Curve("y", "Result", unit, 0.01), Curve("z", "Other", unit, 0.01)]
    across = Across((0, 1), "weeks", 1)
    return Explore(
        lambda a: {"y": [a, a], "z": [0, a]},
        [Slider("a", "A", 0, 1, 2, 0)],
        curves,
        Words("A title"),
        across,
        lang="en",
    )


GIVERS: dict[str, Callable[[str], CourseWidget]] = {
    "question of reflect": lambda text: Reflect("after", text, lang="en", lesson="04-breathing"),
    "task of ladder": lambda text: Ladder("signals", text, "One", lang="en", lesson="03-signals-and-limits"),
    "task of evidence ladder": lambda text: EvidenceLadder(
        "helps", text, _option("One"), _option("Two"), lang="en", lesson="10"
    ),
    "unit of explore": _explore,
}


def _stays_text(page: Page) -> None:
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("make", GIVERS.values(), ids=GIVERS)
def test_what_a_caller_gives_stays_text(
    open_widgets: OpenWidgets, page: Page, make: Callable[[str], CourseWidget], text: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    open_widgets(make(text))
    page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    expect(page.locator(".adempauze")).to_contain_text(text)
    _stays_text(page)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_a_file_gives_stays_text_in_the_plan(open_widgets: OpenWidgets, page: Page, text: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    lesson = "12-your-next-step"
    open_widgets(Reflect("after", "What?", lang="en", lesson=lesson), Plan(lang="en", lesson=lesson))
    (reflect,), (plan,) = parts_of(page, Reflect, "en"), parts_of(page, Plan, "en")
    reflect.open("where")
    reflect.put_back({"key": text[:190] + "/after", "kind": "reflection", "text": text, "updated_at": NOW})
    choice = plan.root.get_by_role("checkbox")
    expect(choice.locator("xpath=..")).to_contain_text(text[:80])
    choice.check()
    plan.press("make")
    sheet = plan.root.get_by_role("article")
    expect(sheet).to_contain_text(text)
    expect(sheet.locator("h4")).to_have_text(text[:190].split("/")[0])
    _stays_text(page)
    assert sheet.get_by_role("link").count() == 0
