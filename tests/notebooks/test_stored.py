"""A committed notebook has outputs of use to readers, and nothing of a learner or a machine."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from tools import ROOT
from tools.prose.readability import WIDGET_VERBS

NOTEBOOKS = sorted(path for folder in ("notebooks", "book") for path in (ROOT / folder).glob("*/*.ipynb"))
LESSONS = [path for path in NOTEBOOKS if path.parts[-3] == "notebooks"]
LARGEST = 300_000  # bytes: a lesson with a figure or two
_label = {"ids": lambda path: f"{path.parts[-2]}/{path.name}"}
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, **_label)
each_lesson = pytest.mark.parametrize("path", LESSONS, **_label)

WIDGET_CALL = re.compile(rf"^(?:{'|'.join(sorted(WIDGET_VERBS))})\(", re.M)


@each_notebook
def test_it_is_executed_without_an_error(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type in ("error", "stream")]


@each_notebook
def test_every_widget_left_its_sentence(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code" and WIDGET_CALL.search(cell.source):
            (output,) = cell.outputs
            assert output.data["text/plain"].endswith("."), cell.id


@each_notebook
def test_it_carries_no_widget_state_and_no_trace_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "widgets" not in nbformat.reads(text, as_version=4).metadata
    words = re.sub(r'"image/png": "[^"]+"', "", text)  # the letters of an encoded picture can spell anything
    assert not re.findall(r"widget-(?:view|state)|(?<!\w)(?:/home|/tmp|/root|/Users)/|0x[0-9a-f]{6,}", words)
    assert len(text.encode()) < LARGEST


@each_lesson
def test_its_code_is_folded_except_under_the_hood(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code" and "hood" not in cell.metadata.tags:
            assert cell.metadata.jupyter.source_hidden is True, cell.id
            assert "remove-input" in cell.metadata.tags, cell.id


@each_lesson
def test_it_says_which_lesson_it_is(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    slug, lang = path.stem, path.parent.name
    assert notebook.metadata.adempauze == {"slug": slug, "lang": lang}
    assert any(f'lesson("{slug}", lang="{lang}")' in cell.source for cell in notebook.cells)


@each_lesson
def test_its_prose_is_plain_markdown_with_anchors(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            prose = cell.source.removeprefix(f'<a id="{cell.id}"></a>\n')
            assert not re.findall(r"^:::|^```\{|\{[a-z]+\}`|<(?!https?:)[a-z/][^>]*>", prose, flags=re.M), cell.id
