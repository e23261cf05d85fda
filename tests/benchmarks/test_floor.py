"""The floor counts every phase, and its loops do what they say."""

import numpy as np
import pytest

from benchmarks import loops
from benchmarks.report import README, TABLES, with_table
from benchmarks.work import BEFORE, MEASURE, WORK, Work, for_each_household
from sim.county.state import TIES
from sim.numeric.exact_sum import ROW_BITS, to_fixed
from sim.numeric.keyed_draws import SPARE, uniform
from sim.theory.parameters import PARAMETERS
from sim.theory.schedule import PHASES


def test_every_phase_has_its_work_counted() -> None:
    assert tuple(WORK) == PHASES


def test_chances_in_the_counts_are_declared_parameters_that_are_shares() -> None:
    tables = [BEFORE, *WORK.values(), MEASURE]
    counts = [count for table in tables for work in table.values() for count in work if isinstance(count, tuple)]
    named = {term for count in counts for term in count if isinstance(term, str)}
    assert named
    assert {name: PARAMETERS[name].high for name in named if not 0.0 <= PARAMETERS[name].low <= PARAMETERS[name].high <= 1.0} == {}


def test_work_adds_up_over_those_it_is_counted_for() -> None:
    table = {"household": Work(draws=2, exp=(1, "a", "b")), "village": Work(exp=3, writes=8)}
    found = for_each_household(table, {"household": 1.0, "village": 0.25}, {"a": 0.5, "b": 0.125})
    assert found == Work(draws=2.0, exp=1.625 + 0.75, writes=2.0)


def test_the_sort_puts_keys_in_order_and_keeps_their_rows() -> None:
    rng = np.random.default_rng(1)
    numbers = rng.integers(0, 2**33, 1000)
    keys = (numbers << ROW_BITS) | np.arange(1000)
    unsorted, room = keys.copy(), np.zeros_like(keys)
    loops.sort(unsorted, room, np.zeros((loops.DIGITS, loops.DIGIT + 1), np.int64))
    assert np.array_equal(room, np.sort(keys))


def test_the_loops_of_draws_sums_counts_and_ties_do_the_models_operations() -> None:
    rng = np.random.default_rng(2)
    ids = rng.integers(0, 2**40, 50)
    below = sum(uniform(1, SPARE, month, int(pid)) < 0.3 for month in range(4) for pid in ids)
    assert loops.draws_below(1, SPARE, 4, ids, 0.3) == below
    weights, x = rng.uniform(1.0, 9.0, 50), rng.uniform(0.0, 100.0, (2, 50))
    assert loops.fixed_sum(3, weights, x) == sum(to_fixed(w * a) for n in (0, 1, 0) for w, a in zip(weights, x[n], strict=True))
    flags, whole = rng.integers(0, 2, (2, 50)), rng.integers(1, 2**30, 50)
    assert loops.flagged_sum(3, whole, flags) == (2 * flags[0] + flags[1]) @ whole
    ties, marks, found = rng.integers(0, 50, (50, TIES)), rng.integers(0, 2**20, 50), np.zeros(50, np.uint32)
    loops.add_ties(ties.astype(np.uint32), marks.astype(np.uint32), found)
    assert np.array_equal(found, marks[ties].sum(axis=1))


def test_a_report_changes_what_is_between_its_markers_and_nothing_else() -> None:
    text = "before\n<!-- a -->\nold\n<!-- /a -->\nbetween\n<!-- b -->\n<!-- /b -->\nafter\n"
    once = with_table(text, "a", r"| \1 |")
    assert once == "before\n<!-- a -->\n\n| \\1 |\n\n<!-- /a -->\nbetween\n<!-- b -->\n<!-- /b -->\nafter\n"
    assert with_table(once, "a", r"| \1 |") == once
    with pytest.raises(ValueError, match="markers of c"):
        with_table(text, "c", "")


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_has_a_place_for_every_table(name: str) -> None:
    assert with_table(README.read_text(encoding="utf-8"), name, "here") != ""
