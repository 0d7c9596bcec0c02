"""What learners read: the paragraphs of pages and notebooks one by one, each with its place."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from adempauze.evidence.judged import CERTAINTIES, VERDICTS
from adempauze.messages import LANGUAGES

# The first words of these verbs are a saying for the learner to judge, not a statement of the course.
_SAYINGS = ("option", "right", "statement", "wrong")
# Strings with a space that no learner reads: names of verdicts, and where Matplotlib puts a legend.
_SETTINGS = re.compile(
    "|".join((*VERDICTS, *CERTAINTIES, "(?:outside )?(?:upper|lower|center)(?: left| right| center)?"))
)

_FENCE = re.compile(r"\s*(```|~~~)")
_ITEM = re.compile(r"\s*[-*+]\s")
_ORDERED = re.compile(r"(\s*)(\d{1,2})[.)]\s")
_BARE_STATISTIC = re.compile(r"[-−]?\d+(?:[.,]\d+)?\s?%")
_SEPARATOR = re.compile(r"\s*\|?[\s:|-]+\|?\s*")
_SKIPPED = re.compile(r"\s*(?::::|<!--|</?details\b|<a id=\S+></a>\s*$|\(\S+\)=\s*$|---\s*$)")
# A link or picture: its words, its address (which may hold brackets, as some DOIs do).
LINK = re.compile(r"!?\[([^\]]*)\]\(((?:[^()\s]|\([^()\s]*\))*)\)")
_CODE_OR_ADDRESS = re.compile(r"`[^`]*`|<?https?://[^\s>)]+>?")
_TAG = re.compile(r"</?[a-z]+(?: [^<>]*)?>")
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|^\s*(?:#+|[-*+>]|\d+[.)])\s+", re.M)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]*[A-ZÀ-Þ0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:al|bijv|bv|dr|e\.g|enz|i\.e|mr|nr|o\.a|d\.w\.z|vs)\.)$", re.I)


@dataclass(frozen=True)
class Passage:
    """One paragraph, list item, table row or heading, one string in the code of a notebook, or a picture's alt text.

    text: Markdown, as written. around: what a learner reads with it (a quiz question with its answers, a row with
    the caption and head of its table), otherwise the text itself. role: "" for what the course says, "saying" for an
    answer or statement to judge, "wrong" for a wrong answer. keys: strings without spaces in the same call, such as
    ids of sources.
    """

    file: Path
    lang: str
    cell: str
    line: int
    kind: str
    text: str
    section: str = ""
    around: str = ""
    role: str = ""
    keys: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return file, cell and line in words, for a person to find."""
        cell = f", cell {self.cell}" if self.cell else ""
        return f"{self.file.as_posix()}{cell}, line {self.line}"


@dataclass(frozen=True)
class Finding:
    """Something in learner prose that fails a check: its place, the sentence, and what is wrong with it."""

    passage: Passage
    sentence: str
    message: str

    def __str__(self) -> str:
        return f"{self.passage.place}\n  “{self.sentence}”\n  {self.message}"


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook, or a whole page (kind "markdown", id ""); alt: the alternative text of its picture."""

    id: str
    kind: str
    source: str
    tags: tuple[str, ...] = ()
    alt: str = ""


@dataclass(frozen=True)
class Document:
    """A notebook or page in one language, with all that learners read in it."""

    file: Path
    lang: str
    cells: tuple[Cell, ...]
    passages: tuple[Passage, ...] = field(repr=False)

    @property
    def is_lesson(self) -> bool:
        """Return whether this is one of the numbered lessons."""
        return self.file.suffix == ".ipynb" and re.match(r"\d\d-", self.file.name) is not None

    def section(self, passage: Passage) -> str:
        """Return the text under the same heading of the same cell; for a string, the text around it."""
        if passage.kind == "string":
            return passage.around
        place = (passage.cell, passage.section)
        return "\n".join(each.text for each in self.passages if (each.cell, each.section) == place)


def documents(folders: Iterable[Path]) -> list[Document]:
    """Return all notebooks and pages in folders (or given as files) that are in a folder "en" or "nl", sorted.

    Raises:
        FileNotFoundError: a folder does not exist.
        ValueError: a notebook is not JSON, or code in it is not Python.
    """
    files: set[Path] = set()
    for folder in map(Path, folders):
        if not folder.exists():
            raise FileNotFoundError(folder)
        found = [folder] if folder.is_file() else [*folder.rglob("*.ipynb"), *folder.rglob("*.md")]
        files |= {
            path for path in found if not any(part.startswith((".", "_")) for part in path.parts[:-1] if part != "..")
        }
    return [read_document(path) for path in sorted(files) if language(path)]


def language(path: Path) -> str:
    """Return the language of the folder that a file is in ("en" or "nl"), or an empty string."""
    return next((part for part in reversed(path.resolve().parts[:-1]) if part in LANGUAGES), "")


def read_document(path: Path) -> Document:
    """Return one notebook or page."""
    return _read(path, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=256)  # several checks in one process read the same files, some 80
def _read(path: Path, text: str) -> Document:
    try:
        cells = tuple(_notebook_cells(json.loads(text)) if path.suffix == ".ipynb" else [Cell("", "markdown", text)])
        passages = tuple(passage for cell in cells for passage in passages_in(path, language(path), cell))
    except (KeyError, SyntaxError, ValueError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
    return Document(path, language(path), cells, passages)


def passages_of(markdown: str, lang: str, file: str = "page.md") -> list[Passage]:
    """Return the passages of a Markdown text."""
    return list(passages_in(Path(file), lang, Cell("", "markdown", markdown)))


def passages_in(file: Path, lang: str, cell: Cell) -> Iterator[Passage]:
    """Yield the passages of a cell."""
    if cell.kind == "markdown":
        yield from _markdown_passages(file, lang, cell)
    elif cell.kind == "code":
        tree = ast.parse(_without_magics(cell.source))
        yield from _string_passages(file, lang, cell, tree, around="", call=None)
        if cell.alt:
            yield Passage(file, lang, cell.id, 1, "alt", cell.alt, around=cell.alt)


def plain(markdown: str) -> str:
    """Return what a reader sees of Markdown: links and pictures as words, without code, addresses, marks and tags."""
    text = LINK.sub(r"\1", markdown)
    text = _MARKS.sub("", _TAG.sub("", _CODE_OR_ADDRESS.sub(" ", text))).replace("|", " ")
    return re.sub(r"\s+", " ", text).strip()


def sentences(text: str) -> list[str]:
    """Return the sentences of a text without Markdown."""
    parts: list[str] = []
    for part in _SENTENCE_END.split(text):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] += f" {part}"
        elif part:
            parts.append(part)
    return parts


def _notebook_cells(notebook: dict[str, Any]) -> Iterator[Cell]:
    for number, cell in enumerate(notebook["cells"]):
        metadata = cell.get("metadata", {})
        alt = metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        tags = tuple(metadata.get("tags", ()))
        yield Cell(cell.get("id", str(number)), cell["cell_type"], "".join(cell["source"]), tags, alt)


def _markdown_passages(file: Path, lang: str, cell: Cell) -> Iterator[Passage]:
    section, caption, head = "", "", ""
    for line, kind, text in _blocks(cell.source):
        section = plain(text) if kind == "heading" else section
        around = "\n".join(filter(None, (caption, head, text))) if kind == "row" else text
        yield Passage(file, lang, cell.id, line, kind, text, section, around)
        caption, head = (caption, head or text) if kind == "row" else (text, "")


def _blocks(markdown: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, kind and text of each block; a paragraph or item is one block, and code is none."""
    start, kind, fenced = 0, "", False
    lines: list[str] = []
    last: dict[str, int] = {}  # the number of the last item of an ordered list, by its indent
    for number, line in enumerate(_without_front_matter(markdown), 1):
        if _FENCE.match(line):
            fenced = not fenced
        begins = "item" if not fenced and _goes_on(line, last) else _kind(line)
        if begins == "heading":
            last.clear()
        if lines and (fenced or begins != "continued"):
            yield start, kind, "\n".join(lines)
            lines = []
        if fenced or begins == "nothing":
            continue
        if not lines:
            start, kind = number, "paragraph" if begins == "continued" else begins
        lines.append(line)
    if lines:
        yield start, kind, "\n".join(lines)


def _kind(line: str) -> str:
    """Return what begins at a line: a heading, row, item or "nothing"; "continued" if the line goes on."""
    if not line.strip() or _FENCE.match(line) or _SKIPPED.match(line):
        return "nothing"
    if line.startswith("#"):
        return "heading"
    if line.lstrip().startswith("|"):
        return "nothing" if _SEPARATOR.fullmatch(line) else "row"
    return "item" if _ITEM.match(line) else "continued"


def _goes_on(line: str, last: dict[str, int]) -> bool:
    """Return whether a line is the first or next item of an ordered list; otherwise its number belongs to the text."""
    marker = _ORDERED.match(line)
    if not marker or int(marker[2]) not in (1, last.get(marker[1], 0) + 1):
        return False
    last[marker[1]] = int(marker[2])
    return True


def _without_front_matter(markdown: str) -> list[str]:
    lines = markdown.splitlines()
    if lines and lines[0] == "---" and "---" in lines[1:]:
        end = lines.index("---", 1)
        lines[: end + 1] = [""] * (end + 1)
    return lines


def _without_magics(source: str) -> str:
    return re.sub(r"^\s*[%!].*$", "", source, flags=re.M)


def _string_passages(
    file: Path, lang: str, cell: Cell, node: ast.AST, around: str, call: ast.Call | None
) -> Iterator[Passage]:
    """Yield the strings under a node, in the order of the code."""
    if isinstance(node, ast.Call):
        call, around = node, _words(node) if _name(node) != "quiz" and not around else around
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_read(node, call):
        keys = tuple(text for text in _strings(call) if not re.search(r"\s", text)) if call else ()
        text = node.value
        yield Passage(
            file, lang, cell.id, node.lineno, "string", text, around=around or text, role=_role(node, call), keys=keys
        )
    for child in ast.iter_child_nodes(node):
        yield from _string_passages(file, lang, cell, child, around, call)


def _is_read(node: ast.Constant, call: ast.Call | None) -> bool:
    """Return whether a string is for learners: with a space, a percentage or an answer; names and ids are not."""
    if not isinstance(node.value, str) or _SETTINGS.fullmatch(node.value):
        return False
    if re.search(r"\S\s+\S", node.value) or _BARE_STATISTIC.fullmatch(node.value):
        return True
    return call is not None and _name(call) in ("right", "wrong")


def _role(node: ast.Constant, call: ast.Call | None) -> str:
    if call is None or not call.args or call.args[0] is not node or _name(call) not in _SAYINGS:
        return ""
    return "wrong" if _name(call) == "wrong" else "saying"


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _strings(call: ast.Call) -> list[str]:
    return [node.value for node in ast.walk(call) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _words(call: ast.Call) -> str:
    return "\n".join(text for text in _strings(call) if re.search(r"\s", text))
