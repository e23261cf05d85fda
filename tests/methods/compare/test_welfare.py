"""Welfare: equivalent variation, willingness to pay beside what was spent, and discounting, against closed forms and limits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.county.panel import PANEL
from sim.methods.compare.welfare import (
    LEAST_RELATIVE_INCOME,
    RATE,
    RATE_HIGH,
    RATE_LOW,
    Horizon,
    distribution_weights,
    equivalent_variation,
    willingness_to_pay,
)

YEARS = 5
FIVE = Horizon(tuple(range(2021, 2026)), 2021.0, 2026.0)
NOTHING = np.zeros(YEARS)


def a_panel(**changes: object) -> np.ndarray:
    """Three households over five years: incomes 20, 30 and 50 thousand, a third spent in shops, prices at the index 1."""
    panel = np.zeros((YEARS, 3, len(PANEL)))
    values = {"income": [2e4, 3e4, 5e4], "retail": [6e3, 9e3, 15e3], "living_cost": 1.0, **changes}
    for name, value in values.items():
        panel[:, :, PANEL.index(name)] = value
    return panel


def paid_by_all(panel_none: np.ndarray, panel_arm: np.ndarray, **profits: np.ndarray) -> np.ndarray:
    flows = {"surplus": NOTHING, "merchant": NOTHING, "carrier": NOTHING, "trader": NOTHING, **profits}
    return willingness_to_pay(equivalent_variation(panel_none, panel_arm), [10.0, 20.0, 30.0], **flows)


# ---------------------------------------------------------------------------------------------------------- equivalent variation


def test_no_policy_is_worth_nothing() -> None:
    panel = a_panel(hours_online=40.0, start_paid=100.0, living_cost=0.97)
    assert not equivalent_variation(panel, panel).any()
    assert not paid_by_all(panel, panel).any()


def test_income_counts_in_full_time_at_the_wage_and_start_up_payments_against_it() -> None:
    arm = a_panel(income=[21_000.0, 30_000.0, 50_000.0], time_cost=[300.0, 120.0, 0.0], start_paid=[500.0, 0.0, 0.0])
    found = equivalent_variation(a_panel(), arm)
    assert found[0].tolist() == [1000.0 - 300.0 - 500.0, -120.0, 0.0]


def test_time_that_income_already_lacks_is_not_taken_off_twice() -> None:
    # Hours on a shop in place of wage work: the wages are gone from income, and no hour was added.
    arm = a_panel(income=[19_900.0, 29_880.0, 49_800.0], hours_online=10.0)
    assert equivalent_variation(a_panel(), arm)[0].tolist() == [-100.0, -120.0, -200.0]


def test_more_work_at_ones_own_wage_is_worth_nothing() -> None:
    arm = a_panel(income=[20_100.0, 30_120.0, 50_200.0], time_cost=[100.0, 120.0, 200.0])
    assert equivalent_variation(a_panel(), arm)[0].tolist() == [0.0, 0.0, 0.0]


def test_cheaper_broadband_is_worth_all_to_who_had_it_and_half_to_who_came_for_it() -> None:
    none = a_panel(broadband=[12.0, 0.0, 0.0])
    arm = a_panel(broadband=[12.0, 12.0, 0.0], broadband_saved=[120.0, 120.0, 0.0])
    assert equivalent_variation(none, arm)[0].tolist() == [120.0, 60.0, 0.0]


def test_prices_a_tenth_lower_are_worth_a_ninth_of_what_is_then_spent() -> None:
    found = equivalent_variation(a_panel(), a_panel(living_cost=0.9))
    assert found[0] == pytest.approx([6e3 / 9, 9e3 / 9, 15e3 / 9])


@given(st.floats(0.5, 1.5), st.floats(0.0, 1e5), st.floats(0.0, 1e5))
def test_income_and_prices_together_give_the_equivalent_variation_of_homothetic_preferences(price: float, before: float, after: float) -> None:
    # Whoever spends all income in shops is as well off at old prices with what buys the new basket: S¹P⁰/P¹ − S⁰.
    none, arm = a_panel(income=before, retail=before), a_panel(income=after, retail=after, living_cost=price)
    assert equivalent_variation(none, arm)[0, 0] == pytest.approx(after / price - before, abs=1e-6)


def test_panels_of_other_years_or_with_what_is_no_number_are_refused() -> None:
    with pytest.raises(ValueError, match="same households and years"):
        equivalent_variation(a_panel(), a_panel()[:3])
    with pytest.raises(ValueError, match="finite"):
        equivalent_variation(a_panel(), a_panel(income=math.nan))
    with pytest.raises(ValueError, match="index above 0"):
        equivalent_variation(a_panel(), a_panel(living_cost=0.0))


# ---------------------------------------------------------------------------------------------------------- willingness to pay


def test_willingness_to_pay_adds_households_by_weight_and_profits_nobody_has_as_income() -> None:
    variation = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, -1.0]])
    found = willingness_to_pay(
        variation, [10.0, 20.0, 30.0], surplus=[1.0, 0.0], merchant=[10.0, 0.0], carrier=[100.0, 0.0], trader=[-1000.0, 5.0]
    )
    assert found.tolist() == [140.0 + 1 + 10 + 100 - 1000, -30.0 + 5.0]


def test_at_eta_zero_all_count_alike_and_at_one_a_share_of_income_counts_alike() -> None:
    income, persons = np.array([5_000.0, 10_000.0, 40_000.0]), np.array([30.0, 40.0, 10.0])
    mean = (5_000 * 30 + 10_000 * 40 + 40_000 * 10) / 80
    assert distribution_weights(income, persons, 0.0).tolist() == [1.0, 1.0, 1.0]
    assert distribution_weights(income, persons, 1.0) == pytest.approx(mean / income)
    # One per cent of everybody's income: worth at η = 1 what the same share of the mean is worth to each person.
    weighted = distribution_weights(income, persons, 1.0) * 0.01 * income * persons
    assert weighted.sum() == pytest.approx(0.01 * mean * persons.sum())


def test_a_household_with_a_loss_has_a_large_weight_and_not_an_endless_one() -> None:
    found = distribution_weights([-3_000.0, 0.0, 20_000.0, 20_000.0], [1.0, 1.0, 1.0, 1.0], 1.0)
    assert found[:2].tolist() == [1.0 / LEAST_RELATIVE_INCOME] * 2
    with pytest.raises(ValueError, match="mean income"):
        distribution_weights([-1.0, 0.0], [1.0, 1.0], 1.0)


def test_a_gain_of_the_poor_counts_for_more_with_distribution_weights_and_profits_as_before() -> None:
    variation, weight = np.array([[100.0, 0.0], [0.0, 100.0]]), np.array([10.0, 10.0])
    counts = distribution_weights([5_000.0, 15_000.0], weight, 1.0)
    profits = {"surplus": [7.0, 7.0], "merchant": [0.0, 0.0], "carrier": [0.0, 0.0], "trader": [0.0, 0.0]}
    found = willingness_to_pay(variation, weight, distribution=counts, **profits)  # type: ignore[arg-type]
    assert found == pytest.approx([2.0 * 1000.0 + 7.0, 1000.0 / 1.5 + 7.0])


def test_arrays_that_do_not_fit_are_refused_rather_than_stretched() -> None:
    profits = {"surplus": NOTHING, "merchant": NOTHING, "carrier": NOTHING, "trader": NOTHING}
    variation = np.zeros((YEARS, 3))
    with pytest.raises(ValueError, match="weights"):
        willingness_to_pay(variation, [1.0], **profits)
    with pytest.raises(ValueError, match="one a household"):
        willingness_to_pay(variation, [1.0] * 3, distribution=[1.0], **profits)
    with pytest.raises(ValueError, match="one number a year"):
        willingness_to_pay(variation, [1.0] * 3, **{**profits, "carrier": [1.0]})


# ----------------------------------------------------------------------------------------------------------------- present values


def test_a_level_flow_has_the_present_value_of_an_annuity_paid_in_the_middle_of_each_year() -> None:
    for rate in (RATE_LOW, RATE, RATE_HIGH):
        annuity = 1e6 * (1 - (1 + rate) ** -5) / rate * math.sqrt(1 + rate)
        assert 1e6 * FIVE.factors(rate).sum() == pytest.approx(annuity)


def test_without_discounting_every_year_counts_alike() -> None:
    assert FIVE.factors(0.0).tolist() == [1.0] * 5


def test_present_values_are_at_the_start_of_the_policy_and_not_of_the_run() -> None:
    longer = Horizon(tuple(range(2014, 2026)), 2021.0, 2026.0)
    assert longer.factors().tolist() == [*np.zeros(7), *FIVE.factors()]


def test_years_the_policy_or_the_horizon_cut_short_are_discounted_to_the_middle_of_what_is_left() -> None:
    cut = Horizon((2016, 2017, 2018), 2016.5, 2018.25)
    assert cut.factors(0.05) == pytest.approx([1.05**-0.25, 1.05**-1.0, 1.05**-1.625])


@pytest.mark.parametrize(
    ("years", "start", "end"),
    [((), 2021.0, 2022.0), ((2021, 2023), 2021.0, 2024.0), ((2021,), 2020.5, 2022.0), ((2021,), 2021.5, 2021.5), ((2021,), 2021.0, 2023.0),
     ((2021, 2022), 2021.0, 2022.0)],
)  # fmt: skip
def test_a_horizon_that_its_years_do_not_hold_is_refused(years: tuple[int, ...], start: float, end: float) -> None:
    with pytest.raises(ValueError, match=r"horizon|policy"):
        Horizon(years, start, end)


def test_an_end_counted_in_twelfths_may_round_beyond_the_last_year() -> None:
    assert Horizon((2021, 2022), 2021 + 4 / 12, 2023.0 + 1e-9).factors(0.0).tolist() == [1.0, 1.0]


# ------------------------------------------------------------------------------------------------------------------ benefit, cost


def test_a_pure_transfer_is_worth_once_what_it_costs_and_never_twice() -> None:
    # A thousand yuan a year to each of 60 households: an outlay of 60,000, received as income.
    arm = a_panel(income=[21_000.0, 31_000.0, 51_000.0])
    assert paid_by_all(a_panel(), arm) == pytest.approx(np.full(YEARS, 60_000.0))


def test_a_subsidy_half_passed_on_and_half_kept_by_local_carriers_is_worth_what_it_costs() -> None:
    # Half of the outlay reaches shoppers as prices a tenth lower, worth a ninth of what they then spend; half stays with carriers.
    retail = np.array([600.0, 900.0, 1200.0])
    arm = a_panel(retail=retail, living_cost=0.9)
    passed_on = (retail * [10.0, 20.0, 30.0]).sum() / 9
    found = paid_by_all(a_panel(retail=retail), arm, carrier=np.full(YEARS, passed_on))
    assert found == pytest.approx(np.full(YEARS, 2 * passed_on))


def test_later_benefits_count_for_less_the_dearer_time_is() -> None:
    for rate in (RATE_LOW, RATE, RATE_HIGH):
        worth = FIVE.factors(rate)
        assert worth[4] / worth[0] == pytest.approx((1 + rate) ** -4)
    with pytest.raises(ValueError, match="rate"):
        FIVE.factors(-1.0)
