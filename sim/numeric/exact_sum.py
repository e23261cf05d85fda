"""Sums that do not depend on the order of their terms: fixed-point numbers in int64, and statistics built on them.

Each contribution is rounded once to a multiple of 2**-20 (a millionth of a CNY, say) and added as an integer. Integer addition
is associative, so the order of agents, the number of threads and the labels of rows cannot change a total.
"""

from __future__ import annotations

import numpy as np

from sim.numeric.jit import kernel, rule

SCALE_BITS = 20
SCALE = 2.0**SCALE_BITS
# |x| below 2**42; a sum of terms must stay below 2**43 (8.8e12 in the unit of x) in absolute value.
BOUND = 2.0**42

FEN = 100.0  # fen in a CNY: the grid on which a distribution ranks its values
FEN_BOUND = 2**36  # 687 million CNY: a value beyond it is taken as that
ROW_BITS = 20
MOST_RANKED = 1 << ROW_BITS  # rows of a distribution
LIMB_BITS = 31
LIMB = (1 << LIMB_BITS) - 1
DISTRIBUTION_SIZE = 11  # median, nine deciles, Gini coefficient
BUCKET_BITS = 9
BUCKETS = 1 << BUCKET_BITS


@rule
def _nearest(x: float) -> int:
    """The integer nearest to x, halves upwards, for |x| <= 2**62. Exact: floor and the difference have no rounding."""
    below = np.floor(x)
    return int(below + (1.0 if x - below >= 0.5 else 0.0))


@rule
def to_fixed(x: float) -> int:
    """x as a multiple of 2**-20: the nearest, halves upwards (-0.5 steps become 0). Saturates beyond |x| = 2**42."""
    x = x if x < BOUND else BOUND
    x = x if x > -BOUND else -BOUND
    return _nearest(x * SCALE)


def fixed(values: np.ndarray) -> np.ndarray:
    """Amounts as multiples of 2**-20, int64, as `to_fixed` rounds each."""
    steps = np.clip(values, -BOUND, BOUND) * SCALE
    below = np.floor(steps)
    return (below + (steps - below >= 0.5)).astype(np.int64)


@rule
def from_fixed(total: int) -> float:
    """A fixed-point total as the nearest float64 (exact up to 2**53 steps, 8.6e9 in the unit of the terms)."""
    return total / SCALE


@rule
def to_fen(value: float) -> int:
    """An amount in CNY as whole fen: the nearest, halves upwards. Saturates beyond 2**36 fen."""
    fen = value * FEN
    fen = fen if fen < FEN_BOUND else FEN_BOUND
    fen = fen if fen > -FEN_BOUND else -FEN_BOUND
    return _nearest(fen)


@rule
def ranking_key(value: float, row: int) -> int:
    """An amount in CNY, in whole fen, and its row in one integer, so that sorting moves plain numbers.

    The row breaks ties, which no result can notice. 0 <= row < MOST_RANKED.
    """
    return (to_fen(value) << ROW_BITS) | row


@kernel
def _sort(keys: np.ndarray, n: int, buckets: np.ndarray) -> int:
    """Sort keys[0, :n] upwards, by the fen above ROW_BITS, in passes of BUCKET_BITS each; rows of equal fen keep their order.

    keys int64 [2, rows]; buckets int64 [BUCKETS]. Returns which of the two rows of keys holds the order. No allocation, and no order
    of rows makes it slow.
    """
    lowest, highest = keys[0, 0], keys[0, 0]
    for i in range(n):
        lowest = min(lowest, keys[0, i])
        highest = max(highest, keys[0, i])
    here = 0
    shift = ROW_BITS
    lowest = (lowest >> ROW_BITS) << ROW_BITS
    while ((highest - lowest) >> shift) > 0:
        for b in range(BUCKETS):
            buckets[b] = 0
        for i in range(n):
            buckets[((keys[here, i] - lowest) >> shift) & (BUCKETS - 1)] += 1
        before = 0
        for b in range(BUCKETS):
            held = buckets[b]
            buckets[b] = before
            before += held
        for i in range(n):
            b = ((keys[here, i] - lowest) >> shift) & (BUCKETS - 1)
            keys[1 - here, buckets[b]] = keys[here, i]
            buckets[b] += 1
        here = 1 - here
        shift += BUCKET_BITS
    return here


@kernel
def weighted_distribution(weights: np.ndarray, ranked: np.ndarray, buckets: np.ndarray, out: np.ndarray) -> None:
    """Median, deciles and Gini coefficient of amounts in CNY under weights; the same bits for every order of the rows.

    weights [n] int64, fixed point, >= 0; ranked int64 [2, at least n], where ranked[0, i] is the `ranking_key` of the amount of row i, and
    the rest room to work in, as is buckets int64 [BUCKETS]; out float64: out[0] median, out[1:10] the deciles p10..p90 [CNY], out[10] the
    Gini coefficient. Overwrites the keys.

    A quantile p is the lowest value at which the cumulated weight reaches p (inverse of the distribution function). Gini is
    sum_i w_i x_i (2 F_i - w_i - W) / (W sum_i w_i x_i), F_i the cumulated weight up to and with i; it is 0 where the total
    is not positive, and may pass 1 where some values are negative.

    Bounds: 2**20 rows, |value| 2**36 fen, a weight below 2**25 (32 households), all weights below 2**44 (17 million
    households) and the amounts below 2**80 weighted fen (1.2e16 CNY). The Gini sum then stays below 2**124; it is kept in
    three limbs of 31 bits and more, each of which has room for a million terms.

    Raises ValueError for more than 2**20 rows, or for a scratch or out that is too short.
    """
    n = weights.size
    if n > MOST_RANKED:
        raise ValueError("a distribution has at most 2**20 rows")
    if ranked.shape[1] < n or buckets.size < BUCKETS or out.size < DISTRIBUTION_SIZE:
        raise ValueError("scratch or out is shorter than the distribution needs")
    here = _sort(ranked, n, buckets) if n > 0 else 0

    all_weight = 0
    for i in range(n):
        all_weight += weights[i]
    for j in range(DISTRIBUTION_SIZE):
        out[j] = 0.0
    if all_weight <= 0:
        return

    # What the weights come to, up to each row of the order; then, without a row that waits for another, the terms of the Gini sum.
    row_mask, other = (1 << ROW_BITS) - 1, 1 - here
    reached = 0
    for i in range(n):
        reached += weights[np.uint64(ranked[here, i] & row_mask)]
        ranked[other, i] = reached
    for decile in range(1, 10):
        below, above = -1, n - 1
        while above - below > 1:
            middle = (below + above) // 2
            if 10 * ranked[other, middle] >= decile * all_weight:
                above = middle
            else:
                below = middle
        out[decile] = (ranked[here, above] >> ROW_BITS) / FEN
    low, middle, high = 0, 0, 0
    amount_low, amount_high = 0, 0
    for i in range(n):
        before = ranked[other, i - 1] if i > 0 else 0
        weight = ranked[other, i] - before
        # a * b in limbs: an arithmetic shift rounds down, so the lower limb is never negative and the sum is exact.
        a = weight * (ranked[here, i] >> ROW_BITS)
        b = before + ranked[other, i] - all_weight
        a_low, a_high = a & LIMB, a >> LIMB_BITS
        b_low, b_high = b & LIMB, b >> LIMB_BITS
        amount_low += a_low
        amount_high += a_high
        lowest = a_low * b_low
        cross = a_low * b_high + a_high * b_low
        low += lowest & LIMB
        middle += (lowest >> LIMB_BITS) + (cross & LIMB)
        high += (cross >> LIMB_BITS) + a_high * b_high
    out[0] = out[5]

    # Carries make the limbs a unique representation of the sums, so that a sum of nothing is exactly nothing.
    middle += low >> LIMB_BITS
    low &= LIMB
    high += middle >> LIMB_BITS
    middle &= LIMB
    amount_high += amount_low >> LIMB_BITS
    amount_low &= LIMB
    base = 2.0**LIMB_BITS
    amount = amount_high * base + amount_low
    if amount > 0.0:
        out[10] = ((high * base + middle) * base + low) / (amount * all_weight)
