"""The course map: opened and finished lessons, the next lesson, and how much of a lesson to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import traitlets

from adempauze.widgets import NoteWidget


class Progress(NoteWidget):
    """A list of the lessons with the learner's progress, a mark for this lesson, and a choice of pace.

    A lesson counts as opened once it has shown this widget or has a note.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "lessons", "progress")
    own_names: ClassVar[tuple[str, ...]] = ("progress", "pace")

    lessons: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, lessons: Sequence[str], *, lang: str, lesson: str) -> None:
        """List `lessons`, by slug in the order of the course.

        Raises `ValueError` for no lessons, a lesson given twice, and one without a title in the section `lessons`.
        """
        super().__init__(lang=lang, lesson=lesson, lessons=list(lessons))
        untitled = [slug for slug in lessons if slug not in self.strings]
        if untitled or not lessons or len(set(lessons)) < len(lessons):
            raise ValueError(f"A course map needs lessons with a title, each once; got {', '.join(lessons) or 'none'}.")

    def fallback_text(self) -> str:
        """Return the purpose of the map, without titles, so that a new lesson does not change other notebooks."""
        return self.strings["fallback"]
