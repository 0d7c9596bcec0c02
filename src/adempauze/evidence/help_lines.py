"""Whom to call, from the table of help lines. Only this module parses the cells with phone numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from adempauze.evidence.tables import Row, rows

EMERGENCY = "emergency"
"""The kind of a line for when a life is in danger."""

_PHONE = re.compile(r"(\+?\d(?:[\d -]*\d)?)(?:, option (\d))?")


@dataclass(frozen=True)
class Phone:
    """A phone number as it is written ("0800-0113"), and the option to choose in its menu ("2"), usually ""."""

    number: str
    option: str = ""

    @property
    def dialled(self) -> str:
        """What a telephone dials: the digits, and the + before the code of a country."""
        return re.sub(r"[^+\d]", "", self.number)


def phones(cell: str) -> list[Phone]:
    """Return the phone numbers in a cell such as "113 / 0800-0113" or "111, option 2"; none for an empty cell."""
    return [Phone(number, option) for number, option in _PHONE.findall(cell)]


def digits(text: str) -> str:
    """Return the digits of a phone number or of its `tel:` address."""
    return re.sub(r"\D", "", text)


def help_lines() -> list[Row]:
    """Return the rows of the table, each with its `phones`."""
    return [{**row, "phones": phones(row["number"])} for row in rows("help")]


@cache
def dialled(kind: str = "") -> frozenset[str]:
    """Return the digits of all phone numbers, or of those of one kind of line ("emergency", "crisis", ...)."""
    lines = (line for line in help_lines() if kind in ("", line["kind"]))
    return frozenset(digits(phone.number) for line in lines for phone in line["phones"])


def checked() -> str:
    """Return the date of the oldest check, such as "2026-11-23": every line was checked then or later."""
    return min(str(line["as_of"]) for line in rows("help"))
