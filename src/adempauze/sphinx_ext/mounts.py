"""Puts the course's widgets into each built page: turns the state that MyST-NB collects into input for `host.js`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from adempauze.sphinx_ext import host

_logger = logging.getLogger(__name__)
_STATE_TYPE = "application/vnd.jupyter.widget-state+json"
_VIEW = re.compile(r'<script type="application/vnd\.jupyter\.widget-view\+json">(.*?)</script>', re.S)


def setup(app: Sphinx) -> None:
    """Rewrite each page after MyST-NB has added its state."""
    app.connect("doctree-resolved", _leave_out_live_only)
    app.connect("html-page-context", _mount_widgets, priority=900)


def _leave_out_live_only(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Remove the outputs of cells tagged `live-only`, because they need a kernel; a still figure precedes them."""
    for cell in list(doctree.findall(lambda node: "tag_live-only" in _classes(node))):
        for output in list(cell.findall(lambda node: "cell_output" in _classes(node))):
            output.parent.remove(output)


def _classes(node: nodes.Node) -> list[str]:
    return node.get("classes", []) if isinstance(node, nodes.Element) else []


def _mount_widgets(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    states = _take_states(context["script_files"])
    if not states:
        return
    page = host.Page()

    def mount(view: re.Match[str]) -> str:
        model_id = json.loads(view[1])["model_id"]
        try:
            return page.add(model_id, states[model_id]["state"])
        except host.NotOurWidgetError as error:
            _logger.warning("%s It cannot stand in a built page.", error, location=pagename)
            return ""

    context["body"] = _VIEW.sub(mount, context["body"]) + page.states_markup()
    name, text = host.host_script()
    for file, content in {name: text, **page.files}.items():
        host.write_static(Path(app.outdir), file, content)
        app.add_js_file(f"{host.FOLDER}/{file}", loading_method="async")


def _take_states(scripts: list[Any]) -> dict[str, Any]:
    """Remove the widget states from the page's scripts and return them by model id."""
    found = [script for script in scripts if getattr(script, "attributes", {}).get("type") == _STATE_TYPE]
    for script in found:
        scripts.remove(script)
    return {key: model for script in found for key, model in json.loads(script.attributes["body"])["state"].items()}
