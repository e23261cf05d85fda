"""Policies move both models alike: targets, ranks, lotteries, budgets and dates, to the last bit and the last fen."""

from typing import Any

import pytest

from sim.compute.simulate import simulate
from sim.county.synthesis import synthesise
from sim.engine import run as engine
from sim.files.policy.schema import HouseholdFilter, RandomShare, VillageFilter
from sim.mesa_model import RuralMarket
from sim.theory.levers import LEVERS, NUMBER

MONTHS = 10  # the hamlet's berries are chosen for in May, its walnuts in September
LONGER = 20  # with a second choice, after a season was counted
UNION = [lever.key for lever in LEVERS if lever.union]


def spent(pair: Any) -> list[float]:
    """What each measure has spent, CNY."""
    return [one.spent / 100.0 for one in pair.market.government.measures]


def test_budgets_end_a_measure_to_the_fen(
    busy_hamlet: Any, levels: dict[str, float], measure: Any, governed: Any
) -> None:
    # A first look without budgets says what each lever costs; a third of it, and a fen, runs out within the horizon.
    months = LONGER
    world = busy_hamlet(months)
    free = [measure(key, level, months) for key, level in levels.items()]
    start = len(RuralMarket(world, 1).government.measures)
    cost = simulate(world.with_measures(free), 1).spent[-1].tolist()
    budgets = [max(fen // 3, 100) / 100.0 + 0.01 for fen in cost]
    pair = governed(world, [one.model_copy(update={"budget": budget}) for one, budget in zip(free, budgets, strict=True)])
    kept = pair.market.government.measures[start:]
    assert all(one.spent <= one.budget for one in kept)
    used_up = {one.kind.paid for one in kept if one.spent == one.budget}
    assert used_up == {"ahead", "works", "claims", "seats"}
    assert any(one.unpaid > 0 for one in kept)


def test_budgets_of_several_measures_on_one_lever_end_one_after_the_other(
    busy_hamlet: Any, levels: dict[str, float], measure: Any, governed: Any
) -> None:
    months = LONGER
    budgets: dict[str, tuple[float, float | None]] = {
        "broadband.coverage": (350000.0, None), "delivery.stations": (25000.0, 90000.0), "people.leaders": (15000.0, 40000.0),
        "market.village_sites": (5000.0, 20000.0), "services.agri_inputs": (4000.0, None), "delivery.cold_chain": (20000.0, 30000.0),
        "delivery.roads": (500000.0, 900000.0), "delivery.hub_capacity": (2000.0, None), "delivery.parcel_subsidy_out": (50.0, 900.0),
        "delivery.parcel_subsidy_in": (50.0, None), "broadband.price_subsidy": (1000.0, 9000.0), "people.return_grant": (6000.0, None),
        "merchants.startup_grant": (3000.0, 20000.0), "cooperatives.grading": (500.0, None), "training.seats": (5000.0, 9000.0),
        "market.commission_rebate": (100.0, None),
    }  # fmt: skip
    pair = governed(busy_hamlet(months, "no_programme"), [
        measure(key, levels[key] / 2.0, months, budget=budget, rank=rank)
        for key, both in budgets.items()
        for budget, rank in zip(both, (None, None if LEVERS[NUMBER[key]].reach == "county" else "remoteness"), strict=True)
    ])  # fmt: skip
    kept = pair.market.government.measures
    ended = [one for one in kept if one.budget >= 0 and one.spent == one.budget]
    assert len(ended) > len(budgets) / 2
    assert pair.market.record.unpaid[-1].sum() > 0


@pytest.mark.parametrize("rank", ["remoteness", "nearness", "poverty", "land", "youth", "skill", "random", "roll_out"])
def test_ranks_decide_who_comes_first(busy_hamlet: Any, rank: str, measure: Any, governed: Any) -> None:
    pair = governed(busy_hamlet(3, "no_programme"), [
        *(measure(key, 0.5, 3, rank=rank) for key in UNION),
        measure("training.seats", 5.5, 3, rank=rank),
        measure("training.seats", 3.0, 3, budget=1500.0, rank=rank),
        measure("delivery.parcel_subsidy_in", 2.0, 3, budget=200.0, rank=rank),
        measure("broadband.price_subsidy", 0.5, 3, budget=100.0, rank=rank),
        measure("delivery.joint", 0.5, 3, budget=1500.0, rank=rank),
    ])  # fmt: skip
    assert all(len(one.seated) > 0 for one in pair.market.government.measures if one.lever == NUMBER["training.seats"])


def test_filters_of_households_say_whom_a_measure_reaches(busy_hamlet: Any, measure: Any, governed: Any) -> None:
    world = busy_hamlet(MONTHS)
    product = world.county.products[0].name
    filters = [
        HouseholdFilter(poor=True), HouseholdFilter(poor=False, young=True), HouseholdFilter(young=False), HouseholdFilter(skilled=True),
        HouseholdFilter(skilled=False, remote=True), HouseholdFilter(grows=True), HouseholdFilter(grows=False, remote=False),
        HouseholdFilter(product=product), HouseholdFilter(income_fifths=(1, 3, 5)), HouseholdFilter(land_below_mu=5.0),
        HouseholdFilter(schooling_below_years=8.0),
    ]  # fmt: skip
    pair = governed(world, [
        *(measure("broadband.price_subsidy", 0.08, MONTHS, households=one) for one in filters),
        *(measure("people.return_grant", 1500.0, MONTHS, households=one) for one in filters),
        *(measure("training.seats", 4.0, MONTHS, households=one, rank=rank) for one in filters for rank in (None, "land")),
        measure("people.return_grant", 500.0, MONTHS, villages=VillageFilter(product=product), households=filters[0]),
    ])  # fmt: skip
    assert sum(money > 0 for money in spent(pair)) > 30


def test_filters_of_villages_say_whom_a_measure_reaches(busy_hamlet: Any, measure: Any, governed: Any) -> None:
    world = busy_hamlet(MONTHS)
    product = world.county.products[0].name
    places = [
        VillageFilter(remote=True), VillageFilter(remote=False), VillageFilter(product=product), VillageFilter(townships=(2,)),
        VillageFilter(farther_than_km=10.0), VillageFilter(nearer_than_km=20.0),
    ]  # fmt: skip
    pair = governed(world, [
        *(measure("broadband.poor_discount", 0.1, MONTHS, villages=one) for one in places),
        *(measure("delivery.parcel_subsidy_in", 0.7, MONTHS, villages=one) for one in places),
        *(measure(key, 0.6, MONTHS, villages=one) for one in places for key in UNION),
    ])  # fmt: skip
    assert sum(money > 0 for money in spent(pair)) > 25


def test_lotteries_draw_villages_and_households_alike(busy_hamlet: Any, measure: Any, governed: Any) -> None:
    lots = [RandomShare(share=0.5, key=key, of=of) for key in (0, 7) for of in ("villages", "households")]
    pair = governed(busy_hamlet(MONTHS), [
        *(measure("training.seats", 9.0, MONTHS, random=lot) for lot in lots),
        *(measure("broadband.price_subsidy", 0.2, MONTHS, random=lot) for lot in lots),
        *(measure("people.leaders", 1.0, MONTHS, random=lot) for lot in lots if lot.of == "villages"),
        *(measure("delivery.joint", 0.4, MONTHS, random=lot) for lot in lots if lot.of == "villages"),
        measure("delivery.stations", 0.5, MONTHS, random=lots[0], rank="random"),
    ])  # fmt: skip
    assert sum(money > 0 for money in spent(pair)) > 10


def test_levels_rise_fall_and_come_back(
    busy_hamlet: Any, levels: dict[str, float], measure: Any, governed: Any
) -> None:
    months = LONGER
    tide = [min(month, 6) / 6.0 if month < 9 else 0.0 if month < 12 else 0.4 for month in range(months)]
    ebb = [1.0 if month < 5 else max(1.0 - month / 10.0, 0.0) for month in range(months)]
    pair = governed(busy_hamlet(months), [
        *(measure(key, [level * part for part in tide], months) for key, level in levels.items()),
        *(measure(key, ebb, months, budget=400000.0, rank="nearness") for key in UNION),
        *(measure(key, ebb, months, villages=VillageFilter(remote=True)) for key in UNION),
    ])  # fmt: skip
    idle = {lever.key for lever, fen in zip(LEVERS, pair.market.government.outlay_total, strict=True) if fen == 0}
    assert idle <= {"merchants.credit"}, "grants may leave nothing to lend"


def test_the_mesa_model_keeps_for_itself_whom_it_served(busy_hamlet: Any, measure: Any) -> None:
    world = busy_hamlet(3).with_measures([measure("people.leaders", 1.0, 3), measure("training.seats", 9.0, 3, rank="land")])
    case = synthesise(world, 1)
    before = [column.copy() for column in case.plan]
    market = RuralMarket(case, 1)
    market.run_model()
    assert all(a.tobytes() == b.tobytes() for a, b in zip(before, case.plan, strict=True))
    leaders, seats = market.government.measures[-2:]
    engine(case, 1)
    assert len(leaders.taken) == case.plan.taken[-2].sum() > 0
    assert len(seats.seated) == (case.plan.seated[case.plan.by_rank[-1]] > 0.0).sum() > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_levers_together_through_six_years(
    busy_hamlet: Any, seed: int, levels: dict[str, float], measure: Any, governed: Any
) -> None:
    months = 72
    half = [*[1.0] * 40, *[0.5] * 32]
    governed(busy_hamlet(months), [
        *(measure(key, level / 2.0, months) for key, level in levels.items()),
        *(measure(key, [level * part / 3.0 for part in half], months, budget=30000.0)
          for key, level in levels.items() if LEVERS[NUMBER[key]].reach != "county"),
        measure("training.seats", 10.0, months, rank="skill", households=HouseholdFilter(grows=True)),
    ], seed)  # fmt: skip
