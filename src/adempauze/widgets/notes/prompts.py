"""What each note of the lessons is an answer to, read from the lessons' own code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from adempauze import course
from adempauze.evidence.tables import rows_by


def prompts(lang: str) -> dict[str, dict[str, Any]]:
    """Return, for the key of each note of the lessons, its `question`, or the texts of its cards by their key."""
    found: dict[str, dict[str, Any]] = {}
    for path in course.paths(lang):
        for call in _calls(path.read_text(encoding="utf-8")):
            texts = [_text(argument) for argument in call.args]
            match _verb(call), texts:
                case "reflect", [str(id), str(question), *_]:
                    found[f"{path.stem}/{id}"] = {"question": question}
                case "ladder", [str(id), str(task), *_]:
                    found[f"{path.stem}/ladder-{id}"] = {"question": task}
                case "musts", [str(task), *_]:
                    found[f"{path.stem}/ladder-musts"] = {"question": task}
                case "predict", _:
                    deck = next((_text(each.value) for each in call.keywords if each.arg == "id"), None) or "guesses"
                    found.setdefault(f"{path.stem}/{deck}", {"cards": {}})["cards"] |= _cards(call, lang)
    return found


def _calls(notebook: str) -> Iterator[ast.Call]:
    """Yield the calls at the top level of a notebook's code cells."""
    for kind, source in course.read_cells(notebook):
        if kind != "code":
            continue
        try:
            body = ast.parse(source).body
        except SyntaxError:  # a magic command of IPython
            continue
        yield from (each.value for each in body if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call))


def _verb(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _cards(call: ast.Call, lang: str) -> dict[str, str]:
    """Return the texts of a deck by the keys that `Predict` gives its cards."""
    claims = rows_by("id", "claims")
    cards: dict[str, str] = {}
    for n, argument in enumerate(call.args, start=1):
        id = _text(argument)
        if id in claims:
            cards[id] = claims[id][f"claim_{lang}"]
        elif isinstance(argument, ast.Call) and argument.args and (text := _text(argument.args[0])):
            cards[f"statement-{n}"] = text
    return cards
