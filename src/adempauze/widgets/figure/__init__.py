"""A figure of the evidence, drawn by Matplotlib when the notebook runs, in the colours of the page."""

from __future__ import annotations

import re
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import traitlets

from adempauze.widgets import CourseWidget

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

NAMES = ("designs", "guessing", "open-and-controlled", "who-guessed-right")


class Figure(CourseWidget):
    """A still figure with its numbers as text; it follows light and dark mode."""

    sections: ClassVar[tuple[str, ...]] = (*CourseWidget.sections, "figure")

    alt = traitlets.Unicode().tag(sync=True)
    svg = traitlets.Unicode().tag(sync=True)

    def __init__(self, name: str, *, lang: str) -> None:
        """Draw a figure by its name; raises `ValueError` for an unknown name."""
        if name not in NAMES:
            raise ValueError(f"No figure {name!r}; there are {', '.join(NAMES)}.")
        drawing, alt = _draw(name, lang)
        super().__init__(lang=lang, alt=alt, svg=themed_svg(drawing))

    @traitlets.default("fallback")
    def _fallback(self) -> str:
        return self.fallback_text()

    def fallback_text(self) -> str:
        """Return the numbers, because paper shows only them."""
        return self.alt


def _draw(name: str, lang: str) -> tuple[Drawing, str]:
    from adempauze.evidence import figures  # imports Matplotlib, which is slow

    draw = {
        "designs": figures.funnel_of_designs,
        "guessing": figures.what_guessing_does,
        "open-and-controlled": figures.open_against_controlled,
        "who-guessed-right": figures.who_guessed_right,
    }
    return draw[name](lang)


def themed_svg(drawing: Drawing) -> str:
    """Return a figure as SVG whose words are text and whose colours are the course's tokens.

    The style sheet and unused ids are removed, because they would affect the rest of the page. Styles become
    attributes, because the book's pages allow no styles in their markup.
    """
    from matplotlib import rc_context

    page = StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "adempauze"}):
        drawing.savefig(page, format="svg", metadata={"Creator": None, "Date": None, "Format": None, "Type": None})
    svg = page.getvalue()[page.getvalue().index("<svg") :]
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.S)
    svg = re.sub(r' (?:width|height)="[\d.]+pt"', "", svg, count=2)
    used = set(re.findall(r"#([a-z]\w+)\b(?=[\")])", svg))
    svg = re.sub(r' id="([^"]*)"', lambda name: name[0] if name[1] in used else "", svg)
    svg = re.sub(r"#[0-9a-f]{6}\b", lambda colour: f"var({_token(colour[0])})", svg)
    svg = re.sub(r' style="([^"]*)"', lambda style: _attributes(style[1]), svg)
    return re.sub(r"\s*\n\s*", "\n", svg)


def _attributes(style: str) -> str:
    """Return a style as attributes, without the font, which is that of the page."""
    pairs = (declaration.split(": ") for declaration in style.strip("; ").split("; "))
    return "".join(f' {name}="{value}"' for name, value in pairs if name != "font-family")


def _token(colour: str) -> str:
    return _tokens()[colour]


@cache
def _tokens() -> dict[str, str]:
    """Return the token of each light colour, because figures are drawn in light colours."""
    light = (Path(__file__).parent.parent / "_kit" / "tokens.css").read_text(encoding="utf-8").partition("}")[0]
    return {colour: name for name, colour in re.findall(r"(--az-[\w-]+): (#[0-9a-f]{6});", light)}
