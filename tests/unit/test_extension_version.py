"""The version in the addresses of what JupyterLab loads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tools import extension


def _written(folder: Path) -> str:
    return json.loads((folder / "package.json").read_text(encoding="utf-8"))["jupyterlab"]["_build"]["load"]


def test_the_committed_version_is_that_of_the_files() -> None:
    assert _written(extension.FOLDER) == extension.address(), "run: make notebooks"


@pytest.mark.parametrize("name", sorted(extension.made()))
def test_what_is_made_from_other_files_is_committed(name: str) -> None:
    committed = (extension.FOLDER / "static" / name).read_text(encoding="utf-8")
    assert committed == extension.made()[name], "run: make notebooks"


@pytest.mark.parametrize("name", sorted(file.name for file in (extension.FOLDER / "static").iterdir()))
def test_a_change_of_any_file_changes_the_version(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(extension.FOLDER, tmp_path / "extension")
    with (folder / "static" / name).open("a", encoding="utf-8") as file:
        file.write(" ")
    extension.write(folder)
    assert _written(folder) == extension.address(folder) != extension.address()
