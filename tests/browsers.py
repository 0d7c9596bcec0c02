"""The browser of the tests: Playwright's own Chromium, or the system's."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

# As root, and in containers, Chromium has no sandbox; and it must not look for the outside world by itself.
_OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
_SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium(playwright: Playwright) -> str:
    """Return the path of a Chromium; raise `RuntimeError` with what to do when there is none."""
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    for name in _SYSTEM_NAMES:
        if found := shutil.which(name):
            return found
    raise RuntimeError(
        "These tests need Chromium, and there is none. Install it with `make browser`, with your system's packages"
        " (for example `apt-get install chromium`), or with `python -m playwright install chromium`."
    )


def launch_chromium(playwright: Playwright) -> Browser:
    """Start a headless Chromium."""
    return playwright.chromium.launch(executable_path=find_chromium(playwright), args=_OPTIONS)
