"""Strings of widgets, figures and commands as learner text: a document per language, a passage per string."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from adempauze import messages
from tools import ROOT
from tools.prose.learner_text import Cell, Document, Passage

# The command line has ports and options, and JupyterLab's own words have places to fill in; they need no source.
_ABOUT_SOFTWARE = ("cli", "jupyterlab")
# These strings end a sentence that begins with its date: "October 2026: banned."
_AFTER_A_DATE = "law.status_"
_FILLED_IN = re.compile(r"\{[^{}]*\}")
FOLDER = Path(messages.__file__).parent


def documents(folder: Path = FOLDER) -> list[Document]:
    """Return the messages of each language; a cell is a section with a key, such as "reflect.private"."""
    return [_document(folder / f"{lang}.toml", lang) for lang in messages.LANGUAGES]


def _document(file: Path, lang: str) -> Document:
    text = file.read_text(encoding="utf-8")
    shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
    passages = tuple(_passages(text, shown, lang))
    cells = tuple(Cell(passage.cell, "markdown", passage.text) for passage in passages)
    return Document(shown, lang, cells, passages)


def _passages(text: str, file: Path, lang: str) -> Iterator[Passage]:
    lines = text.splitlines()
    line = 0
    for section, strings in tomllib.loads(text).items():
        if section in _ABOUT_SOFTWARE:
            continue
        line = lines.index(f"[{section}]")
        for key, value in strings.items():
            begins = re.compile(rf"[\"']?{re.escape(key)}[\"']?\s*=")
            line = next((at for at in range(line, len(lines)) if begins.match(lines[at])), line)
            value = _FILLED_IN.sub(lambda match: " " * len(match.group()), value)
            for paragraph in value.split("\n\n"):
                cell = f"{section}.{key}"
                if not cell.startswith(_AFTER_A_DATE):
                    yield Passage(file, lang, cell, line + 1, "paragraph", paragraph, section, around=paragraph)
