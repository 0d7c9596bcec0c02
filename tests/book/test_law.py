"""The law widget in a page without a kernel: by country, with dates as the language writes them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from adempauze.widgets.law import Law
from tools.browser.bare_page import OpenWidgets


@pytest.mark.parametrize(
    ("lang", "choose", "date", "other", "unknown"),
    [
        ("en", "Country", "In force since 1 December 2008.", "The United States", "we do not know."),
        ("nl", "Land", "Geldt sinds 1 december 2008.", "Verenigde Staten", "dat weten we niet."),
    ],
)
def test_another_country_can_be_chosen(
    open_widgets: OpenWidgets, lang: str, choose: str, date: str, other: str, unknown: str
) -> None:
    page = open_widgets(Law(lang=lang), lang=lang)
    expect(page.get_by_text(date)).to_be_visible()
    page.get_by_role("combobox", name=choose).select_option(label=other)
    expect(page.get_by_role("list", name=other).get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text(other)
    expect(page.get_by_text(date)).to_have_count(0)
    page.get_by_role("combobox", name=choose).select_option("BE")
    expect(page.get_by_text(unknown)).to_be_visible()
