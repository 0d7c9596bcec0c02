"""The root page of the site: the front door in both languages, in one file that needs no other."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader

from adempauze import messages, widgets
from adempauze.sphinx_ext import host, installable, look, offline

_ORDER = ("nl", "en")  # without scripts both are shown, and most readers are Dutch


def root_page() -> str:
    """Return the text of `index.html`, which lies beside the folders of the editions."""
    environment = Environment(loader=FileSystemLoader(look.THEME), autoescape=False)
    script = f"{_ORDER[0]}/_static/{host.FOLDER}/{offline.page_script()[0]}"
    style = "\n".join((widgets.style_sheets()[0], look.theme_file("book.css"), look.theme_file("door.css")))
    return environment.get_template("root.html").render(
        editions=[_edition(lang) for lang in _ORDER],
        language_script=look.theme_file("root.js"),
        style=style,
        offline_script=offline.script_tag(script, ""),
        **installable.template_words(f"{_ORDER[0]}/"),
        **look.page_context(),
    )


def _edition(lang: str) -> dict[str, object]:
    return {
        "lang": lang,
        "home": f"{lang}/book/{lang}/",
        "lessons": f"{lang}/notebooks/{lang}/",
        "book": messages.table(lang, "book"),
        "door": messages.table(lang, "door"),
        "titles": messages.table(lang, "lessons"),
    }
