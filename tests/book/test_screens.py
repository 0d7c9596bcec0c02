"""On a phone, each lesson's exercise is near its top, and its open part is a few screens long."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from adempauze import messages
from adempauze.course import paths

PHONE = {"width": 390, "height": 844}
MOST_BEFORE_THE_EXERCISE = 2  # screens
MOST_OPEN = 6


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_the_exercise_is_near_and_the_open_part_is_short(page: Page, site: str, lang: str) -> None:
    page.set_viewport_size(PHONE)
    screens = {}
    for slug in (path.stem for path in paths(lang)):
        page.goto(f"{site}/{lang}/notebooks/{lang}/{slug}.html")
        page.wait_for_selector("html[data-adempauze=ready]")
        places = [page.locator(each).first for each in ("main .adempauze-mount", "main details.course-fold")]
        screens[slug] = [round(place.bounding_box()["y"] / PHONE["height"], 1) for place in places]
    assert not {
        slug: (exercise, stop)
        for slug, (exercise, stop) in screens.items()
        if exercise >= MOST_BEFORE_THE_EXERCISE or stop > MOST_OPEN
    }
