"""The pages at the root of the site, in both languages: the front door, and what an address that leads nowhere shows.

Each is one file that needs no other.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader

from adempauze import messages, widgets
from adempauze.drawings import FRONT_DOOR
from adempauze.sphinx_ext import host, installable, look, offline
from adempauze.sphinx_ext.policy import policy
from adempauze.sphinx_ext.shared import card
from adempauze.widgets.help_box import HelpBox

_ORDER = ("nl", "en")  # without scripts both are shown, and most readers are Dutch


def root_page(address: str = "") -> str:
    """Return the text of `index.html`, which lies beside the folders of the editions; `address` is that of the site."""
    script = f"{_ORDER[0]}/_static/{host.FOLDER}/{offline.page_script()[0]}"
    return _page(
        "root.html",
        ("door.css",),
        site=f"{address.rstrip('/')}/" if address else "",
        card=card(_ORDER[0], FRONT_DOOR),
        offline_script=offline.script_tag(script, ""),
        **installable.template_words(f"{_ORDER[0]}/"),
    )


def way_to(home: str, lang: str) -> str:
    """Return the page in the folder of an edition that leads to its front door; that of Jupyter Book has no policy."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">\n  {policy()}'
        f'<meta http-equiv="refresh" content="0; url={home}"><title>Adempauze</title></head>'
        f'<body><a href="{home}">Adempauze</a></body></html>\n'
    )


def lost_page(address: str = "") -> str:
    """Return the text of `404.html`, with the numbers to call; its links begin at the root of the site."""
    return _page("lost.html", ("door.css", "search.css"), base=f"{urlsplit(address).path.rstrip('/')}/")


def _page(template: str, sheets: tuple[str, ...], **own: object) -> str:
    environment = Environment(loader=FileSystemLoader(look.THEME), autoescape=False)
    styles = map(look.theme_file, ("book.css", *sheets))
    return environment.get_template(template).render(
        editions=[_edition(lang) for lang in _ORDER],
        language_script=look.theme_file("root.js"),
        style="\n".join((widgets.style_sheets()[0], *styles)),
        **own,
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
        "lost": messages.table(lang, "lost"),
        "help": HelpBox(lang=lang).fallback_html,
    }
