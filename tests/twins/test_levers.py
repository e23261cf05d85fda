"""Levers move both models alike: each alone, and several measures on one."""

from typing import Any

import pytest

from sim.county.state import ENTITIES, columns
from sim.county.synthesis import synthesise
from sim.engine import run as engine
from sim.files import Month
from sim.files.policy.schema import VillageFilter
from sim.theory.levers import LEVERS, NUMBER

MONTHS = 10  # the hamlet's berries are chosen for in May, its walnuts in September
LONGER = 20  # with a second choice, after a season was counted
BESIDES = {
    "training.quality": ["training.seats"],
    "training.follow_up": ["training.seats"],
    "market.village_sites": ["delivery.stations"],
}
"""Levers that do nothing without another."""
SLOW = {"people.leaders": 36, "broadband.speed": 20}
"""Months until the first household decides otherwise, where few decide in a month."""
LATER = {"broadband.speed": Month(2017, 1), "broadband.poor_discount": Month(2016, 1), "merchants.livestream_base": Month(2017, 1)}
"""When broadband has come to most villages, and to those of the poor, and the busy hamlet's merchants may turn to livestreams."""
BOOKS = {"level", "owed_month", "outlay_month", "grading_paid_month", "grant_month"}
"""Columns in which public money is counted."""


def test_every_lever_has_a_level_here(levels: dict[str, float]) -> None:
    assert list(levels) == list(NUMBER)


@pytest.mark.parametrize("lever", NUMBER)
def test_each_lever_moves_both_models_alike_and_costs_money(
    busy_hamlet: Any, levels: dict[str, float], measure: Any, governed: Any, lever: str
) -> None:
    months = SLOW.get(lever, MONTHS)
    world = busy_hamlet(months, "no_programme")
    world = world.model_copy(update={"start": LATER.get(lever, world.start)})
    world = world.with_measures([measure(key, levels[key], months) for key in BESIDES.get(lever, ())])
    pair = governed(world, [measure(lever, levels[lever], months)])
    assert pair.market.government.outlay_total[NUMBER[lever]] > 0
    without = synthesise(world, 1)
    engine(without, 1)
    after, plain = ({f"{entity}.{name}": getattr(getattr(state, entity), name).tobytes()
                     for entity in ENTITIES if entity not in ("government", "measure") for name in columns(entity) if name not in BOOKS}
                    for state in (pair.state, without.state))  # fmt: skip
    moved = [column for column in after if after[column] != plain[column]]
    assert moved, "the lever does nothing but cost money"


@pytest.mark.parametrize("reach", ["county", "village", "household"])
def test_several_measures_on_one_lever_share_what_is_owed(
    busy_hamlet: Any, levels: dict[str, float], measure: Any, governed: Any, reach: str
) -> None:
    targets: list[dict[str, Any]] = [{}] if reach == "county" else [{}, {"villages": VillageFilter(remote=True)}]
    levers = [lever.key for lever in LEVERS if lever.reach == reach and not lever.union]
    extra = ["training.seats"] if reach == "county" else []
    pair = governed(busy_hamlet(LONGER, "no_programme"), [
        *(measure(key, levels[key] / part, LONGER, **target) for part in (5.0, 4.0) for target in targets for key in levers),
        *(measure(key, levels[key], LONGER) for key in extra),
    ])  # fmt: skip
    assert {one.kind.key for one in pair.market.government.measures if one.spent > 0} == {*levers, *extra}


def test_a_village_that_several_measures_would_serve_is_served_once(
    busy_hamlet: Any, measure: Any, governed: Any
) -> None:
    union = [lever.key for lever in LEVERS if lever.union]
    far, near = {"villages": VillageFilter(remote=True)}, {"villages": VillageFilter(remote=False)}
    pair = governed(busy_hamlet(LONGER), [
        measure(key, share, LONGER, **target) for key in union for share, target in ((0.5, near), (0.7, {}), (1.0, far))
    ])  # fmt: skip
    for village in pair.market.villages:
        for key in union:
            assert sum(one.serves(village) for one in pair.market.government.measures if one.kind.key == key) <= 1
