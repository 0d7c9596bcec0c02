"""Links to other sites: they open apart, so that nobody loses a page with notes, and look and sound as if they do."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

OPENS_APART = 'target="_blank" rel="noopener noreferrer" aria-describedby="course-outside"'
_LINK = re.compile(r'<a (?=[^>]*\bhref="https?://)(?![^>]*\btarget=)')


def setup(app: Sphinx) -> None:
    """Change the links of each page when its text is complete."""
    app.connect("html-page-context", _open_apart, priority=910)  # after the widgets' own markup


def _open_apart(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    context["body"] = opened_apart(context.get("body", ""))


def opened_apart(markup: str) -> str:
    """Return markup whose links to other sites open apart and name the description of all such links."""
    return _LINK.sub(f"<a {OPENS_APART} ", markup)
