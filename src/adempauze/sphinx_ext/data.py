"""Leads links to the evidence tables to one folder of the site, where the data package holds together.

Sphinx would give each file a folder of its own, and `datapackage.json` would not find its tables. The zip and the
workbook are on the site alone: a page names them as code, which is no dead link elsewhere, and the book links them.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from adempauze import course

_AFTER_FILES_ARE_OFFERED = 450


def setup(app: Sphinx) -> None:
    """Add the setting for the folder, as seen from the top of the edition, and look at each page when it is read."""
    app.add_config_value("adempauze_data", "", "env", types=[str])
    app.connect("doctree-read", _lead, priority=_AFTER_FILES_ARE_OFFERED)


def _lead(app: Sphinx, doctree: nodes.document) -> None:
    if not app.config.adempauze_data:  # an edition on its own: Sphinx offers the tables, and nobody the zip
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
