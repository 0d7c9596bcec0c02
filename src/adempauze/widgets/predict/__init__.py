"""Cards to guess at first: a belief and how sure, and only then what the evidence says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import traitlets

from adempauze.evidence.judged import Judged, claim
from adempauze.widgets import NoteWidget, note_key


def statement(
    text: str,
    verdict: str,
    certainty: str,
    reason: str,
    sources: Iterable[str] = (),
    change: str = "",
    studied: str = "",
) -> Judged:
    """Return a saying that is no claim of the article; `sources` are ids of sources, studies, facts or safety rows."""
    return Judged(text, verdict, certainty, reason, tuple(sources), change, studied=studied)


class Predict(NoteWidget):
    """One card at a time; at the end own beliefs beside the verdicts, as a picture and in words, never a mark.

    The guesses are kept, under `key`, only when the learner asks.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "keep", "judged", "predict")

    key = traitlets.Unicode().tag(sync=True)
    items: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(self, *items: str | Judged, id: str = "guesses", lang: str, lesson: str) -> None:
        """Take ids of claims, and sayings made with `statement`; `id` tells two decks of one lesson apart.

        Raises `ValueError` when there are none, one comes twice, or an id is unknown, is of a warning or cannot name
        a note.
        """
        key = f"{lesson}/guesses" if id == "guesses" else note_key(lesson, id)
        if not items:
            raise ValueError("There is nothing to guess at: give ids of claims, or statements.")
        if len(set(items)) < len(items):
            raise ValueError("The same card is given twice.")
        judged = [item if isinstance(item, Judged) else claim(item, lang) for item in items]
        messages = [each.as_message(f"statement-{n}", lang) for n, each in enumerate(judged, start=1)]
        super().__init__(lang=lang, lesson=lesson, key=key, items=messages)

    def fallback_text(self) -> str:
        """Return the sayings, so that someone with paper can guess too; what the evidence says is not given away."""
        return self.strings["fallback"].format(sayings="; ".join(item["text"] for item in self.items))
