"""Puts lessons into the learner's folder, opens them in a real JupyterLab, and waits for them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from adempauze import messages
from adempauze.course import folder
from tools.browser.course_server import Course

LESSON = "04-breathing.ipynb"
PATIENCE = 60_000  # milliseconds for JupyterLab to open a document, start a kernel, or notice what happened
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"  # the one on the screen
# Console errors of JupyterLab itself, which reports each lost connection.
NOT_OURS = r"(?s)^(?!.*(?:/extensions/adempauze/|blob:))"
PAGE = ".jp-MarkdownViewer:not(.lm-mod-hidden) .jp-RenderedMarkdown"


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def course_lesson(lang: str) -> dict[str, Any]:
    return read(folder(lang) / LESSON)


def cell_of(notebook: dict[str, Any], start: str) -> dict[str, Any]:
    """Return the code cell whose text starts with these words."""
    return next(
        cell for cell in notebook["cells"] if cell["cell_type"] == "code" and "".join(cell["source"]).startswith(start)
    )


def widgets_in(notebook: dict[str, Any]) -> int:
    """Return how many widgets a lesson shows: its folded cells with an output that is no drawing."""
    folded = [cell for cell in notebook["cells"] if cell.get("outputs") and "jupyter" in cell["metadata"]]
    return sum("text/html" not in output["data"] for cell in folded for output in cell["outputs"])


def put(course: Course, notebook: dict[str, Any], name: str) -> str:
    """Put a notebook into the learner's folder; return the path by which JupyterLab knows it."""
    path = course.file_of(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return course.path_of(name)


def put_kernel(course: Course, name: str, arguments: list[str]) -> dict[str, str]:
    """Add a kernel, or change it: Python with these arguments; return how a notebook names it."""
    spec = {"argv": [sys.executable, *arguments], "display_name": name, "language": "python"}
    file = course.home / "data" / "adempauze" / "jupyterlab" / "data" / "kernels" / name / "kernel.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(spec), encoding="utf-8")
    return {"name": name, "display_name": name, "language": "python"}


def link_to(page: Page, within: str, name: str) -> Locator:
    """Return the first visible link to a file; JupyterLab has put the server's address of that file into it."""
    return page.locator(within).locator(f"a[href*='/files/'][href*='/{name}?']").locator("visible=true").first


def expect_live(page: Page, widgets: int) -> None:
    """Wait until this many widgets of the course are shown and none is being set up."""
    expect(page.locator(".jp-Notebook .adempauze")).to_have_count(widgets, timeout=PATIENCE)
    expect(page.locator(".adempauze-notice")).to_have_attribute("data-state", "", timeout=PATIENCE)
    expect(page.locator(".adempauze-waiting")).to_have_count(0)


def expect_notice(page: Page, course: Course, key: str) -> None:
    """Wait until the lesson has this sentence at its foot."""
    words = messages.table(course.lang, "lab")[key]
    expect(page.locator(".adempauze-notice").get_by_role("status")).to_have_text(words, timeout=PATIENCE)


def show_notebook(page: Page, course: Course) -> None:
    """Show JupyterLab's own bars around the lesson."""
    page.get_by_role("button", name=messages.table(course.lang, "frame")["show_notebook"]).click()


def hide_notebook(page: Page, course: Course) -> None:
    """Hide JupyterLab's own bars again."""
    page.get_by_role("button", name=messages.table(course.lang, "frame")["hide_notebook"]).click()


def forget_window(page: Page) -> None:
    """Leave JupyterLab, so that what is there again when it comes back was kept outside the window."""
    page.goto("about:blank")


def open_with_kernel(course: Course, page: Page, path: str) -> None:
    """Open a notebook that is no lesson and wait for its kernel; JupyterLab says idle before there is one."""
    with page.expect_websocket(lambda socket: "/api/kernels/" in socket.url, timeout=PATIENCE):
        course.open(page, path)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_visible(timeout=PATIENCE)
