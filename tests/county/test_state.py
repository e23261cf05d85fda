"""Every column of the county is declared with unit and meaning, and is what it declares."""

import numpy as np
import pytest

from sim.county.state import ENTITIES, State, allocate, columns
from sim.engine import run

KINDS = {"f8": np.float64, "i8": np.int64, "i1": np.int8}


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_column_is_declared_with_a_unit_and_a_meaning(entity):
    for name, declared in columns(entity).items():
        assert declared.kind in KINDS, name
        assert declared.unit.strip() and declared.meaning.strip(), name
        assert declared.width >= 1, name


@pytest.mark.parametrize("entity", ENTITIES)
def test_flows_carry_their_period_in_the_name(entity):
    for name, declared in columns(entity).items():
        if name.endswith("_month") and name not in ("choose_month", "entry_month"):
            assert "a month" not in declared.unit and "a year" not in declared.unit, name


def test_columns_have_the_declared_type_and_width_and_one_row_a_member(average):
    for entity in ENTITIES:
        part = getattr(average.state, entity)
        rows = {len(column) for column in part}
        assert len(rows) == 1, entity
        for name, declared in columns(entity).items():
            column = getattr(part, name)
            assert column.dtype == KINDS[declared.kind], (entity, name)
            assert column.shape[1:] == (() if declared.width == 1 else (declared.width,)), (entity, name)
            assert column.flags.f_contiguous if declared.tall else column.flags.c_contiguous, (entity, name)


def test_rows_named_in_columns_exist(average):
    s = average.state
    assert s.household.village.max() < len(s.village.km)
    assert s.household.cooperative.max() < len(s.cooperative.village)
    assert s.village.cell.max() < len(s.cell.product)
    assert (s.cell.township[s.village.cell] == s.village.township).all()
    assert (s.cell.product[s.village.cell] == s.village.product).all()
    assert (s.merchant.cell == s.village.cell[s.merchant.village]).all()


def test_nothing_is_missing_or_infinite_on_the_first_day_and_at_the_end_of_a_run(hamlet_scenario):
    from sim.county.synthesis import synthesise

    case = synthesise(hamlet_scenario, seed=2)
    for _ in range(2):
        for entity in State._fields:
            for name, column in getattr(case.state, entity)._asdict().items():
                assert np.isfinite(column).all(), (entity, name)
        run(case, 2)


def test_a_run_keeps_the_types_and_shapes_of_all_columns(hamlet_scenario):
    from sim.county.synthesis import synthesise

    case = synthesise(hamlet_scenario.model_copy(update={"months": 12}), seed=2)
    before = [(column.dtype, column.shape) for part in case.state for column in part]
    run(case, 2)
    assert [(column.dtype, column.shape) for part in case.state for column in part] == before


def test_a_new_state_is_all_zeros():
    sizes = dict.fromkeys(ENTITIES, 3)
    for part in allocate(sizes):
        for column in part:
            assert len(column) == 3
            assert not column.any()
