"""Measures how late the breathing timer changes phase while the processors are busy.

    python -m benchmarks.breathing_phase [MINUTES]

A timer runs in Chromium for some minutes (2 by default; the budget is for 10) beside one busy process for each
processor. The browser records when the phase word changes. A bare `setTimeout` is set for the same moments: when it is
late too, the machine is the cause, not the timer.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from adempauze.widgets.breathe import Breathe
from tools.browser.bare_page import standalone_page
from tools.browser.chromium import launch_chromium
from tools.browser.serving import serve
from tools.busy_machine import busy_machine

BUDGET = 20  # milliseconds
STEPS = (4000, 6000)  # milliseconds in and out of the pattern 4-6

_RUN = """({ steps, minutes }) => new Promise((resolve) => {
    const due = [0];
    for (let at = 0, i = 0; at < minutes * 60000; i += 1) due.push(at += steps[i % steps.length]);
    const timer = [];
    const alarm = [];
    const begin = performance.now();
    new MutationObserver(() => {
        timer.push(performance.now() - begin - due[timer.length]);
        if (timer.length === due.length) resolve({ timer, alarm });
    }).observe(document.querySelector(".az-word"), { childList: true, characterData: true, subtree: true });
    for (const at of due) setTimeout(() => alarm.push(performance.now() - begin - at), at);
    document.querySelector(".az-primary").click();
})"""


def errors(page: Page, minutes: int) -> dict[str, list[float]]:
    """Return how many milliseconds late each change was, for the timer and for the bare alarm."""
    return page.evaluate(_RUN, {"steps": STEPS, "minutes": minutes})


def main(minutes: int = 2) -> None:
    """Print the median, the 95th percentile and the largest error, and how much later the last changes are."""
    widget = Breathe("4-6", minutes, lang="en")
    with (
        sync_playwright() as playwright,
        launch_chromium(playwright) as browser,
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder)) as address,
    ):
        for name, text in standalone_page([widget], "en", "breathing").items():
            Path(folder, name).write_text(text, encoding="utf-8")
        page = browser.new_page()
        page.goto(f"{address}/index.html")
        page.wait_for_selector("html[data-adempauze=ready]")
        with busy_machine(multiprocessing.cpu_count()):
            measured = errors(page, minutes)
    for name, late in measured.items():
        ordered = sorted(map(abs, late))
        print(
            f"{name:6} {len(late)} changes in {minutes} min: median {statistics.median(ordered):.1f} ms,"
            f" 95% within {ordered[int(0.95 * len(ordered))]:.1f} ms, largest {ordered[-1]:.1f} ms (budget {BUDGET});"
            f" drift {statistics.mean(late[-6:]) - statistics.mean(late[:6]):+.1f} ms"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
