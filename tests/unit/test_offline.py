"""What a device keeps of an edition: its pages and what they load; a worker knows each file by its content."""

from __future__ import annotations

from pathlib import Path

import pytest

from adempauze.sphinx_ext import installable, offline
from tools import offline as workers

PAGE = '<link href="../_static/look.css"><script src="../_static/run.js"></script><a href="lesson.ipynb" download>'


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    for name in ("book/a.html", "book/lesson.ipynb", "_static/look.css", "_static/run.js", "_static/stock.js"):
        file = tmp_path / "nl" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE if name.endswith("html") else name, encoding="utf-8")
    return tmp_path / "nl"


def test_pages_and_what_they_load_are_kept_but_no_downloads(edition: Path) -> None:
    names = [path.relative_to(edition.resolve()).as_posix() for path in workers.kept(edition)]
    assert names == ["_static/look.css", "_static/run.js", "book/a.html"]


def test_a_worker_changes_with_any_file() -> None:
    first = offline.worker({"a.html": b"one"}, "")
    assert first == offline.worker({"a.html": b"one"}, "")
    assert first != offline.worker({"a.html": b"two"}, "")


def test_an_icon_that_devices_cut_is_filled_to_its_corners_and_the_other_is_round() -> None:
    assert installable.icon(64, whole=True) != installable.icon(64, whole=False)


def test_the_colours_of_the_bars_are_those_of_the_page() -> None:
    assert installable.surfaces() == {"light": "#fdfcf9", "dark": "#1a2120"}
