"""Elementary functions from IEEE 754 arithmetic alone: + - * /, comparisons, moves of bits, and the square root.

exp, log and pow of the platform's mathematics library differ in their last bits from one platform to the next, and being
calls they keep loops from vectorising. These are branchless, give the same bits everywhere, and never give NaN or infinity:
where a result would not be a normal float64 they saturate, as each docstring states. NaN in is outside the contract (columns
hold none), yet gives a finite number too.

Methods: argument reduction, then a polynomial (minimax, computed for this file by Remez exchange in 60 digits), as in
Muller, "Elementary Functions: Algorithms and Implementation", 3rd ed. (2016), ch. 11; double-double products after
Dekker (1971), "A floating-point technique for extending the available precision", Numer. Math. 18.
"""

from __future__ import annotations

import math
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.numeric.jit import rule

LOG2_E = 1.4426950408889634
LN2_HIGH = 0.6931471805598903  # the upper 42 bits of ln 2: its product with any exponent is exact
LN2_LOW = 5.497923018708371e-14
SHIFTER = 6755399441055744.0  # 1.5 * 2**52: adding it moves a number's integer part into the low bits
SHIFTER_BITS = 0x4338000000000000
EXPONENT_BIAS = 1023
# The mantissa is taken from [sqrt(1/2), sqrt(2)): this difference of bit patterns carries into the exponent above sqrt(2).
ONE_LESS_ROOT_HALF_BITS = 0x3FF0000000000000 - 0x3FE6A09E00000000
SMALLEST = 2.2250738585072014e-308  # smallest normal float64
LARGEST = 1.7976931348623157e308
EXP_LOW, EXP_HIGH = -708.0, 709.0
SPLITTER = 134217729.0  # 2**27 + 1
POWER_BOUND = 1e300  # exponents beyond it saturate for every base but 1; keeps Dekker's splitting from overflowing


@intrinsic
def bits_of_float(typingctx: Any, x: Any) -> Any:
    """The 64 bits of a float64, as int64 (compiled code only)."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), codegen


@intrinsic
def float_from_bits(typingctx: Any, bits: Any) -> Any:
    """The float64 that has these 64 bits, given as int64 (compiled code only)."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), codegen


@rule
def _exp_of_sum(high: float, low: float) -> float:
    """e**(high + low) for high in [-708, 709] and a low that is a rounding error of high."""
    shifted = high * LOG2_E + SHIFTER
    k = shifted - SHIFTER
    exact = high - k * LN2_HIGH
    correction = k * LN2_LOW - low
    r = exact - correction
    r_low = (exact - r) - correction
    # (e**r - 1 - r) / r**2 on |r| <= ln(2)/2, relative error of e**r 3.4e-18; pairs first, so that terms run in parallel.
    r2 = r * r
    r4 = r2 * r2
    a = 0.5000000000000012 + 0.166666666666667 * r
    b = 0.04166666666651541 + 0.008333333333307217 * r
    c = 0.0013888888947017426 + 0.00019841269917358787 * r
    d = 2.4801489940789245e-05 + 2.7557216319325095e-06 * r
    e = 2.763128080269892e-07 + 2.5117856395534903e-08 * r
    q = (a + b * r2) + r4 * ((c + d * r2) + r4 * e)
    scale = float_from_bits((bits_of_float(shifted) - SHIFTER_BITS + EXPONENT_BIAS) << 52)
    return (1.0 + (r + (r2 * q + r_low))) * scale


@rule
def exp(x: float) -> float:
    """e**x, within 1 ulp. Saturates: x is taken as -708 below it (3.3e-308, not 0) and as 709 above it (8.2e307)."""
    x = x if x < EXP_HIGH else EXP_HIGH
    x = x if x > EXP_LOW else EXP_LOW
    return _exp_of_sum(x, 0.0)


@rule
def log(x: float) -> float:
    """Natural logarithm of x > 0, within 1 ulp. Below 2.2e-308, zero and negatives included, x is taken as that: -708.4."""
    x = x if x > SMALLEST else SMALLEST
    x = x if x < LARGEST else LARGEST
    bits = bits_of_float(x)
    k = (((bits + ONE_LESS_ROOT_HALF_BITS) >> 52) & 0x7FF) - EXPONENT_BIAS
    f = float_from_bits(bits - (k << 52)) - 1.0
    exponent = float_from_bits(k + SHIFTER_BITS) - SHIFTER
    # log(1 + f) = 2 atanh(s), s = f / (2 + f); written as f - f**2/2 + s (f**2/2 + z L(z)), whose leading term is exact.
    s = f / (2.0 + f)
    z = s * s
    z2 = z * z
    a = 0.666666666666667 + 0.3999999999989789 * z
    b = 0.28571428626650963 + 0.2222221103180599 * z
    c = 0.18182896203998564 + 0.1533149788057244 * z
    series = z * ((a + b * z2) + (z2 * z2) * (c + 0.14619095556025327 * z2))
    half_square = 0.5 * f * f
    return exponent * LN2_HIGH - ((half_square - (s * (half_square + series) + exponent * LN2_LOW)) - f)


@rule
def _product_error(a: float, b: float, product: float) -> float:
    """a * b - product, exactly, where product = a * b rounded (Dekker's splitting into halves of 26 bits)."""
    t = SPLITTER * a
    a_high = t - (t - a)
    a_low = a - a_high
    t = SPLITTER * b
    b_high = t - (t - b)
    b_low = b - b_high
    return ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


@rule
def pow_(x: float, y: float) -> float:
    """x**y for x >= 0, within 16 ulp: e**(y log x) with the logarithm in double-double.

    x**0 = 1, also for x = 0; 0**y = 0 for y > 0. A negative x is taken as 0. Results saturate at 3.3e-308 and 8.2e307,
    so 0**y for y < 0 is 8.2e307 (or e**(708.4 |y|) where that is less).
    """
    base = x if x > SMALLEST else SMALLEST
    base = base if base < LARGEST else LARGEST
    y = y if y < POWER_BOUND else POWER_BOUND
    y = y if y > -POWER_BOUND else -POWER_BOUND
    bits = bits_of_float(base)
    k = (((bits + ONE_LESS_ROOT_HALF_BITS) >> 52) & 0x7FF) - EXPONENT_BIAS
    m = float_from_bits(bits - (k << 52))
    exponent = float_from_bits(k + SHIFTER_BITS) - SHIFTER
    # s = (m - 1) / (m + 1) as s + s_low; m + 1 itself may lose a bit, which sum_low keeps.
    f = m - 1.0
    total = m + 1.0
    sum_low = m - (total - 1.0)
    s = f / total
    back = s * total
    s_low = (((f - back) - _product_error(s, total, back)) - s * sum_low) / total
    # z = s**2 as z + z_low; log m = 2s + s (2/3 z + z**2 L(z)), the first term of the series in double-double too.
    z = s * s
    z_low = _product_error(s, s, z) + 2.0 * s * s_low
    z2 = z * z
    a = 0.4 + 0.2857142857142938 * z
    b = 0.2222222222164818 + 0.181818183370346 * z
    c = 0.1538459479629481 + 0.13334813317048047 * z
    d = 0.11706014884419476 + 0.11725409493632094 * z
    rest = z2 * ((a + b * z2) + (z2 * z2) * (c + d * z2))
    first = 0.6666666666666666 * z
    first_low = _product_error(0.6666666666666666, z, first) + (0.6666666666666666 * z_low + 3.700743415417188e-17 * z)
    series = first + rest
    series_low = ((first - series) + rest) + first_low
    cubic = s * series
    cubic_low = _product_error(s, series, cubic) + (s * series_low + s_low * series)
    twice = 2.0 * s
    fraction = twice + cubic
    fraction_low = ((twice - fraction) + cubic) + (cubic_low + 2.0 * s_low)
    whole = exponent * LN2_HIGH
    high = whole + fraction
    low = ((whole - high) + fraction) + (fraction_low + exponent * LN2_LOW)
    logarithm = high + low
    logarithm_low = (high - logarithm) + low
    power = y * logarithm
    power_low = _product_error(y, logarithm, power) + y * logarithm_low
    inside = (power < EXP_HIGH) & (power > EXP_LOW)
    power = power if power < EXP_HIGH else EXP_HIGH
    power = power if power > EXP_LOW else EXP_LOW
    result = _exp_of_sum(power, power_low if inside else 0.0)
    return (0.0 if y > 0.0 else result) if (x <= 0.0) & (y != 0.0) else result


@rule
def logistic(z: float) -> float:
    """1 / (1 + e**-z), with z taken as -40 below it and as 40 above it: never 0, and 1 at the upper end by rounding."""
    z = z if z < 40.0 else 40.0
    z = z if z > -40.0 else -40.0
    return 1.0 / (1.0 + _exp_of_sum(-z, 0.0))


@rule
def gumbel(u: float) -> float:
    """Standard Gumbel quantile -log(-log(u)) of u in (0, 1), the taste shock of a logit choice."""
    return -log(-log(u))


@rule
def normal_quantile(u: float) -> float:
    """Standard normal quantile of u in (0, 1), relative error about 1e-15. Finite (+-37.5) at and beyond 0 and 1.

    Rational approximations of Wichura (1988), "Algorithm AS 241: the percentage points of the normal distribution",
    Applied Statistics 37, procedure PPND16.
    """
    q = u - 0.5
    r = 0.180625 - q * q
    top = ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
              + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
           + 133.14166789178437745) * r + 3.387132872796366608  # fmt: skip
    bottom = ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                 + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
              + 42.313330701600911252) * r + 1.0  # fmt: skip
    centre = q * top / bottom

    tail = u if q < 0.0 else 1.0 - u
    root = math.sqrt(-log(tail))
    r = root - 1.6
    top = ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
              + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
           + 4.6303378461565452959) * r + 1.42343711074968357734  # fmt: skip
    bottom = ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
                 + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
              + 2.05319162663775882187) * r + 1.0  # fmt: skip
    near = top / bottom

    r = root - 5.0
    top = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
              + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
           + 5.4637849111641143699) * r + 6.6579046435011037772  # fmt: skip
    bottom = ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
                 + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
              + 0.59983220655588793769) * r + 1.0  # fmt: skip
    far = top / bottom

    size = near if root <= 5.0 else far
    outer = -size if q < 0.0 else size
    return centre if abs(q) <= 0.425 else outer
