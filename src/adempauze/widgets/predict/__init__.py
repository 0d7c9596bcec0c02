"""Cards to guess: the learner's belief and how sure they are, and only then the evidence."""

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
    """Return a claim that is not in the table of claims; for the arguments see `Judged`."""
    return Judged(text, verdict, certainty, reason, tuple(sources), change, studied=studied)


class Predict(NoteWidget):
    """One card at a time; at the end beliefs beside the verdicts, in a picture and in words, without a mark.

    The guesses are kept, under `key`, only when the learner asks.
    """

    sections: ClassVar[tuple[str, ...]] = (*NoteWidget.sections, "keep", "judged", "predict")
    own_names: ClassVar[tuple[str, ...]] = ("guesses",)

    key = traitlets.Unicode().tag(sync=True)
    items: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(self, *items: str | Judged, id: str = "guesses", lang: str, lesson: str) -> None:
        """Take ids of claims, and claims made with `statement`; two decks in one lesson need two ids.

        Raises `ValueError` for no cards, a card that is given twice, an unknown id, the id of a warning, and an `id`
        that cannot name a note.
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
        """Return the claims without their verdicts, so that the learner can guess on paper."""
        return self.strings["fallback"].format(sayings="; ".join(item["text"] for item in self.items))
