"""A sorter for the learner's 'musts': it really must, it may wait, or it is a rule of their own."""

from __future__ import annotations

from typing import ClassVar

import traitlets

from adempauze.widgets.ladder import Ladder


class Musts(Ladder):
    """A ladder with rungs and words of its own; its front end is the ladder's."""

    sections: ClassVar[tuple[str, ...]] = (*Ladder.sections, "musts")  # the last section's words count

    name = traitlets.Unicode("musts").tag(sync=True)
    rungs: traitlets.List[str] = traitlets.List(default_value=["really", "later", "own_rule"]).tag(sync=True)

    def __init__(self, task: str, *items: str, lang: str, lesson: str) -> None:
        """Take the task and, optionally, 'musts' to choose from; a lesson has at most one such sorter."""
        super().__init__("musts", task, *items, lang=lang, lesson=lesson)
