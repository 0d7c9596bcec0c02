"""Figures of the evidence: each function returns a Matplotlib figure and its alt text, made from the same numbers.

Labels come from the message tables, so each figure exists in every language of the course. Meaning never
depends on colour alone: filled and hollow marks, position and words show it too. Labels are above their mark, so that a
figure is narrow enough for a phone. No figure uses pyplot, which would keep figures in memory.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from adempauze.evidence import reading
from adempauze.evidence.meta import Effect, Pooled, pool
from adempauze.evidence.pool import as_effect, labels, members
from adempauze.evidence.pool_words import interval
from adempauze.messages import number, table

STYLE = Path(__file__).with_name("adempauze.mplstyle")

if TYPE_CHECKING:
    import pandas as pd

_MUTED, _LINE, _PAPER = "#53605d", "#cfcabd", "#fdfcf9"
_ACCENT, _ACCENT_SOFT, _WARM = "#1d6a63", "#d7e8e4", "#8a4a12"
_FILLED: dict[str, Any] = {"marker": "o", "color": _ACCENT, "markersize": 7}
_HOLLOW: dict[str, Any] = {
    "marker": "o",
    "color": _WARM,
    "markersize": 7,
    "markerfacecolor": _PAPER,
    "markeredgewidth": 1.6,
}

_WIDTH, _MARGIN = 4.85, 0.12  # inches; narrow enough for a phone
_ABOVE, _BELOW = -0.3, 0.06  # places of the label and the mark in a row
_NOTE = -0.12  # place of a note under the label
_LINE_TOP, _LINE_FOOT = -0.12, 0.32  # places of the ends of the zero line in a row

# Outcomes measured in one group over time, each with the pooled domain that compares it with placebo.
_OPEN_TWINS = {
    "depression": "polito2019_DASS_depression",
    "stress": "polito2019_DASS_stress",
    "anxiety": "polito2019_DASS_anxiety",
    "well-being": "polito2019_Quality_of_Life_Inventory",
    "attention": "polito2019_MAAS_mindfulness",
}

_ASKED_ONCE, _FOLLOWED = {"cross-sectional"}, {"cohort", "open-label", "qualitative"}


@matplotlib.style.context(STYLE)
def funnel_of_designs(lang: str) -> tuple[Figure, str]:
    """Draw how many people took part in each kind of study: many without a control group, few blinded."""
    words = table(lang, "figures")
    steps = _people_by_design()
    figure, axes = _sheet(words["funnel_title"], rows=len(steps), row_height=0.62, foot=0.4)
    widest = max(people for _, people in steps.values())
    rows = []
    for y, (step, (samples, people)) in enumerate(steps.items()):
        counts = words[_how_many(samples)].format(samples=samples, people=number(people, lang, 0))
        _label(axes, y, words[f"funnel_{step}"], counts)
        axes.barh(y + _BELOW, people, left=(widest - people) / 2, height=0.26, color=_ACCENT)
        if not people:
            axes.plot(widest / 2, y + _BELOW, **_HOLLOW)
        rows.append(f"{words[f'funnel_{step}']}: {counts}")
    axes.set_xlim(0, widest)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_xlabel(words["funnel_axis"])
    return figure, words["funnel_alt"].format(rows="; ".join(rows))


@matplotlib.style.context(STYLE)
def what_guessing_does(lang: str) -> tuple[Figure, str]:
    """Draw each outcome of the self-blinded trial as measured, and adjusted for each person's guess."""
    words = table(lang, "figures")
    pairs = _guess_pairs()
    key = ((words["guess_without"], _FILLED), (words["guess_with"], _HOLLOW))
    figure, axes = _sheet(words["guess_title"], rows=len(pairs), row_height=0.62, key=key)
    rows = []
    for y, (plain, adjusted) in enumerate(pairs):
        _, measure = labels(plain.effects[0], lang)
        if plain.effects[0].better == "neither":
            measure = words["guess_check"].format(measure=measure)
        values = {"plain": number(plain.estimate, lang), "adjusted": number(adjusted.estimate, lang)}
        _label(axes, y, measure, "{plain} \N{RIGHTWARDS ARROW} {adjusted}".format(**values))
        _dot(axes, y + _BELOW - 0.04, plain, _FILLED)
        _dot(axes, y + _BELOW + 0.16, adjusted, _HOLLOW)
        rows.append(words["guess_row"].format(measure=measure, **values))
    _scale(axes, words["axis_sd_ours"], lang)
    clear, left = (sum(result.ci_low > 0 for result in results) for results in zip(*pairs, strict=True))
    return figure, words["guess_alt"].format(count=len(pairs), clear=clear, left=left, rows="; ".join(rows))


@matplotlib.style.context(STYLE)
def open_against_controlled(lang: str) -> tuple[Figure, str]:
    """Draw one group's change over time beside the difference from placebo, for the same questions."""
    words = table(lang, "figures")
    effects = reading.read("effects").set_index("id", drop=False)
    key = ((words["open_key"], _HOLLOW), (words["controlled_key"], _FILLED))
    figure, axes = _sheet(words["open_title"], rows=len(_OPEN_TWINS), row_height=0.72, key=key)
    rows = []
    for y, (domain, open_id) in enumerate(_OPEN_TWINS.items()):
        name = table(lang, "pool")[f"domain_{domain}"]
        change = _plus_is_better(as_effect(effects.loc[effects["id"] == open_id].iloc[0])).estimate
        controlled = [pool([_plus_is_better(effect)]) for effect in members(domain)]
        found = words["open_between"].join(number(study.estimate, lang) for study in controlled)
        _label(axes, y, name, words["open_values"].format(open=number(change, lang), controlled=found))
        axes.plot(change, y + _BELOW - 0.08, linestyle="none", **_HOLLOW)
        for place, study in enumerate(controlled):
            _dot(axes, y + _BELOW + 0.1 + 0.16 * place, study, _FILLED)
        found = words["open_between"].join(interval(study, lang) for study in controlled)
        rows.append(words["open_row"].format(domain=name, open=number(change, lang), interval=found))
    _scale(axes, words["axis_sd_ours"], lang)
    return figure, words["open_alt"].format(rows="; ".join(rows))


@matplotlib.style.context(STYLE)
def who_guessed_right(lang: str) -> tuple[Figure, str]:
    """Draw, for each study that reports both arms, the share of guesses that were right.

    People who cannot tell guess "microdose" equally often in both arms, so the two shares add up to 100%.
    """
    words = table(lang, "figures")
    known = reading.read("unblinding").dropna(subset=["pct_active", "pct_placebo"])
    names = reading.read("sources").set_index("key")[f"label_{lang}"]
    figure, axes = _sheet(words["blinding_title"], rows=len(known), row_height=1.12, foot=0.98)
    rows = []
    for y, (_, row) in enumerate(known.iterrows()):
        study, when = names[row["study"]], row[f"when_{lang}"]
        arms = {"microdose": row["pct_active"], "placebo": row["pct_placebo"]}
        shares = {arm: number(share, lang, 0) for arm, share in arms.items()}
        both = number(sum(arms.values()), lang, 0)
        _label(axes, y, study, words["blinding_both"].format(both=both), when)
        for bar, (arm, share) in zip((y + 0.06, y + 0.26), arms.items(), strict=True):
            axes.barh(bar, [100, share], height=0.16, color=[_ACCENT_SOFT, _ACCENT])
            axes.text(103, bar, words[f"blinding_{arm}"].format(share=shares[arm]), va="center")
        rows.append(words["blinding_row"].format(study=study, when=when, both=both, **shares))
    axes.set_xlim(-5, 192)
    axes.set_xticks([0, 50, 100], ["0%", "50%", "100%"])
    axes.spines["bottom"].set_bounds(0, 100)
    axes.set_xlabel(f"{words['blinding_axis']}\n{words['blinding_clue']}", labelpad=8, loc="left", ma="left")
    return figure, words["blinding_alt"].format(rows="; ".join(rows))


def _people_by_design() -> dict[str, tuple[int, int]]:
    """Return, for each step of the funnel, the number of samples and of people in them.

    A sample in several papers counts once, with its largest number of participants and its best design.
    """
    studies = reading.read("studies").dropna(subset=["sample"])
    studies = studies[studies["design"] != "registered-trial"]
    people = studies["n_enrolled"].fillna(studies["n_analysed"]).groupby(studies["sample"]).max()

    def holding(condition: pd.Series[bool]) -> set[str]:
        return set(studies.loc[condition, "sample"])

    blinded = holding(studies["controlled"])
    followed = holding(studies["design"].isin(_FOLLOWED)) - blinded
    steps = {
        "asked_once": holding(studies["design"].isin(_ASKED_ONCE)) - followed - blinded,
        "followed": followed,
        "blinded": blinded,
        "checked": blinded & holding(studies["blinding_checked"] == "yes"),
        "clinical": blinded & holding(studies["clinical"]),
        "burn_out": blinded & holding(studies["population_en"].str.contains("burn-?out", case=False)),
    }
    return {step: (len(samples), int(people[list(samples)].sum())) for step, samples in steps.items()}


def _how_many(samples: int) -> str:
    return {0: "funnel_none", 1: "funnel_one"}.get(samples, "funnel_many")


def _guess_pairs() -> list[tuple[Pooled, Pooled]]:
    """Return pairs of a standardised effect and its guess-adjusted twin, largest first; plus is better."""
    effects = reading.read("effects").set_index("id", drop=False)
    plain = effects[(effects["metric"] == "SMD") & effects["guess_adjusted"].notna()]
    used = {*plain["id"], *plain["guess_adjusted"]}
    alone = {row["id"]: pool([_plus_is_better(as_effect(row))]) for _, row in effects.iterrows() if row["id"] in used}
    pairs = [(alone[row["id"]], alone[row["guess_adjusted"]]) for _, row in plain.iterrows()]
    return sorted(pairs, key=lambda pair: (pair[0].effects[0].better == "neither", -pair[0].estimate))


def _plus_is_better(effect: Effect) -> Effect:
    return effect.flipped() if effect.better == "lower" else effect


def _sheet(
    title: str, *, rows: float, row_height: float, foot: float = 0.86, key: Sequence[tuple[str, dict[str, Any]]] = ()
) -> tuple[Figure, Axes]:
    """Make a sheet with title, key of marks and axes; a row is one unit of y, from the top. Heights are in inches."""
    title = textwrap.fill(title, 40)
    head = 0.5 + 0.24 * title.count("\n") + 0.24 * len(key) + 0.12 * bool(key)
    height = head + row_height * rows + foot
    figure = Figure(figsize=(_WIDTH, height))
    axes = figure.add_axes((_MARGIN / _WIDTH, foot / height, 1 - 2 * _MARGIN / _WIDTH, row_height * rows / height))
    axes.set_ylim(rows - 0.5, -0.5)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    figure.text(_MARGIN / _WIDTH, 1 - 0.18 / height, title, va="top", fontsize=13, fontweight="bold")
    for line, (text, look) in enumerate(key):
        y = 1 - (head - 0.24 * (len(key) - line) + 0.06) / height
        figure.add_artist(Line2D([(_MARGIN + 0.08) / _WIDTH], [y], transform=figure.transFigure, **look))
        figure.text((_MARGIN + 0.25) / _WIDTH, y, text, va="center", fontsize=10.5, color=_MUTED)
    return figure, axes


def _label(axes: Axes, y: float, text: str, value: str, note: str = "") -> None:
    """Write a row's label on the left, its value on the right, and a smaller note under the label."""
    look: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center"}
    axes.text(0, y + _ABOVE, text, **look)
    axes.text(1, y + _ABOVE, value, ha="right", **look)
    if note:
        axes.text(0, y + _NOTE, note, fontsize=9.5, color=_MUTED, **look)


def _dot(axes: Axes, y: float, pooled: Pooled, look: dict[str, Any]) -> None:
    axes.plot([pooled.ci_low, pooled.ci_high], [y, y], color=look["color"], linewidth=1.4)
    axes.plot(pooled.estimate, y, linestyle="none", **look)


def _scale(axes: Axes, label: str, lang: str) -> None:
    """Finish a horizontal scale: zero, the meaning of each side, numbers."""
    words = table(lang, "figures")
    # The zero line is drawn beside the marks only, because a full line would cross the words.
    rows = np.arange(round(axes.get_ylim()[0] + 0.5))
    axes.vlines(0 * rows, rows + _LINE_TOP, rows + _LINE_FOOT, color=_MUTED, linewidth=1, zorder=0)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, -0.1), max(high, 0.1))
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, lang, 1)))
    axes.set_xlabel(label, labelpad=22)
    for x, side, arrow in ((0, "left", "\N{LEFTWARDS ARROW} {}"), (1, "right", "{} \N{RIGHTWARDS ARROW}")):
        text = arrow.format(words[f"{side}_better"])
        axes.annotate(
            text, (x, 0), (0, -31), xycoords="axes fraction", textcoords="offset points", ha=side, fontsize=10.5
        )
