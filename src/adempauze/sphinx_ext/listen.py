"""Reading aloud in the book: gives each lesson the script of `theme/listen.js`, and the words of its buttons."""

from __future__ import annotations

import html
import json
from functools import cache
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from adempauze import messages
from adempauze.sphinx_ext import host
from adempauze.widgets.assemble import assemble

_START = Path(__file__).parent / "theme" / "listen.js"


def setup(app: Sphinx) -> None:
    """Add the script before `look` removes all scripts that are not the course's."""
    app.connect("html-page-context", _add_reader, priority=900)


def _add_reader(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    before, place, after = context.get("body", "").partition('<div class="course-opening"')
    if not pagename.startswith("notebooks/") or not place:
        return
    words = html.escape(json.dumps(messages.table(app.config.language, "listen"), ensure_ascii=False))
    context["body"] = f'{before}{place} data-listen="{words}"{after}'
    name, text = _script()
    host.write_static(Path(app.outdir), name, text)
    app.add_js_file(f"{host.FOLDER}/{name}", loading_method="async")


@cache
def _script() -> tuple[str, str]:
    start = host.as_function(assemble(_START), _START.name)
    return host.named_file("js", "listen", host.minified(host.when_there(f"({start})()();")))
