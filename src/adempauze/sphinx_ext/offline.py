"""Keeps an edition on the reader's device: the script of the front door and of the switch, and the workers.

The workers name every file of the site, so `tools/offline.py` writes them when all files are there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from adempauze import messages
from adempauze.sphinx_ext import host

WORKER = "offline.js"
_HERE = Path(__file__).parent
_SWITCH = '<div class="course-offline"></div>'
_DIGITS = 16
_DEFAULTS = ("/** @type {Record<string, string>} */ ({})", 'BUILD = ""', 'AWAY = ""')


def setup(app: Sphinx) -> None:
    """Give the front door and the page with the switch their script, in a site that has both editions."""
    app.connect("html-page-context", _add)


@cache
def page_script() -> tuple[str, str]:
    """Return the name and text of the script for the front doors and for the page with the switch."""
    return host.named_file("js", "offline", host.minified((_HERE / "offline_page.js").read_text(encoding="utf-8")))


def script_tag(script: str, site: str) -> str:
    """Return the markup that loads the script at an address; `site` leads from the page to the root of the site."""
    return f'<script async src="{script}" data-site="{site}" data-languages="{" ".join(messages.LANGUAGES)}"></script>'


def worker(files: Mapping[str, bytes], away: str) -> str:
    """Return a service worker for the folder that it will lie in, which keeps these files, by their path there.

    `away` is the page for what is not kept while there is no network; `{place}` in it stands for the folder.
    """
    digests = {name: hashlib.sha256(content).hexdigest()[:_DIGITS] for name, content in sorted(files.items())}
    build = hashlib.sha256(json.dumps(digests).encode()).hexdigest()[:_DIGITS]
    values = (json.dumps(digests), f'BUILD = "{build}"', f"AWAY = {json.dumps(away, ensure_ascii=False)}")
    text = (_HERE / "offline_worker.js").read_text(encoding="utf-8")
    for default, value in zip(_DEFAULTS, values, strict=True):
        if text.count(default) != 1:
            raise ValueError(f"offline_worker.js has no single {default!r} to fill in.")
        text = text.replace(default, value)
    return host.minified(text)


def away_page(homes: Mapping[str, str]) -> str:
    """Return a page which says that there is no network, in each language of `homes` (language to its front door)."""
    first = next(iter(homes))
    parts = [_away(lang, home) for lang, home in homes.items()]
    return (
        f'<!doctype html><html lang="{first}"><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(messages.table(first, 'offline')['away_title'])}</title>"
        "<style>body{max-width:32rem;margin:15vh auto;padding:1rem;font:1.0625rem/1.65 system-ui,sans-serif}</style>"
        f"<main>{''.join(parts)}</main></html>"
    )


def _away(lang: str, home: str) -> str:
    words = {key: escape(text) for key, text in messages.table(lang, "offline").items()}
    return (
        f'<section lang="{lang}"><h1>{words["away_title"]}</h1><p>{words["away"]}</p>'
        f'<p><a href="{{place}}{home}">{words["away_home"]}</a></p></section>'
    )


def _add(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    has_switch = _SWITCH in context.get("body", "")
    if not app.config.adempauze_twin or not (has_switch or pagename == app.config.root_doc):
        return
    name, text = page_script()
    host.write_static(Path(app.outdir), name, text)
    root = context["content_root"]
    context["offline_script"] = script_tag(f"{root}_static/{host.FOLDER}/{name}", f"{root}../")
    words = json.dumps(messages.table(app.config.language, "offline"), ensure_ascii=False)
    filled = f'<div class="course-offline" data-words="{escape(words)}"></div>'
    context["body"] = context["body"].replace(_SWITCH, filled)
