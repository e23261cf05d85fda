"""A county on its first day, synthesised from a scenario: everything the two models start from."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.county.first_day import Crops, FirstDay, settle
from sim.county.geography import Places, ranks, roll_out_ranks
from sim.county.households import sample
from sim.county.income_distribution import NODES, matched_heights
from sim.county.memory_layout import FirstDays, Layout, MemoryBlock, SettledCounty, layout_of
from sim.county.policy_plan import Plan, number_of_measures, plan
from sim.county.state import State
from sim.county.trends import Trends, trends
from sim.files import CountyProfile, Scenario
from sim.numeric.by_identity import ByIdentity
from sim.numeric.elementary import normal_quantile
from sim.numeric.entity_table import Handed
from sim.numeric.keyed_draws import Stream, uniform
from sim.theory.levers import LEVERS
from sim.theory.parameters import Parameters, packed, parameters

DRAWN = ("population_id", "village", "size", "workers", "away", "age", "schooling", "land", "grows", "distance_km")


class Synthesis(NamedTuple):
    """What a run starts from: the state of the first day, the trends, the parameters, the policies.

    `handed` is the state as compiled code is given it, where that is known already.
    """

    state: State
    trends: Trends
    parameters: Parameters
    plan: Plan
    handed: State | None = None


def synthesise(scenario: Scenario, seed: int) -> Synthesis:
    """Build the county of a scenario. Raises ValueError where a village has too few sampled households.

    The cases of a sweep that differ in policy, shocks or horizon alone have one first day in common for each seed: the last ones are
    kept, and each case is given a copy. They are known by the profile (the same object), the share simulated, the seed, and the bits of
    all parameters and of what the trends are on that day.
    """
    return _synthesised(scenario, seed)[0]


@contextmanager
def synthesised(scenario: Scenario, seed: int) -> Iterator[Synthesis]:
    """`synthesise` for a run after which nobody looks at the county any more: its memory is used for the next one."""
    case, layout, piece = _synthesised(scenario, seed)
    try:
        yield case
    finally:
        layout.take_back(piece)


def _synthesised(scenario: Scenario, seed: int) -> tuple[Synthesis, Layout, MemoryBlock]:
    p = _parameters(tuple((key, float(value).hex()) for key, value in scenario.parameters.items()))
    world = trends(scenario, p)
    profile, share = scenario.county, scenario.share_simulated
    day, bits = _first_day(ByIdentity(profile), ByIdentity(world), ByIdentity(p))
    layouts = []

    def copied(first_day: SettledCounty) -> MemoryBlock:
        layouts.append(layout_of({**first_day.rows, "measure": number_of_measures(scenario)}))
        return layouts[-1].copy_of(first_day)

    key = (ByIdentity(profile), share, seed, bits)
    own, aimed = FIRST_DAYS.copy(key, lambda: _settled(profile, p, day, share, seed), copied)
    return Synthesis(own.state, world, p, plan(scenario, own.state, world, p, seed, aimed), own.handed), layouts[-1], own


FIRST_DAYS = FirstDays(most_bytes=128_000_000)


@lru_cache(64)
def _parameters(overrides: tuple[tuple[str, str], ...]) -> Parameters:
    """The parameters of a scenario, from their names and bits, so that cases that share them share one object."""
    return parameters({key: float.fromhex(value) for key, value in overrides})


@lru_cache(64)
def numbers_of(p: ByIdentity[Parameters]) -> Any:
    """Parameters as compiled code is given them; nobody writes into it."""
    return packed(p.one)


def _settled(profile: CountyProfile, p: Parameters, day: FirstDay, share: float, seed: int) -> SettledCounty:
    """A county on its first day, settled anew."""
    geography, drawn, sampled, ties, grown = sample(profile, p.population, share, seed)
    rows = _rows(profile, len(drawn.village))
    layout = layout_of(rows)
    piece = layout.zeros()
    state, handed = piece.state, piece.handed
    _settle_places(state, geography, sampled, profile, p)
    _settle_products(state, profile)
    h, v = state.household, state.village
    for name in DRAWN:
        getattr(h, name)[:] = getattr(drawn, name)
    h.weight[:] = v.households[h.village] / v.sampled[h.village]
    h.ties[:] = ties
    v.grown_mu[:] = grown
    crops = Crops(
        np.array([k.land_share for k in profile.products], np.float64),
        np.array([k.yield_kg_mu for k in profile.products], np.float64),
        np.array([k.cost_mu for k in profile.products], np.float64),
    )
    fifths = tuple(float(x) for x in profile.people.income_fifths)
    slots = len(state.merchant.village)
    wanted = min(int(profile.market.merchants_2014 * int(geography.households.sum(dtype=np.int64)) / 1000.0 + 0.5), slots)
    settle(
        seed, numbers_of(ByIdentity(p)), day, Handed(crops), handed, drawn.able_z, drawn.income_z, np.array(NODES),
        matched_heights(fifths), wanted, slots_in_order(slots, seed),
    )  # fmt: skip
    _mark_the_poor(state)
    return SettledCounty(rows, layout, piece, {})


@lru_cache(64)
def slots_in_order(slots: int, seed: int) -> np.ndarray:
    """Rows of merchants' slots in the keyed order in which they trade from the start; nobody writes into it."""
    return np.argsort(np.array([uniform(seed, Stream.RANKING, 0, m) for m in range(slots)]), kind="stable")


def _rows(profile: CountyProfile, households: int) -> dict[str, int]:
    """Rows of each entity on the first day; the measures of policies come later."""
    geography, market, products = profile.geography, profile.market, profile.products
    return {
        "household": households,
        "village": geography.villages,
        "township": geography.townships,
        "carrier": geography.townships * market.carriers_per_township,
        "cooperative": geography.villages * market.cooperatives_per_village,
        "merchant": geography.villages * market.merchant_slots.village + geography.townships * market.merchant_slots.township,
        "cell": geography.townships * len(products),
        "product": len(products),
        "government": len(LEVERS),
        "measure": 0,
        "county": 1,
    }


@lru_cache(64)
def _first_day(of: ByIdentity[CountyProfile], then: ByIdentity[Trends], tuned: ByIdentity[Parameters]) -> tuple[FirstDay, bytes]:
    """What the first day needs of the profile and the trends; its bits and those of all parameters."""
    profile, world, p = of.one, then.one, tuned.one
    first = profile.first_year
    specialised, growers = 0.0, 0.0
    for k in profile.products:
        specialised += k.share_of_villages
        growers += k.share_of_villages * k.suited_inside
    growers += (1.0 - specialised) * profile.suited_elsewhere
    online = max(first.broadband + first.mobile, 1e-9)
    served = float(world.served_share[0])
    day = FirstDay(
        served_share=served,
        broadband_cut=_place_of(first.broadband / served),
        online_cut=_place_of(online),
        shopping=min(first.shopping / online, 1.0),
        own_shop=min(first.own_shop / max(growers * online, 1e-9), 1.0),
        members=float(profile.market.cooperative_members),
        stations=float(first.stations),
        income_past=1.0 / (1.0 + p.world.wage_growth),
        calendar_month=int(world.calendar_month[0]),
        demand=float(world.demand[0]),
    )
    return day, np.array(day, np.float64).tobytes() + numbers_of(tuned).tobytes()


def _place_of(share: float) -> float:
    """The standard normal place below which a share lies."""
    return normal_quantile(min(max(float(share), 1e-9), 1.0 - 1e-9))


def _settle_places(state: State, geography: Places, sampled: np.ndarray, profile: CountyProfile, p: Parameters) -> None:
    v, township = state.village, state.township
    n_products = len(profile.products)
    v.township[:] = geography.township
    v.product[:] = geography.product
    v.cell[:] = geography.township * n_products + geography.product
    v.km[:], v.hub_km[:] = geography.km, geography.hub_km
    v.households[:], v.sampled[:] = geography.households, sampled
    v.first_cooperative[:] = np.arange(len(v.km)) * profile.market.cooperatives_per_village
    v.service_rank[:], v.programme_rank[:] = roll_out_ranks(geography, p.population)
    township.hub_km[:] = geography.township_hub_km
    township.outlet_rank[:] = ranks(geography.township_hub_km)
    state.cell.township[:] = np.repeat(np.arange(len(township.hub_km)), n_products)
    state.cell.product[:] = np.tile(np.arange(n_products), len(township.hub_km))
    per_village, slots = profile.market.cooperatives_per_village, profile.market.merchant_slots
    state.cooperative.village[:] = np.repeat(np.arange(len(v.km)), per_village)
    state.cooperative.slot[:] = np.tile(np.arange(per_village), len(v.km))
    in_villages = np.repeat(np.arange(len(v.km)), slots.village)
    # The n-th slot of a township has its home at the n-th of the township's villages, round again where there are more slots.
    by_township = [np.flatnonzero(v.township == j) for j in range(len(township.hub_km))]
    in_townships = [villages[n % len(villages)] for villages in by_township for n in range(slots.township)]
    state.merchant.village[:] = np.concatenate([in_villages, np.array(in_townships, np.int64)])
    per_township = profile.market.carriers_per_township
    state.carrier.township[:] = np.repeat(np.arange(len(township.hub_km)), per_township)
    state.carrier.slot[:] = np.tile(np.arange(per_township), len(township.hub_km))


def _settle_products(state: State, profile: CountyProfile) -> None:
    product = state.product
    total = 0.0
    for k in profile.products:
        total += k.share_of_villages
    for row, k in enumerate(profile.products):
        product.wholesale[row], product.loss_rate[row], product.storable[row] = k.price_kg, k.loss_per_day, k.storable_months
        product.kg_parcel[row], product.graded[row], product.own_use[row] = k.kg_per_parcel, k.graded_share, k.own_use_share
        product.demand_share[row] = k.share_of_villages / total if total > 0.0 else 1.0 / len(profile.products)
        shares = [float(k.harvest.get(month + 1, 0.0)) for month in range(12)]
        product.harvest_share[row] = shares
        since = [next(n for n in range(12) if shares[(month - n) % 12] > 0.0) for month in range(12)]
        product.since_harvest[row] = since
        selling = [n <= max(k.storable_months, 1) for n in since]
        product.demand_season[row] = [1.0 / selling.count(True) if open_ else 0.0 for open_ in selling]
        # The harvest year begins with the harvest month that follows the longest gap.
        starts = [month for month in range(12) if shares[month] > 0.0]
        product.choose_month[row] = max(starts, key=lambda month: (since[(month - 1) % 12], -month))


def _mark_the_poor(state: State) -> None:
    """Mark the lowest fifth of households by income a person, by weight."""
    h = state.household
    order = np.lexsort((h.population_id, h.income_first_year))
    running = np.cumsum(h.weight[order])
    below = running <= 0.2 * running[-1]
    h.poor[order] = below.astype(np.float64)
