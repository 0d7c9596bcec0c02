"""Meta-analysis of a handful of effects, over `statsmodels.stats.meta_analysis.combine_effects`.

What is ours: refusing sets that should not be pooled, and holding on to the conventions of R's metafor, which
this module agrees with to 1e-6 (`tests/unit/data/metafor_reference.R`):

- the variance between samples is never below zero (statsmodels leaves DerSimonian-Laird's negative);
- Paule-Mandel is solved to the last digits (statsmodels stops when the estimating equation is within 1e-5);
- I2 is tau2 / (tau2 + typical sampling variance), in percent; for DerSimonian-Laird that is (Q - df) / Q;
- the interval is Hartung and Knapp's, t with k - 1 degrees of freedom, unless the normal interval is wider: studies
  that agree by chance would otherwise look surer together than their own standard errors allow;
- the prediction interval is that of Higgins, Thompson and Spiegelhalter, t with k - 2 degrees of freedom, so from
  three effects on. It speaks of the true effect in a new study, not of what that study will find.
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

# What effects must share to be pooled; each has a sentence in the messages.
_SHARED = ("comparison", "guess_adjusted", "scale", "better", "timepoint", "construct")

_NORMAL = float(stats.norm.isf(0.025))  # half a 95% interval, in standard errors

_OPPOSITE = {"higher": "lower", "lower": "higher", "neither": "neither"}


class PoolingError(ValueError):
    """These effects should not be put together.

    `key` names a sentence of the messages, section `pooling_error`; `parts` fill it, and lists in it are joined. The
    error itself is in English, `in_words` gives either language.
    """

    def __init__(self, key: str, **parts: str | Sequence[str]) -> None:
        self.key, self.parts = key, parts
        super().__init__(self.in_words("en"))

    def in_words(self, lang: str) -> str:
        """Return why not, as one sentence in a language of the course."""
        words = table(lang, "pooling_error")
        return words[self.key].format(**{name: _joined(part, words["and"]) for name, part in self.parts.items()})


@dataclass(frozen=True)
class Effect:
    """One estimate of one study.

    `sample` names the people it was measured in; `comparison` what was compared with what
    ("placebo", "pre-post", ...); `scale` the unit ("SMD", or the name of a raw unit); `better` the
    direction that is good news ("higher", "lower", or "neither" when it is no benefit); `timepoint` when it was
    measured ("acute", "endpoint", ...) and `construct` what it is about ("trait-anxiety", ...), both empty where that
    is not known; `computed_here` marks our own calculation from published data; `turned` says that the sign was
    changed to join others.
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
        """Return the same finding on a turned scale: the sign and the good direction both reversed."""
        return replace(self, estimate=-self.estimate, better=_OPPOSITE[self.better], turned=not self.turned)


@dataclass(frozen=True)
class Pooled:
    """A pooled effect with its parts. `weights` are shares that add up to 1, in the order of `effects`; `i2`
    is in percent; `hartung_knapp` says that the interval of Hartung and Knapp was asked for.

    One effect alone says nothing about how samples differ: then `tau2` and `i2` are None. `pi_low` and `pi_high` are
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

    `method` is Paule-Mandel ("pm"), DerSimonian-Laird ("dl") or a fixed effect ("fixed"). `hartung_knapp` counts where
    samples can differ: not for one effect, nor for a fixed effect; the result's `interval_method` says what was used.
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
    # With the variance between samples added to each variance, statsmodels' fixed-effect part is the
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
    """Yield each effect of a result with what the others pool to in the same way; nothing when there is only one."""
    for left_out in pooled.effects if pooled.k > 1 else ():
        rest = [effect for effect in pooled.effects if effect is not left_out]
        yield left_out, pool(rest, pooled.method, hartung_knapp=pooled.hartung_knapp)


def check_poolable(effects: Sequence[Effect]) -> None:
    """Raise the first of the `obstacles`, if there is one."""
    for obstacle in obstacles(effects):
        raise obstacle


def obstacles(effects: Sequence[Effect]) -> Iterator[PoolingError]:
    """Yield each reason why effects may not be put together.

    They must each have a standard error, come from different people, ask the same kind of question about the same
    thing at the same time, on the same scale, point the same way, and all count in what people guessed, or none.
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
    """Return the wider of the two intervals, or the normal one: its name, its standard error and its half width."""
    normal = ("normal", float(total.sd_eff_w_fe), _NORMAL * float(total.sd_eff_w_fe))
    if not hartung_knapp:
        return normal
    se = float(total.sd_eff_w_fe_hksj)
    return max(("hartung-knapp", se, float(stats.t.isf(0.025, k - 1)) * se), normal, key=lambda found: found[2])


def _combine(y: NDArray[np.float64], v: NDArray[np.float64], method: str) -> CombineResults:
    # Where DerSimonian-Laird's variance comes out negative statsmodels divides by zero in parts that are not
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
