"""Small areas: what a village, a market or a cooperative would come to with all of its households, where a sample of them is simulated.

A sample leaves the mean of small areas as it is and spreads them more, so that too many of them fall to either side of a threshold or of a
limit. The estimates here have the mean and the variance that the areas have in full. Source: Louis (1984), Journal of the American
Statistical Association 79, 393–398, who gives estimates of an ensemble its spread; Rao & Molina (2015), Small Area Estimation.
"""

from sim.numeric.elementary import pow_
from sim.numeric.jit import rule


@rule
def sampling_variance(squares: float, total: float, rows: float, share: float) -> float:
    """(1 − s) n/(n − 1) (Σq² − (Σq)²/n): the variance that the sample adds to a sum Σq over an area, in the square of q's unit.

    q is what each of the n sampled households of the area stands for, s the share of households simulated. Source: Cochran (1977), Sampling
    Techniques, eq. 2.20. 0 at s = 1.
    """
    return (1.0 - share) * (rows / (rows - 1.0)) * max(squares - total * total / rows, 0.0) if rows > 1.0 else 0.0


@rule
def spread_in_full(variance: float, sampled: float) -> float:
    """d = √(1 − S/V), 0..1: spread of areas with all households over that in the sample.

    V is the variance of areas in the sample about what is expected of each, S the variance that the sample adds; both summed over areas.
    1 at S = 0.
    """
    return 1.0 if sampled <= 0.0 or variance <= 0.0 else pow_(max(1.0 - sampled / variance, 0.0), 0.5)


@rule
def in_full(own: float, expected: float, spread: float) -> float:
    """Q̂ = Q̄ + d (Q − Q̄): an area's sum with all of its households, in the unit of Q; Q where d = 1. Q̄ is what is expected of it."""
    return own if spread >= 1.0 else expected + spread * (own - expected)


@rule
def likely_supply(offer: float, wanted: float, graded: float) -> float:
    """min(W, G) kg a year where merchants make an offer, else 0: they look for as much as they could sell (`reach_chance`)."""
    return min(wanted, graded) if offer > 0.0 else 0.0


@rule
def benchmark(difference: float, estimated: float) -> float:
    """1 + Δ/Σ: by what estimates of areas are multiplied so that they add up to the sum in the sample, Σ + Δ. 1 without a difference.

    Source: Rao & Molina (2015), section 7.6 (ratio benchmarking).
    """
    return 1.0 + difference / estimated if difference != 0.0 and estimated > 0.0 else 1.0


@rule
def part_in_sample(amount: float, full: float, own: float) -> float:
    """x Q/Q̂: what the sample of an area has of an amount x that was worked out for all of its households; x where Q = Q̂."""
    return amount if own == full else (amount * (own / full) if full > 0.0 else 0.0)
