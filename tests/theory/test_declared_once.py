"""House rules about declarations: parameters and outcomes say what they are, with unit, range and source, in two languages."""

import math
import re

from sim.county.state import ENTITIES, columns
from sim.theory.outcomes import OUTCOMES
from sim.theory.parameters import PARAMETERS, Parameters, parameters

CHINESE = re.compile(r"[\u4e00-\u9fff]")
OTHER_MONEY = re.compile(r"yuan|rmb|fen\b|¥|元", re.IGNORECASE)


def _flat(values: Parameters) -> dict[str, float]:
    groups = values._asdict().items()
    return {f"{group}.{name}": value for group, members in groups for name, value in members._asdict().items()}


def test_every_parameter_says_what_it_is_and_where_it_comes_from() -> None:
    wrong = []
    for key, parameter in PARAMETERS.items():
        if parameter.key != key or not re.fullmatch(r"[a-z]\w*\.[a-z]\w*", key):
            wrong.append(f"{key} is no key of the form group.name, or calls itself {parameter.key}")
        empty = [field for field in ("symbol", "label", "unit", "role", "source") if not getattr(parameter, field).strip()]
        wrong += [f"{key} has no {field}" for field in empty]
        if not CHINESE.search(parameter.label_zh):
            wrong.append(f"{key} has no Chinese label")
        if OTHER_MONEY.search(parameter.unit):
            wrong.append(f"{key} is in {parameter.unit}: an amount is in CNY, which is how it comes to have a price year")
    assert wrong == []


def test_the_default_of_every_parameter_lies_in_its_range() -> None:
    wrong = []
    for key, parameter in PARAMETERS.items():
        numbers = (parameter.low, parameter.default, parameter.high)
        if not all(isinstance(value, float) and math.isfinite(value) for value in numbers):
            wrong.append(f"{key}: {numbers} are not three finite floats")
        if not parameter.low <= parameter.default <= parameter.high:
            wrong.append(f"{key}: {parameter.default} is outside [{parameter.low}, {parameter.high}]")
        if not parameter.low < parameter.high:
            wrong.append(f"{key} has no range: then it is a constant, not a parameter")
    assert wrong == []


def test_the_model_is_given_every_parameter_declared_and_no_other() -> None:
    assert _flat(parameters()) == {key: parameter.default for key, parameter in PARAMETERS.items()}


def test_an_override_reaches_the_parameter_it_names_and_no_other() -> None:
    for key, parameter in PARAMETERS.items():
        changed = parameter.low if parameter.low != parameter.default else parameter.high
        differing = [name for name, value in _flat(parameters({key: changed})).items() if value != PARAMETERS[name].default]
        assert differing == [key]


def test_a_column_that_is_named_by_a_year_is_in_a_unit_of_a_year() -> None:
    declared = {f"{entity}.{name}": one.unit for entity in ENTITIES for name, one in columns(entity).items() if name.endswith("_year")}
    assert len(declared) >= 10
    assert {key: unit for key, unit in declared.items() if not unit.endswith(" a year")} == {}


def test_the_unit_of_an_outcome_is_that_of_its_name_and_of_a_flow_or_a_state() -> None:
    units = {outcome.name: outcome.unit for outcome in OUTCOMES}
    assert {name: unit for name, unit in units.items() if name.endswith("_household") and " a household" not in unit} == {}
    incomes = {name: unit for name, unit in units.items() if name.startswith(("income_", "real_income_")) and not name.endswith("_household")}
    assert len(incomes) >= 17
    assert {name: unit for name, unit in incomes.items() if unit != "CNY a person a year"} == {}
    assert {name: unit for name, unit in units.items() if name.endswith("_share") and unit != "share"} == {}
    assert [outcome.name for outcome in OUTCOMES if outcome.flow != outcome.unit.endswith(" a month")] == []


def test_outcomes_have_distinct_names_units_and_labels_in_two_languages() -> None:
    names = [outcome.name for outcome in OUTCOMES]
    assert len(set(names)) == len(names)
    for outcome in OUTCOMES:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", outcome.name)
        assert outcome.label.strip() and outcome.unit.strip() and outcome.how.strip(), outcome.name
        assert CHINESE.search(outcome.label_zh), outcome.name
        assert outcome.decimals >= 0
    assert any(outcome.headline for outcome in OUTCOMES)
