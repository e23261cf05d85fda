"""How sure a paired difference is: intervals of means, ratios and variances, and what their width holds.

A paired difference is arm − arm under common keyed draws: same seed, same parameters, so what is left of chance is what the policy itself
moves. Three things make its mean uncertain, and they are told apart: *luck* (seeds), *parameters* (known only as ranges) and, for money,
*unit costs*. Only luck falls with more seeds.

Everything here is a pure function of arrays. Values that are not finite, arrays of another shape and levels outside (0, 1) raise
ValueError. Sums do not depend on the order of the rows.
"""

import math
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import betaincinv, fdtri, stdtr, stdtrit

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A mean and its bounds, in the unit of the data; `n` is how many independent values it rests on. Bounds not known are nan."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def tells(self) -> bool:
        """Whether the interval excludes 0, so that a sign can be told. False where the bounds are not known."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True)
class Parts:
    """One mean effect with the width of its interval told apart by cause; see `parts` and `parts_of_money`.

    `costs` is None for what is not money: unit costs do not move it.
    """

    luck: Interval
    parameters: Interval
    costs: Interval | None
    together: Interval


def _array(values: npt.ArrayLike, dimensions: int, what: str) -> Reals:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != dimensions or array.size == 0:
        raise ValueError(f"{what}: an array of {dimensions} dimensions with something in it, not of shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{what}: every value must be a finite number")
    return array


def _pair(first: npt.ArrayLike, second: npt.ArrayLike, dimensions: int, names: tuple[str, str]) -> tuple[Reals, Reals]:
    a, b = _array(first, dimensions, names[0]), _array(second, dimensions, names[1])
    if a.shape != b.shape:
        raise ValueError(f"{names[0]} and {names[1]} are pairs: shapes {a.shape} and {b.shape}")
    return a, b


def _tail(level: float) -> float:
    if not 0.0 < level < 1.0:
        raise ValueError(f"a level of confidence lies between 0 and 1, not at {level}")
    return (1.0 - level) / 2.0


def _mean(values: Reals) -> float:
    return math.fsum(values.ravel().tolist()) / values.size


def _means(table: Reals) -> Reals:
    """Mean of each row."""
    return np.array([_mean(row) for row in table])


def _squares(values: Reals) -> float:
    return math.fsum((values.ravel() ** 2).tolist())


def _t(level: float, degrees: int) -> float:
    return float(-stdtrit(float(degrees), _tail(level)))


def paired_interval(differences: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Student's t interval of the mean of paired differences [n], one a seed: d̄ ± t(n−1)·s/√n.

    One difference has a mean and no bounds: they are nan, and nothing is told. Differences that are all
    zero have [0, 0]. Source: Student (1908); pairing by common random numbers, Law (2015), Simulation Modeling, ch. 10–11.
    """
    d = _array(differences, 1, "differences")
    _tail(level)
    mean, n = _mean(d), d.size
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1)
    half = _t(level, n - 1) * math.sqrt(_squares(d - mean) / (n - 1) / n)
    return Interval(mean, mean - half, mean + half, n)


# ----------------------------------------------------------------------------------------------------------- what the width holds


@dataclass(frozen=True)
class _Chance:
    """Luck of a table [draws, replicates]: variance of the grand mean, its degrees of freedom, variance of one draw's mean about θ."""

    of_mean: float
    degrees: int
    of_draw: float


def _chance(table: Reals, same_seeds: bool) -> _Chance:
    draws, replicates = table.shape
    by_draw, grand = _means(table), _mean(table)
    if not same_seeds:
        within = _squares(table - by_draw[:, None]) / (draws * (replicates - 1))
        return _Chance(within / (draws * replicates), draws * (replicates - 1), within / replicates)
    by_seed = _means(table.T)
    of_mean = _squares(by_seed - grand) / (replicates - 1) / replicates
    if draws == 1:
        return _Chance(of_mean, replicates - 1, of_mean)
    rest = _squares(table - by_draw[:, None] - by_seed[None, :] + grand) / ((draws - 1) * (replicates - 1))
    return _Chance(of_mean, replicates - 1, rest / replicates)


def _without_luck(by_draw: Reals, mean: float, chance: float) -> Reals:
    """Draw means moved towards the mean over all until their variance is the variance component of the draws."""
    between = _squares(by_draw - mean) / (by_draw.size - 1)
    kept = math.sqrt(max(0.0, 1.0 - chance / between)) if between > 0.0 else 0.0
    return mean + kept * (by_draw - mean)


def _central(values: Reals, level: float) -> tuple[float, float]:
    tail = _tail(level)
    low, high = np.quantile(values, [tail, 1.0 - tail], method="weibull")
    return float(low), float(high)


def _blurred(values: Reals, scale: float, degrees: int, level: float) -> tuple[float, float]:
    """Central range of the mixture of the values, each with a Student t error of that scale about it."""
    centre = _mean(values)
    places, reach, tail = (values - centre) / scale, _t(level, degrees), _tail(level)

    def bound(share: float, shift: float) -> float:
        # Every component lies below `share` at the one end and above it at the other, so the mixture crosses it between; a little
        # more on each side, because where the values coincide the ends do too, and far from 0 they are rounded.
        pad = 1e-6 + 1e-9 * float(np.abs(places).max())
        ends = float(places.min()) + shift - pad, float(places.max()) + shift + pad
        return centre + scale * float(brentq(lambda x: float(np.mean(stdtr(degrees, x - places))) - share, *ends))

    return bound(tail, -reach), bound(1.0 - tail, reach)


def _parts(table: Reals, level: float, same_seeds: bool) -> tuple[Interval, Interval, Interval]:
    """Luck, parameters and together of a table [draws, replicates]."""
    _tail(level)
    draws, replicates = table.shape
    mean, by_draw = _mean(table), _means(table)
    seeds = replicates if same_seeds else table.size
    unknown = Interval(mean, math.nan, math.nan, draws)
    if replicates == 1:
        together = unknown if draws == 1 else Interval(mean, *_central(by_draw, level), draws)
        return Interval(mean, math.nan, math.nan, seeds), unknown, together
    chance = _chance(table, same_seeds)
    half = _t(level, chance.degrees) * math.sqrt(chance.of_mean)
    luck = Interval(mean, mean - half, mean + half, seeds)
    if draws == 1:
        return luck, unknown, luck
    places = _without_luck(by_draw, mean, chance.of_draw)
    low, high = _central(places, level)
    parameters = Interval(mean, low, high, draws)
    if half == 0.0:
        return luck, parameters, Interval(mean, low, high, table.size)
    below, above = _blurred(places, math.sqrt(chance.of_mean), chance.degrees, level)
    # A long thin tail can blur inwards; what holds two causes is never shown narrower than one of them.
    return luck, parameters, Interval(mean, min(below, low, luck.low), max(above, high, luck.high), table.size)


def parts(differences: npt.ArrayLike, level: float = 0.95, *, same_seeds: bool = False) -> Parts:
    """Luck and parameters in the mean of paired differences [draws, replicates]: draws of parameters × seeds of each draw.

    The difference of draw d and seed r is y_dr = μ + θ_d + e_dr: θ_d what the draw's parameters do, e_dr luck with variance σ².

    - *luck*: the mean over all runs ± t·se with se² = σ̂²/(draws·replicates), σ̂² the variance within draws, t with
      draws·(replicates − 1) degrees of freedom. It answers: had other seeds been taken at these parameters?
      With `same_seeds` replicate r has one seed at every draw: y_dr = μ + θ_d + ρ_r + e_dr, luck does not average out over draws, and
      se² is the variance of the seeds' means over the number of seeds, t with replicates − 1 degrees of freedom.
    - *parameters*: the central range (2.5–97.5 % at level 0.95) of the draws' conditional means. A draw's mean of few seeds scatters by
      luck too: by one-way (two-way with `same_seeds`) analysis of variance its variance V is σ_θ² + σ²/replicates, so draw means
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
    luck, parameters, together = _parts(_array(differences, 2, "differences"), level, same_seeds)
    return Parts(luck, parameters, None, together)


def parts_of_money(
    drawn: npt.ArrayLike, at_default_costs: npt.ArrayLike, level: float = 0.95, *, same_seeds: bool = False
) -> Parts:
    """Luck, parameters and unit costs in a sum of money [draws, replicates], in its own unit.

    `drawn`: money under each draw's unit costs. `at_default_costs`: the same deliveries of the same runs at default unit costs.
    Their difference run by run, u = drawn − at_default_costs, is what unit costs did; what is left varies by quantity alone.

    - *luck* and *together*: as in `parts`, of `drawn`.
    - *parameters*: as in `parts`, of `at_default_costs`, and about its mean: the range of quantities, unit costs at their defaults.
    - *costs*: the mean at default costs + the range of u over draws, shrunk for luck as in `parts`: the money if quantities were at
      their mean and unit costs as drawn; its mean is that of `drawn`. A draw's price error on its own quantity counts here, so what
      price and quantity do jointly is in `costs`. The ranges of parameters and costs need not add up to together.

    Where deliveries themselves answer unit costs (a budget buys fewer seats), that answer is in quantities, and so in parameters.
    """
    money, plain = _pair(drawn, at_default_costs, 2, ("drawn", "at_default_costs"))
    luck, _, together = _parts(money, level, same_seeds)
    _, parameters, _ = _parts(plain, level, same_seeds)
    _, by_price, _ = _parts(money - plain, level, same_seeds)
    base = parameters.mean
    return Parts(luck, parameters, Interval(luck.mean, base + by_price.low, base + by_price.high, by_price.n), together)


def replicates_for(
    differences: npt.ArrayLike, half_width: float, level: float = 0.95, *, same_seeds: bool = False
) -> int:
    """Fewest seeds, at least 2, with which luck is expected to be no wider than ± half_width, in the unit of the differences.

    `differences` [n], one a seed, or [draws, replicates] as in `parts`: then seeds for each draw. Solves t(df)·se ≤ half_width for the
    variance seen so far; the one met later may be larger. Raises ValueError for a half width not above 0 or one replicate.
    Source: Stein (1945), Ann. Math. Statist. 16, 243–258 (its first stage).
    """
    table = np.asarray(differences, dtype=np.float64)
    table = _array(table, 2, "differences") if table.ndim == 2 else _array(table, 1, "differences")[None, :]
    if table.shape[1] < 2:
        raise ValueError("one replicate shows no variance: two at least")
    if not (math.isfinite(half_width) and half_width > 0.0):
        raise ValueError(f"a half width is above 0, not {half_width}")
    draws = 1 if same_seeds else table.shape[0]
    variance = _chance(table, same_seeds).of_mean * table.shape[1]  # of the mean, with one seed a draw

    def enough(seeds: int) -> bool:
        return _t(level, draws * (seeds - 1)) * math.sqrt(variance / seeds) <= half_width

    most = 2
    while not enough(most):
        most *= 2
    return 2 + bisect_left(range(2, most), True, key=enough)


# -------------------------------------------------------------------------------------------------------------------------- ratios


def ratio_interval(numerator: npt.ArrayLike, denominator: npt.ArrayLike, level: float = 0.95) -> Interval | None:
    """Fieller's interval of a ratio of paired means, ȳ/x̄ [n], one pair a seed (or a draw); None where it is not defined.

    The interval holds every ρ for which the paired t interval of y − ρx holds 0. With v the variances and covariance of the means,
    t of n − 1 degrees and g = t²v_xx/x̄²: it is a bounded interval only if g < 1, that is if the interval of the denominator excludes 0.
    Else any ratio, or any but a middle stretch, is compatible with the data and "not defined" is the answer. `mean` is the ratio of
    means, not the mean of ratios. Exact for normal pairs. Source: Fieller (1954), J. R. Statist. Soc. B 16, 175–185.
    """
    y, x = _pair(numerator, denominator, 1, ("numerator", "denominator"))
    if not paired_interval(x, level).tells:
        return None
    n, y_mean, x_mean = x.size, _mean(y), _mean(x)
    ratio = y_mean / x_mean
    per_mean = n * (n - 1)
    v_xx = _squares(x - x_mean) / per_mean
    slope = math.fsum(((y - y_mean) * (x - x_mean)).tolist()) / per_mean / v_xx if v_xx > 0.0 else 0.0
    v_rest = _squares((y - y_mean) - slope * (x - x_mean)) / per_mean
    t = _t(level, n - 1)
    g = t * t * v_xx / (x_mean * x_mean)
    # The discriminant as a sum of squares: in the textbook form it is a difference that can round below 0.
    half = t / abs(x_mean) * math.sqrt(v_rest * (1.0 - g) + (ratio - slope) ** 2 * v_xx)
    middle = ratio - g * slope
    return Interval(ratio, (middle - half) / (1.0 - g), (middle + half) / (1.0 - g), n)


def bootstrap_ratio(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, seed: int, level: float = 0.95, resamples: int = 4000
) -> Interval | None:
    """Percentile interval of a ratio of paired means [n] by resampling pairs; for pairs far from normal. None where not defined.

    Resamples are drawn by Philox keyed with `seed` (≥ 0), so the same call gives the same bounds. Not defined where the percentile
    interval of the denominator holds 0. A resample whose denominator is 0 or has the other sign counts as a ratio beyond every bound, on
    the side its numerator points to: dividing would put it on the wrong side. Too narrow for few pairs (some 20): prefer
    `ratio_interval` there. Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13.
    """
    y, x = _pair(numerator, denominator, 1, ("numerator", "denominator"))
    tail, n = _tail(level), x.size
    if n < 2 or resamples < 100:
        raise ValueError("a bootstrap needs two pairs and 100 resamples at least")
    rows = np.random.Generator(np.random.Philox(key=seed)).integers(0, n, size=(resamples, n))
    tops, bottoms = y[rows].mean(axis=1), x[rows].mean(axis=1)
    bottom_low, bottom_high = _central(bottoms, level)
    if bottom_low <= 0.0 <= bottom_high:
        return None
    side = math.copysign(1.0, bottom_low)
    bottoms, tops = side * bottoms, side * tops
    ratios = np.where(tops >= 0.0, math.inf, -math.inf)
    np.divide(tops, bottoms, out=ratios, where=bottoms > 0.0)
    low, high = np.quantile(ratios, [tail, 1.0 - tail], method="inverted_cdf")
    return Interval(_mean(y) / _mean(x), float(low), float(high), n)


# ------------------------------------------------------------------------------------------------------------ best arm, variances


def probability_best(values: npt.ArrayLike) -> Reals:
    """Share of draws [draws, arms] in which each arm has the highest value; arms tied at the top share the draw. [arms], sums to 1.

    For what should be low (money), give its negative. Give means over seeds: luck left in the values pulls the shares towards one another.
    """
    table = _array(values, 2, "values")
    top = table == table.max(axis=1, keepdims=True)
    return np.asarray((top / top.sum(axis=1, keepdims=True)).mean(axis=0))


def probability_best_intervals(values: npt.ArrayLike, level: float = 0.95) -> tuple[Interval, ...]:
    """For each arm the share of `probability_best` and how sure it is with so many draws: Jeffreys' interval of a binomial share.

    Quantiles of Beta(k + ½, D − k + ½) for k wins of D draws, a tie counting in part; 0 below where there is no win and 1 above where
    every draw is won. Each arm is judged by itself. Source: Brown, Cai & DasGupta (2001), Statist. Sci. 16, 101–133.
    """
    table, tail = _array(values, 2, "values"), _tail(level)
    draws = table.shape[0]
    found = []
    for share in probability_best(table).tolist():
        wins = share * draws
        ends = (betaincinv(wins + 0.5, draws - wins + 0.5, at) for at in (tail, 1.0 - tail))
        low, high = (float(end) for end in ends)
        found.append(Interval(share, 0.0 if share == 0.0 else low, 1.0 if share == 1.0 else high, draws))
    return tuple(found)


def variance_ratio(common: npt.ArrayLike, independent: npt.ArrayLike, level: float = 0.95) -> Interval | None:
    """What pairing saves: variance of a difference under common keyed draws [n] over that under other draws [m], with its F interval.

    Bounds (s²_c/s²_i)/F(n−1, m−1) at the two tails; exact for independent normal samples. If both are made from the same runs their
    variances move together and the interval is too wide, not too narrow. Pairing helps where `high` is below 1; `tells` is not the question
    here. `n` is that of `common`. None where the independent differences do not vary. Raises ValueError below two values in either.
    """
    paired, apart = _array(common, 1, "common"), _array(independent, 1, "independent")
    if paired.size < 2 or apart.size < 2:
        raise ValueError("a variance needs two values at least")
    tail = _tail(level)
    of_paired = _squares(paired - _mean(paired)) / (paired.size - 1)
    of_apart = _squares(apart - _mean(apart)) / (apart.size - 1)
    if of_apart == 0.0:
        return None
    ratio, degrees = of_paired / of_apart, (paired.size - 1, apart.size - 1)
    return Interval(ratio, ratio / float(fdtri(*degrees, 1.0 - tail)), ratio / float(fdtri(*degrees, tail)), paired.size)
