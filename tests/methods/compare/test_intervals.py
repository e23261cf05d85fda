"""Intervals of paired differences, against published numbers, hand arithmetic, limits, and coverage by simulation.

Simulated tests draw from a keyed generator, so they give the same result each time; their false-alarm rate is that of a fresh key. A
share of N trials is allowed 4.5 standard errors, two-sided: 7 in a million.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.methods.compare.ranking import probability_best, probability_best_intervals
from sim.methods.statistics.means import Interval, paired_interval
from sim.methods.statistics.ratios import ratio_interval
from sim.methods.statistics.variance_components import replicates_for, uncertainty_components

# Student (1908), table of hours of sleep gained: the second drug less the first, ten patients.
SLEEP = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]


def draws(key: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=key))


def holds(interval: Interval, value: float) -> bool:
    return interval.low <= value <= interval.high


def assert_covers(trials: int, level: float, covered: Callable[[], bool]) -> None:
    found = np.mean([covered() for _ in range(trials)])
    assert abs(found - level) < 4.5 * math.sqrt(level * (1 - level) / trials), found


# ------------------------------------------------------------------------------------------------------------- paired differences


def test_the_interval_of_students_sleep_data_is_the_published_one() -> None:
    interval = paired_interval(SLEEP)
    assert interval.mean == pytest.approx(1.58)
    assert (interval.low, interval.high) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)
    assert interval.n == 10
    assert interval.tells


def test_an_interval_covers_the_mean_as_often_as_its_level_says() -> None:
    random = draws(1)
    for level in (0.8, 0.95):
        assert_covers(4000, level, lambda level=level: holds(paired_interval(random.normal(3.0, 2.0, 6), level), 3.0))  # type: ignore[misc]


def test_a_policy_that_changes_nothing_has_an_interval_of_no_width_at_zero_that_tells_nothing() -> None:
    assert paired_interval(np.zeros(8)) == Interval(0.0, 0.0, 0.0, 8)
    assert not paired_interval(np.zeros(8)).tells


def test_one_difference_has_a_mean_and_no_bounds() -> None:
    interval = paired_interval([4.0])
    assert (interval.mean, interval.n) == (4.0, 1)
    assert math.isnan(interval.low) and math.isnan(interval.high)
    assert not interval.tells


def test_a_bound_at_zero_does_not_tell_a_sign() -> None:
    assert not Interval(1.0, 0.0, 2.0, 5).tells
    assert Interval(-1.0, -2.0, -0.1, 5).tells


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_seeds_does_not_matter_to_the_last_bit(differences: list[float], random) -> None:
    shuffled = random.sample(differences, len(differences))
    assert paired_interval(shuffled) == paired_interval(differences)


@pytest.mark.parametrize("wrong", [[], [1.0, math.nan], [1.0, math.inf], [[1.0, 2.0]]])
def test_what_is_not_a_list_of_finite_numbers_is_refused(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="differences"):
        paired_interval(wrong)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, math.nan])
def test_a_level_that_is_not_between_0_and_1_is_refused(level: float) -> None:
    calls: list[Callable[[], object]] = [
        lambda: paired_interval([1.0], level),
        lambda: uncertainty_components([[1.0]], level),
        lambda: ratio_interval(SLEEP, SLEEP, level),
        lambda: probability_best_intervals([[1.0]], level),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="level"):
            call()


# ----------------------------------------------------------------------------------------------------------- what the width holds


def test_luck_and_parameters_of_a_table_of_two_by_two_are_those_of_hand_arithmetic() -> None:
    # Draw means 2 and 6 about 4; within draws 4 squares over 2 degrees: σ² = 2. se² = 2/4; variance of the draw means 8, of
    # which luck 2/2 = 1: moved towards 4 by √(7/8), so 2·√(7/8) = √3.5 on either side.
    told = uncertainty_components([[1.0, 3.0], [5.0, 7.0]])
    assert told.luck.mean == told.parameters.mean == told.together.mean == 4.0
    assert told.luck.high - 4.0 == pytest.approx(4.302652729911275 * math.sqrt(0.5))
    assert told.parameters.high - 4.0 == pytest.approx(math.sqrt(3.5))
    assert told.parameters.low - 4.0 == pytest.approx(-math.sqrt(3.5))
    assert told.costs is None


def test_more_seeds_narrow_luck_by_their_root_and_leave_the_range_of_parameters() -> None:
    # 60 tables each: the mean width of luck is known to 0.3 %, that of the range to 0.7 %; allowed are about 4.5 standard errors, and
    # for the range the 1 % by which the quantiles of 400 draws lie outside the true ones.
    random, true_range = draws(2), 2 * stats.norm.ppf(0.975) * 2.0
    widths = {}
    for replicates in (4, 64):
        told = [uncertainty_components(random.normal(0, 2, (400, 1)) + random.normal(0, 3, (400, replicates))) for _ in range(60)]
        luck = np.mean([part.luck.high - part.luck.low for part in told])
        span = np.mean([part.parameters.high - part.parameters.low for part in told])
        widths[replicates] = (luck, span)
    t = {replicates: stats.t.ppf(0.975, 400 * (replicates - 1)) for replicates in widths}
    assert widths[4][0] / widths[64][0] == pytest.approx(4.0 * t[4] / t[64], rel=0.015)
    assert widths[4][1] == pytest.approx(widths[64][1], rel=0.05)
    assert widths[64][1] == pytest.approx(true_range, rel=0.042)


def test_the_range_of_parameters_leaves_out_what_few_seeds_add_to_it() -> None:
    # With 2 seeds of standard deviation 3 and parameters of 2 the draw means have √8.5, nearly half again the truth.
    random = draws(3)
    tables = [random.normal(0, 2, (200, 1)) + random.normal(0, 3, (200, 2)) for _ in range(200)]
    span = np.mean([part.parameters.high - part.parameters.low for part in map(uncertainty_components, tables)])
    raw = np.mean([np.ptp(np.quantile(table.mean(axis=1), [0.025, 0.975])) for table in tables])
    assert span == pytest.approx(2 * 1.959964 * 2.0, rel=0.03)
    assert raw > 1.35 * span


def test_parameters_that_do_nothing_have_a_range_that_seeds_alone_would_not_give() -> None:
    # The variance component of 0 is estimated as 0 where F(29, 150) < 1: in 53 % of tables, and then the range is a point.
    random = draws(4)
    told = [uncertainty_components(random.normal(5.0, 1.0, (30, 6))) for _ in range(400)]
    points = [part for part in told if part.parameters.low == part.parameters.high == part.parameters.mean]
    assert abs(len(points) / 400 - stats.f.cdf(1.0, 29, 150)) < 4.5 * 0.025
    for part in points:
        assert (part.together.low, part.together.high) == pytest.approx((part.luck.low, part.luck.high))


def test_where_seeds_do_nothing_together_is_the_range_of_parameters() -> None:
    theta = draws(5).normal(size=(50, 1))
    told = uncertainty_components(np.repeat(theta, 4, axis=1))
    assert told.luck.low == told.luck.high == pytest.approx(told.luck.mean)
    assert (told.together.low, told.together.high) == pytest.approx((told.parameters.low, told.parameters.high))
    assert (told.parameters.low, told.parameters.high) == pytest.approx(np.quantile(theta, [0.025, 0.975], method="weibull"))


@given(
    st.integers(2, 12), st.integers(2, 6), st.floats(0, 100), st.floats(0, 100), st.integers(0, 1000),
)  # fmt: skip
def test_together_is_never_narrower_than_luck_or_parameters(
    count: int, replicates: int, theta: float, luck: float, key: int
) -> None:
    random = draws(key)
    told = uncertainty_components(theta * random.normal(size=(count, 1)) + luck * random.normal(size=(count, replicates)))
    for part in (told.luck, told.parameters):
        assert told.together.low <= part.low <= told.together.mean <= part.high <= told.together.high


def test_together_holds_the_true_effect_of_parameters_nobody_knows_as_often_as_its_level_says() -> None:
    # The chance that a fresh effect falls in, known exactly for each of 400 tables; the mean is known to 0.0045 and better. The range of parameters
    # alone has just its level, 19/21 with 20 draws; luck adds a little, what luck does to the estimated spread takes a little.
    random = draws(6)
    for count, wanted in ((20, 19 / 21), (100, 0.95)):
        chances = []
        for _ in range(400):
            told = uncertainty_components(random.normal(1.0, 2.0, (count, 1)) + random.normal(0, 2.0, (count, 4)))
            chances.append(stats.norm.cdf(told.together.high, 1.0, 2.0) - stats.norm.cdf(told.together.low, 1.0, 2.0))
        assert np.mean(chances) == pytest.approx(wanted, abs=0.02)


def test_luck_covers_the_mean_over_the_draws_as_often_as_its_level_says() -> None:
    random, theta = draws(7), np.array([[-3.0], [0.0], [1.0], [4.0]])

    def covered() -> bool:
        return holds(uncertainty_components(theta + random.normal(0, 1.0, (4, 5))).luck, 0.5)

    assert_covers(3000, 0.95, covered)


def test_no_policy_has_no_width_in_any_part() -> None:
    told = uncertainty_components(np.zeros((6, 3)))
    for part in (told.luck, told.parameters, told.together):
        assert (part.mean, part.low, part.high) == (0.0, 0.0, 0.0)


def test_one_draw_leaves_luck_alone_and_says_that_parameters_are_unknown() -> None:
    told = uncertainty_components([SLEEP])
    assert (told.luck.low, told.luck.high) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)
    assert told.together == told.luck
    assert math.isnan(told.parameters.low) and math.isnan(told.parameters.high)


def test_one_replicate_cannot_tell_luck_from_parameters() -> None:
    told = uncertainty_components(np.array([SLEEP]).T)
    assert math.isnan(told.luck.low) and math.isnan(told.parameters.low)
    assert (told.together.low, told.together.high) == (0.0, 4.6)
    assert told.together.mean == pytest.approx(1.58)


# ------------------------------------------------------------------------------------------------------------------- how many seeds


def test_eighteen_seeds_narrow_a_standard_deviation_of_1_to_half() -> None:
    # By the t table: 2.1098/√18 = 0.4973, 2.1199/√17 = 0.5142.
    assert replicates_for([-1.0, 1.0, 1.0, -1.0, 0.0], 0.5) == 18
    assert replicates_for([99.0, 101.0, 101.0, 99.0, 100.0], 0.5) == 18


def test_the_seeds_asked_for_are_enough_and_one_fewer_is_not() -> None:
    table = draws(11).normal(0, 3.0, (7, 5))
    within = table.var(axis=1, ddof=1).mean()
    for half_width in (0.02, 0.3, 1.0):
        seeds = replicates_for(table, half_width)
        widths = [stats.t.ppf(0.975, 7 * (n - 1)) * math.sqrt(within / (7 * n)) for n in (seeds - 1, seeds)]
        assert widths[1] <= half_width < widths[0]


def test_differences_that_do_not_vary_need_two_seeds_to_show_it() -> None:
    assert replicates_for(np.zeros(5), 1e-9) == 2


@pytest.mark.parametrize(("differences", "half_width"), [([1.0], 0.5), (SLEEP, 0.0), (SLEEP, -1.0), (SLEEP, math.inf)])
def test_seeds_cannot_be_counted_without_a_variance_or_for_no_width(differences: list[float], half_width: float) -> None:
    with pytest.raises(ValueError, match=r"two at least|above 0"):
        replicates_for(differences, half_width)


# -------------------------------------------------------------------------------------------------------------------------- ratios


def test_fiellers_interval_is_that_of_a_worked_example() -> None:
    # Means 20 and 10, variances of the means 0.5 and 0.1, covariance 0.1, t² = 7.7086472 of 4 degrees. The bounds solve
    # (100 − 0.1t²)ρ² − 2(200 − 0.1t²)ρ + (400 − 0.5t²) = 0, so 99.2291353ρ² − 398.4582706ρ + 396.1456764 = 0.
    interval = ratio_interval([19, 20, 21, 22, 18], [9, 10, 11, 10, 10])
    assert interval is not None
    assert interval.mean == 2.0
    assert (interval.low, interval.high) == pytest.approx((1.81053006854, 2.20500699606), abs=1e-10)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_fiellers_bounds_are_the_ratios_at_which_the_paired_test_is_on_the_brink(sign: float) -> None:
    random = draws(14)
    x = sign * random.gamma(9.0, 1.0, 12)
    y = 2.0 * x + random.normal(0, 3.0, 12)
    interval = ratio_interval(y, x)
    assert interval is not None
    for bound in (interval.low, interval.high):
        brink = paired_interval(y - bound * x)
        assert min(abs(brink.low), abs(brink.high)) == pytest.approx(0.0, abs=1e-9)
    assert not paired_interval(y - interval.mean * x).tells


def test_the_interval_of_the_inverse_ratio_is_the_inverse_of_the_interval() -> None:
    y, x = draws(15).normal(10, 1, 9), draws(16).normal(4, 0.5, 9)
    there, back = ratio_interval(y, x), ratio_interval(x, y)
    assert there is not None and back is not None
    assert (1 / back.high, 1 / back.low) == pytest.approx((there.low, there.high))


def test_cost_per_extra_seller_is_not_defined_where_there_may_be_no_extra_seller() -> None:
    money = np.full(8, 1e6)
    assert ratio_interval(money, [3.0, -2.0, 1.0, 4.0, -3.0, 2.0, 0.0, -1.0]) is None
    assert ratio_interval(money, np.zeros(8)) is None
    assert ratio_interval([1.0], [2.0]) is None


def test_a_ratio_may_be_defined_at_a_lower_level_of_confidence_and_not_at_a_higher() -> None:
    sellers = [5.0, -1.0, 4.0, 0.0, 3.0, 1.0, 0.0]
    assert ratio_interval(SLEEP[:7], sellers, level=0.8) is not None
    assert ratio_interval(SLEEP[:7], sellers, level=0.95) is None
    assert ratio_interval(SLEEP, SLEEP[::-1], level=0.95) is not None
    assert ratio_interval(SLEEP, SLEEP[::-1], level=0.9999) is None


def test_where_cost_is_a_fixed_price_of_each_the_ratio_is_that_price() -> None:
    sellers = draws(17).gamma(20.0, 1.0, 15)
    interval = ratio_interval(250.0 * sellers, sellers)
    assert interval is not None
    assert (interval.low, interval.mean, interval.high) == pytest.approx((250.0, 250.0, 250.0), rel=1e-12)
    fixed = ratio_interval(np.full(4, 6.0), np.full(4, 3.0))
    assert fixed == Interval(2.0, 2.0, 2.0, 4)


def test_fiellers_interval_covers_the_ratio_of_means_as_often_as_its_level_says() -> None:
    # Where the denominator's interval holds 0, Fieller's set is unbounded and counts as it covers: here it cannot be met, at 20 σ.
    random = draws(18)

    def covered() -> bool:
        x = random.normal(5.0, 0.7, 8)
        interval = ratio_interval(10.0 + 1.5 * (x - 5.0) + random.normal(0, 1.0, 8), x)
        assert interval is not None
        return holds(interval, 2.0)

    assert_covers(3000, 0.95, covered)


# ------------------------------------------------------------------------------------------------------------ best arm, variances


def test_the_probability_of_being_best_is_the_share_of_draws_won_and_ties_are_split() -> None:
    values = [[1.0, 2.0, 0.0], [3.0, 2.0, 3.0], [5.0, 5.0, 5.0], [0.0, 9.0, 1.0]]
    assert probability_best(values) == pytest.approx([(1 / 2 + 1 / 3) / 4, (2 + 1 / 3) / 4, (1 / 2 + 1 / 3) / 4])


def test_arms_that_do_nothing_are_best_with_the_same_probability() -> None:
    assert probability_best(np.zeros((10, 4))).tolist() == [0.25] * 4


def test_jeffreys_intervals_of_being_best_are_quantiles_of_the_beta_distribution() -> None:
    values = np.array([[1.0, 0.0]] * 15 + [[0.0, 1.0]] * 5)
    first, second = probability_best_intervals(values)
    assert (first.mean, first.n, second.mean) == (0.75, 20, 0.25)
    assert (first.low, first.high) == pytest.approx(stats.beta.ppf([0.025, 0.975], 15.5, 5.5))
    assert (1 - second.high, 1 - second.low) == pytest.approx((first.low, first.high))


def test_an_arm_that_won_every_draw_is_not_thereby_certain_to_be_best() -> None:
    winner, loser = probability_best_intervals([[1.0, 0.0]] * 20)
    assert winner.high == 1.0 and loser.low == 0.0
    assert winner.low == pytest.approx(stats.beta.ppf(0.025, 20.5, 0.5))
    assert winner.low < 0.9
