"""Elementary functions: accurate against mpmath, finite everywhere, and the same bits wherever they run.

An ulp here is the spacing of float64 at the true value. Grids are fixed: random points over the whole range, and the places
where argument reduction changes (edges of binades, multiples of ln 2 / 2, sqrt(1/2), neighbours of 1).
"""

from __future__ import annotations

import hashlib
import itertools
import math
import sys

import mpmath
import numba
import numpy as np
import pytest

from sim.numeric.elementary import bits_of_float, exp, float_from_bits, gumbel, log, logistic, normal_quantile, pow_
from sim.numeric.jit import entry

MP = mpmath.MPContext()
MP.prec = 160
DRAW = np.random.default_rng(20151)
TOP, BOTTOM = sys.float_info.max, 5e-324
AWKWARD = [0.0, 1.0, BOTTOM, sys.float_info.min, TOP, 1e-300, 1e300, 708.5, 709.5, 1e18]
AWKWARD += [-x for x in AWKWARD]
SMALLEST_RESULT, LARGEST_RESULT = exp(-708.0), exp(709.0)


def neighbours(centre, steps):
    """The float64 numbers up to `steps` ulps on either side of a number."""
    bits = np.array([centre]).view(np.int64)[0] + np.arange(-steps, steps + 1)
    return bits.view(np.float64)


def worst_ulps(function, exact, points):
    """The largest error in ulps, and where."""
    worst = (0.0, ())
    for point in points:
        true = exact(*point)
        error = abs(MP.mpf(function(*point)) - true) / MP.mpf(math.ulp(float(true)))
        worst = max(worst, (float(error), point))
    return worst


def singles(*parts):
    return [(x,) for x in np.concatenate(parts).tolist()]


def exp_points():
    return singles(
        DRAW.uniform(-700, 700, 6000),
        DRAW.uniform(-1, 1, 4000),
        np.ldexp(DRAW.choice([-1.0, 1.0], 600), DRAW.integers(-60, 9, 600)),
        (np.arange(-1000, 1000) + 0.5) * math.log(2),
        neighbours(0.5 * math.log(2), 100),
        [0.0, -700.0, 700.0],
    )


def log_points():
    return singles(
        10.0 ** DRAW.uniform(-300, 300, 6000),
        DRAW.uniform(0.5, 2.0, 6000),
        1.0 + DRAW.uniform(-1e-3, 1e-3, 2000),
        neighbours(1.0, 200),
        neighbours(math.sqrt(0.5), 200),
        neighbours(math.sqrt(2.0), 200),
        np.ldexp(1.0, np.arange(-990, 990)),
        np.ldexp(1.0 - 2.0**-53, np.arange(-990, 990)),
    )


def pow_points():
    points = []
    for _ in range(12_000):
        kind = DRAW.integers(4)
        x = (
            10.0 ** DRAW.uniform(-300, 300),
            DRAW.uniform(0.7, 1.43),
            1.0 + 10.0 ** DRAW.uniform(-15, -1),
            2.0 ** DRAW.integers(1, 900),
        )[kind]
        y = DRAW.uniform(-667, 667) / math.log(x)
        points.append((float(x), float(round(y)) if DRAW.random() < 0.1 else float(y)))
    points += [(float(x), y) for x in DRAW.uniform(0.0, 1e6, 500) for y in (0.5, 2.0, 1.0 / 3.0, -1.0, 0.7, 3.0)]
    return [(x, y) for x, y in points if 1e-290 < MP.mpf(x) ** MP.mpf(y) < 1e290]


@pytest.mark.parametrize(
    ("function", "exact", "points", "allowed"),
    [
        pytest.param(exp, MP.exp, exp_points, 2.0, id="exp"),
        pytest.param(log, MP.log, log_points, 2.0, id="log"),
        pytest.param(pow_, MP.power, pow_points, 16.0, id="pow"),
    ],
)
def test_results_are_within_the_promised_ulps(function, exact, points, allowed):
    error, where = worst_ulps(function, exact, [point for point in points() if exact(*point) != 0])
    assert error <= allowed, f"largest error {error:.3f} ulp at {where!r}"


def test_exp_and_log_do_better_than_promised_as_their_docstrings_say():
    for function, exact, points in ((exp, MP.exp, exp_points()), (log, MP.log, log_points())):
        error, where = worst_ulps(function, exact, [point for point in points if exact(*point) != 0])
        assert error <= 1.0, f"largest error {error:.3f} ulp at {where!r}"


def test_the_normal_quantile_agrees_to_1e_12():
    worst = (0.0, 0.0)
    for u in np.concatenate(
        [DRAW.random(3000), 10.0 ** DRAW.uniform(-16, -0.3, 3000), 1.0 - 10.0 ** DRAW.uniform(-15.9, -0.3, 2000),
         0.5 + DRAW.uniform(-1e-6, 1e-6, 200), neighbours(0.075, 20), neighbours(0.925, 20), neighbours(math.exp(-25), 20)]
    ).tolist():  # fmt: skip
        got = normal_quantile(u)
        # One Newton step on the distribution function, from a start this near, is exact to some 1e-28.
        lower = MP.mpf(u) if u < 0.5 else 1 - MP.mpf(u)
        size = -MP.mpf(abs(got))
        step = (MP.erfc(-size / MP.sqrt(2)) / 2 - lower) / MP.npdf(size)
        worst = max(worst, (float(abs(step) / max(1, abs(size))), u))
        assert got == 0.0 or (got < 0.0) == (u < 0.5)
    assert worst[0] <= 1e-12, f"largest error {worst[0]:.2e} at {worst[1]!r}"


def test_known_values():
    assert exp(0.0) == 1.0
    assert log(1.0) == 0.0
    assert normal_quantile(0.5) == 0.0
    assert normal_quantile(0.975) == pytest.approx(1.959963984540054, rel=1e-15)
    assert logistic(0.0) == 0.5
    assert gumbel(math.exp(-1.0)) == pytest.approx(0.0, abs=1e-15)
    assert [pow_(2.0, float(n)) for n in range(-1000, 1001, 50)] == [2.0**n for n in range(-1000, 1001, 50)]


def test_powers_of_zero_and_to_zero():
    for x in (0.0, BOTTOM, 1e-300, 0.3, 1.0, 7.0, 1e300, TOP):
        assert pow_(x, 0.0) == 1.0
        assert pow_(1.0, x) == 1.0
    for y in (BOTTOM, 0.5, 1.0, 1e300):
        assert pow_(0.0, y) == 0.0
        assert pow_(-3.0, y) == 0.0
    assert pow_(0.0, -2.0) == LARGEST_RESULT


def test_results_saturate_where_the_docstrings_say():
    assert exp(-1e9) == exp(-745.0) == SMALLEST_RESULT > 0.0
    assert exp(1e9) == exp(709.78) == LARGEST_RESULT
    assert math.isclose(SMALLEST_RESULT, math.exp(-708.0)) and math.isclose(LARGEST_RESULT, math.exp(709.0))
    assert log(0.0) == log(-5.0) == log(BOTTOM) == log(sys.float_info.min)
    assert (pow_(1e300, 5.0), pow_(1e-300, 5.0)) == (LARGEST_RESULT, SMALLEST_RESULT)
    assert (logistic(1e9), logistic(-1e9)) == (logistic(40.0), logistic(-40.0))
    assert 0.0 < logistic(-40.0) < 1e-17
    assert normal_quantile(0.0) == -normal_quantile(1.0) == pytest.approx(-37.5, abs=0.1)


def test_no_finite_argument_gives_nan_or_infinity():
    numbers = AWKWARD + DRAW.integers(-(2**62), 2**62, 2000).view(np.float64).tolist()
    for x in numbers:
        for function in (exp, log, logistic, gumbel, normal_quantile):
            assert math.isfinite(function(x)), (function, x)
        for y in AWKWARD:
            assert math.isfinite(pow_(x, y)), (x, y)


def test_infinity_and_nan_give_finite_numbers_too():
    for x in (math.inf, -math.inf, math.nan):
        for function in (exp, log, logistic, gumbel, normal_quantile):
            assert math.isfinite(function(x)), (function, x)
        assert math.isfinite(pow_(x, 2.0)) and math.isfinite(pow_(2.0, x))


def test_functions_rise_with_their_argument():
    line = np.linspace(-45.0, 45.0, 20_001).tolist()
    for function, points in (
        (exp, line),
        (logistic, line),
        (log, [exp(x) for x in line]),
        (normal_quantile, np.linspace(1e-9, 1.0 - 1e-9, 20_001).tolist()),
        (gumbel, np.linspace(1e-9, 1.0 - 1e-9, 20_001).tolist()),
    ):
        results = [function(x) for x in points]
        assert all(a <= b for a, b in itertools.pairwise(results)), function


GRID = (np.arange(20_001) - 10_000.0) * 0.003
OPEN = (np.arange(20_001) + 0.5) / 20_001.0


@entry
def loop_of_all(x, u, out):
    """Every function over rows in loops of their own, which the compiler vectorises."""
    for i in range(x.size):
        out[0, i] = exp(x[i])
    for i in range(x.size):
        out[1, i] = logistic(x[i])
    for i in range(x.size):
        out[2, i] = log(u[i])
    for i in range(x.size):
        out[3, i] = gumbel(u[i])
    for i in range(x.size):
        out[4, i] = pow_(u[i], x[i])
    for i in range(x.size):
        out[5, i] = normal_quantile(u[i])


def in_loops():
    out = np.empty((6, GRID.size))
    loop_of_all(GRID, OPEN, out)
    return out


def test_a_loop_gives_the_same_bits_as_single_calls():
    rows = list(zip(GRID.tolist(), OPEN.tolist(), strict=True))
    single = np.array(
        [
            [exp(x) for x, _ in rows],
            [logistic(x) for x, _ in rows],
            [log(u) for _, u in rows],
            [gumbel(u) for _, u in rows],
            [pow_(u, x) for x, u in rows],
            [normal_quantile(u) for _, u in rows],
        ]
    )
    looped = in_loops()
    assert (single.view(np.int64) != looped.view(np.int64)).sum(axis=1).tolist() == [0] * 6


def test_the_bits_are_those_of_every_other_platform():
    digests = [hashlib.sha256(row.astype("<f8").tobytes()).hexdigest()[:16] for row in in_loops()]
    assert dict(zip(("exp", "logistic", "log", "gumbel", "pow", "normal_quantile"), digests, strict=True)) == GOLDEN


GOLDEN = {
    "exp": "59b37838dc8f8a85",
    "logistic": "5a70cecb35596801",
    "log": "41420e08e993160d",
    "gumbel": "a19424ed57ad8df5",
    "pow": "f5d6119008b97de5",
    "normal_quantile": "16b31887a83a5033",
}


@entry
def there_and_back(x):
    return float_from_bits(bits_of_float(x))


def test_bits_of_a_number_make_the_number_again():
    for x in AWKWARD:
        assert math.copysign(1.0, there_and_back(x)) == math.copysign(1.0, x)
        assert there_and_back(x) == x


def test_no_function_calls_the_mathematics_library():
    for function in (exp, log, pow_, logistic, gumbel, normal_quantile):
        # Compiled anew: code that was loaded from the cache cannot be inspected.
        fresh = numba.njit(error_model="numpy")(function.py_func)
        fresh(*([0.5] * len(function.signatures[0])))
        code = fresh.inspect_llvm(fresh.signatures[0])
        for name in ("exp", "log", "pow", "expm1", "log1p", "llvm.exp", "llvm.log", "llvm.pow", "llvm.fmuladd"):
            assert f"@{name}(" not in code and f"@{name}.f64(" not in code, (function, name)


def test_each_function_has_one_signature():
    for function in (exp, log, pow_, logistic, gumbel, normal_quantile):
        assert len(function.signatures) == 1, function.signatures
