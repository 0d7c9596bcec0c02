"""What all widgets of the course have in common: language, look, fallback text, private messages to the kernel.

A widget is a folder with one class (`__init__.py`), one front end (`widget.js`) and one style file (`widget.css`).
Front ends import shared parts from `_kit/`; `assemble` joins a front end and its parts into one ES module.
"""

from __future__ import annotations

import inspect
import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from adempauze import messages
from adempauze.journal import Journal, JournalError, Note, default_path
from adempauze.widgets.assemble import assemble

_KIT = Path(__file__).parent / "_kit"
_SHARED_STYLES = (_KIT / "tokens.css", _KIT / "kit.css")


class CourseWidget(anywidget.AnyWidget):
    """An anywidget in the learner's language, with a fallback sentence for places where it cannot run.

    A subclass names its sections of the message tables in `sections` and implements `fallback_text()`.
    Synced traits hold configuration only: built pages store them, so nothing that a learner writes may be one.
    """

    sections: ClassVar[tuple[str, ...]] = ("kit",)

    home = traitlets.Enum(("kernel", "book"), default_value="kernel").tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    strings: traitlets.Dict[str, str] = traitlets.Dict().tag(sync=True)
    fallback = traitlets.Unicode().tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        folder = Path(inspect.getfile(cls)).parent
        by_traitlets = "_esm" in vars(cls)  # `add_traits()` makes a subclass whose `_esm` is a trait
        if (folder / "widget.js").is_file() and not by_traitlets:
            cls._esm = assemble(folder / "widget.js")
            cls._css = "\n".join(_text(style) for style in (*_SHARED_STYLES, folder / "widget.css"))
        super().__init_subclass__(**kwargs)

    @traitlets.default("strings")
    def _strings(self) -> dict[str, str]:
        return {key: text for name in self.sections for key, text in messages.table(self.lang, name).items()}

    @traitlets.default("fallback")
    def _fallback(self) -> str:
        return f"{self.fallback_text()} {self.strings['needs_browser']}"

    def fallback_text(self) -> str:
        """Return one stable sentence that says what this widget is."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return self.fallback


class NoteWidget(CourseWidget):
    """A widget that keeps private notes in the journal.

    A subclass declares in `own_names` (regular expressions) which names of notes it reserves in each lesson.

    What the learner writes is sent as a custom message, never as a trait, and answered once it is on disk.
    A request is `{"ask": name, "id": n, ...}`; its answer is `{"answer": n, ...}` or `{"answer": n, "problem": code}`.
    All widgets of a kernel share one journal, so each of them can report a journal file that was set aside.
    """

    sections: ClassVar[tuple[str, ...]] = ("kit", "notes")
    own_names: ClassVar[tuple[str, ...]] = ()

    lesson = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._answer)

    @property
    def journal(self) -> Journal:
        """The journal of this kernel; raises `JournalError` when the computer has no place for one."""
        return _journal_at(default_path())

    def _answer(self, _widget: Any, request: dict[str, Any], _buffers: list[bytes]) -> None:
        ask = getattr(self, f"_ask_{request.get('ask')}", None)
        if ask is None:
            return
        try:
            answer = ask(request)
        except JournalError as error:
            answer = {"problem": error.code}
        except (KeyError, TypeError):  # a malformed request may hold a learner's text, so it is not logged
            answer = {"problem": "unknown"}
        with suppress(JournalError):  # without a place for a journal, nothing was set aside
            if self.journal.set_aside is not None:
                answer["set_aside"] = self.journal.set_aside.name
        self.send({"answer": request.get("id"), **answer})

    def _ask_visit(self, _request: dict[str, Any]) -> dict[str, Any]:
        if self.lesson:
            self.journal.visit(self.lesson)
        return {}

    def _ask_load(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"note": _as_message(self.journal.load(request["key"]))}

    def _ask_save(self, request: dict[str, Any]) -> dict[str, Any]:
        """Keep a text, or remove the note if it is None. A note that is not as `seen` stays, and the answer says so."""
        result = self.journal.replace(request["key"], request["kind"], request["text"], request["seen"])
        return {"note": _as_message(result.note), **({"newer": True} if result.newer else {})}

    def _ask_notes(self, request: dict[str, Any]) -> dict[str, Any]:
        notes = self.journal.notes(kind=request.get("kind"))
        return {"notes": [_as_message(note) for note in notes]}

    def _ask_export(self, _request: dict[str, Any]) -> dict[str, Any]:
        return {"export": self.journal.export()}

    def _ask_import(self, request: dict[str, Any]) -> dict[str, Any]:
        result = self.journal.load_export(request["file"])
        return {"added": result.added, "changed": result.updated + result.merged, "unchanged": result.unchanged}

    def _ask_clear(self, _request: dict[str, Any]) -> dict[str, Any]:
        return {"notes": [_as_message(note) for note in self.journal.clear()]}


@cache
def _journal_at(_default_path: Path) -> Journal:
    return Journal()


def note_key(lesson: str, name: str, kind: str = "") -> str:
    """Return the key of a lesson's note `name`; a `kind` keeps it apart from other kinds of notes.

    Raises `ValueError` for a malformed name, and for a name that a widget reserves.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"{name!r} cannot name a note: use small letters, digits and single hyphens.")
    if kind:
        return f"{lesson}/{kind}-{name}"
    if any(re.fullmatch(own, name) for widget in NoteWidget.__subclasses__() for own in widget.own_names):
        raise ValueError(f"{name!r} cannot name a note: the course has one of that name itself.")
    return f"{lesson}/{name}"


def _as_message(note: Note | None) -> dict[str, str] | None:
    if note is None:
        return None
    return {"key": note.key, "kind": note.kind, "text": note.text, "updated_at": note.updated_at}


def style_sheets() -> list[str]:
    """Return the texts of all style files of the widgets, the shared ones first."""
    return [_text(file) for file in (*_SHARED_STYLES, *sorted(_KIT.parent.glob("[a-z]*/widget.css")))]


@cache
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
