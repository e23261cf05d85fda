"""The Mesa model and the compiled engine are the same model: all columns, as bytes, after every phase of every month."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.compute.simulate import simulate
from sim.engine import run as engine
from sim.engine import shopping
from sim.engine.ties import count_ties
from sim.mesa_model import RuralMarket
from sim.mesa_model import run as mesa
from sim.theory.schedule import PHASES, Phase

SHIPPED = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "scenarios").glob("*.yaml"))
MONTHS = 60  # past the start of livestreams; five choices of a channel, each but the first after a season
BUSY_MONTHS = 96  # eight years, in which the busy hamlet sees every event


@pytest.mark.parametrize(("name", "seed"), [*((name, 1) for name in SHIPPED), ("hamlet", 2), ("hamlet", 3)])
def test_agents_in_any_order_give_the_bytes_of_the_engine_after_every_phase(
    twins: Any, on_the_hamlet: Any, name: str, seed: int
) -> None:
    twins(on_the_hamlet(name, MONTHS), seed).live(MONTHS)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_everything_happens_the_bytes_are_the_engines_too(twins: Any, busy_hamlet: Any, seed: int) -> None:
    twins(busy_hamlet(BUSY_MONTHS), seed).live(BUSY_MONTHS)


def test_the_months_compared_are_not_idle(on_the_hamlet: Any, busy_hamlet: Any) -> None:
    # A comparison of zeros would prove nothing: what the twins are compared on happens in these months.
    plain = simulate(on_the_hamlet("hamlet", MONTHS), 1)
    for outcome in ("own_shop_share", "merchant_sellers_share", "shoppers_share", "produce_online_kg_household", "stations_share",
                    "outlay_stations", "outlay_training"):  # fmt: skip
        assert plain[outcome].max() > 0.0, outcome
    busy = [simulate(busy_hamlet(BUSY_MONTHS), seed) for seed in (1, 2, 3)]
    for outcome in ("cooperatives_trading_share", "cooperatives_online_share", "merchants_density", "carriers_mean"):
        changes = np.concatenate([np.diff(trajectory[outcome]) for trajectory in busy])
        assert changes.max() > 0.0 > changes.min(), f"{outcome} never rises, or never falls"


def test_merchants_of_the_busy_hamlet_come_to_sell_by_livestream(busy_hamlet: Any) -> None:
    market = RuralMarket(busy_hamlet(BUSY_MONTHS), 1)
    market.run_model()
    assert any(merchant.live == 1 for merchant in market.merchants)


def test_a_full_county_gives_the_bytes_of_the_engine_after_every_phase(twins: Any, scenario_named: Any) -> None:
    county = scenario_named("baseline").model_copy(update={"share_simulated": 0.05, "months": 2})
    twins(county, 1).live(2)


@pytest.mark.slow
def test_a_full_county_gives_the_bytes_of_the_engine_through_a_harvest(twins: Any, scenario_named: Any) -> None:
    county = scenario_named("baseline").model_copy(update={"share_simulated": 0.05, "months": 14})
    twins(county, 2).live(14)


def test_both_backends_give_the_same_trajectory(on_the_hamlet: Any) -> None:
    world = on_the_hamlet("hamlet", 14)
    told: list[tuple[int, int]] = []
    by_agents = simulate(world, backend=mesa, progress=lambda done, of: told.append((done, of)), panel=True)
    compiled = simulate(world, backend=engine, panel=True)
    assert by_agents.digest() == compiled.digest()
    for kept in ("outlays", "spent", "unpaid", "panel"):
        assert getattr(by_agents, kept).tobytes() == getattr(compiled, kept).tobytes(), kept
    assert compiled.panel.any()
    assert told == [(month, 14) for month in range(1, 15)]


@pytest.mark.parametrize(
    ("phase", "entity", "column", "row"),
    [
        (Phase.CONNECT, "village", "connected_share", 2),
        (Phase.CARRY, "village", "price_in", 2),
        (Phase.TRADE, "cell", "price", 1),
        (Phase.SELL, "household", "stock", 33),
        (Phase.ACCOUNT, "cooperative", "surplus", 0),
        (Phase.ACCOUNT, "household", "income_trailing", 118),
    ],
)
def test_one_ulp_in_one_number_is_caught_and_named(
    twins: Any, on_the_hamlet: Any, phase: Phase, entity: str, column: str, row: int
) -> None:
    pair = twins(on_the_hamlet("hamlet", 2), 1)
    for month in range(2):
        for each in PHASES[: int(phase) + 1] if month == 1 else PHASES:
            pair.run(month, each)
            pair.compare(month, each)
    place = (row, 1) if column == "income_trailing" else row
    numbers = getattr(getattr(pair.state, entity), column)
    numbers[place] = np.nextafter(numbers[place], np.inf)
    with pytest.raises(AssertionError) as caught:
        pair.compare(1, phase)
    said = str(caught.value)
    assert said.startswith(f"month 1, phase {phase.name}: 1 numbers differ\n{entity}.{column}, row {row}")
    assert said.endswith("1 ulp apart")
    if entity == "household":
        assert f"household {pair.state.household.population_id[row]}:" in said


def test_one_ulp_in_a_rule_of_one_kernel_is_caught_and_named(
    twins: Any, on_the_hamlet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = twins(on_the_hamlet("hamlet", 3), 1)

    def shop_interpreted(month: int) -> None:
        # The kernels' own Python, which calls the same compiled rules.
        state, trends, scratch = pair.state, pair.case.trends, pair.scratch
        count_ties.py_func(state.household, scratch)
        shopping.shop.py_func(month, 1, pair.case.parameters, trends, state.household, state.village, scratch)

    def a_month(month: int, shop: Any) -> None:
        for phase in PHASES:
            if phase == Phase.SHOP:
                pair.market.run_phase(phase)
                shop(month)
            else:
                pair.run(month, phase)
            pair.compare(month, phase)

    called = ("lay_out", "add_terms", "few_who_act", "start_and_stop", "buy_online", "order_through_clerk", "price_online")
    for kernel in called:
        monkeypatch.setattr(shopping, kernel, getattr(shopping, kernel).py_func)
    a_month(0, shop_interpreted)  # without the change nothing is found
    rule = shopping.price_index
    monkeypatch.setattr(shopping, "price_index", lambda share, sigma: np.nextafter(rule(share, sigma), 0.0) if share > 0.0 else 1.0)
    with pytest.raises(AssertionError, match=r"month 1, phase SHOP: \d+ numbers differ\nhousehold\.living_cost, row \d+, household \d+: "
                                             r"engine .*, mesa .*, 1 ulp apart"):  # fmt: skip
        a_month(1, shop_interpreted)


def test_the_mesa_model_leaves_the_synthesised_arrays_alone(twins: Any, on_the_hamlet: Any) -> None:
    pair = twins(on_the_hamlet("hamlet", 2), 1)
    case = pair.market.case
    before = [column.copy() for entity in (*case.state, case.plan, case.trends) for column in entity]
    market = RuralMarket(case, 1)
    market.run_model()
    after = [column for entity in (*case.state, case.plan, case.trends) for column in entity]
    assert all(a.tobytes() == b.tobytes() for a, b in zip(before, after, strict=True))
    of_the_state = [column for entity in case.state for column in entity]
    written = [column for entity in market.to_state() for column in entity]
    assert not any(np.shares_memory(a, b) for a, b in zip(of_the_state, written, strict=True))
