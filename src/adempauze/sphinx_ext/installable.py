"""Lets a reader put the course among the apps of a device: a manifest in the language of the edition, and its icons."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from sphinx.application import Sphinx

from adempauze import messages, widgets
from adempauze.sphinx_ext import look

MANIFEST = "app.webmanifest"
APPLE = "icon-180.png"
_ICONS = {APPLE: (180, True), "icon-192.png": (192, False), "icon-512.png": (512, False), "icon-mask.png": (512, True)}
_SHORTCUTS = {"breathe": "breathe", "write": "my-notes", "help": "help"}
_FINER = 4  # times the size in which a circle is drawn, to be smooth when it is made smaller
_CIRCLE = re.compile(r'<circle cx="(\d+)" cy="(\d+)" r="(\d+)" fill="(#\w+)"/>')
_SURFACE = re.compile(r"--az-surface: (#\w+);")


def setup(app: Sphinx) -> None:
    """Write the manifest and the icons, and tell the page templates of them."""
    app.connect("builder-inited", _write)
    app.connect("html-page-context", _tell)


def manifest(lang: str) -> dict[str, Any]:
    """Return the manifest of an edition; addresses in it start from the folder of the edition."""
    book, door = messages.table(lang, "book"), messages.table(lang, "door")
    light = surfaces()["light"]
    return {
        "id": f"adempauze-{lang}",
        "name": "Adempauze",
        "short_name": "Adempauze",
        "description": book["description"],
        "lang": lang,
        "start_url": f"book/{lang}/index.html",
        "scope": "../",  # the whole site, so that the other language opens in the app too
        "display": "standalone",
        "background_color": light,
        "theme_color": light,
        "icons": [_icon(name) for name in _ICONS],
        "shortcuts": [{"name": door[word], "url": f"book/{lang}/{page}.html"} for word, page in _SHORTCUTS.items()],
    }


def icon(size: int, whole: bool) -> bytes:
    """Return the mark of the course as a PNG; `whole` fills the square, for devices that cut a shape of their own."""
    circles = [(*map(int, each[:3]), each[3]) for each in _CIRCLE.findall(look.theme_file("brand.svg"))]
    side = size * _FINER
    picture = Image.new("RGBA", (side, side), circles[0][3] if whole else (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for x, y, radius, colour in circles:
        draw.ellipse([each * side / 32 for each in (x - radius, y - radius, x + radius, y + radius)], fill=colour)
    file = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def surfaces() -> dict[str, str]:
    """Return the colour behind the text, in the light and in the dark look."""
    light, dark, _paper = _SURFACE.findall(widgets.style_sheets()[0])
    return {"light": light, "dark": dark}


def _icon(name: str) -> dict[str, str]:
    size, whole = _ICONS[name]
    kind = {"src": name, "sizes": f"{size}x{size}", "type": "image/png"}
    return kind | ({"purpose": "maskable"} if whole else {})


def _write(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    out = Path(app.outdir)
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(manifest(app.config.language), ensure_ascii=False, indent=2)
    (out / MANIFEST).write_text(text, encoding="utf-8")
    for name, (size, whole) in _ICONS.items():
        (out / name).write_bytes(icon(size, whole))


def _tell(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    context |= template_words(context["content_root"])


def template_words(edition: str) -> dict[str, Any]:
    """Return what the templates say of the app; `edition` leads from the page to the folder of an edition."""
    return {"manifest": f"{edition}{MANIFEST}", "touch_icon": f"{edition}{APPLE}", "surfaces": surfaces()}
