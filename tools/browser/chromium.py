"""The browser of the tests: Playwright's own Chromium, or the system's.

`make browser` runs it as a program: it installs a Chromium where there is none, or says how to.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from tools.browser.installed import find_on_path, install, may_install, provide

# Chromium's sandbox fails as root and in containers, and drawing without a graphics card is quicker when it does not
# imitate one; the other options stop its own requests to the internet.
_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The first one has no window at all, and the tests are quicker in it.
_SYSTEM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DEBIAN_PACKAGES = ("chromium-headless-shell", "chromium")  # Ubuntu has the second one only
_ADVICE = f"""\
The tests need Chromium, and there is none here. Install it, then run the same command again:
  Debian, Ubuntu   sudo apt-get install chromium
  Fedora           sudo dnf install chromium
  Arch             sudo pacman -S chromium
  macOS, Windows   {sys.executable} -m playwright install chromium
Any Chromium or Chrome on the PATH will do: {", ".join(_SYSTEM_NAMES)}. `make check` needs none."""


def find_chromium(playwright: Playwright) -> str:
    """Return the path of a Chromium; raise `RuntimeError` with advice if there is none."""
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    if found := find_on_path(_SYSTEM_NAMES):
        return found
    raise RuntimeError(_ADVICE)


def launch_chromium(playwright: Playwright) -> Browser:
    """Start a headless Chromium."""
    return playwright.chromium.launch(executable_path=find_chromium(playwright), args=_OPTIONS)


def _install() -> None:
    """Install Debian's package if this user may, otherwise download Playwright's own browser."""
    if may_install():
        install(_DEBIAN_PACKAGES, _SYSTEM_NAMES)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure that there is a Chromium; if none can be installed, say what to do and return 1."""
    with sync_playwright() as playwright:
        return provide("Chromium", lambda: find_chromium(playwright), _install)


if __name__ == "__main__":
    sys.exit(main())
