"""Something said, and how it stands: verdict, certainty, reason, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from adempauze.evidence.tables import rows, rows_by
from adempauze.messages import table

# From least to most support; the page on method says what makes each. The schema of `claims.csv` holds the same words.
VERDICTS = (
    "contradicted",
    "tested, no difference found",
    "not tested fairly",
    "mixed or weak",
    "some support",
    "well supported",
)
# What a warning comes down to, the most pressing first: caution needs no proof, so it has no verdict.
WARNINGS = ("do not", "talk first", "do not count on it")
# How sure we are of a verdict; of a warning, how much is known.
CERTAINTIES = ("very low", "low", "moderate", "high")


@dataclass(frozen=True)
class Judged:
    """A saying with its judgement.

    verdict and certainty: one of `VERDICTS` and `CERTAINTIES`. reason: one sentence. sources: keys of sources or
    studies, or ids of facts or safety rows. change: what would change the verdict. ask: who to ask. id: of a claim.
    studied: in whom and with what it was studied, where that is not what the text is about.

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
        """Return it as a front end reads it, scales as steps from 0, `key` for when it has no id of its own.

        Raises `ValueError` for a source that the evidence does not hold.
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

    Raises `ValueError` when there is none with this id, and for a warning, which has no verdict.
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
    """Return what verdicts, warnings and certainties are called in a language, by their names here."""
    words = table(lang, "judged")
    scales = {"verdict": VERDICTS, "warning": WARNINGS, "certainty": CERTAINTIES}
    return {name: words[f"{scale}_{step}"] for scale, names in scales.items() for step, name in enumerate(names)}


def links(ids: tuple[str, ...], lang: str) -> list[list[str]]:
    """Return label and address of each source that the ids stand for, each once, in the order of the ids.

    Raises `ValueError` for an id that is no source, study, fact or safety row.
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
    """Return the keys of the sources that an id stands for, by id."""
    return {
        **{row["key"]: (row["key"],) for row in rows("sources")},
        **{row["id"]: (row["source"],) for row in rows("facts")},
        **{row["id"]: row["sources"] for row in rows("safety")},
    }
