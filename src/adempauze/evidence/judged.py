"""Claims with their verdict, certainty, reason and sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from adempauze.evidence.tables import rows, rows_by
from adempauze.messages import table

# From least to most support; the page on method defines each. The schema of `claims.csv` has the same words.
VERDICTS = (
    "contradicted",
    "tested, no difference found",
    "not tested fairly",
    "mixed or weak",
    "some support",
    "well supported",
)
# The kinds of warning, the most urgent first. A warning has no verdict, because caution needs no proof.
WARNINGS = ("do not", "talk first", "do not count on it")
# How sure we are of a verdict, or how much is known about a warning.
CERTAINTIES = ("very low", "low", "moderate", "high")


@dataclass(frozen=True)
class Judged:
    """A claim with its judgement.

    verdict and certainty: one of `VERDICTS` and `CERTAINTIES`. reason: one sentence. sources: keys of sources or
    studies, or ids of facts or safety rows. change: what would change the verdict. ask: who to ask. id: the claim's id.
    studied: who and what was studied, if that differs from what the text is about.

    Raises `ValueError` for an empty text or reason, and for a verdict or certainty that is not on its scale.
    """

    text: str
    verdict: str
    certainty: str
    reason: str
    sources: tuple[str, ...] = ()
    change: str = ""
    ask: str = ""
    id: str = ""
    studied: str = ""

    def __post_init__(self) -> None:
        if not (self.text.strip() and self.reason.strip()):
            raise ValueError("What is judged has a text and a reason, neither of them empty.")
        for word, scale in ((self.verdict, VERDICTS), (self.certainty, CERTAINTIES)):
            if word not in scale:
                raise ValueError(f"{word!r} is not on the scale: {', '.join(scale)}.")

    def as_message(self, key: str, lang: str) -> dict[str, Any]:
        """Return the claim for a front end, with scales as steps from 0; `key` is its id if it has none.

        Raises `ValueError` for an unknown source.
        """
        return {
            "key": self.id or key,
            "text": self.text,
            "verdict": VERDICTS.index(self.verdict),
            "certainty": CERTAINTIES.index(self.certainty),
            "reason": self.reason,
            "studied": self.studied,
            "change": self.change,
            "ask": self.ask,
            "sources": links(self.sources, lang),
        }


def claim(id: str, lang: str) -> Judged:
    """Return a claim of the evidence in one language.

    Raises `ValueError` for an unknown id, and for a warning, because it has no verdict.
    """
    claims = rows_by("id", "claims")
    if id not in claims:
        raise ValueError(f"There is no claim {id!r}; there are {', '.join(claims)}.")
    row = claims[id]
    if row["kind"] == "warning":
        raise ValueError(f"{id} is a warning: it has no verdict, so there is nothing to guess at.")
    return Judged(
        text=row[f"claim_{lang}"],
        verdict=row["verdict"],
        certainty=row["certainty"],
        reason=row[f"reason_{lang}"],
        sources=(*row["studies"], *row["facts"], *row["safety"]),
        change=row[f"change_{lang}"],
        id=id,
        studied=row[f"indirectness_{lang}"],
    )


def in_words(lang: str) -> dict[str, str]:
    """Return the words for verdicts, warnings and certainties in a language, by their names in this module."""
    words = table(lang, "judged")
    scales = {"verdict": VERDICTS, "warning": WARNINGS, "certainty": CERTAINTIES}
    return {name: words[f"{scale}_{step}"] for scale, names in scales.items() for step, name in enumerate(names)}


def links(ids: tuple[str, ...], lang: str) -> list[list[str]]:
    """Return the label and address of each source behind the ids, each once, in the order of the ids.

    Raises `ValueError` for an id that is not a source, study, fact or safety row.
    """
    behind = _keys_behind()
    unknown = [id for id in ids if id not in behind]
    if unknown:
        raise ValueError(f"The evidence holds no source {', '.join(map(repr, unknown))}.")
    sources = rows_by("key", "sources")
    keys = dict.fromkeys(key for id in ids for key in behind[id])
    return [[sources[key][f"label_{lang}"], sources[key]["url"]] for key in keys]


@cache
def _keys_behind() -> dict[str, tuple[str, ...]]:
    """Return the keys of the sources behind each id."""
    return {
        **{row["key"]: (row["key"],) for row in rows("sources")},
        **{row["id"]: (row["source"],) for row in rows("facts")},
        **{row["id"]: row["sources"] for row in rows("safety")},
    }
