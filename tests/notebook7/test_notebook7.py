"""A lesson in Notebook 7, which `python -m tools.other_jupyter notebook` installs beside the course."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from adempauze import course as files
from adempauze import messages
from adempauze.lab import EXTENSIONS, copies
from tests.lab.opened import LESSON, NOT_OURS, course_lesson, expect_live, widgets_in

WORDS = messages.table("nl", "frame")


@pytest.fixture
def root(tmp_path: Path) -> Iterator[str]:
    """The address of a Notebook 7 that serves the learner's folder."""
    folder = tmp_path / "course"
    copies.lay_out(files.files("nl"), folder, "nieuw")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG_"))}
    environment |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    options = ["--no-browser", "--allow-root", "--port=0", "--IdentityProvider.token="]
    options += [f"--JupyterNotebookApp.extra_labextensions_path={EXTENSIONS}", f"--ServerApp.root_dir={folder}"]
    with subprocess.Popen(
        [sys.executable, "-m", "notebook", *options],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        try:
            yield (
                next(line for line in server.stderr or () if "http://127.0.0.1" in line)
                .split()[-1]
                .rpartition("tree")[0]
            )
        finally:
            server.terminate()
            server.communicate(timeout=60)


def test_a_lesson_is_live_with_the_frame_around_it(root: str, context: BrowserContext, page: Page) -> None:
    page.goto(f"{root}notebooks/{files.place('nl').as_posix()}/{LESSON}")
    expect_live(page, widgets_in(course_lesson("nl")))
    bar = page.locator(".adempauze-bar").locator("visible=true")
    expect(bar.locator(".adempauze-title")).to_have_text("Vijf minuten ademen")

    bar.get_by_role("button", name="Adem nu").press("Enter")
    breath = page.get_by_role("dialog").locator(".az-breathe")
    breath.get_by_role("button", name="Begin").click()
    expect(breath).to_have_attribute("data-state", "running")
    for _ in ("the breath", "the panel"):
        page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    expect(page.locator(".jp-NotebookPanel-toolbar")).to_be_hidden()
    bar.get_by_role("button", name=WORDS["show_notebook"]).click()
    expect(page.locator(".jp-NotebookPanel-toolbar")).to_be_visible()

    with context.expect_page() as opened:  # Notebook 7 has one document in each tab
        bar.get_by_role("link", name="Volgende").click()
    expect(opened.value.get_by_role("heading", level=1, name="Signalen en grenzen")).to_be_visible(timeout=60_000)
    context.watch.forgive(NOT_OURS)  # Notebook 7 itself reports settings that it does not find
