"""Folds the parts of a lesson's page that a tired reader need not open, and marks its first and last open part.

A fold is a `details` element with the heading of its part as summary, so it works without JavaScript.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from adempauze import course, messages
from adempauze.sphinx_ext import host

_SCRIPT = Path(__file__).parent / "folds.js"
_FOLD = "course-fold"


def setup(app: Sphinx) -> None:
    """Fold each lesson after Sphinx has collected its headings for the contents, and give its page the script."""
    app.connect("doctree-resolved", _fold)
    app.connect("html-page-context", _add_script)


def _fold(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    words = messages.table(app.config.language, "folds")
    headings = [words[id] for id in course.FOLDS]
    lesson = next(iter(doctree.findall(nodes.section)), None)
    if lesson is None or not docname.startswith("notebooks/"):
        return
    parts = [each for each in lesson.children if isinstance(each, nodes.section)]
    folded = [each for each in parts if each[0].astext() in headings]
    opened = [each for each in parts if each not in folded]
    if not folded or not opened:
        return
    opened[0]["classes"].append("course-minute")
    opened[-1]["classes"].append("course-stop")
    _add_switch(lesson, words)
    for part in folded:
        _put_anchors_first(part)
        _put_code_last(part, words["code"])
        title, *content = part.children
        part.children = []
        summary = [_html(f'<details class="{_FOLD}"><summary>'), title, _html("</summary>")]
        part.extend([*summary, *content, _html("</details>")])


def _add_switch(lesson: nodes.section, words: dict[str, str]) -> None:
    """Put the switch that opens all folds beside the line on minutes, under the title."""
    button = (
        f'<button type="button" class="course-open-all" aria-pressed="false" data-back="{escape(words["back"])}">'
        f"{escape(words['open_all'])}</button></div>"
    )
    lesson.insert(2 if isinstance(lesson[1], nodes.paragraph) else 1, _html(button))
    lesson.insert(1, _html('<div class="course-opening">'))


def _put_anchors_first(part: nodes.section) -> None:
    """Move each anchor into the section that it is for, because Markdown leaves it at the end of the one before."""
    sections = [each for each in part.children if isinstance(each, nodes.section)]
    for before, section in pairwise(sections):
        last = before.children[-1]
        if isinstance(last, nodes.paragraph) and all(isinstance(each, nodes.raw) for each in last.children):
            before.remove(last)
            if not any(f'id="{id}"' in last.astext() for id in section["ids"]):
                section.insert(0, last.children)


def _put_code_last(part: nodes.section, label: str) -> None:
    """Move the code of a part into a closed fold at its end, after the figure that the code draws."""
    code = [each for each in part.findall(nodes.container) if "cell_input" in each["classes"]]
    if not code:
        return
    for each in code:
        cell = each.parent
        cell.remove(each)
        if not cell.children:
            cell.parent.remove(cell)
    part.extend([_html(f'<details class="course-code"><summary>{escape(label)}</summary>'), *code, _html("</details>")])


def _add_script(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    if f'<details class="{_FOLD}">' in context.get("body", ""):
        script = host.when_there(_SCRIPT.read_text(encoding="utf-8"))
        name, text = host.named_file("js", "folds", host.minified(script))
        host.write_static(Path(app.outdir), name, text)
        app.add_js_file(f"{host.FOLDER}/{name}", loading_method="async")


def _html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")
