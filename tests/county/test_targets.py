"""Whom a policy reaches: filters, lotteries by keyed draw, and the order of ranks (docs/odd.md, Govern).

Statistical tests are on fixed draws, so they pass or fail for good; the false-alarm rate stated is the chance that perfect lots
would have failed with the seed chosen here.
"""

from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from scipy import stats

from sim.county.policy_plan import plan
from sim.county.policy_targets import OF_HOUSEHOLDS, RANK_KEY, first_year_fifths, households_aimed, villages_aimed
from sim.county.synthesis import synthesise
from sim.files import HouseholdFilter, Measure, RandomShare, Target, VillageFilter
from sim.files.policy.target import LARGEST_KEY, Rank
from sim.numeric.keyed_draws import Stream, uniform

FALSE_ALARM = 1e-6
RANKS = get_args(Rank)


@pytest.fixture(scope="session")
def villages_of(average_scenario, average):
    """The villages of the average county that a target leaves."""
    return lambda seed=1, **keys: villages_aimed(Target(**keys), average_scenario.county, average.state, average.parameters, seed)


@pytest.fixture(scope="session")
def households_of(average_scenario, average):
    """The sampled households of the average county that a target leaves."""

    def left(seed=1, **keys):
        target = Target(**keys)
        villages = villages_aimed(target, average_scenario.county, average.state, average.parameters, seed)
        return households_aimed(target, villages, average_scenario.county, average.state, average.parameters, seed)

    return left


def some_and_not_all(left):
    return 0 < int(left.sum()) < len(left)


# ------------------------------------------------------------------------------------------------------------ filters


def test_villages_are_told_apart_by_the_road_to_the_county_seat(average, villages_of):
    km = average.state.village.km + average.state.village.hub_km
    far = villages_of(villages=VillageFilter(farther_than_km=30.0))
    near = villages_of(villages=VillageFilter(nearer_than_km=40.0))
    assert some_and_not_all(far) and some_and_not_all(near)
    assert (far == (km > 30.0)).all() and (near == (km < 40.0)).all()
    both = villages_of(villages=VillageFilter(farther_than_km=30.0, nearer_than_km=40.0))
    assert (both == (far & near)).all() and some_and_not_all(both)


def test_villages_are_told_apart_by_the_product_that_suits_them(average_scenario, average, villages_of):
    names = [product.name for product in average_scenario.county.products]
    parts = [villages_of(villages=VillageFilter(product=name)) for name in names]
    assert (np.add.reduce([part.astype(int) for part in parts]) == 1).all()
    for row, part in enumerate(parts):
        assert (average.state.village.product[part] == row).all()


def test_townships_are_numbered_from_one(average, villages_of):
    first = villages_of(villages=VillageFilter(townships=(1, 12)))
    assert some_and_not_all(first)
    assert set(average.state.village.township[first].tolist()) == {0, 11}


def test_remote_villages_are_those_farther_than_the_declared_road(average, villages_of):
    km = average.state.village.km + average.state.village.hub_km
    remote, others = villages_of(villages=VillageFilter(remote=True)), villages_of(villages=VillageFilter(remote=False))
    assert (remote == (km > average.parameters.accounting.remote_km)).all()
    assert (remote != others).all() and some_and_not_all(remote)


TRAITS = {
    "poor": lambda h, v, p: h.poor > 0.0,
    "young": lambda h, v, p: h.age < p.accounting.young_age,
    "skilled": lambda h, v, p: h.skill_floor >= p.accounting.skilled_from,
    "grows": lambda h, v, p: h.grows == 1,
    "remote": lambda h, v, p: v.remote[h.village] > 0.0,
}


@pytest.mark.parametrize("trait", TRAITS)
def test_a_trait_asked_for_leaves_who_has_it_and_its_absence_the_others(average, households_of, trait):
    with_it = households_of(households=HouseholdFilter(**{trait: True}))
    without = households_of(households=HouseholdFilter(**{trait: False}))
    assert some_and_not_all(with_it)
    assert (with_it == TRAITS[trait](average.state.household, average.state.village, average.parameters)).all()
    assert (with_it != without).all()


def test_growers_of_a_product_are_those_who_grow_it_in_its_villages(average_scenario, average, households_of):
    h = average.state.household
    growers = [households_of(households=HouseholdFilter(product=product.name)) for product in average_scenario.county.products]
    assert (np.add.reduce([part.astype(int) for part in growers]) == h.grows).all()
    assert all(part.any() for part in growers)


def test_fifths_of_first_year_income_hold_a_fifth_of_the_households_each_and_rise(average, households_of):
    h = average.state.household
    fifths = [households_of(households=HouseholdFilter(income_fifths=(k,))) for k in (1, 2, 3, 4, 5)]
    assert (np.add.reduce([part.astype(int) for part in fifths]) == 1).all()
    heaviest = float(h.weight.max()) / float(h.weight.sum())
    for lower, upper in pairwise(fifths):
        assert h.income_first_year[lower].max() <= h.income_first_year[upper].min()
    for part in fifths:
        assert abs(float(h.weight[part].sum()) / float(h.weight.sum()) - 0.2) <= heaviest
    ends = households_of(households=HouseholdFilter(income_fifths=(1, 5)))
    assert (ends == (fifths[0] | fifths[4])).all()


def test_the_poor_are_the_lowest_fifth_but_for_the_household_at_its_border(average):
    lowest = first_year_fifths(average.state) == 1
    assert int((lowest != (average.state.household.poor > 0.0)).sum()) <= 1


def test_land_and_schooling_below_a_line_leave_those_below_it_and_not_on_it(average, households_of):
    h = average.state.household
    assert (households_of(households=HouseholdFilter(land_below_mu=5.0)) == (h.land < 5.0)).all()
    schooled = households_of(households=HouseholdFilter(schooling_below_years=9.0))
    assert (schooled == (h.schooling < 9.0)).all() and some_and_not_all(schooled)
    assert (h.schooling == 9.0).any()


def test_conditions_are_met_together_by_village_and_by_household(average, households_of):
    v, h = average.state.village, average.state.household
    left = households_of(villages=VillageFilter(farther_than_km=30.0), households=HouseholdFilter(poor=True, grows=True))
    km = (v.km + v.hub_km)[h.village]
    assert some_and_not_all(left)
    assert (left == ((km > 30.0) & (h.poor > 0.0) & (h.grows == 1))).all()


# ------------------------------------------------------------------------------------------------------------ lottery


def household_lot(share=0.5, key=0):
    return {"random": RandomShare(share=share, of="households", key=key)}


def test_the_same_key_draws_the_same_lots_and_another_key_or_seed_others(villages_of, households_of):
    for left, lot in ((villages_of, {"random": RandomShare(share=0.5)}), (households_of, household_lot())):
        other = {"random": RandomShare(share=0.5, of=lot["random"].of, key=1)}
        assert (left(**lot) == left(**lot)).all()
        assert (left(**lot) != left(**other)).any()
        assert (left(**lot) != left(seed=2, **lot)).any()


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_lots_draw_the_share_asked_for(households_of, share):
    """Twenty thousand households, binomial: false-alarm rate 1e-6."""
    drawn = households_of(**household_lot(share))
    assert stats.binomtest(int(drawn.sum()), len(drawn), share).pvalue > FALSE_ALARM


def test_two_lotteries_do_not_know_of_each_other(households_of):
    """Four cells of two by two, chi-square: false-alarm rate 1e-6."""
    one, other = households_of(**household_lot(key=0)), households_of(**household_lot(key=1))
    cells = [[int((one & other).sum()), int((one & ~other).sum())], [int((~one & other).sum()), int((~one & ~other).sum())]]
    assert stats.chi2_contingency(cells).pvalue > FALSE_ALARM


def test_lots_do_not_go_by_distance_or_income(average, households_of):
    """Correlation over twenty thousand households: false-alarm rate 1e-6 each."""
    h, v = average.state.household, average.state.village
    drawn = households_of(**household_lot()).astype(float)
    for trait in ((v.km + v.hub_km)[h.village], h.income_first_year):
        assert stats.pearsonr(drawn, trait).pvalue > FALSE_ALARM


def test_who_is_drawn_at_a_share_is_drawn_at_any_larger_share(villages_of, households_of):
    small, large = households_of(**household_lot(0.2)), households_of(**household_lot(0.6))
    assert not (small & ~large).any() and (large & ~small).any()
    few, many = villages_of(random=RandomShare(share=0.2)), villages_of(random=RandomShare(share=0.6))
    assert not (few & ~many).any() and (many & ~few).any()


def test_lots_are_drawn_among_those_who_pass_the_filters_and_change_no_ones_lot(households_of):
    lot, poor = household_lot(), HouseholdFilter(poor=True)
    assert (households_of(households=poor, **lot) == (households_of(households=poor) & households_of(**lot))).all()


def test_a_lottery_of_villages_leaves_whole_villages(average, households_of):
    drawn = households_of(random=RandomShare(share=0.5))
    for village in range(len(average.state.village.km)):
        assert len(set(drawn[average.state.household.village == village].tolist())) == 1


def test_keys_of_village_lotteries_household_lotteries_and_random_ranks_never_meet():
    assert 0 <= LARGEST_KEY < OF_HOUSEHOLDS
    assert OF_HOUSEHOLDS + LARGEST_KEY < RANK_KEY < 2**32


def test_a_village_and_a_household_have_the_same_lot_in_samples_of_any_share(average_scenario, average):
    smaller = average_scenario.model_copy(update={"share_simulated": 0.1})
    case = synthesise(smaller, seed=1)
    lot = Target(random=RandomShare(share=0.5, of="households", key=7))
    of_villages = Target(random=RandomShare(share=0.5, key=7))
    drawn = {}
    for one in (average, case):
        everywhere = villages_aimed(lot, smaller.county, one.state, one.parameters, 1)
        chosen = households_aimed(lot, everywhere, smaller.county, one.state, one.parameters, 1)
        drawn[id(one)] = dict(zip(one.state.household.population_id.tolist(), chosen.tolist(), strict=True))
    shared = drawn[id(average)].keys() & drawn[id(case)].keys()
    assert len(shared) > 5000
    assert all(drawn[id(average)][one] == drawn[id(case)][one] for one in shared)
    here, there = (villages_aimed(of_villages, smaller.county, one.state, one.parameters, 1) for one in (average, case))
    assert (here == there).all()


def test_a_lot_is_the_draw_of_its_key_and_member(villages_of, average, households_of):
    assert villages_of(random=RandomShare(share=0.4, key=3)).tolist() == [
        uniform(1, Stream.ASSIGN, 3, i) < 0.4 for i in range(len(average.state.village.km))
    ]
    drawn = households_of(**household_lot(0.4, key=3))[:100]
    ids = average.state.household.population_id[:100]
    assert drawn.tolist() == [uniform(1, Stream.ASSIGN, OF_HOUSEHOLDS + 3, int(i)) < 0.4 for i in ids]


# -------------------------------------------------------------------------------------------------------------- ranks


@pytest.fixture(scope="session")
def ordered(average_scenario, average):
    """The orders of villages and households of a lever under a rank."""

    def orders(rank, lever="training.seats", seed=1):
        one = Measure(policy="test", lever=lever, levels=(0.5,), target=Target(rank=rank))
        scenario = average_scenario.model_copy(update={"history": "no_programme", "months": 1, "measures": (one,)})
        table = plan(scenario, average.state, average.trends, average.parameters, seed)
        return table.order[0], table.order_households[table.target[0]], table

    return orders


VILLAGE_KEYS = {
    "remoteness": lambda h, v: -(v.km + v.hub_km),
    "nearness": lambda h, v: v.km + v.hub_km,
    "poverty": lambda h, v: np.bincount(h.village, h.income_first_year) / np.bincount(h.village),
    "land": lambda h, v: np.bincount(h.village, h.land) / np.bincount(h.village),
    "youth": lambda h, v: np.bincount(h.village, h.age) / np.bincount(h.village),
    "skill": lambda h, v: np.bincount(h.village, h.skill_floor) / np.bincount(h.village),
    "roll_out": lambda h, v: v.programme_rank,
}
HOUSEHOLD_KEYS = {
    "remoteness": lambda h, v: -(v.km + v.hub_km)[h.village],
    "nearness": lambda h, v: (v.km + v.hub_km)[h.village],
    "poverty": lambda h, v: h.income_first_year,
    "land": lambda h, v: h.land,
    "youth": lambda h, v: h.age,
    "skill": lambda h, v: h.skill_floor,
    "roll_out": lambda h, v: v.programme_rank[h.village],
}


def rises(values):
    """Whether values never fall, up to the rounding of a mean."""
    return (np.diff(values) >= -1e-9 * np.abs(values[1:])).all()


@pytest.mark.parametrize("rank", VILLAGE_KEYS)
def test_first_come_the_farthest_the_nearest_the_poorest_the_smallest_the_youngest_the_least_skilled(average, ordered, rank):
    h, v = average.state.household, average.state.village
    villages, households, table = ordered(rank)
    assert sorted(villages.tolist()) == list(range(len(v.km)))
    assert sorted(households.tolist()) == list(range(len(h.village)))
    assert rises(VILLAGE_KEYS[rank](h, v)[villages])
    assert rises(HOUSEHOLD_KEYS[rank](h, v)[households])
    assert table.ranked.tolist() == [1]
    # The place of a village says when its turn comes: first in order, lowest place.
    assert (np.diff(table.place[0][villages]) > 0.0).all()


def test_broadband_rolls_out_in_the_order_of_the_market_and_stations_in_that_of_programmes(average, ordered):
    v = average.state.village
    assert (np.diff(v.service_rank[ordered("roll_out", "broadband.coverage")[0]]) >= 0.0).all()
    assert (np.diff(v.programme_rank[ordered("roll_out", "delivery.stations")[0]]) >= 0.0).all()
    assert ordered("roll_out", "broadband.coverage")[0].tolist() != ordered("roll_out", "delivery.stations")[0].tolist()


def test_where_no_rank_is_asked_villages_come_by_roll_out_and_households_by_their_number(average, ordered):
    villages, households, table = ordered(None)
    assert villages.tolist() == ordered("roll_out")[0].tolist()
    assert (np.diff(average.state.household.population_id[households]) > 0).all()
    assert table.ranked.tolist() == [0]


def test_a_random_order_is_one_of_the_seed_and_goes_by_nothing_else(average, ordered):
    """Rank correlation with distance over villages and with income over households: false-alarm rate 1e-6 each."""
    h, v = average.state.household, average.state.village
    villages, households, _ = ordered("random")
    assert sorted(villages.tolist()) == list(range(len(v.km)))
    assert villages.tolist() == ordered("random")[0].tolist()
    assert villages.tolist() != ordered("random", seed=2)[0].tolist()
    assert stats.spearmanr(np.arange(len(villages)), (v.km + v.hub_km)[villages]).pvalue > FALSE_ALARM
    assert stats.spearmanr(np.arange(len(households)), h.income_first_year[households]).pvalue > FALSE_ALARM


def test_households_of_equal_rank_come_by_their_number_so_that_an_order_is_one(average, ordered):
    h = average.state.household
    _, households, _ = ordered("remoteness")
    same = np.diff(h.village[households]) == 0
    assert (np.diff(h.population_id[households])[same] > 0).all()


def test_every_rank_that_a_file_may_ask_for_is_known_to_the_tables(ordered):
    for rank in RANKS:
        assert len(ordered(rank)[0]) > 0
    assert set(VILLAGE_KEYS) | {"random"} == set(HOUSEHOLD_KEYS) | {"random"} == set(RANKS)
