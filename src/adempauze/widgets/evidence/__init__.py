"""All studies of the evidence tables: a question finds some of them, and filters find any."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from adempauze.evidence.tables import Row, rows, rows_by
from adempauze.widgets import CourseWidget

# Designs from the strongest to the weakest evidence of cause, with reviews last.
_DESIGNS = (
    "rct-parallel",
    "rct-crossover",
    "self-blinded",
    "pooled-trials",
    "re-analysis",
    "registered-trial",
    "open-label",
    "cohort",
    "cross-sectional",
    "qualitative",
    "review",
)
_CONTROLLED = "controlled"
_BURN_OUT = "burn-out"
_POPULATIONS = ("clinical", "other", _BURN_OUT)
# What people want to know, and the filters that find it.
_QUESTIONS: dict[str, dict[str, str]] = {
    "burn_out": {"population": _BURN_OUT},
    "not_told": {"design": _CONTROLLED},
    "stress": {"outcome": "stress"},
    "anxiety": {"outcome": "anxiety"},
    "low": {"outcome": "depression"},
    "sleep": {"outcome": "sleep"},
    "all": {},
}
# The columns that an opened row shows; each exists in both languages.
_TOLD = ("result", "population", "place", "duration", "dose", "blinding", "harms", "funding")
# The five judgements on risk of bias; studies without placebo or without results have none.
_BIAS = ("sequence", "concealment", "blinding", "missing", "reporting")


class EvidenceExplorer(CourseWidget):
    """The studies in one language, questions about them, and filters whose choices occur among them.

    Burn-out is always a choice, because that none of the studies is about it is an answer as well.
    """

    sections: ClassVar[tuple[str, ...]] = (*CourseWidget.sections, "evidence")

    studies: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    questions: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    filters: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    chosen: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        design: str = "",
        substance: str = "",
        population: str = "",
        outcome: str = "",
        blinding: str = "",
        *,
        lang: str,
    ) -> None:
        """Begin with a question, or with the studies that fit the given filters; empty means no filter.

        `design` is one in the table, or "controlled" for all that compare with placebo; `population` is "clinical",
        "other" or "burn-out"; `blinding` is a value of `blinding_checked`. Raises `ValueError` for a choice that no
        study has.
        """
        studies = _studies(lang)
        filters = _filters(studies)
        asked = (design, substance, population, outcome, blinding)
        chosen = {name: choice for name, choice in zip(filters, asked, strict=True) if choice}
        for name, choice in chosen.items():
            if choice not in filters[name]:
                raise ValueError(f"No study has the {name} {choice!r}; there are {', '.join(filters[name])}.")
        super().__init__(lang=lang, studies=studies, questions=_questions(studies), filters=filters, chosen=chosen)

    def fallback_text(self) -> str:
        """Return the number of studies."""
        return self.strings["fallback"].format(n=len(self.studies))


def _studies(lang: str) -> list[dict[str, Any]]:
    """Return the studies for the front end, strongest design first, without empty fields."""
    sources = rows_by("key", "sources")
    outcomes: dict[str, set[str]] = {}
    for effect in rows("effects"):
        outcomes.setdefault(effect["study"], set()).add(effect["domain"])
    studies = [_study(row, lang, sources[row["key"]], sorted(outcomes.get(row["key"], []))) for row in rows("studies")]
    return sorted(studies, key=lambda study: (_DESIGNS.index(study["design"]), study["label"].casefold()))


def _study(row: Row, lang: str, source: Row, outcomes: list[str]) -> dict[str, Any]:
    facts = {
        "label": source[f"label_{lang}"],
        "url": source["url"],
        "year": row["year"],
        "design": row["design"],
        "controlled": bool(row["controlled"]),
        "substance": row["substance"],
        "clinical": bool(row["clinical"]),
        "burn_out": _BURN_OUT in row["population_en"].lower(),
        "checked": row["blinding_checked"],
        "read": row["verified"],
        "sample": row["sample"],
        "people": row["n_analysed"] if row["n_enrolled"] is None else row["n_enrolled"],
        "analysed": row["n_analysed"],
        **{column: row[f"{column}_{lang}"] for column in _TOLD},
        "why": row[f"bias_{lang}"],
    }
    known = {name: value for name, value in facts.items() if value not in ("", None)}
    judged = {part: row[f"bias_{part}"] for part in _BIAS if row[f"bias_{part}"]}
    return {**known, "bias": judged, "outcomes": outcomes}


def _filters(studies: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Return, for each filter, its choices in a fixed order, each with its number of studies."""
    outcomes = sorted({outcome for study in studies for outcome in study["outcomes"]})
    choices = {
        "design": [_CONTROLLED, *_DESIGNS],
        "substance": list(dict.fromkeys(sorted(study["substance"] for study in studies))),
        "population": list(_POPULATIONS),
        "outcome": outcomes,
        "blinding": ["yes", "no", "unclear", "not-applicable"],
    }
    counted = {
        name: {choice: sum(_fits(study, name, choice) for study in studies) for choice in offered}
        for name, offered in choices.items()
    }
    return {
        name: {choice: n for choice, n in offered.items() if n or choice == _BURN_OUT}
        for name, offered in counted.items()
    }


def _questions(studies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each question with its filters and the number of studies that they find."""
    return [
        {
            "name": name,
            "filters": asked,
            "n": sum(all(_fits(study, *filter) for filter in asked.items()) for study in studies),
        }
        for name, asked in _QUESTIONS.items()
    ]


def _fits(study: dict[str, Any], name: str, choice: str) -> bool:
    if name == "design":
        return bool(study["controlled"] if choice == _CONTROLLED else study["design"] == choice)
    if name == "population":
        return bool(study["burn_out"] if choice == _BURN_OUT else study["clinical"] == (choice == "clinical"))
    if name == "outcome":
        return choice in study["outcomes"]
    return bool(study["checked" if name == "blinding" else name] == choice)
