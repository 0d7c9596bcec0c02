"""The languages of the book: the link to the same page in the other one; words and a drawing for the page templates."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from sphinx.application import Sphinx
from sphinx.config import Config

from adempauze import messages
from adempauze.drawings import FRONT_DOOR, Drawing


def setup(app: Sphinx) -> None:
    """Add the setting for the other edition, and the variables of the page templates."""
    app.add_config_value("adempauze_twin", "", "html", types=[str])
    app.connect("config-inited", _use_words)
    app.connect("html-page-context", _link_twin)


def _use_words(_app: Sphinx, config: Config) -> None:
    sections = {"course_words": "book", "door_words": "door", "lesson_titles": "lessons"}
    words = {name: messages.table(config.language, section) for name, section in sections.items()}
    drawing = Drawing(FRONT_DOOR, config.language).html()
    config.html_context = config.html_context | words | {"door_drawing": drawing}


def _link_twin(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    lang = app.config.language
    context["help_page"] = f"book/{lang}/help"
    if not app.config.adempauze_twin or pagename not in {*app.env.found_docs, "search"}:
        return
    other = messages.twin(lang)
    there = pagename.replace(f"/{lang}/", f"/{other}/")
    context["twin"] = {
        "url": f"{context['content_root']}{app.config.adempauze_twin}/{there}.html",
        "address": _address(app.config.html_baseurl, f"{app.config.adempauze_twin}/{there}.html"),
        "lang": other,
        "name": messages.table(other, "book")["language"],
    }


def _address(base: str, path: str) -> str:
    """Return the full address of a page, for search engines, or "" if the address of the site is unknown."""
    return urljoin(base, path) if base else ""
