"""Sets of effects that answer one question.

The sets are in `effects.csv`: `pool` names the domain of an effect, `pool_sign` -1 turns its scale to the domain's
direction, and `guess_adjusted` names the twin that is adjusted for each person's guess. A domain is one question;
`adempauze.evidence.meta` decides whether its effects may be pooled.
"""

from __future__ import annotations

import pandas as pd

from adempauze.evidence import reading
from adempauze.evidence.meta import Effect, Pooled, PoolingError, pool
from adempauze.evidence.tables import rows_by

# Metrics divided by a standard deviation share one scale. Every other metric keeps its own unit.
_STANDARDISED = ("SMD", "g")


class UnknownDomainError(PoolingError):
    """No set of effects has this name."""


def domains() -> list[str]:
    """Return the domains that have a set of effects, in the order of the table."""
    return list(reading.read("effects")["pool"].dropna().unique())


def as_effect(row: pd.Series) -> Effect:
    """Turn one row of `effects.csv` into an effect that can be pooled."""
    return Effect(
        id=row["id"],
        estimate=_or_nan(row["estimate"]),
        se=_or_nan(row["se"]),
        sample=row["study"] if pd.isna(row["sample"]) else row["sample"],
        comparison=row["contrast"],
        better=row["better"],
        scale="SMD" if row["metric"] in _STANDARDISED else f"{row['metric']} of {row['measure_en']}",
        timepoint=row["timepoint"],
        construct=row["construct"],
        guess_adjusted=row["contrast"] == "placebo-guess-adjusted",
        computed_here=bool(row["derived"]),
    )


def members(domain: str, *, guess_adjusted: bool = False) -> list[Effect]:
    """Return the effects of a domain, all in one direction, or only their guess-adjusted twins.

    Raises `UnknownDomainError`, and `PoolingError` when no guess-adjusted effect exists.
    """
    effects = reading.read("effects").set_index("id", drop=False)
    chosen = effects[effects["pool"] == domain]
    if chosen.empty:
        raise UnknownDomainError("unknown_domain", domain=domain, domains=domains())
    if guess_adjusted:
        chosen = chosen.dropna(subset=["guess_adjusted"])
        if chosen.empty:
            raise PoolingError("no_adjusted", domain=domain)
    found = []
    for _, row in chosen.iterrows():
        effect = as_effect(effects.loc[row["guess_adjusted"]] if guess_adjusted else row)
        found.append(effect.flipped() if row["pool_sign"] == -1 else effect)
    return found


def pool_domain(domain: str, method: str = "pm", *, hartung_knapp: bool = True, guess_adjusted: bool = False) -> Pooled:
    """Pool the effects of a domain; see `adempauze.evidence.meta.pool` and `members` for options and errors."""
    return pool(members(domain, guess_adjusted=guess_adjusted), method, hartung_knapp=hartung_knapp)


def labels(effect: Effect, lang: str) -> tuple[str, str]:
    """Return the study and measure of an effect, or the id and scale of one that is not in the tables."""
    effects = rows_by("id", "effects")
    if effect.id not in effects:
        return effect.id, effect.scale
    row = effects[effect.id]
    return study_name(row["study"], lang), row[f"measure_{lang}"]


def study_name(study: str, lang: str) -> str:
    """Return what a study is called, by its key."""
    return str(rows_by("key", "sources")[study][f"label_{lang}"])


def _or_nan(value: float) -> float:
    return float("nan") if pd.isna(value) else float(value)
