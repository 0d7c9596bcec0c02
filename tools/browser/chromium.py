"""The browser of the tests: Playwright's own Chromium, or the system's.

`make browser` runs it as a program: it installs a Chromium where there is none, or says how to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright, sync_playwright

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
    for name in _SYSTEM_NAMES:
        if found := shutil.which(name):
            return found
    raise RuntimeError(_ADVICE)


def launch_chromium(playwright: Playwright) -> Browser:
    """Start a headless Chromium."""
    return playwright.chromium.launch(executable_path=find_chromium(playwright), args=_OPTIONS)


def _install() -> None:
    """Install Debian's package if this user may, otherwise download Playwright's own browser."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet: dict[str, Any] = {
            "stdout": subprocess.DEVNULL,
            "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "--quiet"], check=False, **quiet)
        for package in _DEBIAN_PACKAGES:
            if not any(map(shutil.which, _SYSTEM_NAMES)):
                subprocess.run(["apt-get", "install", "--yes", "--quiet", package], check=False, **quiet)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure that there is a Chromium; if none can be installed, say what to do and return 1."""
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
