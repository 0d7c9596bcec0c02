"""The learner's copies of lessons and pages, which are updated only if the learner did not change them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from adempauze.course import read_cells

MANIFEST = ".adempauze.json"


def lay_out(files: Mapping[Path, Iterable[Path]], folder: Path) -> list[str]:
    """Copy files to their places in the learner's folder; returns and raises what `refresh` does."""
    return [name for place, originals in files.items() for name in refresh(originals, folder / place)]


def refresh(originals: Iterable[Path], folder: Path) -> list[str]:
    """Copy files into a folder and return the names of changed copies of which the course has a newer version.

    A copy that the learner changed stays. A copy whose cells are as they were copied is updated, because running a
    lesson changes only its outputs. Nothing is deleted. Raises `OSError` when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copied = copied_into(folder)
    earlier = dict(copied)
    stays = []
    for original in originals:
        text = original.read_text(encoding="utf-8")
        ours = {"cells": _fingerprint(text), "file": _digest(text)}
        copy, before = folder / original.name, copied.get(original.name)
        if not copy.exists() or fingerprint_of(copy) in (ours["cells"], (before or ours)["cells"]):
            if not copy.exists() or before != ours:
                _write(copy, text)
            copied[original.name] = ours
        elif before is None or before["cells"] != ours["cells"]:
            stays.append(original.name)
    if copied != earlier:  # a folder that is up to date may be read-only
        _write(folder / MANIFEST, json.dumps(copied, indent=1, sort_keys=True) + "\n")
    return stays


def copied_into(folder: Path) -> dict[str, dict[str, str]]:
    """Return, by name, the digests of each copied file: of its "cells", and of the whole "file".

    Without a readable manifest every copy counts as changed by the learner.
    """
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {str(name): {"cells": str(each["cells"]), "file": str(each["file"])} for name, each in content.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError, KeyError):
        return {}


def fingerprint_of(copy: Path) -> str:
    """Return a digest of what a learner can edit: the cells of a notebook without outputs, or a whole file.

    Line endings and trailing newlines do not count.
    """
    return _fingerprint(copy.read_text(encoding="utf-8", errors="replace"))


def _fingerprint(text: str) -> str:
    try:
        return _digest(json.dumps(read_cells(text)))
    except ValueError:
        return _digest(text.rstrip("\n"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _write(path: Path, text: str) -> None:
    """Write a file completely or not at all."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
