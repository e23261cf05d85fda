"""The tight loops that the floor is made of: one kind of operation each, in the project's own arithmetic and compiler settings.

Arithmetic runs over rows that stay in the nearest cache, so that its bytes cost next to nothing and are not counted twice; ties and
columns are of the county's size, and so meet the same caches as the model.
"""

from __future__ import annotations

from typing import Any

from sim.county.state import TIES
from sim.numeric.elementary import exp, log, logistic, pow_
from sim.numeric.exact_sum import ROW_BITS, to_fixed
from sim.numeric.jit import entry
from sim.numeric.keyed_draws import uniform

DIGIT_BITS = 11
DIGIT = (1 << DIGIT_BITS) - 1
DIGITS = 3  # 33 bits: 85 million CNY in fen; an odd number, so that the last pass ends in `room`


@entry
def draws_below(seed: Any, stream: Any, rounds: Any, ids: Any, limit: Any) -> Any:
    """One draw a row and round; how many fall below the limit."""
    below = 0
    for month in range(rounds):
        for i in range(len(ids)):
            below += 1 if uniform(seed, stream, month, ids[i]) < limit else 0
    return below


@entry
def exponentials(rounds: Any, x: Any, out: Any) -> None:
    """e**x of each row; two sets of numbers in turn, so that no round can be left out."""
    for n in range(rounds):
        row = x[n & 1]
        for i in range(len(out)):
            out[i] = exp(row[i])


@entry
def logarithms(rounds: Any, x: Any, out: Any) -> None:
    """ln x of each row."""
    for n in range(rounds):
        row = x[n & 1]
        for i in range(len(out)):
            out[i] = log(row[i])


@entry
def logistics(rounds: Any, x: Any, out: Any) -> None:
    """1 / (1 + e**-x) of each row."""
    for n in range(rounds):
        row = x[n & 1]
        for i in range(len(out)):
            out[i] = logistic(row[i])


@entry
def powers(rounds: Any, x: Any, exponent: Any, out: Any) -> None:
    """x**exponent of each row."""
    for n in range(rounds):
        row = x[n & 1]
        for i in range(len(out)):
            out[i] = pow_(row[i], exponent)


@entry
def fixed_sum(rounds: Any, weights: Any, x: Any) -> Any:
    """Weight x value, rounded to fixed point and added."""
    total = 0
    for n in range(rounds):
        row = x[n & 1]
        for i in range(len(weights)):
            total += to_fixed(weights[i] * row[i])
    return total


@entry
def flagged_sum(rounds: Any, whole: Any, flags: Any) -> Any:
    """Weights in fixed point added where a flag is set."""
    total = 0
    for n in range(rounds):
        row = flags[n & 1]
        for i in range(len(whole)):
            total += whole[i] if row[i] == 1 else 0
    return total


@entry
def add_ties(ties: Any, marks: Any, out: Any) -> None:
    """For each household, the sum of the marks of its ties. All unsigned: no index is counted from the end."""
    for i in range(len(out)):
        total = 0
        for k in range(TIES):
            total += marks[ties[i, k]]
        out[i] = total


@entry
def stream(columns: Any) -> None:
    """Read two columns and write a third, through all columns of a county."""
    for c in range(0, columns.shape[0] - 2, 3):
        first, second, third = columns[c], columns[c + 1], columns[c + 2]
        for i in range(columns.shape[1]):
            third[i] = first[i] + second[i]


@entry
def sort(keys: Any, room: Any, starts: Any) -> None:
    """Sort int64 keys upwards by the whole number above their row, digit by digit, least first; the sorted keys are in `room`.

    A key is number << ROW_BITS | row, the number below 2**(DIGITS * DIGIT_BITS). For whole numbers of so few digits this takes fewer
    steps than any sort by comparisons. `room` is as large as `keys`, `starts` is [DIGITS, 2**DIGIT_BITS] int64.
    """
    starts[:] = 0
    for i in range(len(keys)):
        key = keys[i]
        for digit in range(DIGITS):
            starts[digit, (key >> (ROW_BITS + digit * DIGIT_BITS)) & DIGIT] += 1
    for digit in range(DIGITS):
        reached = 0
        for value in range(DIGIT + 1):
            count = starts[digit, value]
            starts[digit, value] = reached
            reached += count
        for i in range(len(keys)):
            key = keys[i]
            value = (key >> (ROW_BITS + digit * DIGIT_BITS)) & DIGIT
            room[starts[digit, value]] = key
            starts[digit, value] += 1
        keys, room = room, keys
