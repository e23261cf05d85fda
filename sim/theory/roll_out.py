"""What the nation rolls out whoever governs: villages with usable broadband, townships with a postal express outlet; shares by year."""

from itertools import pairwise

# Villages with usable broadband (4 Mbit/s), by years since 2014-01. Evidence: of 600,000 village_units 150,000 were villages_below_4Mbps
# and 50,000 villages_without_broadband in 2015; 98 % were villages_with_broadband_or_fibre in 2019; 50 % at the start is an assumption.
SERVED = ((0.0, 0.5), (2.0, 0.667), (6.0, 0.98), (7.0, 1.0))
# Townships with a postal express outlet. Evidence: township_express_outlet_coverage (2017 and 2018 unverified); 50 % at the start is an
# assumption.
OUTLETS = ((0.0, 0.5), (4.0, 0.87), (5.0, 0.924), (6.33, 0.966), (7.0, 1.0))


def interpolated(points: tuple[tuple[float, float], ...], x: float) -> float:
    """Piecewise linear through `points`, constant outside. Plain arithmetic: the same bits everywhere."""
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * ((x - x0) / (x1 - x0))
    return points[-1][1]
