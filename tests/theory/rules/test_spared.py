"""What a draw is too high for at any utility need not be computed: sparing it must never change who acts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.theory.rules.connection import (
    connected_next,
    could_come_online,
    could_resubscribe,
    mobile_hazard,
    rate_where_served,
)
from sim.theory.rules.cooperation import could_join_or_leave, joins, leaves
from sim.theory.rules.learning import could_take_seat, seat_chance, takes_seat
from sim.theory.rules.shopping import could_change, leave_chance, shops_next, start_at_most, start_chance
from sim.theory.rules.trading import can_go_live, could_enter, enters, entry_chance, goes_live
from sim.theory.rules.work import could_move, departs, returns

DRAW = st.floats(2.0**-53, 1.0 - 2.0**-53)
LOW_DRAW = st.one_of(DRAW, st.floats(2.0**-53, 0.1))
RATE = st.floats(0.0, 0.2)
UTILITY = st.floats(-80.0, 80.0)
SHARE = st.floats(0.0, 1.0)
FLAG = st.integers(0, 1)


@settings(max_examples=500)
@given(st.integers(0, 2), FLAG, UTILITY, RATE, RATE, LOW_DRAW, LOW_DRAW, SHARE, st.floats(0.0, 18.0), SHARE, st.floats(0.0, 20.0), RATE, RATE)
def test_whoever_is_spared_keeps_the_connection_they_have(
    connected, served, utility, on, off, u, u_mobile, young, schooling, unschooled, years, lowest, added
):
    mobile = mobile_hazard(young, schooling, unschooled, years, lowest, added, 4.0)
    spared = could_resubscribe(connected, u, rate_where_served(served, on), off) == 0 and could_come_online(connected, u_mobile, lowest, added) == 0
    becomes = connected_next(connected, served, utility, on, off, mobile, u, u_mobile)
    if spared:
        assert becomes == connected
    # Of the two, only what a draw is low enough for has to be known.
    known_utility = utility if could_resubscribe(connected, u, rate_where_served(served, on), off) == 1 else 0.0
    known_mobile = mobile if could_come_online(connected, u_mobile, lowest, added) == 1 else 0.0
    assert becomes == connected_next(connected, served, known_utility, on, off, known_mobile, u, u_mobile)


def test_a_draw_below_a_rate_is_looked_at():
    assert could_resubscribe(1, 0.03, 0.04, 0.01) == 1 and could_resubscribe(1, 0.04, 0.04, 0.01) == 0
    assert could_resubscribe(2, 0.005, 0.04, 0.01) == 1 and could_resubscribe(2, 0.03, 0.04, 0.01) == 0
    assert could_resubscribe(1, 0.03, rate_where_served(0, 0.04), 0.01) == 0
    assert could_come_online(0, 0.02, 0.01, 0.02) == 1 and could_come_online(1, 0.02, 0.01, 0.02) == 0
    assert could_join_or_leave(0.03, 0.04, 0.01) == 1 and could_join_or_leave(0.04, 0.04, 0.01) == 0
    assert could_enter(0.01, 0.02) == 1 and could_enter(0.02, 0.02) == 0
    assert could_move(0.01, 0.02) == 1 and could_move(0.02, 0.02) == 0


@settings(max_examples=500)
@given(UTILITY, RATE, RATE, LOW_DRAW)
def test_whoever_is_spared_neither_joins_nor_leaves_a_cooperative(utility, join, leave, u):
    if could_join_or_leave(u, join, leave) == 0:
        assert joins(utility, join, u) == 0 and leaves(utility, leave, u) == 0


@settings(max_examples=500)
@given(st.floats(-1e6, 1e6), st.floats(0.0, 1e4), SHARE, SHARE, st.floats(0.0, 50.0), RATE, LOW_DRAW)
def test_no_merchant_enters_who_was_spared(profit, wage, skill, returnees, rivals, rate, u):
    chance = entry_chance(profit, wage, skill, returnees, rivals, rate, 5.0, 500.0, 2.0, 2.0, -0.5)
    if could_enter(u, rate) == 0:
        assert enters(chance, u, 1e9, 0.0, 1.0) == 0


@given(FLAG, st.floats(0.0, 20.0), st.floats(0.0, 20.0), SHARE, RATE, LOW_DRAW)
def test_no_merchant_goes_live_where_it_cannot_be_done(connected, years, start, skill, rate, u):
    if can_go_live(connected, years, start) == 0:
        assert goes_live(0, connected, years, start, skill, rate, u) == 0
    assert can_go_live(1, 3.0, 3.0) == 1


@settings(max_examples=500)
@given(st.floats(0.0, 4.0), UTILITY, st.floats(0.0, 4.0), RATE, LOW_DRAW)
def test_nobody_who_is_spared_comes_home_or_leaves(members, utility, moving, rate, u):
    if could_move(u, rate) == 0:
        assert returns(members, utility, moving, 2.0, rate, u) == 0.0 and departs(members, utility, moving, 2.0, rate, u) == 0.0


@settings(max_examples=500)
@given(FLAG, FLAG, st.floats(-2e3, 2e3), SHARE, FLAG, RATE, RATE, RATE, RATE, LOW_DRAW)
def test_whoever_is_spared_goes_on_buying_online_or_not(shops, able, gain, peers, novel, base, imitation, novelty, leave_rate, u):
    most = start_at_most(peers, novelty * novel, base, imitation)
    start = start_chance(gain, peers, novelty * novel, base, imitation, 0.1)
    leave = leave_chance(gain, leave_rate, 0.1)
    assert start <= most
    if could_change(shops, u, most, leave_rate) == 0:
        assert shops_next(shops, able, start, leave, u, u) == shops


@settings(max_examples=500)
@given(SHARE, st.floats(1.0, 1e5), st.floats(0.0, 1e4), DRAW)
def test_nobody_gets_a_seat_who_was_spared(ability, ability_total, seats, u):
    if could_take_seat(seat_chance(1.0, ability_total, seats), u) == 0:
        assert takes_seat(seat_chance(ability, ability_total, seats), u) == 0.0
    assert could_take_seat(0.3, 0.29) == 1 and could_take_seat(0.3, 0.3) == 0
