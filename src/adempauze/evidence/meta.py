"""Meta-analysis of a handful of effects, over `statsmodels.stats.meta_analysis.combine_effects`.

This module adds two things: it refuses sets that should not be pooled, and it follows the conventions of R's metafor,
whose results it matches to 1e-6 (`tests/unit/data/metafor_reference.R`):

- the variance between samples is never below zero (statsmodels leaves DerSimonian-Laird's negative);
- Paule-Mandel is solved to the last digits (statsmodels stops when the estimating equation is within 1e-5);
- I2 is tau2 / (tau2 + typical sampling variance), in percent; for DerSimonian-Laird that is (Q - df) / Q;
- the interval is Hartung and Knapp's, t with k - 1 degrees of freedom, unless the normal interval is wider: otherwise
  studies that agree by chance would look more certain together than their standard errors allow;
- the prediction interval is that of Higgins, Thompson and Spiegelhalter, t with k - 2 degrees of freedom, so it
  needs three effects. It predicts the true effect in a new study, not the result of that study.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.meta_analysis import CombineResults, combine_effects

from adempauze.messages import table

METHODS = ("pm", "dl", "fixed")
FEWEST_FOR_PREDICTION = 3

# Fields that must be equal in pooled effects; each has a sentence in the messages.
_SHARED = ("comparison", "guess_adjusted", "scale", "better", "timepoint", "construct")

_NORMAL = float(stats.norm.isf(0.025))  # half a 95% interval, in standard errors

_OPPOSITE = {"higher": "lower", "lower": "higher", "neither": "neither"}


class PoolingError(ValueError):
    """These effects should not be put together.

    `key` names a sentence in the section `pooling_error` of the messages; `parts` fill it, and lists are joined.
    The error's own text is English; `in_words` returns either language.
    """

    def __init__(self, key: str, **parts: str | Sequence[str]) -> None:
        self.key, self.parts = key, parts
        super().__init__(self.in_words("en"))

    def in_words(self, lang: str) -> str:
        """Return the reason as one sentence in a language of the course."""
        words = table(lang, "pooling_error")
        return words[self.key].format(**{name: _joined(part, words["and"]) for name, part in self.parts.items()})


@dataclass(frozen=True)
class Effect:
    """One estimate of one study.

    `sample` names the people who were measured; `comparison` is the kind of comparison ("placebo", "pre-post", ...);
    `scale` is the unit ("SMD", or the name of a raw unit); `better` is the good direction ("higher", "lower", or
    "neither" when it is not a benefit); `timepoint` is when it was measured ("acute", "endpoint", ...) and `construct`
    what was measured ("trait-anxiety", ...), both empty when unknown; `computed_here` marks our own calculation from
    published data; `turned` marks a sign that was changed to match other effects.
    """

    id: str
    estimate: float
    se: float
    sample: str
    comparison: str
    better: str
    scale: str = "SMD"
    timepoint: str = ""
    construct: str = ""
    guess_adjusted: bool = False
    computed_here: bool = False
    turned: bool = False

    def flipped(self) -> Effect:
        """Return the same finding with both its sign and its good direction reversed."""
        return replace(self, estimate=-self.estimate, better=_OPPOSITE[self.better], turned=not self.turned)


@dataclass(frozen=True)
class Pooled:
    """A pooled effect with its parts. `weights` are shares that add up to 1, in the order of `effects`; `i2`
    is in percent; `hartung_knapp` says whether the interval of Hartung and Knapp was requested.

    One effect cannot show how samples differ, so its `tau2` and `i2` are None. `pi_low` and `pi_high` are
    None below three effects, and under the fixed-effect method, which assumes that samples do not differ.
    """

    effects: tuple[Effect, ...]
    weights: tuple[float, ...]
    method: str
    hartung_knapp: bool
    interval_method: str
    """Where the interval comes from: "hartung-knapp" or "normal"."""
    estimate: float
    se: float
    ci_low: float
    ci_high: float
    q: float
    q_p: float | None
    tau2: float | None
    i2: float | None
    pi_low: float | None
    pi_high: float | None

    @property
    def k(self) -> int:
        """Number of effects."""
        return len(self.effects)

    @property
    def samples(self) -> int:
        """Number of independent samples of people."""
        return len({effect.sample for effect in self.effects})

    def to_dict(self) -> dict[str, object]:
        """Return plain values, ready for JSON, with `k` and `samples` written out."""
        parts = [
            {**asdict(effect), "weight": weight} for effect, weight in zip(self.effects, self.weights, strict=True)
        ]
        numbers = {name: value for name, value in vars(self).items() if name not in ("effects", "weights")}
        return {"effects": parts, "k": self.k, "samples": self.samples, **numbers}


def pool(effects: Sequence[Effect], method: str = "pm", *, hartung_knapp: bool = True) -> Pooled:
    """Pool `effects` and give 95% intervals.

    `method` is Paule-Mandel ("pm"), DerSimonian-Laird ("dl") or a fixed effect ("fixed"). `hartung_knapp` is
    ignored for one effect and for a fixed effect; the result's `interval_method` says which interval was used.
    Raises `PoolingError` when the set should not be pooled (see `obstacles`), `ValueError` for an unknown method.
    """
    if method not in METHODS:
        raise ValueError(f"Unknown method {method!r}; there are {', '.join(METHODS)}")
    check_poolable(effects)
    if len(effects) == 1:
        return _alone(effects[0], method, hartung_knapp)
    y = np.array([effect.estimate for effect in effects])
    v = np.array([effect.se**2 for effect in effects])
    sampling = _combine(y, v, "dl")
    tau2 = _between_variance(y, v, method)
    # With the variance between samples added to each variance, statsmodels' fixed-effect result is the
    # random-effects answer.
    total = _combine(y, v + tau2, "dl")
    estimate = float(total.mean_effect_fe)
    interval_method, se, reach = _interval(total, len(effects), hartung_knapp and method != "fixed")
    spread = None
    if method != "fixed" and len(effects) >= FEWEST_FOR_PREDICTION:
        spread = float(stats.t.isf(0.025, len(effects) - 2) * np.sqrt(se**2 + tau2))
    return Pooled(
        effects=tuple(effects),
        weights=tuple(float(w) for w in total.weights_rel_fe),
        method=method,
        hartung_knapp=hartung_knapp,
        interval_method=interval_method,
        estimate=estimate,
        se=se,
        ci_low=estimate - reach,
        ci_high=estimate + reach,
        q=max(0.0, float(sampling.q)),  # rounding can bring it below zero when all estimates are equal
        q_p=float(sampling.test_homogeneity().pvalue),
        tau2=tau2,
        i2=_i2(sampling, tau2, method),
        pi_low=None if spread is None else estimate - spread,
        pi_high=None if spread is None else estimate + spread,
    )


def leave_one_out(pooled: Pooled) -> Iterator[tuple[Effect, Pooled]]:
    """Yield each effect with the pooled result of all others, by the same method; nothing for a single effect."""
    for left_out in pooled.effects if pooled.k > 1 else ():
        rest = [effect for effect in pooled.effects if effect is not left_out]
        yield left_out, pool(rest, pooled.method, hartung_knapp=pooled.hartung_knapp)


def check_poolable(effects: Sequence[Effect]) -> None:
    """Raise the first of the `obstacles`, if there is one."""
    for obstacle in obstacles(effects):
        raise obstacle


def obstacles(effects: Sequence[Effect]) -> Iterator[PoolingError]:
    """Yield each reason why effects may not be put together.

    Each must have a standard error. They must be of different people, but have the same comparison, construct,
    timepoint, scale and good direction, and either all or none may be adjusted for guesses.
    """
    if not effects:
        yield PoolingError("nothing")
    for effect in effects:
        if not (isfinite(effect.estimate) and isfinite(effect.se) and effect.se > 0):
            yield PoolingError("no_number", id=effect.id)
    counts = Counter(effect.sample for effect in effects)
    twice = [effect.id for effect in effects if counts[effect.sample] > 1]
    if twice:
        yield PoolingError("same_people", ids=twice)
    for attribute in _SHARED:
        values = [getattr(effect, attribute) for effect in effects]
        if len(set(values)) > 1:
            named = [f"{value or '-'} ({effect.id})" for value, effect in zip(values, effects, strict=True)]
            adjusted = [effect.id for effect in effects if effect.guess_adjusted]
            yield PoolingError(f"mixed_{attribute}", ids=adjusted if attribute == "guess_adjusted" else named)


def _joined(part: str | Sequence[str], last_word: str) -> str:
    if isinstance(part, str):
        return part
    *first, last = part
    return f"{', '.join(first)} {last_word} {last}" if first else last


def _alone(effect: Effect, method: str, hartung_knapp: bool) -> Pooled:
    reach = _NORMAL * effect.se
    nothing_to_compare: dict[str, Any] = dict.fromkeys(("q_p", "tau2", "i2", "pi_low", "pi_high"))
    return Pooled(
        effects=(effect,),
        weights=(1.0,),
        method=method,
        hartung_knapp=hartung_knapp,
        interval_method="normal",
        estimate=effect.estimate,
        se=effect.se,
        ci_low=effect.estimate - reach,
        ci_high=effect.estimate + reach,
        q=0.0,
        **nothing_to_compare,
    )


def _interval(total: CombineResults, k: int, hartung_knapp: bool) -> tuple[str, float, float]:
    """Return the name, standard error and half width of the wider interval, or of the normal one."""
    normal = ("normal", float(total.sd_eff_w_fe), _NORMAL * float(total.sd_eff_w_fe))
    if not hartung_knapp:
        return normal
    se = float(total.sd_eff_w_fe_hksj)
    return max(("hartung-knapp", se, float(stats.t.isf(0.025, k - 1)) * se), normal, key=lambda found: found[2])


def _combine(y: NDArray[np.float64], v: NDArray[np.float64], method: str) -> CombineResults:
    # When DerSimonian-Laird's variance is negative, statsmodels divides by zero in parts that are not
    # used here.
    with np.errstate(all="ignore"):
        return combine_effects(y, v, method_re=method)


def _between_variance(y: NDArray[np.float64], v: NDArray[np.float64], method: str) -> float:
    if method == "fixed":
        return 0.0
    result = _combine(y, v, method)
    if result.q <= len(y) - 1:
        return 0.0
    return float(result.tau2) if method == "dl" else _refine_paule_mandel(y, v, float(result.tau2))


def _refine_paule_mandel(y: NDArray[np.float64], v: NDArray[np.float64], tau2: float) -> float:
    """Take Newton steps from statsmodels' answer until the estimating equation holds to rounding."""
    for _ in range(50):
        w = 1 / (v + tau2)
        squares = (y - w @ y / w.sum()) ** 2
        step = (w @ squares - (len(y) - 1)) / (w**2 @ squares)
        tau2 = max(0.0, tau2 + step)
        if abs(step) < 1e-14 * (1 + tau2):
            break
    return float(tau2)


def _i2(sampling: CombineResults, tau2: float, method: str) -> float:
    if method == "fixed":
        q, freedom = float(sampling.q), len(sampling.weights_fe) - 1
        return 100 * (q - freedom) / q if q > freedom else 0.0
    w = sampling.weights_fe
    typical = (len(w) - 1) / (w.sum() - (w**2).sum() / w.sum())
    return float(100 * tau2 / (tau2 + typical))
