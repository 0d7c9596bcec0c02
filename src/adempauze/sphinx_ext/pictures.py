"""Makes the pictures of a page light: in WebP, without loss, with their size, and loaded when a reader comes near."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from PIL import Image
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

_PICTURE = re.compile(
    r'<img (?P<before>[^>]*)src="(?P<folder>[^"]*_images/)(?P<name>[^"/]+\.png)"(?P<after>[^>]*?) ?/?>'
)


def setup(app: Sphinx) -> None:
    """Change the pictures of each page when its text is complete."""
    app.connect("html-page-context", _lighten, priority=910)


def _lighten(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    images = app.builder.images  # Sphinx copies them when all pages are written
    sources = {name: source for source, name in images.items()}

    def light(picture: re.Match[str]) -> str:
        name = unquote(picture["name"])
        if name not in sources:
            return picture[0]
        file, (width, height) = as_webp(Path(app.srcdir) / sources[name], Path(app.outdir) / "_images")
        images.pop(sources[name], None)
        size = f'width="{width}" height="{height}" loading="lazy" decoding="async"'
        return f'<img {picture["before"]}src="{picture["folder"]}{file}" {size}{picture["after"]}>'

    context["body"] = _PICTURE.sub(light, context.get("body", ""))


def as_webp(source: Path, folder: Path) -> tuple[str, tuple[int, int]]:
    """Write a picture into a folder as WebP; return the file's name, and its width and height in pixels."""
    target = folder / f"{source.stem}.webp"
    with Image.open(source) as image:
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            image.save(target, "WEBP", lossless=True, method=6)
        return target.name, image.size
