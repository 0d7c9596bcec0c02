"""What a page of the book may do: run its own scripts, ask nothing of another host, tell no site where a reader was.

Each page says so itself, so it holds on every host and from disk.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from adempauze.drawings import style as drawing_style

REFERRER = "no-referrer"
_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the icon, and marks in the style sheet
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
SEARCH = "'wasm-unsafe-eval'"  # the search is compiled code; this lets it start, and still lets no text become a script


def directives(scripts: Iterable[str] = (), styles: Iterable[str] = (), search: bool = False) -> Mapping[str, str]:
    """Return the sources that a page may use, by kind: files of its own site, and these inline scripts and styles."""
    inline = {"script-src": tuple(scripts), "style-src": (drawing_style(), *styles)}
    added = {kind: " ".join(dict.fromkeys(map(digest, texts))) for kind, texts in inline.items()}
    if search:
        added["script-src"] += f" {SEARCH}"
    return {kind: f"{sources} {added.get(kind, '')}".strip() for kind, sources in _SOURCES.items()}


def of_every_page() -> Mapping[str, str]:
    """Return the sources that are the same on every page: all but those for scripts and styles, and their default."""
    return {
        kind: sources for kind, sources in _SOURCES.items() if kind not in ("default-src", "script-src", "style-src")
    }


def written(sources: Mapping[str, str]) -> str:
    """Return a policy as browsers read it."""
    return "; ".join(f"{kind} {allowed}" for kind, allowed in sources.items())


def digest(text: str) -> str:
    """Return the source that stands for an inline script or style with exactly this text."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(*scripts: str, styles: Iterable[str] = (), search: bool = False) -> Markup:
    """Return the elements that give a page its policy; they stand before all that they rule."""
    allowed = written(directives(scripts, styles, search))
    return Markup(
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
        f'  <meta name="referrer" content="{REFERRER}">'
    )
