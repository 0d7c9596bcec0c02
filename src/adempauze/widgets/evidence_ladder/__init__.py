"""A ladder of evidence: the learner says how much evidence there is for what may help, and then sees what there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import traitlets

from adempauze.evidence.judged import Judged
from adempauze.widgets import NoteWidget, note_key


def option(
    text: str,
    verdict: str,
    certainty: str,
    reason: str,
    ask: str,
    sources: Iterable[str] = (),
    change: str = "",
    studied: str = "",
) -> Judged:
    """Return an option that may help, with the strength of its evidence, and whom to `ask` about it.

    verdict, certainty, sources, studied: see `Judged`.
    """
    if not ask.strip():
        raise ValueError(f"{text!r} does not say who to ask.")
    return Judged(text, verdict, certainty, reason, tuple(sources), change, ask, studied=studied)


class EvidenceLadder(NoteWidget):
    """Options to put on three rungs, one at a time; what the evidence says appears on request.

    The options come in alphabetical order, so that the order of the call does not give the answer away. Where the
    learner puts them is kept, under `key`, only when the learner asks.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "keep", "judged", "sorting", "evidence_ladder")
    own_names: ClassVar[tuple[str, ...]] = ("ladder-.*",)

    key = traitlets.Unicode().tag(sync=True)
    task = traitlets.Unicode().tag(sync=True)
    items: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(self, id: str, task: str, *options: Judged, lang: str, lesson: str) -> None:
        """Take the task, and two or more options made with `option`.

        Raises `ValueError` for fewer options, for an option that is given twice or does not say whom to ask, and for an
        `id` that cannot name a note.
        """
        key = note_key(lesson, id, "ladder")
        if not task.strip() or len(options) < 2 or not all(isinstance(each, Judged) for each in options):
            raise ValueError(f"The ladder {id!r} needs a task and two options or more, and nothing else.")
        if len({each.text for each in options}) < len(options):
            raise ValueError(f"The ladder {id!r} holds the same option twice.")
        if not all(each.ask for each in options):
            raise ValueError(f"The ladder {id!r} has an option that does not say who to ask.")
        items = [each.as_message(f"option-{n}", lang) for n, each in enumerate(options, start=1)]
        items.sort(key=lambda item: item["text"].casefold())
        super().__init__(lang=lang, lesson=lesson, key=key, task=task, items=items)

    def fallback_text(self) -> str:
        """Return the task and the options, so that the learner can do it on paper."""
        return self.strings["fallback"].format(task=self.task, items="; ".join(item["text"] for item in self.items))
