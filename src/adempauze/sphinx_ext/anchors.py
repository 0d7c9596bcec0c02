"""Lets a link lead to an anchor in a page's HTML: `glossary.md#placebo` finds `<a id="placebo"></a>`.

MyST finds only headings. An anchor in HTML also works on GitHub and in JupyterLab.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

_ANCHOR = re.compile(r'<a id="([^"]+)">')


def setup(app: Sphinx) -> None:
    """Register the anchors of each page with MyST when it has been read."""
    app.add_transform(_Register)


class _Register(SphinxTransform):
    default_priority = 870  # before MyST resolves the links within a page

    def apply(self) -> None:
        known = self.env.metadata[self.env.docname].setdefault("myst_slugs", {})
        for html in self.document.findall(nodes.raw):
            for anchor in _ANCHOR.findall(html.astext()):
                known.setdefault(anchor, (html.line, anchor, ""))
        vars(self.document)["myst_slugs"] = known
