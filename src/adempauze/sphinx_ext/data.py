"""Points links to the evidence tables at one folder of the site, which holds the whole data package.

Sphinx would put each file in its own folder, where `datapackage.json` cannot find its tables. The zip and the workbook
exist only on the site, so pages name them as code, to avoid dead links elsewhere, and the book turns that into links.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from adempauze import course

_AFTER_FILES_ARE_OFFERED = 450


def setup(app: Sphinx) -> None:
    """Add the setting for the folder, relative to the edition, and change the links of each page when it is read."""
    app.add_config_value("adempauze_data", "", "env", types=[str])
    app.connect("doctree-read", _lead, priority=_AFTER_FILES_ARE_OFFERED)


def _lead(app: Sphinx, doctree: nodes.document) -> None:
    if not app.config.adempauze_data:  # a single edition has no data folder, so Sphinx offers the tables
        return
    folder = f"{'../' * app.env.docname.count('/')}{app.config.adempauze_data}"
    for link in list(doctree.findall(addnodes.download_reference)):
        file = Path(app.env.relfn2path(link["reftarget"], app.env.docname)[0])
        if file.parent == course.DATA:
            link.replace_self(_link(folder, file.name, *link.children))
    for name in list(doctree.findall(nodes.literal)):
        if name.astext() in (course.ZIP, course.WORKBOOK):
            name.replace_self(_link(folder, name.astext(), name.deepcopy()))


def _link(folder: str, file: str, *children: nodes.Node) -> nodes.reference:
    return nodes.reference("", "", *children, refuri=f"{folder}/{file}", internal=True, classes=["download"])
