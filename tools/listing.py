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


def rest_of(notebook: str) -> list[str]:
    """Return the ids of the cells that the short reading of a lesson leaves out, in JupyterLab and in the book.

    It keeps the opening, the first section ("In one minute"), and each section with an exercise.
    """
    sections: list[list[dict[str, Any]]] = [[]]
    for cell in json.loads(notebook)["cells"]:
        if cell["cell_type"] == "markdown" and "".join(cell["source"]).startswith("## "):
            sections.append([])
        sections[-1].append(cell)
    rest = [section for section in sections[2:] if not any(_is_exercise(cell) for cell in section)]
    return [cell["id"] for section in rest for cell in section]


def _is_exercise(cell: dict[str, Any]) -> bool:
    """Return whether a cell shows a widget: only such cells have folded code."""
    return bool(cell["metadata"].get("jupyter", {}).get("source_hidden", False))


def listing() -> dict[str, dict[str, Any]]:
    """Return what the extension needs: each lesson's code and left-out cells, and its own words in each language."""
    lessons = {}
    for lang in LANGUAGES:
        for path in (*course.paths(lang), *course.rooms(lang)):
            text = path.read_text(encoding="utf-8")
            code = [source for kind, source in course.read_cells(text) if kind == "code"]
            lessons[f"{lang}/{path.stem}"] = {"code": code, "rest": rest_of(text)}
    return {"lessons": lessons, "messages": {lang: table(lang, "lab") for lang in LANGUAGES}}


def as_text(content: dict[str, dict[str, Any]]) -> str:
    """Return the text of the file with the listing."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    LISTING.write_text(as_text(listing()), encoding="utf-8")
