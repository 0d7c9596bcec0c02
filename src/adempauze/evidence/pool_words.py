"""Effects and pooled results in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from adempauze.evidence import reading
from adempauze.evidence.meta import Effect, Pooled, PoolingError, leave_one_out, obstacles, pool
from adempauze.evidence.pool import labels, pool_domain, study_name
from adempauze.messages import number, table

FEWEST_FOR_HEADLINE = 3
"""Below this number of studies they are shown side by side, and no figure of all together stands out."""


def interval(pooled: Pooled, lang: str, key: str = "interval") -> str:
    """Return an estimate with the ends of its 95% interval; `key` is "interval_95" to say that they are."""
    return table(lang, "pool")[key].format(
        estimate=number(pooled.estimate, lang), low=number(pooled.ci_low, lang), high=number(pooled.ci_high, lang)
    )


def notes(effect: Effect, lang: str) -> list[str]:
    """Return notes on an effect: when it was measured, and whether it is computed here, turned or adjusted."""
    words = table(lang, "pool")
    facts = {
        f"moment_{effect.timepoint}": f"moment_{effect.timepoint}" in words,
        "ours": effect.computed_here,
        "turned": effect.turned,
        "adjusted": effect.guess_adjusted,
    }
    return [words[name] for name, holds in facts.items() if holds]


def direction(effect: Effect) -> str:
    """Return the ending of the message keys that say what each side of zero means."""
    against_placebo = effect.comparison.startswith("placebo") and effect.id in set(reading.read("effects")["id"])
    return effect.better if against_placebo else f"own_{effect.better}"


def result_line(pooled: Pooled, lang: str) -> str:
    """Return a result as a sentence that says so when it is from one study, or from only two."""
    words = table(lang, "pool")
    if pooled.k == 1:
        alone = "alone_adjusted" if pooled.effects[0].guess_adjusted else "alone"
        return words[alone].format(interval=interval(pooled, lang, "interval_95"))
    method = words[f"method_{pooled.method}"] + words[f"with_{pooled.interval_method}"]
    line = words["together"].format(
        k=pooled.k, samples=pooled.samples, method=method, interval=interval(pooled, lang, "interval_95")
    )
    return f"{line} {words['two_say_little']}" if pooled.k < FEWEST_FOR_HEADLINE else line


def reading_lines(pooled: Pooled, lang: str) -> list[str]:
    """Return how to read the sign of a result, and that an interval with zero in it shows no difference."""
    words = table(lang, "pool")
    lines = [words[f"read_{direction(pooled.effects[0])}"]]
    if not pooled.ci_low <= 0 <= pooled.ci_high:
        return lines
    return [*lines, words["two_include_zero" if pooled.k == 2 else "includes_zero"]]


def side_by_side_line(effects: Sequence[Effect], lang: str) -> str:
    """Return several effects in one sentence, each with its own interval, not pooled."""
    each = [f"{labels(effect, lang)[0]} {interval(pool([effect]), lang)}" for effect in effects]
    return table(lang, "pool")["side_by_side"].format(k=len(effects), each="; ".join(each))


def apart_lines(effects: Sequence[Effect], lang: str) -> list[str]:
    """Return, for a learner, why effects are not pooled; nothing when they may be pooled."""
    words = table(lang, "pool")
    return [words.get(f"apart_{obstacle.key}") or obstacle.in_words(lang) for obstacle in obstacles(effects)]


def unread_lines(domain: str, lang: str) -> list[str]:
    """Return which other placebo-controlled trials measured a domain but have no effect in the tables, if any."""
    words, effects = table(lang, "pool"), reading.read("effects")
    shown = effects[effects["pool"] == domain]
    unread = effects[
        effects["domain"].isin(shown["domain"])
        & ~effects["sample"].isin(shown["sample"])
        & (effects["contrast"] == "placebo")
        & effects["estimate"].isna()
        & effects["finding"].notna()
    ]
    each = [
        words["unread_one"].format(
            study=study_name(row["study"], lang), measure=row[f"measure_{lang}"], finding=words[row["finding"]]
        )
        for _, row in unread.iterrows()
    ]
    return [words["unread"].format(each="; ".join(each))] if each else []


def spread_lines(pooled: Pooled, lang: str) -> list[str]:
    """Return how much samples differ and, for three or more, where the true effect in a new study probably is."""
    words = table(lang, "pool")
    if pooled.tau2 is None or pooled.i2 is None:
        return [words["no_heterogeneity"]]
    tau2, i2, q = number(pooled.tau2, lang, 3), number(pooled.i2, lang, 0), number(pooled.q, lang)
    return [words["heterogeneity"].format(tau2=tau2, i2=i2, q=q), *prediction_lines(pooled, lang)]


def prediction_lines(pooled: Pooled, lang: str) -> list[str]:
    """Return the prediction interval in a sentence, when there is one."""
    if pooled.pi_low is None or pooled.pi_high is None:
        return []
    ends = {"low": number(pooled.pi_low, lang), "high": number(pooled.pi_high, lang)}
    return [table(lang, "pool")["prediction"].format(**ends)]


def describe(domain: str, pooled: Pooled, lang: str) -> str:
    """Return a pooled result in plain words, several lines, with `k` and the number of independent samples."""
    words = table(lang, "pool")
    lines = [words[f"domain_{domain}"][:1].upper() + words[f"domain_{domain}"][1:], ""]
    lines += [f"  {_effect_line(*part, pooled.k, lang)}" for part in zip(pooled.effects, pooled.weights, strict=True)]
    lines += ["", result_line(pooled, lang), *reading_lines(pooled, lang), *unread_lines(domain, lang)]
    lines += ["", *spread_lines(pooled, lang), *_fragility_lines(domain, pooled, lang)]
    if any(effect.computed_here for effect in pooled.effects):
        lines += ["", words["ours_explained"]]
    return "\n".join(lines)


def _effect_line(effect: Effect, weight: float, k: int, lang: str) -> str:
    """Return one effect as a line: study, measure, estimate with interval, weight (a share), and notes."""
    words = table(lang, "pool")
    study, measure = labels(effect, lang)
    line = words["effect"].format(study=study, measure=measure, interval=interval(pool([effect]), lang))
    share = [words["weight"].format(weight=number(100 * weight, lang, 0))] if k > 1 else []
    return "; ".join([line, *share, *notes(effect, lang)])


def _fragility_lines(domain: str, pooled: Pooled, lang: str) -> list[str]:
    """Return the result without each effect in turn, and the result with or without adjustment for guesses."""
    words, lines = table(lang, "pool"), []
    if pooled.k >= FEWEST_FOR_HEADLINE:
        for left_out, rest in leave_one_out(pooled):
            study, _ = labels(left_out, lang)
            lines.append(words["without"].format(study=study, interval=interval(rest, lang), **_parts(rest)))
    other, adjusted = other_run(domain, pooled), pooled.effects[0].guess_adjusted
    if other is None:
        return [*lines, words["not_together" if adjusted else "no_adjusted_run"]]
    run = words["unadjusted_run" if adjusted else "adjusted_run"]
    studies = ", ".join(labels(effect, lang)[0] for effect in other.effects)
    return [*lines, run.format(studies=studies, interval=interval(other, lang), **_parts(other))]


def other_run(domain: str, pooled: Pooled) -> Pooled | None:
    """Return the pooled domain with the other choice of adjustment for guesses, if that can be pooled."""
    adjusted = not pooled.effects[0].guess_adjusted
    try:
        return pool_domain(domain, pooled.method, hartung_knapp=pooled.hartung_knapp, guess_adjusted=adjusted)
    except PoolingError:
        return None


def _parts(pooled: Pooled) -> dict[str, int]:
    return {"k": pooled.k, "samples": pooled.samples}
