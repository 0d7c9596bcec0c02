"""A bare page of the static host: widgets without a kernel, and without the book around them."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable

from playwright.sync_api import Page

from adempauze.sphinx_ext import host
from adempauze.widgets import CourseWidget, style_sheets

# A function that shows widgets in a language and returns the page when it is ready for use.
OpenWidgets = Callable[..., Page]


def standalone_page(widgets: Iterable[CourseWidget], lang: str, title: str) -> dict[str, str]:
    """Return the files (name to text) of a bare page, `index.html`, that shows the given widgets without a kernel."""
    page = host.Page()
    mounts = [page.add(widget.model_id, widget.get_state()) for widget in widgets]
    scripts = dict([host.host_script()]) | page.files
    style, text = host.style_sheet(style_sheets())
    tags = "".join(f'<script async src="{name}"></script>' for name in scripts)
    document = f"""<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{style}">
{tags}
<body style="background: var(--az-surface)"><main><h1>{html.escape(title)}</h1>
{"".join(mounts)}
{page.states_markup()}
</main></body>
</html>
"""
    return {"index.html": document, style: text, **scripts}
