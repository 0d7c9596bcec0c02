"""The look of the book: the course's style, its own icons, and only the scripts that a reader uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from adempauze import widgets
from adempauze.sphinx_ext import host

_HERE = Path(__file__).parent
_UNUSED = (
    "copybutton",
    "clipboard",
    "togglebutton",
    "thebe",
    "sphinx-thebe",
    "design-tabs",
    "tabs",
    "sphinx_highlight",
    "doctools",
)
_DESCRIPTION_LENGTH = 160


def setup(app: Sphinx) -> None:
    """Add the templates and the style sheet, and drop what the pages load for nothing."""
    app.connect("config-inited", _add_templates)
    app.connect("builder-inited", _add_style)
    app.connect("html-page-context", _slim, priority=950)
    app.connect("html-page-context", _describe)


def _add_templates(_app: Sphinx, config: Config) -> None:
    config.templates_path = [str(_HERE / "templates"), *config.templates_path]


def _add_style(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    name, text = host.style_sheet(course_styles())
    folder = Path(app.outdir) / "_static" / host.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    app.add_css_file(f"{host.FOLDER}/{name}", priority=900)


def course_styles() -> list[str]:
    """Return the shared tokens, the look of each widget, and that of the book's pages."""
    return [*widgets.style_sheets(), (_HERE / "book.css").read_text(encoding="utf-8")]


def _slim(_app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    for kind in ("script_files", "css_files"):
        used = [file for file in context[kind] if not _is_unused(str(getattr(file, "filename", "") or file))]
        context[kind][:] = used


def _is_unused(filename: str) -> bool:
    stem = Path(filename.partition("?")[0]).name.partition(".")[0]
    return stem in _UNUSED or filename.startswith(("http:", "https:"))


def _describe(_app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give each page the description that search engines show: its first paragraph."""
    paragraphs = doctree.findall(nodes.paragraph) if doctree else ()
    text = next((" ".join(paragraph.astext().split()) for paragraph in paragraphs), "")
    if len(text) > _DESCRIPTION_LENGTH:
        text = text[:_DESCRIPTION_LENGTH].rpartition(" ")[0] + "…"
    context["description"] = text or context["course_words"]["description"]
