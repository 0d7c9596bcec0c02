"""The learner's own copies of the lessons: theirs to change, renewed only where they did not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from adempauze.lab.lessons import read_cells

MANIFEST = ".adempauze.json"


def refresh(lessons: Iterable[Path], folder: Path) -> list[str]:
    """Copy the lessons into a folder and return the names of those that have something newer than the learner's copy.

    A copy that the learner changed stays; one that still has the cells that were copied is renewed, as running a
    lesson changes its outputs only. Nothing is deleted. Raises `OSError` when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / MANIFEST
    copied = _read(manifest)
    stays = []
    for lesson in lessons:
        text = lesson.read_text(encoding="utf-8")
        ours = {"cells": fingerprint(text), "file": _digest(text)}
        copy, before = folder / lesson.name, copied.get(lesson.name)
        if not copy.exists() or _cells_of(copy) in (ours["cells"], (before or ours)["cells"]):
            if not copy.exists() or before != ours:
                _write(copy, text)
            copied[lesson.name] = ours
        elif before is None or before["cells"] != ours["cells"]:
            stays.append(lesson.name)
    _write(manifest, json.dumps(copied, indent=1, sort_keys=True) + "\n")
    return stays


def fingerprint(notebook: str) -> str:
    """Return a digest of what a learner can write in a notebook: its cells, not their outputs."""
    try:
        content = json.dumps(read_cells(notebook))
    except ValueError:
        content = notebook
    return _digest(content)


def _cells_of(copy: Path) -> str:
    return fingerprint(copy.read_text(encoding="utf-8", errors="replace"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _read(manifest: Path) -> dict[str, dict[str, str]]:
    """Return what was copied when; a manifest that cannot be read makes every copy the learner's own."""
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
        return {str(name): {"cells": str(each["cells"]), "file": str(each["file"])} for name, each in content.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError, KeyError):
        return {}


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(path)
