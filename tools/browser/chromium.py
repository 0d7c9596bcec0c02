"""The browser of the tests: Playwright's own Chromium, or the system's.

Run as a program (`make browser`) it makes sure that there is one, with the system's packages or Playwright's download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

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


def _install() -> None:
    """Try what this machine offers: Debian's package where we may install it, else Playwright's own browser."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "--quiet"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "--yes", "--quiet", "chromium"], check=False, **quiet)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure that there is a Chromium; return 1, with what to do, when there is none to be had."""
    with sync_playwright() as playwright:
        try:
            find_chromium(playwright)
        except RuntimeError:
            _install()
        try:
            print(f"Chromium: {find_chromium(playwright)}")
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
