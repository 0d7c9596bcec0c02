"""Draws the pictures with which the pages of the course are shared: the drawing of the page beside its title."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from adempauze import drawings, messages, widgets
from adempauze.drawings import Drawing
from adempauze.sphinx_ext.shared import card
from tools import ROOT

CARDS = ROOT / "docs" / "cards"
SIZE = (1200, 630)
_COLOURS = 64  # lines and flat tints need no more, and a picture is a tenth of its size
_STYLE = """
body { display: grid; grid-template-columns: 1fr 640px; gap: 40px; align-items: center; width: 1200px; height: 630px;
  margin: 0; padding: 0 40px 0 80px; box-sizing: border-box; background: var(--az-surface); color: var(--az-ink); }
h1 { margin: 0; font: 600 64px/1.15 var(--az-serif); text-wrap: balance; }
p { display: flex; gap: 18px; align-items: center; margin: 36px 0 0; font: 500 32px/1.2 var(--az-serif); }
p::before { content: ""; width: 44px; height: 44px; border-radius: 50%;
  background: radial-gradient(var(--az-accent) 49%, var(--az-accent-soft) 51%); }
.adempauze-drawing { width: 640px; max-width: none; margin: 0; }
"""


def write(browser: Browser, folder: Path = CARDS) -> None:
    """Write the picture of the front door and of each lesson, in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="light")
    for lang in messages.LANGUAGES:
        for name in drawings.names():
            page.set_content(markup(name, lang))
            taken = Image.open(io.BytesIO(page.screenshot()))
            taken.convert("RGB").quantize(_COLOURS).save(folder / card(lang, name), optimize=True)
    page.close()


def markup(name: str, lang: str) -> str:
    """Return the page of which a picture is taken."""
    title = messages.table(lang, "lessons").get(name) or messages.table(lang, "door")["line"]
    size = ' style="font-size: 48px"' if name == drawings.FRONT_DOOR else ""
    style = f"{widgets.style_sheets()[0]}\n{_STYLE}"
    return (
        f'<!doctype html><html lang="{lang}" data-theme="light"><meta charset="utf-8"><style>{style}</style>'
        f"<div><h1{size}>{escape(title)}</h1><p>Adempauze</p></div>{Drawing(name, lang).html()}</html>"
    )
