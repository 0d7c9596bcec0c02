"""The learner's copies of lessons and pages: an update renews them, and never what the learner changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from adempauze.course import read_cells

MANIFEST = ".adempauze.json"


@dataclass
class Changes:
    """What an update brought, by path from the learner's folder; the first copies of all files are no update."""

    new: list[Path] = field(default_factory=list)
    renewed: list[Path] = field(default_factory=list)
    kept: dict[Path, Path] = field(default_factory=dict)
    """Files that the learner changed, with the place of the newer version beside each."""


def lay_out(files: Mapping[Path, Iterable[Path]], folder: Path, mark: str) -> Changes:
    """Copy files to their places in the learner's folder; `mark` ends the name of a newer version beside theirs.

    A file that the learner changed stays, and the newer version is laid beside it, once. A notebook whose cells are as
    they were copied is renewed, because running it changes only its outputs; one that another program holds open waits
    for the next time. Nothing is deleted. Raises `OSError` when a folder cannot be written.
    """
    changes = Changes()
    for place, originals in files.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        shelf = _Shelf(folder / place, mark)
        for original in originals:
            shelf.put(original)
        shelf.note()
        changes.new += [place / name for name in shelf.new]
        changes.renewed += [place / name for name in shelf.renewed]
        changes.kept |= {place / name: place / beside for name, beside in shelf.kept.items()}
    return changes


class _Shelf:
    """One folder of copies, and what happens to them."""

    def __init__(self, folder: Path, mark: str) -> None:
        self.folder = folder
        self.mark = mark
        self.copied = copied_into(folder)
        self.earlier = dict(self.copied)
        self.new: list[str] = []
        self.renewed: list[str] = []
        self.kept: dict[str, str] = {}

    def put(self, original: Path) -> None:
        """Copy a file, unless the learner changed the copy."""
        name, text = original.name, original.read_text(encoding="utf-8")
        ours = {"cells": _fingerprint(text), "file": _digest(text)}
        before = self.copied.get(name)
        was_there = (self.folder / name).exists()
        is_newer = before is None or before["cells"] != ours["cells"]
        if self._place(name, text, ours):
            is_newer = is_newer and self.copied.get(name) == ours
            if is_newer and before is not None:
                self.renewed.append(name)
            elif is_newer and self.earlier and not was_there:
                self.new.append(name)
        elif is_newer:
            self._lay_beside(name, text, ours)

    def note(self) -> None:
        """Write down what was copied; a folder that is up to date may be read-only."""
        if self.copied != self.earlier:
            _write(self.folder / MANIFEST, json.dumps(self.copied, indent=1, sort_keys=True) + "\n")

    def _place(self, name: str, text: str, ours: dict[str, str]) -> bool:
        """Copy a text if no work of the learner is lost; return whether the copy is ours now."""
        copy, before = self.folder / name, self.copied.get(name)
        if copy.exists() and fingerprint_of(copy) not in (ours["cells"], (before or ours)["cells"]):
            return False
        if (copy.exists() and before == ours) or _write(copy, text):
            self.copied[name] = ours
        return True

    def _lay_beside(self, name: str, text: str, ours: dict[str, str]) -> None:
        """Copy a text under a free name, unless that was done before: the learner may have thrown it away."""
        path = Path(name)
        for ending in chain([self.mark], (f"{self.mark}-{number}" for number in count(2))):
            beside = path.with_stem(f"{path.stem}-{ending}").name
            if self.copied.get(beside, {}).get("cells") == ours["cells"]:
                return
            if self._place(beside, text, ours):
                self.kept[name] = beside
                return


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


def _write(path: Path, text: str) -> bool:
    """Write a file completely or not at all; return False for one that another program holds, as on Windows."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        return _put_in_place(partial, path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _put_in_place(partial: Path, path: Path) -> bool:
    try:
        partial.replace(path)
    except PermissionError:
        if path.is_file():
            return False
        raise
    return True
