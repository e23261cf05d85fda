"""The table of kernels leaves none out, and says vectorised of what is."""

import ast
from pathlib import Path

import numba
import numpy as np
import pytest

import sim
from benchmarks.generated import Loops, loops_of
from benchmarks.kernels import callers, kernels, names_of, phase_kernels, unexplained
from benchmarks.reasons import EXPLAINED, REASONS

SOURCES = Path(sim.__file__).parent
ONCE_A_COUNTY = {"first_day", "households", "income_distribution"}  # files whose kernels synthesis calls, and no month


def test_every_kernel_of_a_month_is_in_the_table() -> None:
    written = {
        f"{file.stem}.{node.name}"
        for file in SOURCES.rglob("*.py")
        if file.stem not in ONCE_A_COUNTY
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and any(isinstance(by, ast.Name) and by.id == "kernel" for by in node.decorator_list)
    }
    assert len(written) > 50
    assert set(kernels()) == written


def test_every_kernel_is_reached_from_the_phases_of_a_month() -> None:
    """So that compiling these compiles all, each for the types that it is called with."""
    known, called = kernels(), callers()
    reached = {name for name, compiled in known.items() if any(compiled is phase for phase in phase_kernels())}
    assert len(reached) == 13  # eleven phases, ties before them, measuring after
    while more := {name for name, by in called.items() if name not in reached and reached & set(by)}:
        reached |= more
    assert reached == set(known)


def test_arguments_of_a_kernel_are_named_as_in_its_source() -> None:
    assert names_of(kernels()["workspace.few_who_act"]) == ("start", "end", "scratch")


def test_reasons_are_those_of_kernels_and_all_are_explained() -> None:
    assert set(REASONS) - set(kernels()) == set()
    assert {reason for reasons in REASONS.values() for reason in reasons} == set(EXPLAINED)


def test_a_scalar_loop_or_none_at_all_needs_a_reason() -> None:
    all_vectorised, in_part, no_loop = Loops(2, 0, 8), Loops(2, 1, 8), Loops(0, 0, 1)
    assert unexplained({"a.new": all_vectorised, "a.partly": in_part, "a.plain": no_loop}) == ["a.partly", "a.plain"]
    assert unexplained({"ties.count_ties": in_part, "market.sell": no_loop}) == []


@numba.njit(error_model="numpy")
def add_row_by_row(numbers, found):  # type: ignore[no-untyped-def]
    for i in range(len(numbers)):
        found[i] = 2.0 * numbers[i] + 1.0


@numba.njit(error_model="numpy")
def follow(numbers, found):  # type: ignore[no-untyped-def]
    level = 1.0
    for i in range(len(numbers)):
        level = numbers[i] / (1.0 + level)  # each step needs the one before
        found[i] = level


@numba.njit(error_model="numpy")
def both(numbers, found):  # type: ignore[no-untyped-def]
    for _ in range(len(found)):
        for i in range(len(numbers)):
            found[i] = 3.0 * numbers[i] + found[i]
    follow(found, numbers)


@numba.njit(error_model="numpy")
def none(numbers, found):  # type: ignore[no-untyped-def]
    found[0] = numbers[0]


@pytest.mark.parametrize(
    ("function", "vectorised", "scalar"),
    [(add_row_by_row, 1, 0), (follow, 0, 1), (both, 1, 1), (none, 0, 0)],
    ids=["row by row", "each on the last", "both", "no loop"],
)
def test_loops_are_vectorised_where_steps_do_not_need_each_other(function, vectorised, scalar) -> None:  # type: ignore[no-untyped-def]
    kind = numba.typeof(np.zeros(1))
    function.compile((kind, kind))
    (version,) = function.overloads.values()
    found = loops_of(version.library.get_llvm_str(), version.fndesc.mangled_name)
    assert found[:2] == (vectorised, scalar)
    assert (found.lanes > 1) == (vectorised > 0)


def test_a_function_that_is_not_in_the_code_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not define absent"):
        loops_of("define i32 @present() {\nentry:\n  ret i32 0\n}\n", "absent")
