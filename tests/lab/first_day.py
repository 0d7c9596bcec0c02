"""Brings the learner of a shared server back to the first day, so that no test finds what another one left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.browser.course_server import Course

OPEN_IN_THE_SERVER = ("nbsignatures.db", "notebook_secret")


@dataclass(frozen=True)
class FirstDay:
    """A course that was started just now, and each file of its learner."""

    course: Course
    files: dict[Path, bytes]

    @classmethod
    def of(cls, course: Course) -> FirstDay:
        return cls(course, {path: path.read_bytes() for path in _files(course)})

    def come_back(self) -> None:
        """End all kernels; take notes, settings and new files away; put each other file back."""
        self.course.end_kernels()
        for path in [*_files(self.course)]:
            if path not in self.files:
                path.unlink(missing_ok=True)  # a journal that is closed takes its own files away
        for path, content in self.files.items():
            if not path.is_file() or path.read_bytes() != content:
                path.write_bytes(content)


def _files(course: Course) -> Iterator[Path]:
    for folder in (course.folder, course.home / "data" / "adempauze"):
        yield from (path for path in folder.rglob("*") if path.is_file() and path.name not in OPEN_IN_THE_SERVER)
