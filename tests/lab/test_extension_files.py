"""The extension's own files raise no error on a page without notebooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tools import extension

STATIC = extension.FOLDER / "static"

_ACTIVATE_WITHOUT_NOTEBOOKS = """async () => {
  const container = globalThis._JUPYTERLAB.adempauze;
  container.init({});
  const { default: plugin } = (await container.get("./extension"))();
  await plugin.activate({}, null);
  return plugin.optional.length + (plugin.requires ?? []).length;
}"""


@pytest.mark.own_window
def test_a_page_without_notebooks_can_load_the_extension(page: Page) -> None:
    page.route("**/lab", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.route("**/static/*.js", lambda route: route.fulfill(path=STATIC / Path(route.request.url).name))
    page.goto("http://localhost/lab")
    page.add_script_tag(url="http://localhost/static/remoteEntry.js")
    assert page.evaluate(_ACTIVATE_WITHOUT_NOTEBOOKS) == 0
