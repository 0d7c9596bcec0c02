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


def rest_of(notebook: str) -> list[str]:
    """Return the ids of the cells that the short reading of a lesson leaves out, as the book does.

    What stays is the opening, the first section ("In one minute"), and each section in which there is something to do.
    """
    sections: list[list[dict]] = [[]]
    for cell in json.loads(notebook)["cells"]:
        if cell["cell_type"] == "markdown" and "".join(cell["source"]).startswith("## "):
            sections.append([])
        sections[-1].append(cell)
    rest = [section for section in sections[2:] if not any(_is_exercise(cell) for cell in section)]
    return [cell["id"] for section in rest for cell in section]


def _is_exercise(cell: dict) -> bool:
    """Whether a cell shows a widget: only those have their code folded."""
    return cell["metadata"].get("jupyter", {}).get("source_hidden", False)


def listing() -> dict[str, dict]:
    """Return what the extension needs: of each lesson the code and the rest, and its words in each language."""
    lessons = {}
    for lang in LANGUAGES:
        for path in paths(lang):
            text = path.read_text(encoding="utf-8")
            code = [source for kind, source in read_cells(text) if kind == "code"]
            lessons[f"{lang}/{path.stem}"] = {"code": code, "rest": rest_of(text)}
    return {"lessons": lessons, "messages": {lang: table(lang, "lab") for lang in LANGUAGES}}


def as_text(content: dict[str, dict]) -> str:
    """Return the listing as it stands in its file."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    LISTING.write_text(as_text(listing()), encoding="utf-8")
