"""How many of each household's ties have done something: counted once a month, before anyone acts on it."""

from sim.county.state import TIES
from sim.numeric.jit import kernel, rule

# A household's mark holds a few bits for each thing it may have done, enough for a sum over its ties.
BITS = 4
CONNECTED, SELLING, OWN, MEMBER, SHOPPING = range(0, 5 * BITS, BITS)


@kernel
def count_ties(h, scratch):
    """Count ties with broadband, selling online, with an own shop, in a cooperative, and buying online, into `scratch.counts`.

    Each of these changes in one phase only, after that phase has read it, so that the counts of the first of the month are those that
    every phase of the month reads. One walk along the ties does for all five.
    """
    for i in range(len(h.village)):
        broadband = 1 << CONNECTED if h.connected[i] == 2 else 0
        selling = 1 << SELLING if h.channel[i] >= 2 else 0
        own = 1 << OWN if h.channel[i] == 3 else 0
        member = 1 << MEMBER if h.cooperative[i] >= 0 else 0
        shopping = 1 << SHOPPING if h.shops[i] == 1 else 0
        scratch.marks[i] = broadband | selling | own | member | shopping
    for i in range(len(h.village)):
        total = 0
        for k in range(TIES):
            total += scratch.marks[scratch.ties[i, k]]
        scratch.counts[i] = total


@rule
def share_of_ties(counted: int, what: int) -> float:
    """Share of a household's ties of which something is true: CONNECTED, SELLING and so on; `counted` is its row of `scratch.counts`."""
    return float((counted >> what) & ((1 << BITS) - 1)) / float(TIES)
