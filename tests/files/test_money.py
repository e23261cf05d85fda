"""Every amount has the price year of the file it is written in, and becomes CNY of 2015 when it is read."""

from typing import Any

import pytest

from sim.files import load_scenario
from sim.theory.deflator import price_levels, price_years, to_2015
from sim.theory.parameters import PARAMETERS

# A published chain: consumer prices rose by 2.0 % in 2016 and 1.6 % in 2017 (National Bureau of Statistics).
MONEY = next(key for key, one in PARAMETERS.items() if one.money and one.unit.startswith("CNY") and one.low < one.default)
RATIO = next(key for key, one in PARAMETERS.items() if not one.money)


def test_the_deflator_chains_published_growth_of_consumer_prices() -> None:
    assert price_levels()[2015] == 1.0
    assert price_levels()[2017] == pytest.approx(1.020 * 1.016, rel=1e-12)
    assert price_levels()[2014] == pytest.approx(1 / 1.014, rel=1e-12)
    assert to_2015(103.632, 2017) == pytest.approx(100.0, rel=1e-12)
    assert to_2015(7.0, 2015) == 7.0
    assert price_years() == (2013, 2024)


def test_an_amount_is_converted_from_the_year_of_its_own_file(desk: Any) -> None:
    amount = PARAMETERS[MONEY].default
    desk.change("one.yaml", "prices: 2015", f"prices: 2017\nparameters: {{{MONEY}: {amount}}}")
    assert load_scenario(desk.folder / "one.yaml").parameters[MONEY] == pytest.approx(to_2015(amount, 2017), rel=1e-12)
    desk.write("two.yaml", "extends: one.yaml\nprices: 2015\nname: Two\n")
    assert load_scenario(desk.folder / "two.yaml").parameters[MONEY] == pytest.approx(to_2015(amount, 2017), rel=1e-12)


def test_an_amount_without_prices_is_an_error_and_a_ratio_is_none(desk: Any) -> None:
    amount, ratio = PARAMETERS[MONEY].default, PARAMETERS[RATIO].default
    desk.change("one.yaml", "prices: 2015\n", f"parameters: {{{RATIO}: {ratio}, {MONEY}: {amount}}}\n")
    (problem,) = desk.problems()
    assert problem.path == f"parameters.{MONEY}"
    assert "without `prices`" in problem.message
    desk.write("two.yaml", f"extends: one.yaml\nprices: 2015\nparameters: {{{MONEY}: {amount}}}\n")
    assert load_scenario(desk.folder / "two.yaml").parameters[MONEY] == amount


def test_every_amount_of_a_county_is_converted_and_nothing_else_is(desk: Any) -> None:
    before = load_scenario(desk.folder / "one.yaml").county
    desk.change("tiny.yaml", "prices: 2015", "prices: 2020")
    after = load_scenario(desk.folder / "one.yaml").county
    level = price_levels()[2020]
    assert after.prices == 2015
    assert after.people.income_fifths == pytest.approx([one / level for one in before.people.income_fifths])
    assert after.products[0].price_kg == pytest.approx(5.5 / level)
    assert after.products[0].cost_mu == pytest.approx(3000 / level)
    assert after.market.online_demand_2015 == pytest.approx(551 / level)
    assert after.market.goods_demand_2015 == pytest.approx(1200 / level)
    amounts = {"people": {"income_fifths"}, "products": {0: {"price_kg", "cost_mu"}}}
    amounts["market"] = {"online_demand_2015", "goods_demand_2015"}
    assert before.model_dump(exclude=amounts) == after.model_dump(exclude=amounts)


def test_a_parameter_outside_its_declared_range_says_the_range(desk: Any) -> None:
    declared = PARAMETERS[RATIO]
    desk.change("one.yaml", "name: One", f"name: One\nparameters: {{{RATIO}: {declared.high + 1:g}}}")
    (problem,) = desk.problems()
    assert problem.message == f"expected a number from {declared.low:g} to {declared.high:g}, got {declared.high + 1:g}"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (".nan", "got nan"),
        ("true", "expected a number, got `true`"),
        ("1,200", "`200` stands alone"),
        ('"0.6"', "`0.6` is text: write 0.6, without quotes"),
        ("[1]", "expected a number, got a list"),
    ],
)
def test_a_parameter_that_is_no_number_is_an_error(desk: Any, written: str, said: str) -> None:
    desk.change("one.yaml", "name: One", f"name: One\nparameters: {{{RATIO}: {written}}}")
    assert any(said in problem.message for problem in desk.problems())


def test_a_scenario_made_in_python_is_checked_like_one_from_a_file(desk: Any) -> None:
    scenario = load_scenario(desk.folder / "one.yaml")
    known = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    for changed, said in (
        ({"months": 0}, "from 1 to 600"),
        ({"months": 85}, "no `trends`"),
        ({"share_simulated": 0.1}, "17 needed"),
        ({"parameters": {"no.such": 1.0}}, "no parameter named"),
        ({"parameters": {RATIO: float("nan")}}, "got nan"),
    ):
        with pytest.raises(ValueError, match=said):
            type(scenario)(**{**known, **changed})


def test_a_scenario_cannot_be_changed(desk: Any) -> None:
    scenario = load_scenario(desk.folder / "one.yaml")
    with pytest.raises(ValueError, match="frozen"):
        scenario.months = 12
