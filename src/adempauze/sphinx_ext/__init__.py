"""The course as a book: widgets without a kernel, folds, reading aloud, languages, look, search, tables, files, app."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from adempauze import __version__
from adempauze.sphinx_ext import (
    anchors,
    data,
    execution,
    files,
    folds,
    installable,
    language,
    listen,
    look,
    mounts,
    offline,
    outside,
    pictures,
    search,
    shared,
    tables,
    ways,
)

_PARTS = (
    execution,
    mounts,
    folds,
    listen,
    language,
    look,
    outside,
    pictures,
    tables,
    anchors,
    files,
    data,
    installable,
    offline,
    search,
    shared,
    ways,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all parts with Sphinx."""
    for part in _PARTS:
        part.setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
