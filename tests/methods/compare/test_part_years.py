"""A year of which the horizon holds only some months: its sums are no amounts a year, and no target of a year is held against them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.files.study.loader import load_study
from sim.methods.compare.closing_words import closing_words
from sim.methods.compare.estimates import Estimates
from sim.methods.compare.examination import ANYHOW, NO_TARGET, PART_YEAR, REACHED, VERDICTS_ZH
from sim.methods.compare.quantities import of_months
from sim.methods.compare.result_tables import result_tables
from sim.present.screen.comparison import print_comparison
from sim.theory.outcomes import OUTCOMES

File = Callable[..., Path]
CERTAIN = ("parameters: ranges, costs: ranges, draws: 4", "parameters: none, costs: none, draws: 1")
FLOW = "sales_online_household"


@pytest.mark.parametrize(
    ("unit", "months", "said"),
    [
        ("CNY a household a year", 12, "CNY a household a year"),
        ("CNY a household a year", 6, "CNY a household in 6 months"),
        ("hours a household a year", 1, "hours a household in 1 month"),
        ("share", 6, "share"),
    ],
)
def test_the_unit_of_a_sum_says_over_how_many_months_it_is(unit: str, months: int, said: str) -> None:
    assert of_months(unit, months) == said


def test_sums_of_a_part_year_say_its_months_and_states_keep_their_unit(study_file: File, carried: Any) -> None:
    estimates = Estimates(carried(load_study(study_file(CERTAIN))))
    units = {(one.outcome, one.year): one.unit for one in estimates.runs.measurement.quantities}
    assert estimates.runs.measurement.months_of == {2014: 12, 2015: 12, 2016: 12, 2017: 12, 2018: 6}
    assert (units[FLOW, 2017], units[FLOW, 2018]) == ("CNY a household a year", "CNY a household in 6 months")
    assert (units["seats", 2017], units["seats", 2018]) == ("persons a household a year", "persons a household in 6 months")
    assert units["real_income_year_person", 2018] == "CNY a person in 6 months"
    state = next(one for one in OUTCOMES if one.name == "income_person")
    assert units["income_person", 2017] == units["income_person", 2018] == state.unit


def _examined(study_file: File, carried: Any, year: int, indicators: str) -> dict[str, dict[str, Any]]:
    asked = ("outcomes:", f"examination: {{year: {year}, indicators: {{{indicators}}}}}\noutcomes:")
    tables = result_tables(Estimates(carried(load_study(study_file(CERTAIN, asked)))))
    return {one["outcome"]: one for one in next(one for one in tables if one.name == "examination").records()}


def test_no_target_of_a_year_is_held_against_a_flow_of_six_months(study_file: File, carried: Any) -> None:
    # The small county sells for 50 CNY a household a month and more: above 400 in a year, below it in six months.
    indicators = f"{FLOW}: 400, sellers_share: 0.001"
    whole = _examined(study_file, carried, 2017, indicators)
    part = _examined(study_file, carried, 2018, indicators)
    assert 300.0 < part[FLOW]["value"] < 400.0 < whole[FLOW]["value"]
    assert whole[FLOW]["verdict"] in (REACHED, ANYHOW) and whole[FLOW]["unit"] == "CNY a household a year"
    assert (part[FLOW]["verdict"], part[FLOW]["verdict_zh"]) == (PART_YEAR, VERDICTS_ZH[PART_YEAR])
    assert part[FLOW]["closed"] is None and part[FLOW]["target"] == 400.0 and part[FLOW]["unit"] == "CNY a household in 6 months"
    assert part["sellers_share"]["verdict"] == whole["sellers_share"]["verdict"] != PART_YEAR, "a state has a value at the end of any month"


def test_a_flow_without_a_target_has_none_in_a_part_year_too(study_file: File, carried: Any) -> None:
    found = _examined(study_file, carried, 2018, f"{FLOW}: , income_person: 1")[FLOW]
    assert found["verdict"] == NO_TARGET and found["change"] is not None


@pytest.mark.parametrize(("until", "lang", "title"), [
    ("2018-06", "en", "(CNY of 2015 a person in 6 months), 2018"),
    ("2018-06", "zh", "（2015年价元/人，6个月），2018"),
    ("2018-12", "en", "(CNY of 2015 a person a year), 2018"),
    ("2018-12", "zh", "（2015年价元/人年），2018"),
])  # fmt: skip
def test_the_screen_says_over_how_many_months_income_by_group_is(
    study_file: File, carried: Any, capsys: Any, until: str, lang: str, title: str
) -> None:
    study = load_study(study_file(CERTAIN, ("follow_until: 2018-06", f"follow_until: {until}")))
    estimates = Estimates(carried(study))
    tables = result_tables(estimates)
    print_comparison(study, estimates, tables, closing_words(estimates, tables), "text", lang)
    # A table narrower than its title breaks the title.
    assert title in " ".join(capsys.readouterr().out.split())
