"""A breathing timer: a rhythm to follow for some minutes, and the evidence for it."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from adempauze.evidence.judged import links
from adempauze.evidence.tables import rows
from adempauze.widgets import CourseWidget

MINUTES = range(1, 21)

# The table's columns with seconds, in the order of one breath, and the front end's names for these phases.
_PHASES = {
    "inhale_s": "in",
    "second_inhale_s": "more",
    "hold_after_inhale_s": "hold",
    "exhale_s": "out",
    "hold_after_exhale_s": "pause",
}


class Breathe(CourseWidget):
    """A breathing timer that starts with `pattern` and `minutes`; the reader can choose others.

    With `whole_page`, the timer has a page of the book for itself: a session fills it, and Space works anywhere on it.
    """

    sections: ClassVar[tuple[str, ...]] = (*CourseWidget.sections, "breathe")

    pattern = traitlets.Unicode().tag(sync=True)
    minutes = traitlets.Int().tag(sync=True)
    whole_page = traitlets.Bool().tag(sync=True)
    patterns: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(self, pattern: str = "4-6", minutes: int = 5, *, whole_page: bool = False, lang: str) -> None:
        """Start with a pattern by its id and a length in whole minutes.

        Raises `ValueError` for an unknown pattern or length.
        """
        known = patterns(lang)
        ids = [each["id"] for each in known]
        if pattern not in ids:
            raise ValueError(f"No breathing pattern {pattern!r}; there are {', '.join(ids)}.")
        if minutes not in MINUTES:
            raise ValueError(f"No length of {minutes!r} minutes; there are 1 to 20, in whole minutes.")
        super().__init__(lang=lang, pattern=pattern, minutes=int(minutes), patterns=known, whole_page=whole_page)

    def fallback_text(self) -> str:
        """Return the rhythm, the length, and how to breathe with care."""
        name = next(each["name"] for each in self.patterns if each["id"] == self.pattern)
        return self.strings["fallback"].format(name=name, minutes=self.minutes)


def patterns(lang: str) -> list[dict[str, Any]]:
    """Return the patterns of the evidence table in one language, for the front end.

    Each has `id`, `name`, `steps` (pairs of phase and milliseconds, in the order of one breath), what is known
    (`label`, `evidence`, `verdict`), its `sources` (pairs of label and address) and when to `stop`.
    """
    return [
        {
            "id": row["id"],
            "name": row[f"name_{lang}"],
            "steps": [[phase, round(row[column] * 1000)] for column, phase in _PHASES.items() if row[column]],
            "label": row[f"evidence_label_{lang}"],
            "evidence": row[f"evidence_{lang}"],
            "verdict": row[f"verdict_{lang}"],
            "sources": links(row["sources"], lang),
            "stop": row[f"stop_rules_{lang}"],
        }
        for row in rows("breathing_patterns")
    ]
