"""The look of the book: a theme on top of Sphinx's `basic`, one style sheet, and only the scripts that a page needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from pygments.formatters import HtmlFormatter
from sphinx.application import Sphinx

from adempauze import widgets
from adempauze.sphinx_ext import host, policy

THEME = Path(__file__).parent / "theme"
_CODE_STYLES = ("a11y-high-contrast-light", "a11y-high-contrast-dark")
_DESCRIPTION_LENGTH = 160
_LINE_LENGTH = 60  # the line on minutes under the title of a lesson is shorter, and describes nothing


def setup(app: Sphinx) -> None:
    """Register the theme, the style sheet and the variables of its page template."""
    app.add_html_theme("adempauze", str(THEME))
    app.connect("builder-inited", _add_style)
    app.connect("html-page-context", _describe)
    app.connect("html-page-context", _keep_only_used, priority=950)
    app.connect("build-finished", _remove_unused)


def course_styles() -> list[str]:
    """Return the styles of all widgets and of the book's pages, with the shared tokens first."""
    own = sorted(file.name for file in THEME.glob("*.css"))  # book.css comes first, because its name does
    return [*widgets.style_sheets(), *map(theme_file, own)]


def theme_file(name: str) -> str:
    """Return the text of a file of the theme."""
    return (THEME / name).read_text(encoding="utf-8")


def page_context() -> dict[str, Any]:
    """Return what the templates of every page and of the root page put into the page: its policy, scripts and icon."""
    return {
        "policy": policy.policy,
        "theme_script": theme_file("look.js"),
        "door_script": theme_file("door.js"),
        "brand_icon": f"data:image/svg+xml,{quote(theme_file('brand.svg').strip())}",
    }


def _code_style() -> str:
    """Return accessible colours for code, which follow the look of the page."""
    light, dark = (HtmlFormatter(style=style) for style in _CODE_STYLES)
    on_screens = _rules(dark, '[data-theme="dark"] .highlight')
    return f"{_rules(light, '.highlight')}\n@media not print {{\n{on_screens}\n}}"


def _rules(formatter: HtmlFormatter[str], selector: str) -> str:
    return str(formatter.get_style_defs(selector))  # type: ignore[no-untyped-call]  # the stubs leave it untyped


def _add_style(app: Sphinx) -> None:
    if app.builder.format == "html":
        name, text = host.style_sheet(course_styles())
        host.write_static(Path(app.outdir), name, text)
        app.add_css_file(f"{host.FOLDER}/{name}", priority=900)


def _describe(_app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give each page its first paragraph as description for search engines, its scripts and its icon."""
    paragraphs = doctree.findall(nodes.paragraph) if doctree else ()
    texts = (" ".join(paragraph.astext().split()) for paragraph in paragraphs)
    text = next((text for text in texts if len(text) > _LINE_LENGTH), "")
    if len(text) > _DESCRIPTION_LENGTH:
        text = text[:_DESCRIPTION_LENGTH].rpartition(" ")[0] + "…"
    context["description"] = text or context["course_words"]["description"]
    context |= page_context()


def _keep_only_used(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Remove what Sphinx and MyST-NB load on every page, and add the colours of code to pages with code."""
    for kind in ("script_files", "css_files"):
        context[kind][:] = [file for file in context[kind] if _is_ours(file)]
    if 'class="highlight' in context.get("body", ""):
        name, text = host.named_file("css", "code", _code_style())
        host.write_static(Path(app.outdir), name, text)
        app.add_css_file(f"{host.FOLDER}/{name}", priority=800)
        context["body"] = context["body"].replace("<pre>", '<pre tabindex="0">')  # lets keyboard users scroll it


def _remove_unused(app: Sphinx, exception: Exception | None) -> None:
    """Remove the files that Sphinx and MyST-NB put beside the course's own, because no page names them."""
    if exception or app.builder.format != "html":
        return
    for file in (Path(app.outdir) / "_static").glob("*.*"):
        file.unlink()


def _is_ours(file: Any) -> bool:
    return host.FOLDER in Path(str(getattr(file, "filename", "") or "")).parts
