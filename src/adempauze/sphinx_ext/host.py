"""Widgets in a page without a kernel: turns the state that ipywidgets writes into what `host.js` mounts.

Each widget class becomes one minified classic script, named after its content, so that a page loads it once, a browser
can cache it, and it works in a page opened from disk. The page itself holds only the small states of its widgets.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from rjsmin import jsmin

from adempauze import messages

FOLDER = "adempauze"
_LEFT_OUT = {"_esm", "_css", "_dom_classes", "layout", "tabbable", "tooltip", "fallback", "fallback_html"}


class NotOurWidgetError(ValueError):
    """A page has a widget that cannot run without a kernel."""


@dataclass
class Page:
    """What a page needs: `states` by model id, and `files` (name to text) that it loads beside `host.js`."""

    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def add(self, model_id: str, state: Mapping[str, Any]) -> str:
        """Add one widget's state to the page and return the markup that the widget mounts on.

        Raises `NotOurWidgetError` when the widget has no front end of its own.
        """
        if "_esm" not in state or "_anywidget_id" not in state:
            raise NotOurWidgetError(f"{state.get('_model_name', 'This widget')} needs a kernel.")
        script = named_file("js", state["_anywidget_id"], state["_esm"])[0]
        self.files[script] = script_of(state["_esm"], script)
        self.states[model_id] = {"widget": script, "state": state_without_kernel(state)}
        return mount_markup(model_id, script.partition(".")[0], _without_script(state))

    def states_markup(self) -> str:
        """Return the element with the states; `<` is escaped, so no text in it can end the element."""
        states = json.dumps(self.states, ensure_ascii=False).replace("<", "\\u003c")
        return f'<script type="application/json" id="adempauze-states">{states}</script>'


def state_without_kernel(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the front end of a widget needs of its state where there is no kernel."""
    kept = {key: value for key, value in state.items() if key not in _LEFT_OUT and not key.startswith("_")}
    return kept | {"home": "book"}


@cache
def script_of(module: str, name: str) -> str:
    """Return a widget's module as a minified classic script for the book; see `as_classic_script`."""
    return minified(as_classic_script(module, name))


def minified(script: str) -> str:
    """Return a script without its comments and white space."""
    return str(jsmin(script))


def as_classic_script(module: str, name: str) -> str:
    """Wrap a widget's module in a call that hands it to the host, even if that comes later; see `as_function`."""
    return f"(globalThis.adempauzeFiles ??= []).push([{json.dumps(name)}, {as_function(module, name)}]);\n"


def as_function(module: str, name: str) -> str:
    """Return an ES module that imports nothing as a function that returns its default export.

    Raises `ValueError` when the module does not end in exactly one `export default`, or imports something.
    """
    if re.search(r"^\s*import\b", module, flags=re.M):
        raise ValueError(f"{name} imports something; a script of the book is one file.")
    body = re.sub(r"^export (?=(?:async|class|const|function|let)\b)", "", module, flags=re.M)
    body, defaults = re.subn(r"^export default ", "return ", body, flags=re.M)
    if defaults != 1:
        raise ValueError(f"{name} has {defaults} default exports; a script of the book has one.")
    return f'() => {{\n"use strict";\n{body}}}'


@cache
def host_script() -> tuple[str, str]:
    """Return the name and text of the host script, with the journal that replaces the kernel's, and printing."""
    parts = (files(__package__).joinpath(name) for name in ("host.js", "journal.js", "paper.js"))
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    return named_file("js", "host", minified(f"((there) => {{\n{text}\n}})({_there()});"))


def style_sheet(styles: Iterable[str]) -> tuple[str, str]:
    """Return the name and text of one style sheet made of the given parts, without repeats, comments and indents."""
    text = re.sub(r"/\*.*?\*/", "", "\n".join(dict.fromkeys(styles)), flags=re.S)
    return named_file("css", "course", re.sub(r"\s*\n\s*", "\n", text))


def write_static(site: Path, name: str, text: str) -> None:
    """Write a static file of the site unless it exists; its name holds a digest of the text, so it cannot differ."""
    file = site / "_static" / FOLDER / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def when_there(script: str) -> str:
    """Return a classic script that runs once the page and its style are there; see `there.js`.

    It needs `async`; browsers run deferred scripts in order, so one that hangs keeps all later ones away.
    """
    return f"({_there()})().then(() => {{\n{script}\n}});"


def _there() -> str:
    module = files(__package__).joinpath("there.js").read_text(encoding="utf-8")
    return f"({as_function(module, 'there.js')})()"


def mount_markup(model_id: str, kind: str, fallback: str) -> str:
    """Return the element that a widget of a kind mounts on; it shows the fallback, which is markup, until then."""
    return f'<div class="adempauze-mount" data-kind="{kind}" data-model="{html.escape(model_id)}">{fallback}</div>'


def _without_script(state: Mapping[str, Any]) -> str:
    """Return what a page shows while a widget's script is not there: what the widget is, and what it needs.

    A widget that is useful without a script has its own markup, or a fallback without the sentence on what it needs.
    """
    if state.get("fallback_html"):
        return f'<div class="adempauze-fallback">{state["fallback_html"]}</div>'
    sentence = state["fallback"].removesuffix(state["strings"]["needs_browser"])
    text = html.escape(sentence)
    if sentence != state["fallback"]:
        words = messages.table(state["lang"], "mount")
        text += (
            f"<noscript>{html.escape(words['needs_script'])}</noscript>"
            f'<span class="adempauze-loading">{html.escape(words["loading"])}</span>'
        )
    return f'<p class="adempauze-fallback">{text}</p>'


def named_file(suffix: str, origin: str, text: str) -> tuple[str, str]:
    """Return a name with a digest of the text, and the text."""
    stem = origin.rpartition(".")[2].lower()
    return f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:10]}.{suffix}", text
