"""The files of the course. Their layout is the same in the repository, the wheel and a learner's folder.

Because of that, a relative link opens the same file in JupyterLab, in an editor, on GitHub and in the book.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

DATA = Path("src/adempauze/evidence/data")
ZIP, WORKBOOK = "adempauze-evidence.zip", "adempauze-evidence.xlsx"
"""All tables in one file, to cite and for spreadsheets: on the site alone, beside the tables."""
FOLDS = ("how-do-we-know", "under-the-hood", "sources")
"""The ids of the cells that begin the folded parts of a lesson, in order."""
SHORT_PATH = (
    "00-start",
    "04-breathing",
    "03-signals-and-limits",
    "05-room-to-respond",
    "11-not-for-everyone",
    "12-your-next-step",
)
"""The lessons to read first, in this order; the others are there for who wants to know more."""
_NEWLINE = re.compile(r"\r\n?")
_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "content"
_CHECKOUT = _PACKAGE.parents[1]


def place(lang: str) -> Path:
    """Return the folder of the lessons in a language, relative to the repository or a learner's folder."""
    return Path("notebooks", lang)


def front_door(lang: str) -> Path:
    """Return the page where the course opens in JupyterLab, relative to the repository or a learner's folder."""
    return Path("book", lang, "front-door.ipynb")


def folder(lang: str) -> Path:
    """Return the folder of the original lessons in a language: in the installed package, or in a checkout."""
    return _content() / place(lang)


def paths(lang: str) -> list[Path]:
    """Return the lessons of an edition, in the order of the course."""
    return sorted(folder(lang).glob("*.ipynb"))


def rooms(lang: str) -> list[Path]:
    """Return the pages beside the lessons that name themselves as lessons do, so that JupyterLab runs them too."""
    pages = sorted((_content() / "book" / lang).glob("*.ipynb"))
    return [path for path in pages if "adempauze" in json.loads(path.read_text(encoding="utf-8"))["metadata"]]


def files(lang: str) -> dict[Path, list[Path]]:
    """Return all files of an edition that a link can open, by relative path: lessons, pages, bibliography, data."""
    pages = Path("book", lang)
    return {
        place(lang): paths(lang),
        pages: list(_visible(_content() / pages)),
        pages.parent: sorted((_content() / pages.parent).glob("*.bib")),
        DATA: sorted(
            path for path in _visible(_PACKAGE / "evidence" / "data") if path.suffix in (".csv", ".json", ".md")
        ),
    }


def read_cells(notebook: str) -> list[tuple[str, str]]:
    """Return (type, source) of each cell; raises `ValueError` when the text is not a notebook.

    A source has no trailing newlines, and a newline ends its lines: git and editors change both by themselves.
    """
    try:
        cells = json.loads(notebook)["cells"]
        return [(cell["cell_type"], _NEWLINE.sub("\n", "".join(cell["source"])).rstrip("\n")) for cell in cells]
    except (KeyError, TypeError) as error:
        raise ValueError("not a notebook") from error


def checkout() -> Path | None:
    """Return the repository that holds this package; an installed copy has none."""
    return None if _INSTALLED.is_dir() else _CHECKOUT


def _content() -> Path:
    return checkout() or _INSTALLED


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("."))
