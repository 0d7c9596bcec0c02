"""Measures how long a moved slider takes to be painted, in Chromium on a processor slowed down four times.

It moves the sliders of the largest picture, with two scenarios shown: six sliders, eight weeks. Each move is timed
from the slider's event to the end of the frame that shows it: look-up, interpolation, drawing, style, layout, paint.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from adempauze.widgets.explore.ready_made import ready_made
from tools.browser.bare_page import standalone_page
from tools.browser.chromium import launch_chromium
from tools.browser.serving import serve

BUDGET = 16  # milliseconds: one frame
SLOWER = 4
MOVES = 300

# The browser handles the message after it has laid out and painted the frame in which it was sent.
_MOVE = """async (moves) => {
    const sliders = [...document.querySelectorAll("input[type=range]")];
    const channel = new MessageChannel();
    const times = [];
    for (let move = 0; move < moves; move++) {
        const slider = sliders[move % sliders.length];
        const next = (Number(slider.value) + 1 + (move % 3)) % (Number(slider.max) + 1);
        await new Promise((done) => requestAnimationFrame(() => {
            const begin = performance.now();
            channel.port1.onmessage = () => { times.push(performance.now() - begin); done(); };
            slider.value = next;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            channel.port2.postMessage(null);
        }));
    }
    return times;
}"""


def repaint_times(page: Page, moves: int = MOVES) -> list[float]:
    """Return how many milliseconds each move took, without the first ones, in which the browser compiles the code."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page.evaluate(_MOVE, moves + 20)[20:]


def main() -> None:
    """Print the median, 95th percentile and slowest move for each ready-made picture."""
    with sync_playwright() as playwright, launch_chromium(playwright) as browser:
        for name in ("load-recovery", "trial"):
            with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as address:
                for file, text in standalone_page([ready_made(name, "en")], "en", name).items():
                    Path(folder, file).write_text(text, encoding="utf-8")
                page = browser.new_page(viewport={"width": 390, "height": 844})
                page.goto(f"{address}/index.html")
                page.wait_for_selector("html[data-adempauze=ready]")
                page.locator(".az-primary").click()
                times = sorted(repaint_times(page))
                page.close()
            print(
                f"{name:13} {MOVES} moves at {SLOWER}x slow-down: median {statistics.median(times):.1f} ms,"
                f" 95% within {times[int(0.95 * len(times))]:.1f} ms, slowest {times[-1]:.1f} ms (budget {BUDGET})"
            )


if __name__ == "__main__":
    main()
