"""Meta-analysis of a handful of effects, over `statsmodels.stats.meta_analysis.combine_effects`.

What is ours: refusing sets that should not be pooled, and holding on to the conventions of R's metafor, which
this module agrees with to 1e-6 (`tests/unit/data/metafor_reference.R`):

- the variance between samples is never below zero (statsmodels leaves DerSimonian-Laird's negative);
- Paule-Mandel is solved to the last digits (statsmodels stops when the estimating equation is within 1e-5);
- I2 is tau2 / (tau2 + typical sampling variance), in percent; for DerSimonian-Laird that is (Q - df) / Q;
- Hartung-Knapp uses t with k - 1 degrees of freedom, and is not kept from making an interval narrower;
- the prediction interval uses the distribution of the confidence interval: normal, or t with Hartung-Knapp.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.meta_analysis import CombineResults, combine_effects

METHODS = ("pm", "dl", "fixed")

_OPPOSITE = {"higher": "lower", "lower": "higher", "neither": "neither"}


class PoolingError(ValueError):
    """These effects should not be put together; the message says why."""


@dataclass(frozen=True)
class Effect:
    """One estimate of one study.

    `sample` names the people it was measured in; `comparison` what was compared with what
    ("placebo", "pre-post", ...); `scale` the unit ("SMD", or the name of a raw unit); `better` the
    direction that is good news ("higher", "lower", or "neither" when it is no benefit); `computed_here` marks
    our own calculation from published data; `turned` says that the sign was changed to join others.
    """

    id: str
    estimate: float
    se: float
    sample: str
    comparison: str
    better: str
    scale: str = "SMD"
    guess_adjusted: bool = False
    computed_here: bool = False
    turned: bool = False

    def flipped(self) -> Effect:
        """Return the same finding on a turned scale: the sign and the good direction both reversed."""
        return replace(self, estimate=-self.estimate, better=_OPPOSITE[self.better], turned=not self.turned)


@dataclass(frozen=True)
class Pooled:
    """A pooled effect with its parts. `weights` are shares that add up to 1, in the order of `effects`; `i2`
    is in percent.

    One effect alone says nothing about how samples differ: then `tau2`, `i2`, `pi_low` and `pi_high` are
    None. So are the two ends of the prediction interval under the fixed-effect method, which assumes that
    samples do not differ.
    """

    effects: tuple[Effect, ...]
    weights: tuple[float, ...]
    method: str
    hartung_knapp: bool
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


def pool(effects: Sequence[Effect], method: str = "pm", *, hartung_knapp: bool = False) -> Pooled:
    """Pool `effects` and give 95% intervals.

    `method` is Paule-Mandel ("pm"), DerSimonian-Laird ("dl") or a fixed effect ("fixed").
    Raises `PoolingError` when the set should not be pooled (see `check_poolable`), and when Hartung-Knapp is
    asked of one effect or of a fixed effect; `ValueError` for an unknown method.
    """
    if method not in METHODS:
        raise ValueError(f"Unknown method {method!r}; there are {', '.join(METHODS)}")
    if hartung_knapp and method == "fixed":
        raise PoolingError("Hartung-Knapp allows for samples that differ; a fixed effect assumes that they do not")
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
    se = float(total.sd_eff_w_fe_hksj if hartung_knapp else total.sd_eff_w_fe)
    reach = _critical(len(effects), hartung_knapp)
    estimate = float(total.mean_effect_fe)
    spread = None if method == "fixed" else reach * float(np.sqrt(se**2 + tau2))
    return Pooled(
        effects=tuple(effects),
        weights=tuple(float(w) for w in total.weights_rel_fe),
        method=method,
        hartung_knapp=hartung_knapp,
        estimate=estimate,
        se=se,
        ci_low=estimate - reach * se,
        ci_high=estimate + reach * se,
        q=float(sampling.q),
        q_p=float(sampling.test_homogeneity().pvalue),
        tau2=tau2,
        i2=_i2(sampling, tau2, method),
        pi_low=None if spread is None else estimate - spread,
        pi_high=None if spread is None else estimate + spread,
    )


def leave_one_out(effects: Sequence[Effect], method: str = "pm", **options: bool) -> dict[str, Pooled]:
    """Return, by the id of the effect left out, what the others pool to. Needs at least two effects."""
    check_poolable(effects)
    if len(effects) < 2:
        raise PoolingError(f"{effects[0].id} is the only effect: left out, nothing remains")
    return {
        left_out.id: pool([effect for effect in effects if effect is not left_out], method, **options)
        for left_out in effects
    }


def check_poolable(effects: Sequence[Effect]) -> None:
    """Raise `PoolingError`, in words, unless the effects may be put together.

    They must come from different people, ask the same kind of question on the same scale, point the same way,
    and each have a standard error.
    """
    if not effects:
        raise PoolingError("There are no effects to pool")
    for effect in effects:
        if not (isfinite(effect.estimate) and isfinite(effect.se) and effect.se > 0):
            raise PoolingError(f"{effect.id} has no usable estimate and standard error")
    counts = Counter(effect.sample for effect in effects)
    twice = [effect.id for effect in effects if counts[effect.sample] > 1]
    if twice:
        raise PoolingError(f"Dependent samples: {_listed(twice)} were measured in the same people")
    _same(effects, "comparison", "Mixed comparisons: {} answer different questions")
    _same(effects, "scale", "Mixed scales: {} are not in the same unit")
    opposite = "Opposite directions: better is {}; flip the signs to one direction first"
    _same(effects, "better", opposite)


def _same(effects: Sequence[Effect], attribute: str, complaint: str) -> None:
    if len({getattr(effect, attribute) for effect in effects}) > 1:
        raise PoolingError(complaint.format(_listed(f"{getattr(e, attribute)} ({e.id})" for e in effects)))


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}"


def _alone(effect: Effect, method: str, hartung_knapp: bool) -> Pooled:
    if hartung_knapp:
        raise PoolingError(f"Hartung-Knapp needs at least two samples; {effect.id} is the only one")
    reach = _critical(1, False) * effect.se
    return Pooled(
        effects=(effect,),
        weights=(1.0,),
        method=method,
        hartung_knapp=False,
        estimate=effect.estimate,
        se=effect.se,
        ci_low=effect.estimate - reach,
        ci_high=effect.estimate + reach,
        q=0.0,
        q_p=None,
        tau2=None,
        i2=None,
        pi_low=None,
        pi_high=None,
    )


def _critical(k: int, hartung_knapp: bool) -> float:
    return float(stats.t.isf(0.025, k - 1) if hartung_knapp else stats.norm.isf(0.025))


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
        return float(max(0.0, 100 * sampling.i2))
    w = sampling.weights_fe
    typical = (len(w) - 1) / (w.sum() - (w**2).sum() / w.sum())
    return float(100 * tau2 / (tau2 + typical))
