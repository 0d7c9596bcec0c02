"""Writes the pages made from the evidence data: glossary, claims, references, “does it help?”, and evenings."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import Any

from adempauze.evidence.judged import CERTAINTIES, in_words, links
from adempauze.evidence.reading import read
from adempauze.messages import LANGUAGES, table, twin
from tools import ROOT, does_it_help, evenings


def glossary(lang: str, words: dict[str, str]) -> Iterable[str]:
    """Yield the terms of the course in alphabetical order, each with its counterpart and an anchor to link to."""
    other = twin(lang)
    yield f"# {words['glossary_title']}\n\n{words['glossary_intro']}\n"
    terms = read("glossary").sort_values(f"term_{lang}", key=lambda column: column.str.casefold())
    for term in terms.itertuples():
        yield (
            f'<a id="{term.id}"></a>\n'
            f"**{_text(term, 'term', lang)}** ({words['other_language']} {_text(term, 'term', other)})  \n"
            f"{_text(term, 'definition', lang)}{_sources_of_numbers(term, lang)}\n"
        )


# The headings of the page of claims (keys of its messages), and the sections of the data below each.
GROUPS = {
    "group_burn_out": ("burn-out",),
    "group_microdosing": ("what it is", "aims", "experience"),
    "group_science": ("science",),
    "group_how": ("how",),
    "group_limits": ("limits",),
    "group_who_not": ("who not",),
    "group_closing": ("closing",),
    "group_added": ("added",),
}


def claims(lang: str, words: dict[str, str]) -> Iterable[str]:
    """Yield each claim with its verdict; why, and what would change the verdict, is folded below it."""
    yield f"# {words['claims_title']}\n\n{words['claims_intro']}"
    every = read("claims")
    for heading, sections in GROUPS.items():
        yield f"\n## {words[heading]}\n"
        for claim in every[every.section.isin(sections)].itertuples():
            yield from _claim(claim, lang, words)


def _claim(claim: Any, lang: str, words: dict[str, str]) -> Iterable[str]:
    """Yield one claim as a fold: GitHub, JupyterLab and the book show it alike."""
    yield '<details class="course-claim">'
    said = html.escape(_text(claim, "claim", lang), quote=False)
    yield f"<summary><b>{said}</b> <span>{_verdict(claim, lang)}</span></summary>\n"
    yield f'<a id="{claim.id.lower()}"></a>\n'
    rests_on = f"{words['rests_on']}: {_sources_of(claim, lang) or words['rests_on_none']}"
    yield f"{_text(claim, 'reason', lang)} {rests_on}\n"
    yield f"{words['studied']}: {_text(claim, 'indirectness', lang)}\n"
    yield f"{words['change']}: {_text(claim, 'change', lang)}\n"
    yield f"{words['treated']}: {_lessons(claim, lang)} ({claim.id})\n\n</details>\n"


def _text(row: Any, column: str, lang: str) -> str:
    return str(getattr(row, f"{column}_{lang}"))


def _verdict(claim: Any, lang: str) -> str:
    """Return a verdict with its certainty, or a warning with how much is known."""
    called = in_words(lang)
    if claim.kind == "warning":
        known = table(lang, "judged")[f"known_{CERTAINTIES.index(claim.certainty)}"]
        return f"{called[claim.verdict]} ({known})"
    return f"{called[claim.verdict]} ({table(lang, 'pages')['certainty']}: {called[claim.certainty]})"


def _lessons(claim: Any, lang: str) -> str:
    return ", ".join(evenings.lesson_link(slug, lang) for slug in claim.lessons.split())


def references(lang: str, words: dict[str, str]) -> Iterable[str]:
    """Yield every source with its link."""
    yield f"# {words['references_title']}\n\n{words['references_intro']}\n"
    for source in read("sources").sort_values(f"label_{lang}", key=lambda column: column.str.casefold()).itertuples():
        yield f"- [{_text(source, 'label', lang)}]({source.url})"


def answer(lang: str, _words: dict[str, str]) -> Iterable[str]:
    """Yield the answer to “does it help?”, complaint by complaint."""
    yield from does_it_help.page(
        lang,
        verdict=lambda claim: _verdict(claim, lang),
        sources_of=lambda claim: _sources_of(claim, lang),
        links=_links,
    )


def _sources_of_numbers(term: Any, lang: str) -> str:
    """Return the sources of the numbers in a definition, as prose cites them; nothing if it has no numbers."""
    has_numbers = any(character.isdigit() for character in _text(term, "definition", lang))
    return f" ({_links(term.facts, lang)})" if has_numbers and term.facts else ""


def _sources_of(claim: Any, lang: str) -> str:
    return _links((*claim.studies, *claim.facts, *claim.safety), lang)


def _links(ids: Iterable[str], lang: str) -> str:
    return ", ".join(f"[{label}]({address})" for label, address in links(tuple(ids), lang))


PAGES: dict[str, Callable[[str, dict[str, str]], Iterable[str]]] = {
    "glossary": glossary,
    "claims": claims,
    "references": references,
    "does-it-help": answer,
    "evenings": evenings.page,
}


def text_of(name: str, lang: str) -> str:
    """Return the text of the file of a page."""
    return "\n".join(PAGES[name](lang, table(lang, "pages"))).rstrip() + "\n"


def main() -> None:
    """Write every page in both languages."""
    for lang in LANGUAGES:
        for name in PAGES:
            (ROOT / "book" / lang / f"{name}.md").write_text(text_of(name, lang), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
