"""Writes a card for each evening of a group: its lessons, what to read aloud, what to do, and what to mind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from adempauze import course
from adempauze.messages import table

# The lessons of each evening. The page for facilitators has the same plan; a test compares the two.
EVENINGS = (
    ("00-start", "01-what-burn-out-is"),
    ("02-load-and-recovery", "03-signals-and-limits"),
    ("04-breathing", "05-room-to-respond"),
    ("06-what-microdosing-is", "07-reading-a-trial"),
    ("08-what-the-studies-found", "10-what-it-is-not"),
    ("11-not-for-everyone", "12-your-next-step"),
)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def page(lang: str, words: dict[str, str]) -> Iterator[str]:
    """Yield the page with all cards."""
    yield f"# {words['evenings_title']}\n\n{words['evenings_intro']}"
    for number, slugs in enumerate(EVENINGS, start=1):
        yield f"\n## {words[f'evening_{number}']}\n"
        yield f"{words['evening_open']}\n"
        for slug in slugs:
            yield from _lesson(slug, lang, words)
        yield f"**{words['evening_mind']}** {words[f'mind_{number}']}\n"
        yield f"**{words['evening_last']}** {words['evening_help']}"


def lesson_link(slug: str, lang: str) -> str:
    """Return a link from a page to a lesson, with its number and title."""
    number, title = slug.partition("-")[0], table(lang, "lessons")[slug]
    return f"[{number}. {title}](../../notebooks/{lang}/{slug}.ipynb)"


def _lesson(slug: str, lang: str, words: dict[str, str]) -> Iterator[str]:
    yield f"### {lesson_link(slug, lang)}\n"
    yield f"{_text(slug, lang)[0].splitlines()[2]}\n"
    yield f"**{words['evening_aloud']}** {_section(slug, lang, 'one_minute')}\n"
    yield f"**{words['evening_do']}** {_section(slug, lang, 'do')}\n"


@cache
def _text(slug: str, lang: str) -> list[str]:
    """Return the Markdown cells of a lesson."""
    path = course.folder(lang) / f"{slug}.ipynb"
    return [text for kind, text in course.read_cells(path.read_text(encoding="utf-8")) if kind == "markdown"]


def _section(slug: str, lang: str, name: str) -> str:
    """Return what a lesson says under one of its first two headings, without links: the card is for paper."""
    heading = f"## {table(lang, 'pages')[f'section_{name}']}\n"
    (text,) = [each for each in _text(slug, lang) if each.startswith(heading)]
    return _LINK.sub(r"\1", text.removeprefix(heading).strip())
