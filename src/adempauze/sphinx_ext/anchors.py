"""Lets a link name an anchor that a page sets by hand: `glossary.md#placebo` finds `<a id="placebo"></a>`.

MyST looks among the headings of a page only. An anchor in plain HTML works on GitHub and in JupyterLab as well.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

_ANCHOR = re.compile(r'<a id="([^"]+)">')


def setup(app: Sphinx) -> None:
    """Tell MyST of each anchor, when the page that holds it has been read."""
    app.connect("doctree-read", _register)


def _register(app: Sphinx, doctree: nodes.document) -> None:
    known = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for html in doctree.findall(nodes.raw):
        for anchor in _ANCHOR.findall(html.astext()):
            known.setdefault(anchor, (html.line, anchor, ""))
