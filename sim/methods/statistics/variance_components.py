"""What the width of an interval holds: luck, parameters and both together, told apart in the mean of paired differences.

Three things make a mean uncertain: *luck* (seeds), *parameters* (known only as ranges) and, for money, *unit costs*. Only luck falls with
more seeds.

Everything here is a pure function of arrays. Values that are not finite, arrays of another shape and levels outside (0, 1) raise
ValueError. Sums do not depend on the order of the rows.
"""

import math
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import stdtr

from sim.methods.statistics.means import Interval
from sim.methods.statistics.samples import (
    Reals,
    finite,
    mean_of,
    means_of_rows,
    student_quantile,
    sum_of_squares,
    tail_of,
)


@dataclass(frozen=True)
class UncertaintyComponents:
    """One mean effect with the width of its interval told apart by cause; see `uncertainty_components`.

    `costs` is None where unit costs are not told apart from parameters; `Estimates.decompose` does that.
    """

    luck: Interval
    parameters: Interval
    costs: Interval | None
    together: Interval


def _variance_within(table: Reals) -> float:
    """Variance of the seeds within draws, table [draws, replicates]."""
    draws, replicates = table.shape
    return sum_of_squares(np.asarray(table - means_of_rows(table)[:, None])) / float(draws * (replicates - 1))


def _without_luck(by_draw: Reals, mean: float, chance: float) -> Reals:
    """Draw means moved towards the mean over all until their variance is the variance component of the draws."""
    between = sum_of_squares(by_draw - mean) / (by_draw.size - 1)
    kept = math.sqrt(max(0.0, 1.0 - chance / between)) if between > 0.0 else 0.0
    return mean + kept * (by_draw - mean)


def _central(values: Reals, level: float) -> tuple[float, float]:
    tail = tail_of(level)
    low, high = np.quantile(values, [tail, 1.0 - tail], method="weibull")
    return float(low), float(high)


def _blurred(values: Reals, scale: float, degrees: int, level: float) -> tuple[float, float]:
    """Central range of the mixture of the values, each with a Student t error of that scale about it."""
    centre = mean_of(values)
    places, reach, tail = (values - centre) / scale, float(student_quantile(level, degrees)), tail_of(level)

    def bound(share: float, shift: float) -> float:
        # Every component lies below `share` at the one end and above it at the other, so the mixture crosses it between; a little
        # more on each side, because where the values coincide the ends do too, and far from 0 they are rounded.
        pad = 1e-6 + 1e-9 * float(np.abs(places).max())
        ends = float(places.min()) + shift - pad, float(places.max()) + shift + pad
        return centre + scale * float(brentq(lambda x: float(np.mean(stdtr(degrees, x - places))) - share, *ends))

    return bound(tail, -reach), bound(1.0 - tail, reach)


def uncertainty_components(differences: npt.ArrayLike, level: float = 0.95) -> UncertaintyComponents:
    """Luck and parameters in the mean of paired differences [draws, replicates]: draws of parameters × seeds of each draw.

    The difference of draw d and seed r is y_dr = μ + θ_d + e_dr: θ_d what the draw's parameters do, e_dr luck with variance σ².

    - *luck*: the mean over all runs ± t·se with se² = σ̂²/(draws·replicates), σ̂² the variance within draws, t with
      draws·(replicates − 1) degrees of freedom. It answers: had other seeds been taken at these parameters?
    - *parameters*: the central range (2.5–97.5 % at level 0.95) of the draws' conditional means. A draw's mean of few seeds scatters by
      luck too: by one-way analysis of variance its variance V is σ_θ² + σ²/replicates, so draw means
      are moved towards their mean by √(max(0, V − σ̂²/replicates)/V); then their variance is σ̂_θ². (Shrinking by the ratio itself, as for
      best predictors, would make the range too narrow.) The range is a spread over ranges of parameters, not an error of a mean: more
      seeds do not narrow it, and more draws only settle it. Quantiles by Weibull's rule, p = k/(draws + 1): a fresh draw then falls
      inside as often as the level says, whatever the distribution. With fewer than 39 draws (level 0.95) the range is that of the
      outermost draws, and a fresh one falls outside in 2 of draws + 1 cases. Where draws scatter no more than luck explains, the
      range is a point: no effect of parameters is seen.
    - *together*: the central range of the mixture, over draws, of Student distributions about the shrunk draw means with the scale
      and degrees of luck: what one would believe of the true mean effect, parameters unknown and seeds finite. It is luck
      where parameters do nothing, parameters where seeds do nothing, and never narrower than either.

    One draw: parameters have nan bounds and together is luck alone. One replicate: luck cannot be told from parameters; both have nan
    bounds, and together is the range of the runs. Sources: Searle, Casella & McCulloch (1992), Variance Components, ch. 3–4; Louis
    (1984), JASA 79, 393–398 (estimates that spread as what they estimate); Hyndman & Fan (1996), Am. Stat. 50, 361–365, rule 6.
    """
    table = finite(differences, 2, "differences")
    tail_of(level)
    draws, replicates = table.shape
    mean, by_draw = mean_of(table), means_of_rows(table)
    unknown = Interval(mean, math.nan, math.nan, draws)
    if replicates == 1:
        together = unknown if draws == 1 else Interval(mean, *_central(by_draw, level), draws)
        return UncertaintyComponents(Interval(mean, math.nan, math.nan, table.size), unknown, None, together)
    within, degrees = _variance_within(table), draws * (replicates - 1)
    error = math.sqrt(within / table.size)
    half = float(student_quantile(level, degrees)) * error
    luck = Interval(mean, mean - half, mean + half, table.size)
    if draws == 1:
        return UncertaintyComponents(luck, unknown, None, luck)
    places = _without_luck(by_draw, mean, within / replicates)
    low, high = _central(places, level)
    parameters = Interval(mean, low, high, draws)
    if half == 0.0:
        return UncertaintyComponents(luck, parameters, None, Interval(mean, low, high, table.size))
    below, above = _blurred(places, error, degrees, level)
    # A long thin tail can blur inwards; what holds two causes is never shown narrower than one of them.
    together = Interval(mean, min(below, low, luck.low), max(above, high, luck.high), table.size)
    return UncertaintyComponents(luck, parameters, None, together)


def replicates_for(differences: npt.ArrayLike, half_width: float, level: float = 0.95) -> int:
    """Fewest seeds, at least 2, with which luck is expected to be no wider than ± half_width, in the unit of the differences.

    `differences` [n], one a seed, or [draws, replicates] as in `uncertainty_components`: then seeds for each draw. Solves
    t(df)·se ≤ half_width for the variance seen so far; the one met later may be larger. Raises ValueError for a half width not above 0
    or one replicate.
    Source: Stein (1945), Ann. Math. Statist. 16, 243–258 (its first stage).
    """
    table = np.asarray(differences, dtype=np.float64)
    table = finite(table, 2, "differences") if table.ndim == 2 else finite(table, 1, "differences")[None, :]
    if table.shape[1] < 2:
        raise ValueError("one replicate shows no variance: two at least")
    if not (math.isfinite(half_width) and half_width > 0.0):
        raise ValueError(f"a half width is above 0, not {half_width}")
    draws = table.shape[0]
    variance = _variance_within(table) / draws  # of the mean, with one seed a draw

    def enough(seeds: int) -> bool:
        return float(student_quantile(level, draws * (seeds - 1))) * math.sqrt(variance / seeds) <= half_width

    most = 2
    while not enough(most):
        most *= 2
    return 2 + bisect_left(range(2, most), True, key=enough)
