"""What holds for every rule: a finite number in its unit for any arguments that the model can meet, and for wide ones."""

import importlib
import inspect
import math
import pkgutil
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim.theory.rules
from sim.numeric.jit import RULES

for module in pkgutil.iter_modules(sim.theory.rules.__path__):
    importlib.import_module(f"sim.theory.rules.{module.name}")
MODEL_RULES = [rule for rule in RULES if rule.py_func.__module__.startswith("sim.theory.rules.")]
BEHAVIOURS = sorted({rule.py_func.__module__.rpartition(".")[2] for rule in MODEL_RULES})

WIDE = (0.0, 1.0e7)  # amounts, kilograms, parcels, households
SHARE = (0.0, 1.0)
# By the name of the argument: rules use one name for one thing.
RANGES = {
    **dict.fromkeys(
        (
            "ability", "ability_old", "ability_unschooled", "any_tie", "brand", "chance", "cold", "connected", "considers", "decay",
            "drawings", "draw", "fee", "floor", "ceiling", "graded", "host", "joint", "kept", "lowest", "mobile", "online_share",
            "own_use", "part", "peers", "pool", "prevented", "promotion", "rank", "rate", "rate_off", "rate_on", "refunded_share",
            "reputation", "retained", "seat", "selling", "service_rank", "served_share", "share_line", "shopping", "skill", "speed",
            "stops", "supervision", "support", "u", "u_leave", "u_mobile", "u_start", "universal_share", "wear", "young", "loss",
            "fresh_loss", "stored_loss", "saving", "spending_share", "bad", "incumbent_margin", "margin_entry", "rise",
            "standards", "harm", "park", "base", "services", "movement", "discount", "poor", "saved", "public_share", "chain", "leader",
        ),
        SHARE,
    ),
    # Divisors, and what a power or a logarithm is taken of: never zero in the model.
    **dict.fromkeys(("basket", "days_usual", "kg", "kg_parcel", "load", "price_usual", "quantity_least", "scale", "months", "weight"), (0.1, 1.0e5)),
    **dict.fromkeys(("median", "merchants", "merchant", "volume_reference", "volume_least", "start", "end"), (0.05, 1.0e6)),
    **dict.fromkeys(("trips", "utilisation", "youth_span", "stealing", "rivals", "half", "pool", "price_index"), (0.01, 100.0)),
    **dict.fromkeys(("ties", "years", "parcels", "per_parcel"), (0.1, 600.0)),
    **dict.fromkeys(("outside", "prior", "rivalry"), (0.001, 1.0e6)),
    "price": (0.01, 1.0e6), "age": (16.0, 100.0), "schooling": (0.0, 22.0), "sigma": (1.5, 10.0), "elasticity": (0.0, 1.0), "count": (0.0, 1.0e5),
    "commission": (0.0, 0.3), "promotion": (0.0, 0.3), "payment": (0.0, 0.1), "rebate": (0.0, 0.3), "refund": (0.0, 0.5),
    "days": (0.0, 365.0), "days_effect": (0.0, 1.0), "spread": (0.0, 2.0), "z": (-6.5, 6.5), "unskilled": (1.1, 2.0),
    "since_harvest": (0.0, 12.0), "storable": (0.0, 12.0), "speed": (0.01, 100.0), "size": (1.0, 20.0), "half": (0.001, 1.0),
    "ability_total": (0.0, 1.0e6), "relief": (1.0, 1.5), "station_age": (0, 600), "carriers": (0.0, 20.0), "share": (0.0, 0.999),
    "noise": (-4.0, 60.0), "utility": (-1.0e9, 1.0e3), "gain": (-1.0e5, 1.0e5), "profit": (-1.0e6, 1.0e6), "surplus": (-1.0e6, 1.0e6),
    "margin": (-1.0, 1.0), "constant": (-10.0, 10.0), "information": (-0.05, 0.05), "expected": (-1.0e5, 1.0e5),
    "income": (-1.0e6, 1.0e6), "income_month": (-1.0e6, 1.0e6), "trend": (0.0, 1.0), "slot": (0, 20), "first": (0, 10**6),
    "station": (0, 1), "outlet": (0, 1), "active": (0, 1), "live": (0, 1), "trading": (0, 1), "clerk": (0, 1), "own": (0.0, 1.0),
    "loss_months": (0, 600), "before": (0, 3), "chosen": (0, 3), "current": (0, 1), "novel": (0, 1), "grows": (0, 1),
}  # fmt: skip
FEN = (0, 2**43)
INTEGERS = {
    "first": (0, 10**6), "count": (1, 50), "loss_months": (0, 600), "months": (0, 600), "age": (0, 600), "connected": (0, 2),
    "cost": (0, 10**8), "budget": (-1, 2**43), **dict.fromkeys(("asked", "committed", "fen", "left", "owed", "paid", "spent"), FEN),
}  # fmt: skip


def argument(name, kind):
    """Values of an argument: by its name, else a flag (int) or a wide amount (float)."""
    if kind is int:
        low, high = INTEGERS.get(name, RANGES.get(name, (0, 1)))
        return st.integers(int(low), max(int(high), 1))
    low, high = RANGES.get(name, WIDE)
    # An amount below a billionth is none: a ratio of two such numbers may overflow, and no actor ever holds one.
    return st.floats(float(low), float(high)).map(lambda number: number if abs(number) >= 1e-9 else 0.0)


def arguments(rule):
    parameters = inspect.signature(rule.py_func).parameters.values()
    return st.tuples(*(argument(parameter.name, parameter.annotation) for parameter in parameters))


def name_of(rule):
    return f"{rule.py_func.__module__.rpartition('.')[2]}.{rule.__name__}"


def not_finite(rule):
    """What a rule does that is no finite number, for the simplest arguments found; nothing where it always gives one."""

    @settings(max_examples=30)
    @given(arguments(rule))
    def always_finite(given_arguments):
        value = rule(*given_arguments)
        assert math.isfinite(value), f"{given_arguments} gives {value}"

    try:
        always_finite()
    except Exception as error:
        return [f"{name_of(rule)}: {type(error).__name__}: {error}"]
    return []


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_every_rule_gives_a_finite_number(behaviour):
    rules = [rule for rule in MODEL_RULES if rule.py_func.__module__ == f"sim.theory.rules.{behaviour}"]
    assert [failure for rule in rules for failure in not_finite(rule)] == []


def test_every_rule_says_what_it_is_and_takes_and_gives_one_number_each():
    failures = []
    for rule in MODEL_RULES:
        signature = inspect.signature(rule.py_func)
        kinds = {parameter.annotation for parameter in signature.parameters.values()} | {signature.return_annotation}
        if not kinds <= {int, float}:
            failures.append(f"{name_of(rule)} takes or gives {kinds - {int, float}}")
        if not (rule.py_func.__doc__ or "").rstrip().endswith((".", ")", '"')):
            failures.append(f"{name_of(rule)} has no docstring that ends as a sentence")
    assert failures == []


def test_every_rule_is_called_by_name_in_a_test_of_its_own():
    here = Path(__file__)
    said = "".join(path.read_text(encoding="utf-8") for path in here.parent.glob("test_*.py") if path != here)
    assert [name_of(rule) for rule in MODEL_RULES if not re.search(rf"\b{rule.__name__}\(", said)] == []


def test_there_is_a_rule_for_every_behaviour():
    assert BEHAVIOURS == [
        "accounting", "channel", "connection", "cooperation", "government", "learning", "logistics", "market", "shopping", "small_areas",
        "trading", "traits", "work",
    ]  # fmt: skip
    assert len(MODEL_RULES) > 200
