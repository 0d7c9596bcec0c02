"""The lessons of the installed course, and the list of their cells that JupyterLab may run by itself.

`python -m adempauze.lab.lessons` writes that list beside the extension; it is derived from `notebooks/`.
"""

from __future__ import annotations

import json
from pathlib import Path

from adempauze.messages import LANGUAGES, table

EXTENSIONS = Path(__file__).parent / "labextensions"
LISTING = EXTENSIONS / "adempauze" / "static" / "lessons.json"
_INSTALLED = Path(__file__).parent.parent / "lessons"
_CHECKOUT = Path(__file__).parents[3] / "notebooks"


def folder(lang: str) -> Path:
    """Return where the lessons in a language lie: in the installed package, or in the checkout it runs from."""
    return (_INSTALLED if _INSTALLED.is_dir() else _CHECKOUT) / lang


def paths(lang: str) -> list[Path]:
    """Return the notebooks of an edition, in the order of the course."""
    return sorted(folder(lang).glob("*.ipynb"))


def read_cells(notebook: str) -> list[tuple[str, str]]:
    """Return (type, source) of each cell of a notebook's text; raises `ValueError` for what is not a notebook."""
    try:
        cells = json.loads(notebook)["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (KeyError, TypeError) as error:
        raise ValueError("not a notebook") from error


def listing() -> dict[str, dict]:
    """Return what the extension needs: code cells of each lesson, and its words in each language."""
    lessons = {}
    for lang in LANGUAGES:
        for path in paths(lang):
            cells = read_cells(path.read_text(encoding="utf-8"))
            lessons[f"{lang}/{path.stem}"] = [source for kind, source in cells if kind == "code"]
    return {"lessons": lessons, "messages": {lang: table(lang, "lab") for lang in LANGUAGES}}


def as_text(content: dict[str, dict]) -> str:
    """Return the listing as it stands in its file."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    LISTING.write_text(as_text(listing()), encoding="utf-8")
