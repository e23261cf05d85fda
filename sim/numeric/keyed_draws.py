"""Random numbers as places, not turns: a draw is a pure function of (seed, stream, month, agent).

Nothing is carried from one draw to the next, so the order in which agents act, the number of threads and the draws of other
agents cannot change a draw, and two policies under one seed meet the same luck.

Generator: Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11.
"""

from __future__ import annotations

from enum import IntEnum

from numba import types
from numba.extending import typeof_impl

from sim.numeric.elementary import float_from_bits, normal_quantile
from sim.numeric.jit import rule

WORD = 0xFFFFFFFF  # the low 32 bits
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
ONE_BITS = 0x3FF0000000000000  # the bits of 1.0


class Stream(IntEnum):
    """What a draw is for. The numbers are part of every published result: add at the end, never renumber, never reuse.

    Pass `Stream.CONNECT`, or the plain int of the same name (`CONNECT`), from Python or from compiled code alike.
    """

    CONNECT = 1  # subscribes to broadband
    MOBILE = 2  # gets a smartphone with mobile internet
    SEAT = 3  # gets a seat in a training course
    JOIN = 4  # joins or leaves a cooperative
    JOIN_WHICH = 5  # which of the cooperatives it joins
    COOPERATIVE_ECOMMERCE = 6  # a cooperative starts to sell online
    COOPERATIVE_REVIVE = 7  # an idle cooperative becomes active again
    MERCHANT_ENTRY = 8  # a merchant enters
    MERCHANT_TRAITS = 9  # skill bounds and capital of a merchant
    CARRIER_ENTRY = 10  # a carrier enters
    CONSIDER = 11  # a farmer thinks of an own shop; second draw: a merchant finds the farm
    CHOOSE_TRADER = 12  # taste shock of selling to the village trader
    CHOOSE_COOPERATIVE = 13  # taste shock of selling through the cooperative
    CHOOSE_MERCHANT = 14  # taste shock of selling to an online merchant
    CHOOSE_OWN = 15  # taste shock of an own online shop
    QUIT = 16  # closes the own online shop
    SHOP = 17  # starts to buy online
    SHOP_LEAVE = 18  # stops buying online
    RETURN = 19  # a worker comes home
    LEAVE = 20  # a worker leaves for a job away
    WEATHER = 21  # the year's harvest of a village
    HOUSEHOLD_SIZE = 22  # synthesis: persons of a household
    WORKERS = 23  # synthesis: workers of a household
    AWAY = 24  # synthesis: workers away in the first year
    AGE = 25  # synthesis: age of the operator
    SCHOOLING = 26  # synthesis: schooling of the operator
    LAND = 27  # synthesis: land
    SUITED = 28  # synthesis: grows a product of the county
    INCOME = 29  # synthesis: base income
    TASTE = 30  # kept free: taste follows age
    DISTANCE = 31  # synthesis: distance within the village
    START_CONNECTED = 32  # synthesis: connected in the first month
    START_SHOPPING = 33  # synthesis: buys online in the first month
    START_CHANNEL = 34  # synthesis: sales channel in the first month
    START_MEMBER = 35  # synthesis: member of a cooperative in the first month
    SAMPLE = 36  # synthesis: which households are simulated
    TIES = 37  # network: neighbours in the village
    TIES_ACROSS = 38  # network: acquaintances in other villages
    VILLAGE_SIZE = 39  # synthesis: households of a village
    VILLAGE_KM = 40  # synthesis: road from a village to its township seat
    TOWNSHIP_KM = 41  # synthesis: road from a township seat to the county seat
    VILLAGE_PRODUCT = 42  # synthesis: the product a village is specialised in
    PROGRAMME_ORDER = 43  # order in which a programme reaches villages
    COOPERATIVE_TRAITS = 44  # synthesis: skill bounds of the manager of a cooperative
    CARRIER_TRAITS = 45  # cost of a carrier
    RANKING = 46  # synthesis: which merchants trade from the start
    SPARE = 47  # for tests and extensions: never drawn by the model
    ASSIGN = 48  # a policy's lottery over villages or households


# The same numbers as plain ints, for compiled code that takes a stream apart or keeps it in an array.
(
    CONNECT, MOBILE, SEAT, JOIN, JOIN_WHICH, COOPERATIVE_ECOMMERCE, COOPERATIVE_REVIVE, MERCHANT_ENTRY, MERCHANT_TRAITS,
    CARRIER_ENTRY, CONSIDER, CHOOSE_TRADER, CHOOSE_COOPERATIVE, CHOOSE_MERCHANT, CHOOSE_OWN, QUIT, SHOP, SHOP_LEAVE, RETURN,
    LEAVE, WEATHER, HOUSEHOLD_SIZE, WORKERS, AWAY, AGE, SCHOOLING, LAND, SUITED, INCOME, TASTE, DISTANCE, START_CONNECTED,
    START_SHOPPING, START_CHANNEL, START_MEMBER, SAMPLE, TIES, TIES_ACROSS, VILLAGE_SIZE, VILLAGE_KM, TOWNSHIP_KM,
    VILLAGE_PRODUCT, PROGRAMME_ORDER, COOPERATIVE_TRAITS, CARRIER_TRAITS, RANKING, SPARE, ASSIGN,
) = (int(stream) for stream in Stream)  # fmt: skip


@typeof_impl.register(Stream)
def _stream_is_an_int64(value: Stream, context: object) -> types.Type:
    """Have Python's `uniform(seed, Stream.CONNECT, ...)` find the int64 version that compiled code uses."""
    return types.int64


@rule
def philox4x32(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Four random 32-bit words from a counter of four and a key of two, by ten rounds of Philox4x32.

    All are int64 holding 0..2**32-1. Products wrap modulo 2**64, and the mask after the shift makes it an unsigned one,
    so signed integers serve, and Python's ints and compiled code share one signature.
    """
    for _ in range(10):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        c0 = ((p1 >> 32) & WORD) ^ c1 ^ k0
        c2 = ((p0 >> 32) & WORD) ^ c3 ^ k1
        c1 = p1 & WORD
        c3 = p0 & WORD
        k0 = (k0 + WEYL_0) & WORD
        k1 = (k1 + WEYL_1) & WORD
    return c0, c1, c2, c3


COOPERATIVE_SLOTS = 1024  # most cooperatives a village can have, in the key of a draw
CARRIER_SLOTS = 64  # most carriers a township can have, in the key of a draw
ENTRANT_MONTH = 2  # first month number of the draws of an entrant's capital; 0 and 1 are synthesis


@rule
def slot_key(place: int, slots: int, slot: int) -> int:
    """The key of one of `slots` slots of a place: place x slots + slot. All int64."""
    return place * slots + slot


@rule
def entrant_month(month: int) -> int:
    """The month number under which an entrant's capital is drawn, after those that synthesis used."""
    return month + ENTRANT_MONTH


@rule
def seat_month(month: int, draw: int) -> int:
    """The month number under which seats of the n-th training policy are drawn: each draws its own."""
    return month + draw * 65536


@rule
def unit_interval(high: int, low: int) -> float:
    """(n + 1/2) / 2**52 with n the upper 26 bits of two 32-bit words: strictly inside (0, 1), exact, symmetric about 1/2.

    52 bits and not 53: n + 1/2 would not be a float64 above 2**52, and the largest n would round to 1.
    """
    n = ((high >> 6) << 26) | (low >> 6)
    return (float_from_bits(n | ONE_BITS) - 1.0) + 2.0**-53


@rule
def uniform(seed: int, stream: int, month: int, agent: int) -> float:
    """A uniform draw in (0, 1), never 0 or 1. All arguments int64; any values, negative ones included."""
    w0, w1, _, _ = philox4x32(
        agent & WORD, (agent >> 32) & WORD, month & WORD, stream & WORD, seed & WORD, (seed >> 32) & WORD
    )
    return unit_interval(w0, w1)


@rule
def uniform_second(seed: int, stream: int, month: int, agent: int) -> float:
    """A second uniform draw of the same place, independent of the first: words 3 and 4 of the same block."""
    _, _, w2, w3 = philox4x32(
        agent & WORD, (agent >> 32) & WORD, month & WORD, stream & WORD, seed & WORD, (seed >> 32) & WORD
    )
    return unit_interval(w2, w3)


@rule
def normal(seed: int, stream: int, month: int, agent: int) -> float:
    """A standard normal draw: the normal quantile of the place's uniform draw."""
    return normal_quantile(uniform(seed, stream, month, agent))
