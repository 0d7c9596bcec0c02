"""A sheet of questions for the GP or pharmacist, made from what applies to the learner; never a verdict."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from adempauze import messages
from adempauze.evidence.help_lines import EMERGENCY, checked, help_lines
from adempauze.evidence.tables import rows
from adempauze.widgets import CourseWidget

_NEAR = (EMERGENCY, "crisis", "care")  # kinds of lines for a red flag, in the learner's country
_FAR = (EMERGENCY, "crisis")  # the same for other countries
_CALL = {"suicide": "crisis", "acute": EMERGENCY}  # what a red flag asks for; any other asks for the GP


class Conversation(CourseWidget):
    """Check boxes that become questions to take along; a red flag shows whom to call at once.

    The ticks are not kept anywhere, so this is not a widget with notes.
    """

    sections: ClassVar[tuple[str, ...]] = (*CourseWidget.sections, "countries", "help_box", "sheet", "conversation")

    questions: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    near: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    far: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    checked = traitlets.Unicode().tag(sync=True)

    def __init__(self, *, country: str = "NL", lang: str) -> None:
        """Show the help lines of `country` first.

        Raises `ValueError` for a country whose emergency number is not in the evidence.
        """
        lines = _help_lines(lang)
        near = [line for line in lines if line["country"] == country and line["kind"] in _NEAR]
        if not any(line["kind"] == EMERGENCY for line in near):
            known = [line["country"] for line in lines if line["kind"] == EMERGENCY]
            raise ValueError(f"No emergency number for {country!r}; there is one for {', '.join(known)}.")
        far = [line for line in lines if line["country"] != country and line["kind"] in _FAR]
        day = messages.date(checked(), lang)
        super().__init__(lang=lang, questions=_questions(lang), near=near, far=far, checked=day)

    def fallback_text(self) -> str:
        """Return the purpose of the sheet."""
        return self.strings["fallback"]


def _questions(lang: str) -> list[dict[str, Any]]:
    return [
        {
            "id": row["id"],
            "group": row["group"],
            "applies": row[f"applies_{lang}"],
            "question": row[f"question_{lang}"],
            "for": row["for"],
            "call": _CALL.get(row["id"], "care") if row["red_flag"] else "",
        }
        for row in rows("conversation")
    ]


def _help_lines(lang: str) -> list[dict[str, str]]:
    """Return the help lines for the front end; a field that the table leaves empty is ""."""
    columns = {"url": "url", "for": f"for_{lang}", "hours": f"hours_{lang}", "as_of": "as_of"}
    return [
        {key: row[key] for key in ("country", "kind", "name")}
        | {key: row[column] for key, column in columns.items()}
        | {
            "call": phone.dialled if phone else "",
            "short": phone.number if phone else "",
            "option": phone.option if phone else "",
        }
        for row in help_lines()
        for phone in [next(iter(row["phones"]), None)]  # the others in a cell reach the same line
    ]
