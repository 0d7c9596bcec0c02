"""Lets a link lead to an anchor in a page's HTML: `glossary.md#placebo` finds `<a id="placebo"></a>`.

MyST finds only headings. An anchor in HTML also works on GitHub and in JupyterLab.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

_ANCHOR = re.compile(r'<a id="([^"]+)">')


def setup(app: Sphinx) -> None:
    """Register each anchor with MyST when its page has been read."""
    app.connect("doctree-read", _register)


def _register(app: Sphinx, doctree: nodes.document) -> None:
    known = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for html in doctree.findall(nodes.raw):
        for anchor in _ANCHOR.findall(html.astext()):
            known.setdefault(anchor, (html.line, anchor, ""))
