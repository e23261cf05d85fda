"""Margins of a county profile that do not sum, or contradict each other, are refused at their place; nothing is cut silently."""

from typing import Any

import pytest

from sim.files import load_scenario
from sim.files.county import CountyProfile

MARGINS = {
    "schooling below 1": ("junior: 0.484", "junior: 0.384", "16:14: people.schooling: the shares of schooling sum to 0.9, not 1"),
    "schooling above 1": ("junior: 0.484", "junior: 0.584", "16:14: people.schooling: the shares of schooling sum to 1.1, not 1"),
    "harvest": ("10: 0.5}", "10: 0.6}", "27:14: products.0.harvest: the shares of harvest sum to 1.1, not 1"),
    "fifths": (
        "14537, 26014]", "26014, 14537]",
        "18:18: people.income_fifths: the means of the fifths must ascend, from the poorest to the richest",
    ),
    "four fifths": ("14537, 26014]", "26014]", "18:18: people.income_fifths: expected the means of five fifths, got 4"),
    "villages of a product": (
        "share_of_villages: 0.30", "share_of_villages: 1.3",
        "21:24: products.0.share_of_villages: expected a number from 0 to 1, got 1.3",
    ),
    "land of a product": ("land_share: 0.45", "land_share: 1.45", "23:17: products.0.land_share: expected a number from 0 to 1, got 1.45"),
    "mean of the land": (
        "mean: 7.8, sd_log: 1.1, most: 120", "mean: 130, sd_log: 1.1, most: 120",
        "17:12: people.land_mu: the mean, 130 mu, is above the largest farm, 120 mu",
    ),
    "workers": (
        "workers_per_household: 2.8", "workers_per_household: 4.5",
        "13:26: people.workers_per_household: 4.5 workers a household are more than its 4 members",
    ),
    "online": (
        "mobile: 0.25", "mobile: 0.85",
        "44:11: first_year.mobile: households with broadband and with mobile access only sum to 1.06, more than 1",
    ),
    "shoppers": (
        "shopping: 0.06", "shopping: 0.5",
        "45:13: first_year.shopping: 0.5 of households shop online, more than the 0.46 that are online (broadband and mobile)",
    ),
    "growers with a shop": (
        "own_shop: 0.003", "own_shop: 0.2",
        "46:13: first_year.own_shop: 0.2 of households have an own shop, more than the 0.13938 that grow a product and are online",
    ),
}  # fmt: skip


@pytest.mark.parametrize("margin", MARGINS)
def test_margins_that_do_not_sum_are_refused_at_their_place(desk: Any, margin: str) -> None:
    old, new, said = MARGINS[margin]
    desk.change("tiny.yaml", old, new)
    assert desk.said() == [f"tiny.yaml:{said}"]


def test_margins_that_just_meet_are_taken(desk: Any) -> None:
    for old, new in (("mobile: 0.25", "mobile: 0.79"), ("shopping: 0.06", "shopping: 1"), ("own_shop: 0.003", "own_shop: 0.303")):
        desk.change("tiny.yaml", old, new)
    county = load_scenario(desk.folder / "one.yaml").county
    # 30 % of villages with 80 % of growers, and 9 % of growers in the others.
    assert county.growers == pytest.approx(0.30 * 0.80 + 0.70 * 0.09)


def test_margins_are_checked_in_python_as_in_a_file(desk: Any) -> None:
    county = load_scenario(desk.folder / "one.yaml").county
    said = county.model_dump(by_alias=True)
    said["first_year"]["own_shop"] = 0.2
    with pytest.raises(ValueError, match=r"more than the 0\.13938 that grow a product and are online"):
        CountyProfile.model_validate(said)
