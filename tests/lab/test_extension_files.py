"""The extension's own files have one version and raise no error on a page without notebooks."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.lab.opened import course_lesson, expect_live, put, widgets_in
from tools import extension

STATIC = extension.FOLDER / "static"

_ACTIVATE_WITHOUT_NOTEBOOKS = """async () => {
  const container = globalThis._JUPYTERLAB.adempauze;
  container.init({});
  const { default: plugin } = (await container.get("./extension"))();
  await plugin.activate({}, null);
  return plugin.optional.length + (plugin.requires ?? []).length;
}"""


def test_every_file_that_jupyterlab_loads_is_of_the_installed_version(course, page: Page) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    path = put(course, course_lesson(course.lang), "versions.ipynb")
    course.open(page, path)
    expect_live(page, widgets_in(course_lesson(course.lang)))
    ours = {url.rpartition("/")[2] for url in loaded if "/extensions/adempauze/" in url}
    version = extension.address().partition("?")[2]
    assert ours == {f"{file.name}?{version}" for file in STATIC.iterdir()}


def test_a_page_without_notebooks_can_load_the_extension(page: Page) -> None:
    page.route("**/lab", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.route("**/static/*.js", lambda route: route.fulfill(path=STATIC / Path(route.request.url).name))
    page.goto("http://localhost/lab")
    page.add_script_tag(url="http://localhost/static/remoteEntry.js")
    assert page.evaluate(_ACTIVATE_WITHOUT_NOTEBOOKS) == 0
