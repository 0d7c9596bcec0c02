"""Lets a link download a Markdown file that is not a page of the book.

MyST assumes that each Markdown file is a page. Its prefix `path:` would break the link on GitHub and in JupyterLab.
"""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

_BEFORE_DOWNLOADS_ARE_COLLECTED = 400


def setup(app: Sphinx) -> None:
    """Change the links of each page when it has been read."""
    app.connect("doctree-read", _offer, priority=_BEFORE_DOWNLOADS_ARE_COLLECTED)


def _offer(app: Sphinx, doctree: nodes.document) -> None:
    for link in list(doctree.findall(addnodes.pending_xref)):
        name = link["reftarget"]
        if link.get("refdomain") == "doc" and name not in app.env.found_docs:
            target = f"/{name}.md"
            download = addnodes.download_reference("", "", *link.children, reftarget=target, classes=["download"])
            link.replace_self(download)
