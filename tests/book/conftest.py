"""Fixtures of the tests on the built book."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tools.browser.watch import watched_context


@pytest.fixture
def without_javascript(browser: Browser) -> Iterator[Page]:
    """A page on which no script runs."""
    with watched_context(browser, java_script_enabled=False) as context:
        yield context.new_page()
