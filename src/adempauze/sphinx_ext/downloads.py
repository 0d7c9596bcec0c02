"""Offers each lesson of the book as the notebook that it is, for those who want to open the numbers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Tell each lesson's page the name of its notebook, and lay the notebook beside the page."""
    app.connect("html-page-context", _offer_notebook)


def _offer_notebook(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    source = Path(app.srcdir) / f"{pagename}.ipynb"
    if not source.is_file():
        return
    target = Path(app.outdir) / f"{pagename}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    context["notebook"] = target.name
