"""A failed build of the book says which file is wrong, and why."""

from __future__ import annotations

from pathlib import Path

from tools.book import failure


def test_a_notebook_that_fails_is_named_with_its_error(tmp_path: Path) -> None:
    report = tmp_path / "00-start.err.log"
    report.write_text("Traceback\n----> 1 begin()\n\n\x1b[31mNameError\x1b[39m: name 'begin' is not defined\n\n")
    notebook = tmp_path / "notebooks" / "en" / "00-start.ipynb"
    warning = f"\x1b[91m{notebook}: WARNING:"
    output = (
        f"Running Jupyter-Book\n{warning} Executing notebook failed: CellExecutionError [mystnb.exec]\x1b[0m\n"
        f"{warning} Notebook exception traceback saved in: {report} [mystnb.exec]\x1b[0m\n"
    )
    assert failure(output, tmp_path) == "notebooks/en/00-start.ipynb: NameError: name 'begin' is not defined"


def test_a_page_with_a_dead_link_is_named_with_the_link(tmp_path: Path) -> None:
    page = tmp_path / "book" / "nl" / "about.md"
    output = f"{page}:45: WARNING: 'myst' cross-reference target not found: 'nowhere.md' [myst.xref_missing]\n"
    assert failure(output, tmp_path) == "book/nl/about.md: 'myst' cross-reference target not found: 'nowhere.md'"


def test_a_build_that_breaks_outside_the_pages_tells_its_last_error(tmp_path: Path) -> None:
    assert failure("Traceback\nKeyError: 'sphinx'\n", tmp_path) == "KeyError: 'sphinx'"
