"""Which effects belong together, and the subcommand ``pool``.

The sets stand in `effects.csv`: `pool` names the domain an effect belongs to, `pool_sign` -1 turns its scale
to the domain's direction, and `guess_adjusted` names the twin in which each person's own guess is counted in.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace

import pandas as pd

from adempauze.evidence import reading
from adempauze.evidence.meta import METHODS, Effect, Pooled, PoolingError, leave_one_out, pool
from adempauze.messages import LANGUAGES, table

NAME = "pool"
HELP = "pool the effects of one domain and show the parts"

# Differences already divided by a standard deviation: one scale. Every other metric keeps its own unit.
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
        estimate=_number(row["estimate"]),
        se=_number(row["se"]),
        sample=row["study"] if pd.isna(row["sample"]) else row["sample"],
        comparison=row["contrast"],
        better=row["better"],
        scale="SMD" if row["metric"] in _STANDARDISED else f"{row['metric']} of {row['measure_en']}",
        guess_adjusted=row["contrast"] == "placebo-guess-adjusted",
        computed_here=bool(row["derived"]),
    )


def members(domain: str, *, guess_adjusted: bool = False) -> list[Effect]:
    """Return the effects of a domain, all in one direction; their guess-adjusted twins when asked for and known.

    Raises `UnknownDomainError`, and `PoolingError` when guess-adjusted effects are asked for and none exists.
    """
    effects = reading.read("effects").set_index("id", drop=False)
    chosen = effects[effects["pool"] == domain]
    if chosen.empty:
        raise UnknownDomainError(f"There is no set of effects called {domain!r}; there are {', '.join(domains())}")
    if guess_adjusted and chosen["guess_adjusted"].isna().all():
        raise PoolingError(f"No study of {domain} offers an effect that is adjusted for guesses")
    found = []
    for _, row in chosen.iterrows():
        twin = guess_adjusted and pd.notna(row["guess_adjusted"])
        effect = as_effect(effects.loc[row["guess_adjusted"]] if twin else row)
        effect = replace(effect, comparison=row["contrast"])  # with the guess counted in it answers the same question
        found.append(effect.flipped() if row["pool_sign"] == -1 else effect)
    return found


def pool_domain(
    domain: str, method: str = "pm", *, hartung_knapp: bool = False, guess_adjusted: bool = False
) -> Pooled:
    """Pool the effects of a domain; see `adempauze.evidence.meta.pool` and `members` for options and errors."""
    return pool(members(domain, guess_adjusted=guess_adjusted), method, hartung_knapp=hartung_knapp)


def number(value: float, lang: str, digits: int = 2) -> str:
    """Write a number as the language does: a real minus sign, a decimal comma in Dutch, no minus before zero."""
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    text = text.replace("-", "\N{MINUS SIGN}")
    return text.replace(".", ",") if lang == "nl" else text


def labels(effect: Effect, lang: str) -> tuple[str, str]:
    """Return how to name an effect: its study, and what was measured."""
    effects = reading.read("effects").set_index("id")
    sources = reading.read("sources").set_index("key")
    row = effects.loc[effect.id]
    return sources.loc[row["study"], f"label_{lang}"], row[f"measure_{lang}"]


def describe(domain: str, pooled: Pooled, lang: str) -> str:
    """Return a pooled result in plain words, several lines, with `k` and the number of independent samples."""
    words = table(lang, "pool")
    lines = [words[f"domain_{domain}"][:1].upper() + words[f"domain_{domain}"][1:], ""]
    lines += ["  " + effect_line(*part, lang) for part in zip(pooled.effects, pooled.weights, strict=True)]
    lines += ["", result_line(pooled, lang), *reading_lines(pooled, lang)]
    lines += ["", *_heterogeneity_lines(pooled, lang), *_fragility_lines(domain, pooled, lang)]
    if any(effect.computed_here for effect in pooled.effects):
        lines += ["", words["ours_explained"]]
    return "\n".join(lines)


def effect_line(effect: Effect, weight: float, lang: str) -> str:
    """Return one effect in a line: study, measure, estimate with interval, weight (a share), and what to know of it."""
    words = table(lang, "pool")
    study, measure = labels(effect, lang)
    alone = pool([effect])
    line = words["effect"].format(
        study=study, measure=measure, weight=number(100 * weight, lang, 0), **_interval(alone, lang)
    )
    notes = [words["ours"]] if effect.computed_here else []
    notes += [words["turned"]] if effect.turned else []
    notes += [words["adjusted"]] if effect.guess_adjusted else []
    return "; ".join([line, *notes])


def result_line(pooled: Pooled, lang: str) -> str:
    """Return the pooled estimate with its interval, the number of effects and of samples, and the method."""
    words = table(lang, "pool")
    method = words[f"method_{pooled.method}"] + (words["with_hartung_knapp"] if pooled.hartung_knapp else "")
    if pooled.k == 1:
        return words["alone"].format(**_interval(pooled, lang))
    return words["together"].format(k=pooled.k, samples=pooled.samples, method=method, **_interval(pooled, lang))


def reading_lines(pooled: Pooled, lang: str) -> list[str]:
    """Return how to read the sign of a result, and that an interval with zero in it shows no difference."""
    words = table(lang, "pool")
    lines = [words[f"read_{pooled.effects[0].better}"]]
    return [*lines, words["includes_zero"]] if pooled.ci_low <= 0 <= pooled.ci_high else lines


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("domain", help=f"one of {', '.join(domains())}")
    parser.add_argument("--json", action="store_true", help="print the result as JSON; i2 is in percent")
    parser.add_argument(
        "--method", choices=METHODS, default="pm", help="Paule-Mandel (pm), DerSimonian-Laird (dl), fixed"
    )
    parser.add_argument("--hartung-knapp", action="store_true", help="wider intervals for few samples")
    parser.add_argument("--guess-adjusted", action="store_true", help="use effects adjusted for what people guessed")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the text")


def run(args: argparse.Namespace) -> int:
    """Print the pooled result and return 0, or say why not and return 1."""
    try:
        pooled = pool_domain(
            args.domain, args.method, hartung_knapp=args.hartung_knapp, guess_adjusted=args.guess_adjusted
        )
    except (PoolingError, reading.EvidenceError) as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        other = _other_run(args.domain, pooled)
        result = {"domain": args.domain, "guess_adjusted": args.guess_adjusted, **pooled.to_dict()}
        result["unadjusted" if args.guess_adjusted else "adjusted"] = other and other.to_dict()
        print(json.dumps(result, indent=2))
    else:
        print(describe(args.domain, pooled, args.lang))
    return 0


def _number(value: object) -> float:
    return float("nan") if pd.isna(value) else float(value)


def _interval(pooled: Pooled, lang: str) -> dict[str, str]:
    return {
        "estimate": number(pooled.estimate, lang),
        "low": number(pooled.ci_low, lang),
        "high": number(pooled.ci_high, lang),
    }


def _heterogeneity_lines(pooled: Pooled, lang: str) -> list[str]:
    words = table(lang, "pool")
    if pooled.tau2 is None:
        return [words["no_heterogeneity"]]
    lines = [
        words["heterogeneity"].format(
            tau2=number(pooled.tau2, lang, 3), i2=number(pooled.i2, lang, 0), q=number(pooled.q, lang)
        )
    ]
    if pooled.pi_low is not None:
        low, high = number(pooled.pi_low, lang), number(pooled.pi_high, lang)
        lines.append(words["prediction"].format(low=low, high=high))
    return lines


def _fragility_lines(domain: str, pooled: Pooled, lang: str) -> list[str]:
    """Return what is left without each effect in turn, and the run with guesses counted in, or without."""
    words = table(lang, "pool")
    lines = []
    if pooled.k > 1:
        for left_out, rest in leave_one_out(pooled.effects, pooled.method, hartung_knapp=pooled.hartung_knapp).items():
            study, _ = labels(next(e for e in pooled.effects if e.id == left_out), lang)
            lines.append(words["without"].format(study=study, **_interval(rest, lang), **_parts(rest)))
    other = _other_run(domain, pooled)
    if other is None:
        return [*lines, words["no_adjusted_run"]]
    run = words["adjusted_run" if _adjusted(other) else "unadjusted_run"]
    return [*lines, run.format(adjusted=_adjusted(other), **_interval(other, lang), **_parts(other))]


def _other_run(domain: str, pooled: Pooled) -> Pooled | None:
    """Return the same effects with guesses counted in where they were not, and the other way round, if it exists."""
    try:
        return pool_domain(
            domain, pooled.method, hartung_knapp=pooled.hartung_knapp, guess_adjusted=not _adjusted(pooled)
        )
    except PoolingError:
        return None


def _adjusted(pooled: Pooled) -> int:
    return sum(effect.guess_adjusted for effect in pooled.effects)


def _parts(pooled: Pooled) -> dict[str, int]:
    return {"k": pooled.k, "samples": pooled.samples}
