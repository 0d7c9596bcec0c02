"""Notes as a page to read or print."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from itertools import groupby

from adempauze.messages import table

from .note import Note


def to_markdown(notes: Iterable[Note], lang: str) -> str:
    """Return the notes by lesson, in the order in which they were written.

    A reflection is quoted as it was written; any other note is shown as the values that were set. Nothing in a note
    can become HTML, a link or a picture, so a program that shows this page runs and fetches nothing.
    """
    strings = table(lang, "journal")
    lines = [f"# {strings['title']}", "", strings["private"]]
    for lesson, group in groupby(sorted(notes, key=_place), key=_lesson):
        lines += ["", f"## {_inert(lesson)}"]
        for note in group:
            lines += ["", *_section(note, strings)]
    return "\n".join(lines) + "\n"


def _lesson(note: Note) -> str:
    return note.key.partition("/")[0]


def _place(note: Note) -> tuple[str, datetime.datetime, str]:
    return _lesson(note), note.moment, note.key


def _section(note: Note, strings: dict[str, str]) -> list[str]:
    _, _, name = note.key.partition("/")
    kind = strings.get(f"kind_{note.kind}", note.kind)
    written = strings["written"].format(kind=kind, date=note.updated_at[:10], time=note.updated_at[11:16])
    content = _quoted(note.text) if note.kind == "reflection" else _fenced(note.text)
    return [f"### {_inert(name or note.key)}", "", f"*{written}*", "", *content]


def _quoted(text: str) -> list[str]:
    # Two spaces at the end of a line are a line break in Markdown.
    return [f"> {_inert(line)}  " if line.strip() else ">" for line in text.splitlines()]


def _fenced(text: str) -> list[str]:
    try:
        shown = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        shown = text
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", shown)), default=0))
    return [f"{fence}json", *shown.splitlines(), fence]


def _inert(text: str) -> str:
    return re.sub(r"([\\<\[])", r"\\\1", text)
