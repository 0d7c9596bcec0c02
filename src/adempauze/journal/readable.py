"""All notes in words, as one text to read or print.

The page with all notes offers the same text (`widgets/_kit/readable.js`); `tests/book/test_my_notes.py` compares them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from adempauze.messages import date, number

from .note import Note

_UNWRITTEN = "progress"  # it only says how far the learner is
_PAGE = "my-notes"  # what was written outside the lessons comes first
Words = Mapping[str, str]
Prompt = Mapping[str, Any]


def to_text(notes: Iterable[Note], lang: str, words: Words, prompts: Mapping[str, Prompt]) -> str:
    """Return every note that was written, by lesson; `words` and `prompts` are those of the page with all notes.

    A note that cannot be read as its kind is shown as it is, so that nothing that was written is hidden.
    """
    written = [note for note in notes if note.kind != _UNWRITTEN and note.text.strip()]
    parts = [words["text_private"]]
    for lesson, group in groupby(sorted(written, key=_place), key=_lesson):
        title = words["own_sentences"] if lesson == _PAGE else words.get(lesson, lesson)
        own = list(group)
        parts.append(title.upper())
        parts += [
            _entry(note, lang, words, prompts.get(note.key, {})) for note in (own[::-1] if lesson == _PAGE else own)
        ]
    return "\n\n".join(parts) + "\n"


def _lesson(note: Note) -> str:
    return note.key.partition("/")[0]


def _place(note: Note) -> tuple[bool, str, float]:
    lesson = _lesson(note)
    return lesson != _PAGE, lesson, note.moment.timestamp()


def _entry(note: Note, lang: str, words: Words, prompt: Prompt) -> str:
    day = date(note.moment.astimezone().date().isoformat(), lang)
    written = words["on_day"].format(kind=words.get(f"kind_{note.kind}", note.kind), day=day)
    question = prompt.get("question")
    return "\n".join([*([question] if question else []), *_lines(note, lang, words, prompt), f"({written})"])


def _lines(note: Note, lang: str, words: Words, prompt: Prompt) -> list[str]:
    read = _READERS.get(note.kind)
    try:
        content = json.loads(note.text) if read else None
    except (ValueError, RecursionError):
        content = None
    lines = read(content, lang, words, prompt) if read and isinstance(content, dict) else []
    return lines or [note.text]


def _check_in(content: dict[str, Any], lang: str, words: Words, _prompt: Prompt) -> list[str]:
    values = [content.get(name) for name in ("energy", "tension")]
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return []
    energy, tension = (number(value, lang, 0) for value in values if value is not None)
    when = words.get(f"moment_{content.get('moment')}")
    return [words["checked_in"].format(energy=energy, tension=tension) + (f" ({when})" if when else "")]


def _predict(content: dict[str, Any], _lang: str, words: Words, prompt: Prompt) -> list[str]:
    cards = prompt.get("cards", {})
    lines = []
    for key, guess in content.items():
        said = [words["saying"].format(text=cards.get(key, key))]
        if isinstance(guess, dict):
            said.append(_thought(guess, words))
        lines.append(" ".join(filter(None, said)))
    return lines


def _thought(guess: dict[str, Any], words: Words) -> str:
    thinks = guess.get("thinks")
    if thinks == "unknown":
        return words["you_had_no_idea"]
    belief = words.get(f"thought_{thinks}" if thinks else f"verdict_{guess.get('belief')}")
    sure = words.get(f"sure_{guess.get('sure')}")
    return words["you_thought"].format(belief=belief, sure=sure) if belief and sure else ""


def _ladder(content: dict[str, Any], _lang: str, words: Words, _prompt: Prompt) -> list[str]:
    lines: list[str] = []
    for rung, entries in content.items():
        placed = [each["text"] for each in _records(entries) if isinstance(each.get("text"), str)]
        if rung == "order":  # how the first edition kept a ladder
            lines += [f"{n}. {text}" for n, text in enumerate(placed, start=1)]
        elif placed:
            lines.append(f"{words.get(rung, rung)}: {'; '.join(placed)}")
    return lines


def _plan(content: dict[str, Any], _lang: str, words: Words, _prompt: Prompt) -> list[str]:
    pairs = [[pair.get("when") or "…", pair.get("then") or "…"] for pair in _records(content.get("pairs"))]
    lines = [words["line"].format(when=when, then=then) for when, then in pairs if [when, then] != ["…", "…"]]
    named = [(name, content.get(name)) for name in ("step", "person")]
    return lines + [f"{words[name]}: {text}" for name, text in named if isinstance(text, str) and text.strip()]


def _records(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


_READERS: dict[str, Callable[[dict[str, Any], str, Words, Prompt], list[str]]] = {
    "check-in": _check_in,
    "predict": _predict,
    "ladder": _ladder,
    "plan": _plan,
}
