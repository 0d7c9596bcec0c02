"""A ladder for own signals: which come early, in the middle, late."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from adempauze.widgets import NoteWidget, note_key


class Ladder(NoteWidget):
    """Signals on three rungs: own ones, and ones to choose from.

    They are moved with buttons, a choice of rung, or by dragging, and kept, under `key`, only when the learner asks.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "keep", "sorting", "ladder")

    key = traitlets.Unicode().tag(sync=True)
    task = traitlets.Unicode().tag(sync=True)
    items: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(self, id: str, task: str, *items: str, lang: str, lesson: str) -> None:
        """Take what to do and, if there are any, signals to choose from.

        Raises `ValueError` when one is empty or given twice, or when `id` cannot name a note.
        """
        key = note_key(lesson, id, "ladder")
        if not all(text.strip() for text in (task, *items)):
            raise ValueError(f"The ladder {id!r} holds an empty text.")
        if len(set(items)) < len(items):
            raise ValueError(f"The ladder {id!r} holds the same signal twice.")
        given = [{"key": f"given-{n}", "text": text} for n, text in enumerate(items, start=1)]
        super().__init__(lang=lang, lesson=lesson, key=key, task=task, items=given)

    def fallback_text(self) -> str:
        """Return the task and the signals to choose from, so that someone with paper can do it."""
        items = "; ".join(item["text"] for item in self.items)
        return self.strings["fallback_items" if items else "fallback"].format(task=self.task, items=items)
