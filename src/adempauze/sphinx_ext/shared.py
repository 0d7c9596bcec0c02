"""How a page looks where it is shared, and what it tells search engines: Open Graph, structured data."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

from sphinx.application import Sphinx

from adempauze import drawings, messages

LOCALES = {"en": "en_GB", "nl": "nl_NL"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def setup(app: Sphinx) -> None:
    """Add the setting for the folder of the pictures, relative to the edition, and what the template needs."""
    app.add_config_value("adempauze_cards", "", "html", types=[str])
    app.connect("html-page-context", _share)


def card(lang: str, name: str) -> str:
    """Return the file name of the picture with which a page is shared."""
    return f"{lang}-{name}.png"


def _share(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    lang = app.config.language
    slug = pagename.rpartition("/")[2]
    drawing = slug if slug in drawings.names() else drawings.FRONT_DOOR
    base, cards = app.config.html_baseurl, app.config.adempauze_cards
    context["shared"] = {
        "locale": LOCALES[lang],
        "picture": urljoin(base, f"{cards}/{card(lang, drawing)}") if base and cards else "",
        "alt": messages.table(lang, f"drawing-{drawing}")["alt"],
    }
    data = _course(app) if pagename == app.config.root_doc else _lesson(app, pagename, context)
    if data:
        context["structured"] = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _about(app: Sphinx, kind: str, name: str, pagename: str) -> dict[str, Any]:
    """Return what holds for the course and for each of its lessons."""
    base = app.config.html_baseurl
    address = {"url": urljoin(base, f"{pagename}.html")} if base else {}
    return {
        "@type": kind,
        "name": name,
        "inLanguage": app.config.language,
        "isAccessibleForFree": True,
        "license": LICENCE,
        **address,
    }


def _course(app: Sphinx) -> dict[str, Any]:
    lang = app.config.language
    contributors = {"@type": "Organization", "name": app.config.author}
    lessons = messages.table(lang, "lessons")
    return {
        "@context": "https://schema.org",
        **_about(app, "Course", app.config.html_title, app.config.root_doc),
        "description": messages.table(lang, "book")["description"],
        "teaches": list(messages.table(lang, "teaches").values()),
        "provider": contributors,
        "author": contributors,
        "hasPart": [
            _about(app, "LearningResource", title, f"notebooks/{lang}/{slug}") for slug, title in lessons.items()
        ],
    }


def _lesson(app: Sphinx, pagename: str, context: dict[str, Any]) -> dict[str, Any]:
    lang = app.config.language
    title = messages.table(lang, "lessons").get(pagename.rpartition("/")[2])
    if not title or not pagename.startswith("notebooks/"):
        return {}
    return {
        "@context": "https://schema.org",
        **_about(app, "LearningResource", title, pagename),
        "description": context["description"],
        "isPartOf": _about(app, "Course", app.config.html_title, app.config.root_doc),
    }
