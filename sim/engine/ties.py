"""How many of each household's ties have done something."""

from sim.county.state import TIES
from sim.jit import kernel


@kernel
def marked_ties(ties, marked, i):
    """Sum of the marks of a household's ties; `marked` uint8 [H] is a byte each, so that it stays in the nearest cache."""
    count = 0
    for k in range(TIES):
        count += marked[ties[i, k]]
    return count
