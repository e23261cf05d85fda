"""First days that cases have in common are kept and copied: to the same bits, within bounds, for any number of threads."""

import copy
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sim.compute.simulate import simulate
from sim.county import synthesis
from sim.county.memory_layout import MOST_SPARE, FirstDays, Layout, SettledCounty, layout_of
from sim.county.policy_plan import MOST_AIMS, plan
from sim.county.state import ENTITIES, State
from sim.county.synthesis import Synthesis, synthesise, synthesised
from sim.engine import run
from sim.files import Measure, Scenario, Target
from sim.numeric.entity_table import Handed
from sim.theory.levers import LEVERS


def bits(case: Synthesis) -> list[bytes]:
    return [column.tobytes() for entity in (*case.state, case.plan) for column in entity]


def with_lever(scenario: Scenario, key: str, level: float) -> Scenario:
    return scenario.model_copy(update={"measures": (Measure(policy="one", lever=key, levels=(level,) * scenario.months),)})


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> FirstDays:
    first_days = FirstDays(most_bytes=100_000_000)
    monkeypatch.setattr(synthesis, "FIRST_DAYS", first_days)
    return first_days


def test_a_copy_of_a_first_day_is_what_is_settled_anew(hamlet_scenario, nothing_kept, monkeypatch):
    wanted = [with_lever(hamlet_scenario, "training.seats", level) for level in (1.0, 2.0)] + [hamlet_scenario]
    copied = [bits(synthesise(one, seed)) for one in wanted for seed in (1, 2)]
    assert len(nothing_kept) == 2
    monkeypatch.setattr(synthesis, "FIRST_DAYS", FirstDays(most_bytes=0))
    assert [bits(synthesise(one, seed)) for one in wanted for seed in (1, 2)] == copied
    assert len(synthesis.FIRST_DAYS) == 0


def test_a_run_leaves_the_first_day_of_the_next_case_as_it_was(hamlet_scenario, nothing_kept):
    before, first = bits(synthesise(hamlet_scenario, 1)), simulate(hamlet_scenario, 1).digest()
    case = synthesise(hamlet_scenario, 1)
    run(case, 1)
    assert bits(case) != before
    assert bits(synthesise(hamlet_scenario, 1)) == before
    assert [simulate(hamlet_scenario, 1).digest() for _ in range(2)] == [first, first]


def test_another_profile_share_seed_parameter_or_trend_has_another_first_day(hamlet_scenario, nothing_kept):
    fewer = hamlet_scenario.model_copy(update={"share_simulated": 0.95})
    changed = [
        *({"parameters": {key: value}} for key, value in (("market.trader_base", 0.21), ("world.wage_growth", 0.05))),
        {"parameters": {"channel.own_constant": 0.0}},
        {"parameters": {"channel.own_constant": -0.0}},
        {"start": hamlet_scenario.start.plus(1)},
        {"county": hamlet_scenario.county.model_copy(deep=True)},
    ]
    worlds = [hamlet_scenario, fewer, *(hamlet_scenario.model_copy(update=one) for one in changed)]
    for one in worlds:
        synthesise(one, 1)
    synthesise(hamlet_scenario, 2)
    assert len(nothing_kept) == len(worlds) + 1
    for one in worlds:
        synthesise(one, 1)
    assert len(nothing_kept) == len(worlds) + 1


def test_what_comes_after_the_first_day_has_no_first_day_of_its_own(hamlet_scenario, nothing_kept):
    for one in (hamlet_scenario, hamlet_scenario.model_copy(update={"months": 12}), with_lever(hamlet_scenario, "delivery.stations", 0.5)):
        synthesise(one, 1)
    assert len(nothing_kept) == 1


def test_first_days_are_kept_up_to_a_number_of_bytes_and_those_used_last():
    made = []
    small, large = (Layout({entity: rows if entity != "measure" else 0 for entity in ENTITIES}) for rows in (1, 100))

    def first_word(key: int, layout: Layout = small) -> float:
        def settle() -> SettledCounty:
            made.append(key)
            piece = layout.zeros()
            piece.words[:] = float(key)
            return SettledCounty({}, layout, piece, {})

        own, _ = kept.copy(key, settle, layout.copy_of)
        found = own.words[0]
        layout.take_back(own)
        return found

    kept = FirstDays(most_bytes=3 * small.first_day * 8)
    assert [first_word(key) for key in (1, 2, 3, 1, 4, 1, 2)] == [1, 2, 3, 1, 4, 1, 2]
    assert made == [1, 2, 3, 4, 2]
    assert (len(kept), kept.bytes) == (3, kept.most_bytes)
    assert large.first_day > 3 * small.first_day
    assert first_word(5, large) == 5
    assert (len(kept), kept.bytes) == (3, kept.most_bytes)


def test_no_case_has_the_memory_of_a_first_day_that_is_kept(hamlet_scenario, nothing_kept):
    case = synthesise(hamlet_scenario, 1)
    [first_day] = nothing_kept._settled.values()
    assert not any(np.shares_memory(column, first_day.piece.words) for entity in case.state for column in entity if column.size)
    with pytest.raises(ValueError, match="read"):
        case.plan.aimed[0, 0] = 0


def test_threads_that_share_first_days_and_memory_get_the_same_trajectories(hamlet_scenario, nothing_kept):
    cases = [(with_lever(hamlet_scenario, "training.seats", level), seed) for level in (1.0, 2.0, 3.0) for seed in (1, 2, 3, 4)] * 2
    alone = [simulate(one, seed).digest() for one, seed in cases]
    nothing_kept.__init__(most_bytes=sum(one.words.nbytes for one in nothing_kept._settled.values()) // 2)
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda case: simulate(*case).digest(), cases))
    assert together == alone


def test_memory_is_used_again_by_one_case_at_a_time_and_never_by_a_case_that_somebody_keeps(hamlet_scenario):
    with synthesised(hamlet_scenario, 1) as one, synthesised(hamlet_scenario, 1) as other:
        assert not np.shares_memory(one.state.household.income, other.state.household.income)
        run(one, 1)
        assert bits(other) == bits(synthesise(hamlet_scenario, 1))
    mine = synthesise(hamlet_scenario, 1)
    before = bits(mine)
    simulate(hamlet_scenario, 2)
    simulate(hamlet_scenario, 2)
    assert bits(mine) == before


def test_memory_that_waits_for_another_case_is_bounded():
    layout = Layout(dict.fromkeys(ENTITIES, 1000))
    for _ in range(50):
        layout.take_back(layout.zeros())
    assert 0 < len(layout._spare) * layout.words * 8 <= MOST_SPARE


def test_columns_in_one_piece_are_handed_over_as_they_lie(hamlet_scenario):
    case = synthesise(hamlet_scenario, 1)
    for entity, given in zip(case.state, case.handed, strict=True):
        plain = Handed(entity)
        assert (given.table == plain.table).all()
        assert (given.kind, given.address) == (plain.kind, given.table.ctypes.data)


def test_no_two_columns_lie_on_the_same_memory():
    piece = layout_of({entity: 3 + place for place, entity in enumerate(ENTITIES)}).zeros()
    assert {column.ctypes.data % 64 for entity in piece.state for column in entity} == {0}
    for number, column in enumerate(column for entity in piece.state for column in entity):
        assert not column.any()
        column[...] = number + 1
    for number, column in enumerate(column for entity in piece.state for column in entity):
        assert (column == number + 1).all()


def test_a_copied_or_altered_county_is_not_run_in_the_memory_of_the_first(hamlet_scenario):
    case = synthesise(hamlet_scenario, 1)
    before, wanted = bits(case), run(synthesise(hamlet_scenario, 1), 1).outcomes
    altered = case._replace(
        state=State(*(type(entity)(*map(np.copy, entity)) for entity in case.state)),
        plan=copy.deepcopy(case.plan),
    )
    for other in (copy.deepcopy(case), altered):
        assert (run(other, 1).outcomes == wanted).all()
        assert bits(case) == before


def test_a_plan_is_the_same_with_and_without_what_is_known_of_its_first_day(hamlet_scenario):
    case, known = synthesise(hamlet_scenario, 1), {}
    poor = Target.model_validate({"households": "poor"})
    for lever in LEVERS:
        for target in (Target(), poor) if lever.reach == "household" else (Target(),):
            for level in (lever.low, lever.high):
                measure = Measure(policy="one", lever=lever.key, levels=(level,) * hamlet_scenario.months, target=target, budget=1e6)
                world = hamlet_scenario.model_copy(update={"measures": (measure,)})
                plain = plan(world, case.state, case.trends, case.parameters, 1)
                again = plan(world, case.state, case.trends, case.parameters, 1, known)
                for name in plain._fields:
                    one, other = getattr(plain, name), getattr(again, name)
                    assert (one.tobytes(), one.dtype, one.shape) == (other.tobytes(), other.dtype, other.shape), (lever.key, name)
                    assert other.flags.c_contiguous, name
                assert len(known) <= MOST_AIMS
