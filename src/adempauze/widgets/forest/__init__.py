"""A forest plot to take apart: every study of a question, what they pool to, and what is left without each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import traitlets

from adempauze import messages
from adempauze.evidence.meta import Effect, Pooled, PoolingError, pool
from adempauze.evidence.pool import labels, number, pool_domain, reading_lines, result_line
from adempauze.widgets import CourseWidget


class Forest(CourseWidget):
    """A forest plot with scenarios, each computed beforehand: all studies, guesses counted in, one study left out."""

    sections: ClassVar[tuple[str, ...]] = (*CourseWidget.sections, "forest")

    title = traitlets.Unicode().tag(sync=True)
    axis = traitlets.Dict().tag(sync=True)
    scenarios = traitlets.List().tag(sync=True)
    about = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self,
        question: str | Pooled,
        title: str = "",
        method: str = "pm",
        *,
        hartung_knapp: bool = False,
        lang: str,
    ) -> None:
        """Draw a domain of the evidence by its name, or a pooled result of your own, which needs a `title`.

        `method` and `hartung_knapp` are those of `adempauze.evidence.meta.pool`; a pooled result keeps its own.
        Raises `PoolingError` for an unknown domain and for effects that should not be pooled, `ValueError` without a
        title.
        """
        if isinstance(question, Pooled):
            pooled, adjusted = question, None
        else:
            pooled = _pool_domain(question, method, hartung_knapp)
            adjusted = _adjusted(question, method, hartung_knapp)
            name = messages.table(lang, "pool")[f"domain_{question}"]
            title = title or messages.table(lang, "figures")["forest_title"].format(domain=name)
        if not title.strip():
            raise ValueError("A forest plot of your own result needs a title.")
        text = messages.table(lang, "forest")
        runs = [(text["all"] if pooled.k > 1 else text["the_one"], pooled)]
        runs += [(text["adjusted"], adjusted)] if adjusted else []
        runs += [(text["without"].format(study=_label(out, lang)[0]), rest) for out, rest in _left_out(pooled)]
        super().__init__(
            lang=lang,
            title=title,
            axis=_axis([run for _, run in runs], lang),
            scenarios=[{"label": label, **_scenario(run, lang)} for label, run in runs],
            about=_about([run for _, run in runs], lang, is_domain=isinstance(question, str)),
        )

    def fallback_text(self) -> str:
        """Return the question and the result of all studies together."""
        return self.strings["fallback"].format(title=self.title, result=self.scenarios[0]["said"][0])


def _pool_domain(domain: str, method: str, hartung_knapp: bool, *, guess_adjusted: bool = False) -> Pooled:
    """Pool a domain; one effect alone has no use for Hartung-Knapp, and is shown as it is."""
    alone = pool_domain(domain, method, guess_adjusted=guess_adjusted)
    if alone.k == 1 or not hartung_knapp:
        return alone
    return pool_domain(domain, method, hartung_knapp=True, guess_adjusted=guess_adjusted)


def _adjusted(domain: str, method: str, hartung_knapp: bool) -> Pooled | None:
    try:
        return _pool_domain(domain, method, hartung_knapp, guess_adjusted=True)
    except PoolingError:  # no study of this domain has an effect with guesses counted in
        return None


def _left_out(pooled: Pooled) -> Iterator[tuple[Effect, Pooled]]:
    """Yield each effect with what the others pool to; nothing when there is only one."""
    for out in pooled.effects if pooled.k > 1 else ():
        rest = [effect for effect in pooled.effects if effect is not out]
        yield out, pool(rest, pooled.method, hartung_knapp=pooled.hartung_knapp and len(rest) > 1)


def _scenario(pooled: Pooled, lang: str) -> dict[str, Any]:
    """Return one scenario as the front end reads it: its rows, its diamond if there is one, and its sentences."""
    rows = []
    for effect, weight in zip(pooled.effects, pooled.weights, strict=True):
        study, note = _label(effect, lang)
        shown = _numbers(pool([effect]), lang)
        rows.append({"study": study, "note": note, "weight": weight if pooled.k > 1 else None, **shown})
    together = None
    if pooled.k > 1:
        prediction = None if pooled.pi_low is None else [pooled.pi_low, pooled.pi_high]
        together = {**_numbers(pooled, lang), "prediction": prediction}
    return {"rows": rows, "together": together, "said": list(_sentences(pooled, lang))}


def _numbers(pooled: Pooled, lang: str) -> dict[str, Any]:
    written = {name: number(getattr(pooled, name), lang) for name in ("estimate", "ci_low", "ci_high")}
    text = messages.table(lang, "figures")["interval"].format(
        estimate=written["estimate"], low=written["ci_low"], high=written["ci_high"]
    )
    return {"estimate": pooled.estimate, "low": pooled.ci_low, "high": pooled.ci_high, "text": text}


def _sentences(pooled: Pooled, lang: str) -> Iterator[str]:
    words = messages.table(lang, "pool")
    yield result_line(pooled, lang)
    yield from reading_lines(pooled, lang)
    if pooled.pi_low is not None:
        yield words["prediction"].format(low=number(pooled.pi_low, lang), high=number(pooled.pi_high, lang))


def _label(effect: Effect, lang: str) -> tuple[str, str]:
    """Return the study of an effect, and what to know of it; an effect from elsewhere goes by its own id and scale."""
    words = messages.table(lang, "pool")
    try:
        study, measure = labels(effect, lang)
    except KeyError:
        study, measure = effect.id, effect.scale
    notes = {"ours": effect.computed_here, "turned": effect.turned, "adjusted": effect.guess_adjusted}
    return study, " \N{MIDDLE DOT} ".join([measure, *(words[key] for key, holds in notes.items() if holds)])


def _axis(runs: list[Pooled], lang: str) -> dict[str, Any]:
    """Return one axis for all scenarios, so that nothing moves but the results."""
    words, first = messages.table(lang, "figures"), runs[0].effects[0]
    alone = [pool([effect]) for run in runs for effect in run.effects]
    ends = [
        end
        for run in [*runs, *alone]
        for end in (run.ci_low, run.ci_high, run.pi_low, run.pi_high, 0.0)
        if end is not None
    ]
    return {
        "low": min(ends),
        "high": max(ends),
        "left": words[f"left_{first.better}"],
        "right": words[f"right_{first.better}"],
        "unit": words["axis_sd"] if first.scale == "SMD" else first.scale,
    }


def _about(runs: list[Pooled], lang: str, *, is_domain: bool) -> list[str]:
    words, text, first = messages.table(lang, "pool"), messages.table(lang, "forest"), runs[0]
    lines = [text["how_to_read"] if first.k > 1 else text["one_study"]]
    if first.tau2 is None:
        lines.append(words["no_heterogeneity"])
    else:
        spread = {"tau2": number(first.tau2, lang, 3), "i2": number(first.i2, lang, 0), "q": number(first.q, lang)}
        lines.append(words["heterogeneity"].format(**spread))
    if is_domain and not any(effect.guess_adjusted for run in runs for effect in run.effects):
        lines.append(words["no_adjusted_run"])
    if any(effect.computed_here for run in runs for effect in run.effects):
        lines.append(words["ours_explained"])
    return lines
