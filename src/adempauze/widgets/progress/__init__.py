"""The course map: a short path and a shelf of lessons, what was opened and finished, and where to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import traitlets

from adempauze.course import SHORT_PATH
from adempauze.widgets import NoteWidget


class Progress(NoteWidget):
    """The lessons with the learner's progress, where to go on, and a mark for this lesson.

    A lesson counts as opened once it has shown this widget or has a note.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "lessons", "progress")
    own_names: ClassVar[tuple[str, ...]] = ("progress", "pace")  # the first edition kept a pace

    path: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)
    shelf: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, lessons: Sequence[str], *, lang: str, lesson: str) -> None:
        """List `lessons`, by slug: those of the short path in its order, the others as they come.

        Raises `ValueError` for no lessons, a lesson given twice, and one without a title in the section `lessons`.
        """
        path = [slug for slug in SHORT_PATH if slug in lessons]
        shelf = [slug for slug in lessons if slug not in path]
        super().__init__(lang=lang, lesson=lesson, path=path, shelf=shelf)
        untitled = [slug for slug in lessons if slug not in self.strings]
        if untitled or not lessons or len(set(lessons)) < len(lessons):
            raise ValueError(f"A course map needs lessons with a title, each once; got {', '.join(lessons) or 'none'}.")

    def fallback_text(self) -> str:
        """Return the purpose of the map, without titles, so that a new lesson does not change other notebooks."""
        return self.strings["fallback"]
