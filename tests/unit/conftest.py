"""Fixtures of the unit tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adempauze.evidence import reading


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the evidence tables, to change."""
    return Path(shutil.copytree(reading.DATA, tmp_path / "data"))
