"""Moves a learner's folder on from the layout of version 0.1, where lessons were in `<folder>/<lang>`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from adempauze import course
from adempauze.lab import copies
from adempauze.messages import LANGUAGES


def carry_over(folder: Path) -> Iterator[Path]:
    """Move the lessons of version 0.1 and the files beside them; yield the new folder of each language.

    No file of the learner is overwritten, and an interrupted move continues. Raises `OSError` when a move fails.
    """
    for lang in LANGUAGES:
        old, new = folder / lang, folder / course.place(lang)
        if _is_folder(old) and (old / copies.MANIFEST).is_file():
            untouched = {each["cells"] for each in copies.copied_into(old).values()}
            _move(old, new, untouched)
            yield new


def _move(old: Path, new: Path, untouched: set[str]) -> None:
    """Move a file or folder, merging with an existing folder; `untouched` copies of the course are not kept twice."""
    if not os.path.lexists(new):
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
    elif _is_folder(old) and _is_folder(new):
        # The manifest moves last: its presence means that the move is not finished.
        for each in sorted(old.iterdir(), key=lambda path: (path.name == copies.MANIFEST, path.name)):
            _move(each, new / each.name, untouched)
        old.rmdir()
    elif old.name == copies.MANIFEST or _is_needless(old, new, untouched):
        old.unlink()
    else:
        old.rename(_free(new))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_needless(old: Path, new: Path, untouched: set[str]) -> bool:
    if not (old.is_file() and new.is_file()) or old.is_symlink():
        return False
    return old.read_bytes() == new.read_bytes() or copies.fingerprint_of(old) in untouched


def _free(path: Path) -> Path:
    """Return an unused name beside a path."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(each for each in names if not os.path.lexists(each))
