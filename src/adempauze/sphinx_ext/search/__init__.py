"""The search of the book: Pagefind indexes each section of the built pages, and a page of the theme asks it.

Sphinx's own search finds no inflected Dutch words, so its index and scripts are left out. `en.toml` and `nl.toml` have
the words that readers use for what the pages say in other words.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from adempauze import messages
from adempauze.sphinx_ext import host, sections
from adempauze.sphinx_ext.search import index
from adempauze.widgets.assemble import assemble

_HERE = Path(__file__).parent
_UNSEARCHED = ("gallery", "evenings")  # they show once more what is on other pages
_PLACE = "search-index"  # stands in the page until the name of the folder is known
_ANSWERS = "<!-- answers -->"  # stands in the page until the pages with the answers are written


def setup(app: Sphinx) -> None:
    """Replace Sphinx's search by the course's own page, and index the pages when they are written."""
    app.connect("builder-inited", _leave_out_sphinx_search)
    app.connect("html-collect-pages", _add_page)
    app.connect("html-page-context", _add_scripts, priority=960)
    app.connect("build-finished", _index)


@cache
def words_of(lang: str) -> dict[str, Any]:
    """Return what the search knows of a language: its small words, words that mean the same, and words of pages."""
    return tomllib.loads((_HERE / f"{lang}.toml").read_text(encoding="utf-8"))


def page_address(name: str, lang: str) -> str:
    """Return the address of a page within its edition, such as `book/nl/help.html` for `book/help`."""
    folder, _, page = name.partition("/")
    return f"{folder}/{lang}/{page}.html"


def _leave_out_sphinx_search(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def _add_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    words = messages.table(app.config.language, "search")
    yield "search", {"title": words["title"], "search_words": words, "search_place": _PLACE}, "search.html"


def _add_scripts(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Give the page of the search its script and what it knows, and every other page what leads there."""
    lang = app.config.language
    name, text = _page_script() if pagename == "search" else _field_script()
    host.write_static(Path(app.outdir), name, text)
    app.add_js_file(f"{host.FOLDER}/{name}", loading_method="async")
    if pagename == "search":
        known = words_of(lang)
        answers = [each | {"page": page_address(each["page"], lang)} for each in known["answers"]]
        asked = {"small": known["small"].split(), "same": known["same"], "joined": known["joined"], "answers": answers}
        context["search_known"] = json.dumps(asked, ensure_ascii=False).replace("<", "\\u003c")
        context["search_answers"] = _ANSWERS


@cache
def _page_script() -> tuple[str, str]:
    start = host.as_function(assemble(_HERE / "page.js"), "page.js")
    return host.named_file("js", "search", host.minified(host.when_there(f"({start})()();")))


@cache
def _field_script() -> tuple[str, str]:
    script = (_HERE / "from.js").read_text(encoding="utf-8")
    return host.named_file("js", "seek", host.minified(host.when_there(script)))


def _index(app: Sphinx, exception: Exception | None) -> None:
    """Index what was written, and name the folder of the index in the search page."""
    page = Path(app.outdir) / "search.html"
    if exception or not isinstance(app.builder, StandaloneHTMLBuilder) or not page.is_file():
        return
    lang = app.config.language
    names = [name for name in sorted(app.env.found_docs) if not name.endswith(_UNSEARCHED)]
    extra = {page_address(name, lang): words for name, words in words_of(lang)["pages"].items()}
    pages = [index.Page.read(Path(app.outdir), f"{name}.html", extra) for name in names]
    made = index.build(pages, lang, Path(app.doctreedir).parent)
    folder = Path(app.outdir) / "_static" / host.FOLDER / made.name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.move(made, folder)
    text = page.read_text(encoding="utf-8").replace(_PLACE, f"_static/{host.FOLDER}/{made.name}/")
    answers = "".join(_answer(Path(app.outdir), each, lang) for each in words_of(lang)["answers"])
    page.write_text(text.replace(_ANSWERS, answers), encoding="utf-8")


def _answer(site: Path, answer: dict[str, Any], lang: str) -> str:
    """Return the first paragraphs of a page as an answer, which is shown when it is asked for; "" without that page."""
    address = page_address(answer["page"], lang)
    if not (site / address).is_file():
        return ""
    title, paragraphs = sections.opening(site, address, answer["paragraphs"])
    heading = f'<h2><a href="{address}">{escape(title)}</a></h2>'
    return f'<section class="course-answer" data-answer="{answer["name"]}" hidden>{heading}{paragraphs}</section>'
