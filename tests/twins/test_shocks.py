"""Shocks strike both models alike."""

from typing import Any

import pytest

from sim.compute.simulate import simulate
from sim.files.scenario.shocks import Shock
from sim.theory.shocks import EVENT

MONTHS = 12
STRUCK = range(3, 9)  # months, with a choice and a harvest in them


def sizes(size: float) -> tuple[float, ...]:
    return tuple(size if month in STRUCK else 0.0 for month in range(MONTHS))


@pytest.mark.parametrize("event", EVENT)
def test_each_shock_strikes_both_models_alike(twins: Any, busy_hamlet: Any, event: str) -> None:
    world = busy_hamlet(MONTHS)
    struck = world.model_copy(update={"shocks": (Shock(event=event, sizes=sizes(EVENT[event].default)),)})
    pair = twins(struck, 1)
    pair.live(MONTHS)
    without = simulate(world, 1).outcomes
    assert pair.record.outcomes[: STRUCK[0]].tobytes() == without[: STRUCK[0]].tobytes()
    assert (pair.record.outcomes != without).any()


def test_all_shocks_at_once_strike_both_models_alike(twins: Any, busy_hamlet: Any) -> None:
    worst = tuple(Shock(event=event.name, sizes=sizes(event.high)) for event in EVENT.values())
    twins(busy_hamlet(MONTHS).model_copy(update={"shocks": (*worst, *worst[:1])}), 2).live(MONTHS)
