"""The course map: what was opened, what is done, where to go on, and how much of a lesson to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import traitlets

from adempauze.widgets import NoteWidget


class Progress(NoteWidget):
    """A list of the lessons with what the learner did, a mark for the lesson it stands in, and a choice of pace.

    A lesson counts as opened once this widget was shown in it, or once a note was written in it.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "lessons", "progress")

    lessons: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, lessons: Sequence[str], *, lang: str, lesson: str) -> None:
        """List `lessons`, by slug in the order of the course.

        Raises `ValueError` when there are none, one stands twice, or one has no title in the section `lessons`.
        """
        super().__init__(lang=lang, lesson=lesson, lessons=list(lessons))
        untitled = [slug for slug in lessons if slug not in self.strings]
        if untitled or not lessons or len(set(lessons)) < len(lessons):
            raise ValueError(f"A course map needs lessons with a title, each once; got {', '.join(lessons) or 'none'}.")

    def fallback_text(self) -> str:
        """Return what the map is for; without the titles, so a new lesson changes no other lesson's notebook."""
        return self.strings["fallback"]
