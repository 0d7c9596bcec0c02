"""Lists what JupyterLab must know of the course: `python -m tools.listing`.

The list is `lessons.json` beside the extension: the cells that may run without being asked, titles, and what the panels
show without a kernel. It is derived from `notebooks/`, `book/` and the widgets.
"""

from __future__ import annotations

import json
import re
from typing import Any

from adempauze import breathe, course, help_box, lesson
from adempauze.lab import EXTENSIONS
from adempauze.messages import LANGUAGES, table
from adempauze.sphinx_ext.host import state_without_kernel
from tools import ROOT

LISTING = EXTENSIONS / "adempauze" / "static" / "lessons.json"
_TITLE = re.compile(r"^# (.+)$", re.M)
# Words of the book's own bar and contents, which the frame of JupyterLab shares.
_DOOR = ("bar", "breathe", "help", "bar_breathe", "bar_lessons", "bar_notes", "bar_help")
_BOOK = ("previous", "next", "contents", "path", "shelf", "beside")


def folds_of(notebook: str) -> dict[str, list[str]]:
    """Return the ids of the cells in each fold of a lesson, by the id of the cell with its heading."""
    folds: dict[str, list[str]] = {}
    for cell in json.loads(notebook)["cells"]:
        if cell["id"] in course.FOLDS:
            folds[cell["id"]] = []
        elif folds:
            folds[list(folds)[-1]].append(cell["id"])
    return folds


def listing() -> dict[str, Any]:
    """Return what the extension needs: each lesson, the pages, the order to read in, the panels, and its own words."""
    lessons, pages = {}, {}
    for lang in LANGUAGES:
        for path in (*course.paths(lang), *course.rooms(lang)):
            text = path.read_text(encoding="utf-8")
            cells = course.read_cells(text)
            code = [source for kind, source in cells if kind == "code"]
            lessons[f"{lang}/{path.stem}"] = {"title": _title(cells[0][1]), "code": code, "folds": folds_of(text)}
        for path in sorted((ROOT / "book" / lang).glob("*.md")):
            pages[f"{lang}/{path.stem}"] = _title(path.read_text(encoding="utf-8"))
    slugs = [path.stem for path in course.paths(LANGUAGES[0])]
    return {
        "lessons": lessons,
        "pages": pages,
        "path": course.SHORT_PATH,
        "shelf": [slug for slug in slugs if slug not in course.SHORT_PATH],
        "panels": {lang: _panels(lang) for lang in LANGUAGES},
        "messages": {lang: _words(lang) for lang in LANGUAGES},
        "jupyterlab": {lang: _words_of_jupyterlab(lang) for lang in LANGUAGES},
    }


def _title(text: str) -> str:
    found = _TITLE.search(text)
    return found[1] if found else ""


def _panels(lang: str) -> dict[str, Any]:
    """Return the states of the widgets that the frame shows without a kernel."""
    lesson("frame", lang)
    widgets = {"breathe": breathe(), "help": help_box()}
    return {name: state_without_kernel(widget.get_state()) for name, widget in widgets.items()}


def _words(lang: str) -> dict[str, Any]:
    door, book = table(lang, "door"), table(lang, "book")
    frame = {key: door[key] for key in _DOOR} | {key: book[key] for key in _BOOK} | table(lang, "frame")
    return {**table(lang, "lab"), **table(lang, "folds"), "listen": table(lang, "listen"), "frame": frame}


def _words_of_jupyterlab(lang: str) -> dict[str, str]:
    """Return words of JupyterLab in a language, by what JupyterLab calls them: its own English."""
    asked, words = table("en", "jupyterlab"), table(lang, "jupyterlab")
    return {asked[key]: words[key] for key in asked if words[key] != asked[key]}


def as_text(content: dict[str, dict[str, Any]]) -> str:
    """Return the text of the file with the listing."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    LISTING.write_text(as_text(listing()), encoding="utf-8")
