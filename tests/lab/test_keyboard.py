"""With the keyboard alone: from the front page to the last lesson, into each panel and out of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from adempauze import course as files
from adempauze import messages
from tests.lab.opened import LESSON, NOTEBOOK, PATIENCE
from tools.browser.course_server import Course
from tools.browser.until import until

pytestmark = [pytest.mark.own_window, pytest.mark.usefixtures("no_kernel")]  # going through the course needs none

PATIENCE_WITH_A_STOP = 5.0  # seconds
MOST = 60  # presses of Tab; more than any lesson has stops while its exercises wait
STOP = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const { x, y, width, height } = node.getBoundingClientRect();
  const [line] = node.getClientRects();
  const above = document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2);
  const { outlineStyle, outlineWidth } = getComputedStyle(node);
  return {
    name: node.ariaLabel ?? node.textContent.trim(),
    above: above?.outerHTML.slice(0, 120),
    uncovered: Boolean(above) && (node.contains(above) || above.contains(node)),
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
  };
}"""

# A busy computer may still be drawing what is above.
SETTLED = f"""() => {{
  const stop = ({STOP})();
  return stop ? stop.uncovered && stop.outlined && stop : {{ name: null }};
}}"""

# The theme of JupyterLab, the styles of the course and the text, which a busy computer may bring after the lesson; text
# that comes later moves what has the focus.
DRESSED = """() => !document.getElementById("jupyterlab-splash")
  && [...document.querySelectorAll("link[rel=stylesheet]")].every(({ sheet }) => sheet)
  && [...document.querySelectorAll(".jp-MarkdownCell .jp-RenderedMarkdown")].every((text) => text.childElementCount > 0)
  && getComputedStyle(document.body).getPropertyValue("--jp-brand-color1").length > 0"""


def step(page: Page, key: str) -> str | None:
    """Press Tab or Shift+Tab; what has the focus then is in sight, with a line around it. Return its name."""
    page.keyboard.press(key)
    try:
        stop = until(page, SETTLED, patience=PATIENCE_WITH_A_STOP)
    except TimeoutError:
        pytest.fail(f"The focus is out of sight or has no line around it: {page.evaluate(STOP)}")
    return str(stop["name"]) if stop["name"] else None


def go_to(page: Page, name: str, key: str = "Tab") -> None:
    """Go to the first stop whose name begins so."""
    for _ in range(MOST):
        if (step(page, key) or "").startswith(name):
            return
    pytest.fail(f"{key} does not lead to {name}.")


def expect_lesson(page: Page, title: str) -> None:
    """Wait until a lesson is on the screen and has the focus, so that a keyboard goes on there."""
    expect(page.locator(".adempauze-bar").locator("visible=true").locator(".adempauze-title")).to_have_text(
        title, timeout=PATIENCE
    )
    expect(page.locator(f"{NOTEBOOK} :focus")).to_have_count(1)
    page.wait_for_function(DRESSED)


def test_from_the_front_page_to_the_last_lesson(course: Course, page: Page) -> None:
    titles = messages.table("nl", "lessons")
    order = [*files.SHORT_PATH, *(path.stem for path in files.paths("nl") if path.stem not in files.SHORT_PATH)]
    page.goto(course.address)
    expect_lesson(page, "Adempauze")
    go_to(page, "Lessen", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading").first).to_be_focused()
    go_to(page, titles[order[0]])
    page.keyboard.press("Enter")
    for slug in order:
        expect_lesson(page, titles[slug])
        assert page.url.endswith(f"/{slug}.ipynb")
        if slug != order[-1]:
            go_to(page, "Volgende", "Shift+Tab")
            page.keyboard.press("Enter")
    expect(page.locator(".adempauze-bar").locator("visible=true").locator(".adempauze-next")).to_have_count(0)


def test_nothing_holds_the_focus_or_hides_it_in_a_lesson_or_a_panel(course: Course, page: Page) -> None:
    path = course.path_of(LESSON)
    course.open(page, path)
    expect_lesson(page, messages.table("nl", "lessons")["04-breathing"])
    expect(page.locator(".adempauze-toggle")).to_have_count(len(files.FOLDS))
    for fold in files.FOLDS:
        go_to(page, messages.table("nl", "folds")[fold])
        page.keyboard.press("Enter")
    for key in ("Tab", "Shift+Tab"):  # through all that is open to the end of the page, and all the way back
        for _ in range(2 * MOST):
            if step(page, key) is None:
                break
        else:
            pytest.fail(f"{key} does not lead out of the lesson.")
    go_to(page, messages.table("nl", "frame")["skip"])
    opened: list[str] = []  # opening the lesson once more would move the focus when the server has answered
    page.on("request", lambda request: opened.append(request.url) if f"/api/contents/{path}" in request.url else None)
    page.keyboard.press("Enter")
    expect(page.locator(f"{NOTEBOOK} .jp-Notebook:focus-within")).to_have_count(1)
    each_panel_keeps_the_focus_and_gives_it_back(page)
    assert not opened


def each_panel_keeps_the_focus_and_gives_it_back(page: Page) -> None:
    for name in ("Direct hulp", "Lessen", "Adem nu"):
        go_to(page, name, "Shift+Tab")
        page.keyboard.press("Enter")
        panel = page.get_by_role("dialog")
        expect(panel.get_by_role("heading").first).to_be_focused()
        inside = [step(page, "Tab") for _ in range(3)]
        assert len(set(inside)) == 3, inside
        expect(panel.locator(":focus")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(panel).to_have_count(0)
        expect(page.locator(".adempauze-bar :focus")).to_have_accessible_name(name)
