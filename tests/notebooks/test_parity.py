"""Both languages have the same files, cells, calls and links; `test_prose.py` compares their numbers."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from tools import ROOT

ENGLISH = sorted(path for folder in ("notebooks", "book") for path in (ROOT / folder / "en").iterdir())
_NAME = re.compile(r"[A-Za-z0-9.-]+")
each_file = pytest.mark.parametrize("english", ENGLISH, ids=lambda path: f"{path.parts[-3]}/{path.name}")


def _dutch(path: Path) -> Path:
    return path.parent.parent / "nl" / path.name


def _cells(path: Path) -> list[nbformat.NotebookNode]:
    if path.suffix == ".md":
        return [nbformat.v4.new_markdown_cell(path.read_text(encoding="utf-8"), id="page")]
    return nbformat.read(path, as_version=4).cells


def _links(text: str) -> list[str]:
    return sorted(link.replace("/nl/", "/en/") for link in re.findall(r"\]\(([^)\s]+)\)", text))


def _calls(source: str) -> str:
    """Return the code without its strings, except the names that it passes to a verb of the course."""
    tree = ast.parse(source)
    named = [argument for call in _verbs(tree) for argument in _names(call)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in named:
            node.value = ""
    return ast.unparse(tree)


def _verbs(tree: ast.Module) -> list[ast.Call]:
    return [each.value for each in tree.body if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call)]


def _names(call: ast.Call) -> list[ast.expr]:
    """Return the slugs, ids, patterns and domains that a verb is called with."""
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg != "lang")]
    return [each for each in given if isinstance(each, ast.Constant) and _NAME.fullmatch(str(each.value))]


def test_both_languages_have_the_same_files() -> None:
    for folder in ("notebooks", "book"):
        names = [{path.name for path in (ROOT / folder / lang).iterdir()} for lang in ("en", "nl")]
        assert names[0] == names[1]


@each_file
def test_the_cells_are_the_same(english: Path) -> None:
    outline = [
        [(cell.id, cell.cell_type, cell.metadata.get("tags", [])) for cell in _cells(path)]
        for path in (english, _dutch(english))
    ]
    assert outline[0] == outline[1]


@each_file
def test_the_links_are_the_same(english: Path) -> None:
    for ours, theirs in zip(_cells(english), _cells(_dutch(english)), strict=True):
        if ours.cell_type == "markdown":
            assert _links(ours.source) == _links(theirs.source), ours.id


@each_file
def test_the_calls_are_the_same(english: Path) -> None:
    for ours, theirs in zip(_cells(english), _cells(_dutch(english)), strict=True):
        if ours.cell_type == "code":
            assert _calls(ours.source) == _calls(theirs.source), ours.id


@each_file
def test_the_prose_is_not_the_same(english: Path) -> None:
    for ours, theirs in zip(_cells(english), _cells(_dutch(english)), strict=True):
        if ours.cell_type == "markdown":
            assert ours.source != theirs.source, f"{ours.id} is not translated"
