"""One drawing a lesson, and one for the front door: lines in the colours of the page, words in its language.

A drawing is an SVG template (`<name>.svg`) without ids, so that two of them on a page cannot clash. Its words and its
alternative text are the section `drawing-<name>` of the messages. `drawing.css` is inside every drawing, because the
book, JupyterLab and an editor have no style sheet in common.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from adempauze import messages

FRONT_DOOR = "front-door"


class UnknownDrawingError(ValueError):
    """There is no drawing of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No drawing {name!r}; there are {', '.join(names())}.")


@dataclass(frozen=True, repr=False)
class Drawing:
    """A drawing by its name, in a language; a notebook or page shows it as HTML, anything else its words."""

    name: str
    lang: str

    def __post_init__(self) -> None:
        if self.name not in names():
            raise UnknownDrawingError(self.name)

    @property
    def words(self) -> dict[str, str]:
        """What stands in the drawing, by the names in its template, and `alt`, what it explains."""
        return messages.table(self.lang, f"drawing-{self.name}")

    def __repr__(self) -> str:
        return self.words["alt"]

    def html(self) -> str:
        """Return the drawing as an HTML figure that needs no style sheet, script or id of its page."""
        words = {key: escape(text) for key, text in self.words.items()}
        svg = Template(_read(f"{self.name}.svg")).substitute(words)
        inner = svg.partition(">")[2]  # the template opens with a plain tag, so that an editor can show it
        return (
            f'<figure class="adempauze-drawing"><svg viewBox="0 0 400 300" role="img" aria-label="{words["alt"]}">'
            f"<style>{style()}</style>{inner}</figure>"
        )

    def _repr_html_(self) -> str:
        return self.html()


@cache
def names() -> tuple[str, ...]:
    """Return the names of all drawings: the slugs of the lessons, and the front door."""
    return tuple(sorted(file.name[:-4] for file in files(__package__).iterdir() if file.name.endswith(".svg")))


@cache
def style() -> str:
    """Return the style of all drawings on one line: a blank line in it would end the HTML of a Markdown page."""
    return " ".join(re.sub(r"/\*.*?\*/", "", _read("drawing.css"), flags=re.S).split())


@cache
def _read(name: str) -> str:
    return re.sub(r"\n\s*", "\n", files(__package__).joinpath(name).read_text(encoding="utf-8")).strip()
