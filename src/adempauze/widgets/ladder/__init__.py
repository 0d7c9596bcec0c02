"""A ladder for the learner's signals: early, middle or late."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from adempauze.widgets import NoteWidget, note_key


class Ladder(NoteWidget):
    """Signals on three rungs, early, middle and late: the learner's own, and given ones.

    One text at a time is in hand, and one touch puts it on a rung or aside. All are kept, under `key`, on request only.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "keep", "sorting", "ladder")
    own_names: ClassVar[tuple[str, ...]] = ("ladder-.*",)

    key = traitlets.Unicode().tag(sync=True)
    task = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode("ladder").tag(sync=True)
    rungs: traitlets.List[str] = traitlets.List(default_value=["early", "middle", "late"]).tag(sync=True)
    items: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(self, id: str, task: str, *items: str, lang: str, lesson: str) -> None:
        """Take the task and, optionally, texts to choose from.

        Raises `ValueError` for a text that is empty or given twice, and for an `id` that cannot name a note.
        """
        key = note_key(lesson, id, "ladder")
        if not all(text.strip() for text in (task, *items)):
            raise ValueError(f"The ladder {id!r} holds an empty text.")
        if len(set(items)) < len(items):
            raise ValueError(f"The ladder {id!r} holds the same text twice.")
        given = [{"key": f"given-{n}", "text": text} for n, text in enumerate(items, start=1)]
        super().__init__(lang=lang, lesson=lesson, key=key, task=task, items=given)

    def fallback_text(self) -> str:
        """Return the task and the texts to choose from, so that the learner can do it on paper."""
        items = "; ".join(item["text"] for item in self.items)
        return self.strings["fallback_items" if items else "fallback"].format(task=self.task, items=items)
