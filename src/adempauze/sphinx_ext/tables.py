"""Prepares tables for a phone (book.css): a row of two cells becomes two lines, a longer one becomes a card."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

_PAIR = 2  # columns


def setup(app: Sphinx) -> None:
    """Change the tables of each page before it is written."""
    app.connect("doctree-resolved", _name_cells)


def _name_cells(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    for table in doctree.findall(nodes.table):
        head, body = table.next_node(nodes.thead), table.next_node(nodes.tbody)
        names = [entry.astext() for entry in head.findall(nodes.entry)] if head else []
        table["classes"].append("course-cards" if len(names) > _PAIR else "course-pairs")
        if body is None or len(names) <= _PAIR:
            continue
        for row in body.findall(nodes.row):
            for name, cell in zip(names[1:], list(row.findall(nodes.entry))[1:], strict=True):
                _name(cell, name)


def _name(cell: nodes.entry, name: str) -> None:
    paragraph = cell.next_node(nodes.paragraph)
    if paragraph is not None:
        value = nodes.inline("", "", *paragraph.children, classes=["course-value"])
        paragraph.children = []
        paragraph += [nodes.inline("", name, classes=["course-label"]), value]
