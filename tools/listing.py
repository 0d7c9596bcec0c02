"""Lists the cells of each lesson that JupyterLab may run without being asked: `python -m tools.listing`.

The list is `lessons.json` beside the extension; it is derived from `notebooks/`.
"""

from __future__ import annotations

import json
from typing import Any

from adempauze import course
from adempauze.lab import EXTENSIONS
from adempauze.messages import LANGUAGES, table

LISTING = EXTENSIONS / "adempauze" / "static" / "lessons.json"


def folds_of(notebook: str) -> dict[str, list[str]]:
    """Return the ids of the cells in each fold of a lesson, by the id of the cell with its heading."""
    folds: dict[str, list[str]] = {}
    for cell in json.loads(notebook)["cells"]:
        if cell["id"] in course.FOLDS:
            folds[cell["id"]] = []
        elif folds:
            folds[list(folds)[-1]].append(cell["id"])
    return folds


def listing() -> dict[str, dict[str, Any]]:
    """Return what the extension needs: each lesson's code and folds, and its own words in each language."""
    lessons = {}
    for lang in LANGUAGES:
        for path in (*course.paths(lang), *course.rooms(lang)):
            text = path.read_text(encoding="utf-8")
            code = [source for kind, source in course.read_cells(text) if kind == "code"]
            lessons[f"{lang}/{path.stem}"] = {"code": code, "folds": folds_of(text)}
    return {"lessons": lessons, "messages": {lang: _words(lang) for lang in LANGUAGES}}


def _words(lang: str) -> dict[str, Any]:
    return {**table(lang, "lab"), **table(lang, "folds"), "listen": table(lang, "listen")}


def as_text(content: dict[str, dict[str, Any]]) -> str:
    """Return the text of the file with the listing."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    LISTING.write_text(as_text(listing()), encoding="utf-8")
