"""Offers each lesson of the book as a notebook, for readers who want to work with the numbers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Give each lesson's page the name of its notebook, and copy the notebook beside the page."""
    app.connect("html-page-context", _offer_notebook)


def _offer_notebook(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    source = Path(app.srcdir) / f"{pagename}.ipynb"
    if not source.is_file():
        return
    target = Path(app.outdir) / f"{pagename}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    context["notebook"] = target.name
