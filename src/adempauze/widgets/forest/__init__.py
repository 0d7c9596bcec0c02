"""A forest plot: every study of a question, the pooled result, and the result without each study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import traitlets

from adempauze import messages
from adempauze.evidence import pool_words
from adempauze.evidence.meta import Effect, Pooled, PoolingError, leave_one_out, pool
from adempauze.evidence.pool import UnknownDomainError, labels, members
from adempauze.widgets import CourseWidget

_HEADLINE = pool_words.FEWEST_FOR_HEADLINE


class Forest(CourseWidget):
    """A forest plot with precomputed scenarios: as measured, adjusted for guesses, and without one study.

    Fewer than three studies, and studies that may not be pooled, are shown without a diamond for all together.
    """

    sections: ClassVar[tuple[str, ...]] = (*CourseWidget.sections, "forest")

    title = traitlets.Unicode().tag(sync=True)
    axis: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    scenarios: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    about: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self,
        question: str | Pooled,
        title: str = "",
        method: str = "pm",
        *,
        hartung_knapp: bool = True,
        lang: str,
    ) -> None:
        """Draw a domain of the evidence by its name, or your own pooled result, which needs a `title`.

        `method` and `hartung_knapp` are those of `adempauze.evidence.meta.pool`; a pooled result keeps its own.
        Raises `PoolingError` for an unknown domain, `ValueError` without a title.
        """
        text = messages.table(lang, "forest")
        unread: list[str] = []
        if isinstance(question, Pooled):
            runs = [_Run(text["all"], question.effects, question)]
        else:
            runs = list(_domain_runs(question, method, hartung_knapp, text))
            unread = pool_words.unread_lines(question, lang)
            name = messages.table(lang, "pool")[f"domain_{question}"]
            title = title or messages.table(lang, "figures")["forest_title"].format(domain=name)
        if not title.strip():
            raise ValueError("A forest plot of your own result needs a title.")
        runs += _runs_without_one(runs[0], text, lang)
        scenarios = [{"label": run.label, **run.scenario(lang)} for run in runs]
        scenarios[0]["said"] += unread
        super().__init__(
            lang=lang,
            title=title,
            axis=_axis(runs, lang),
            scenarios=scenarios,
            about=_about(runs, lang, is_domain=isinstance(question, str)),
        )

    def fallback_text(self) -> str:
        """Return the question and the sentences on its studies as measured."""
        return self.strings["fallback"].format(title=self.title, result=" ".join(self.scenarios[0]["said"]))


class _Run:
    """Some effects to draw, and their pooled result, if they may be pooled."""

    def __init__(self, label: str, effects: Sequence[Effect], pooled: Pooled | None) -> None:
        self.label, self.effects, self.pooled = label, effects, pooled

    @property
    def headline(self) -> Pooled | None:
        """The pooled result, if there are enough studies to show it."""
        return self.pooled if self.pooled and self.pooled.k >= _HEADLINE else None

    def scenario(self, lang: str) -> dict[str, Any]:
        """Return the rows, the diamond if there is one, and the sentences, for the front end."""
        weights = self.headline.weights if self.headline else [None] * len(self.effects)
        rows = [_row(effect, weight, lang) for effect, weight in zip(self.effects, weights, strict=True)]
        together = None
        if self.headline:
            ends = (self.headline.pi_low, self.headline.pi_high)
            together = {**_numbers(self.headline, lang), "prediction": None if None in ends else list(ends)}
        return {"rows": rows, "together": together, "said": self._said(lang)}

    def _said(self, lang: str) -> list[str]:
        if self.pooled and (self.headline or self.pooled.k == 1):
            lines = [pool_words.result_line(self.pooled, lang), *pool_words.reading_lines(self.pooled, lang)]
            return [*lines, *pool_words.prediction_lines(self.pooled, lang)]
        apart = pool_words.apart_lines(self.effects, lang) or [messages.table(lang, "forest")["two"]]
        how_to_read = messages.table(lang, "pool")[f"read_{pool_words.direction(self.effects[0])}"]
        return [pool_words.side_by_side_line(self.effects, lang), *apart, how_to_read]


def _domain_runs(domain: str, method: str, hartung_knapp: bool, text: dict[str, str]) -> Iterator[_Run]:
    """Yield a domain as measured and, if the data allow it, adjusted for guesses."""
    for label, guess_adjusted in (("all", False), ("adjusted", True)):
        try:
            effects = members(domain, guess_adjusted=guess_adjusted)
        except UnknownDomainError:
            raise
        except PoolingError:  # no study of this domain has an effect adjusted for guesses
            continue
        try:
            pooled = pool(effects, method, hartung_knapp=hartung_knapp)
        except PoolingError:
            pooled = None
        yield _Run(text[label], effects, pooled)


def _runs_without_one(run: _Run, text: dict[str, str], lang: str) -> list[_Run]:
    if not run.headline:
        return []
    return [
        _Run(text["without"].format(study=labels(left_out, lang)[0]), rest.effects, rest)
        for left_out, rest in leave_one_out(run.headline)
    ]


def _row(effect: Effect, weight: float | None, lang: str) -> dict[str, Any]:
    study, measure = labels(effect, lang)
    note = " \N{MIDDLE DOT} ".join([measure, *pool_words.notes(effect, lang)])
    return {"study": study, "note": note, "weight": weight, **_numbers(pool([effect]), lang)}


def _numbers(pooled: Pooled, lang: str) -> dict[str, Any]:
    text = pool_words.interval(pooled, lang)
    return {"estimate": pooled.estimate, "low": pooled.ci_low, "high": pooled.ci_high, "text": text}


def _axis(runs: list[_Run], lang: str) -> dict[str, Any]:
    """Return one axis for all scenarios, so that only the results move.

    It fits the intervals of all studies and of their pooled results. A prediction interval may be cut off, because with
    three studies it is often so wide that nothing else would be visible.
    """
    words, first = messages.table(lang, "figures"), runs[0].effects[0]
    shown = [pool([effect]) for run in runs for effect in run.effects] + [run.headline for run in runs if run.headline]
    ends = [0.0, *(end for each in shown for end in (each.ci_low, each.ci_high))]
    return {
        "low": min(ends),
        "high": max(ends),
        "left": words[f"left_{pool_words.direction(first)}"],
        "right": words[f"right_{pool_words.direction(first)}"],
        "unit": words["axis_sd"] if first.scale == "SMD" else first.scale,
    }


def _about(runs: list[_Run], lang: str, *, is_domain: bool) -> list[str]:
    words, first = messages.table(lang, "pool"), runs[0]
    how = "how_to_read" if first.headline else "one_study" if len(first.effects) == 1 else "few_studies"
    lines = [messages.table(lang, "forest")[how]]
    if first.pooled:
        if first.pooled.k == 2:
            lines += [pool_words.result_line(first.pooled, lang)]
        lines += pool_words.spread_lines(first.pooled, lang)[:1]  # the result has the prediction interval
    effects = [effect for run in runs for effect in run.effects]
    if is_domain and not any(effect.guess_adjusted for effect in effects):
        lines.append(words["no_adjusted_run"])
    if any(effect.computed_here for effect in effects):
        lines.append(words["ours_explained"])
    return lines
