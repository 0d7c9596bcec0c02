"""The page that answers “does it help?”: one sentence, then a verdict on each complaint, then the numbers behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from adempauze.evidence.reading import read
from adempauze.evidence.tables import rows
from adempauze.messages import date, number, table

Links = Callable[[Iterable[str], str], str]
Words = dict[str, str]


@dataclass(frozen=True)
class Complaint:
    """A complaint that the article names, with the claim about it and the set of effects that measured it, if any.

    name: key of its word in the section [does_it_help] of the messages.
    """

    claim: str
    name: str
    measured_by: str = ""


COMPLAINTS = (
    Complaint("SC-2", "stress", "stress"),
    Complaint("SC-3", "depressive_feelings", "depression"),
    Complaint("SC-4", "anxiety", "anxiety"),
    Complaint("SC-5", "restlessness"),
    Complaint("SC-6", "focus", "adhd"),
)


def page(lang: str, verdict: Callable[[Any], str], sources_of: Callable[[Any], str], links: Links) -> Iterable[str]:
    """Yield the page; `verdict` and `sources_of` put a claim into words, and `links` keys of sources."""
    words = table(lang, "does_it_help")
    claims = read("claims").set_index("id", drop=False)
    yield f"# {words['title']}\n\n{words['answer']}\n\n{words['and_burn_out']}\n"
    yield f"## {words['complaints']}\n\n{words['caption_verdicts']}\n"
    yield _row(words["name"], words["verdict"])
    yield "| --- | --- |"
    for complaint in COMPLAINTS:
        yield _row(words[complaint.name], verdict(claims.loc[complaint.claim]))
    yield f"\n## {words['numbers']}\n\n{words['caption']}\n"
    yield _row(words["complaint"], words["difference"], words["people"], words["blinding"])
    yield "| --- | --- | --- | --- |"
    for complaint in COMPLAINTS:
        yield _row(*_compared(complaint, lang, words, links))
    yield f"\n{words['how_to_read']}\n\n{words['why']}\n"
    for complaint in COMPLAINTS:
        claim = claims.loc[complaint.claim]
        yield f"- **{words[complaint.name]}.** {claim[f'reason_{lang}']} {words['rests_on']}: {sources_of(claim)}"
    yield f"\n## {words['full_dose']}\n\n{words['full_dose_text']}\n"
    yield f"## {words['use']}\n\n{words['use_text']}\n"
    yield from _facts("use", lang, links)
    yield f"\n## {words['trials']}\n\n{words['trials_text']}\n"
    yield _row(words["who"], words["compared"], words["runs"], words["read"])
    yield "| --- | --- | --- | --- |"
    yield from _trials(lang, words, links)
    yield f"\n{words['on_from_here']}"


def _compared(complaint: Complaint, lang: str, words: Words, links: Links) -> tuple[str, str, str, str]:
    """Return the cells on the most precise comparison: complaint and measure, difference, who took what, blinding."""
    name = f"**{words[complaint.name]}**"
    if not complaint.measured_by:
        return name, words["not_measured"], words["nobody"], words["no_blinding"]
    effects = read("effects").set_index("id", drop=False)
    effect = effects[effects.pool == complaint.measured_by].sort_values("se").iloc[0]
    study = read("studies").set_index("key").loc[effect.study]
    people = words["studied"].format(
        n=study.n_enrolled if pd.isna(study.n_analysed) else study.n_analysed,
        people=study[f"population_{lang}"],
        substance=_small(table(lang, "evidence")[f"substance_{study.substance}"]),
        source=links((effect.study, effect.source), lang),
    )
    said = words["reported" if effect.verified == "secondary" else "calculated"]
    difference = said.format(numbers=_interval(effect, lang, words))
    if isinstance(effect.guess_adjusted, str):
        difference += words["guesses"].format(numbers=_interval(effects.loc[effect.guess_adjusted], lang, words))
    return (
        f"{name}: {effect[f'measure_{lang}']}",
        difference,
        people,
        _blinding(effect.study, study.blinding_checked, lang, words),
    )


def _small(word: str) -> str:
    """Return a word with a small first letter, but leave an abbreviation as it is."""
    return word if word[:2].isupper() else word[0].lower() + word[1:]


def _interval(effect: Any, lang: str, words: Words) -> str:
    low, high = number(effect.ci_low, lang), number(effect.ci_high, lang)
    return f"{number(effect.estimate, lang)} ({words['from_to'].format(low=low, high=high)})"


def _blinding(study: str, checked: str, lang: str, words: Words) -> str:
    guesses = read("unblinding")
    guesses = guesses[(guesses.study == study) & guesses.pct_total.notna()]
    if guesses.empty:
        return words[f"checked_{checked}"]
    return words["guessed"].format(percent=number(guesses.iloc[0].pct_total, lang, 0))


def _facts(topic: str, lang: str, links: Links) -> Iterable[str]:
    for fact in rows("facts"):
        if fact["topic"] == topic:
            text, people = fact[f"fact_{lang}"], fact[f"population_{lang}"]
            yield f"- {text.rstrip('.')} ({people}; {links([fact['source']], lang)})."


def _trials(lang: str, words: Words, links: Links) -> Iterable[str]:
    trials = sorted(rows("trials"), key=lambda trial: (not trial["microdose"], trial["end"] == "", trial["end"]))
    for trial in trials:
        checked = date(trial["as_of"], lang)
        yield _row(
            words["planned"].format(people=trial[f"people_{lang}"], n=trial["n"]),
            f"{trial[f'compared_{lang}']}. {trial[f'note_{lang}']}",
            _span(trial["start"], trial["end"], lang, words),
            f"{words['status_' + trial['status']]}, {checked}: {links([trial['source']], lang)}",
        )


def _span(start: str, end: str, lang: str, words: Words) -> str:
    first, last = (date(each[:7], lang) if each else "" for each in (start, end))
    if first and last:
        return words["from_to"].format(low=first, high=last)
    return words["until"].format(end=last) if last else words["no_dates"]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
