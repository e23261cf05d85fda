"""A value that is wrong is reported with file, line, column, path and what to write; all of them at once."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("months: 24", "months: 0", "one.yaml:9:11: horizon.months: expected a whole number from 1 to 600, got 0"),
        ("months: 24", "months: 601", "one.yaml:9:11: horizon.months: expected a whole number from 1 to 600, got 601"),
        ("months: 24", "months: 2.5", "one.yaml:9:11: horizon.months: expected a whole number, got `2.5`"),
        ("months: 24", "months: true", "one.yaml:9:11: horizon.months: expected a whole number, got `true`"),
        ("months: 24", "months:", "one.yaml:9:3: horizon.months: expected a whole number, got nothing"),
        ("  months: 24\n", "", "one.yaml:7:1: horizon.months: is missing"),
        ("months: 24", "mouths: 24", "one.yaml:9:3: horizon.mouths: unknown key 'mouths'; did you mean 'months'?"),
        ("name: One", "nane: One", "one.yaml:2:1: nane: unknown key 'nane'; did you mean 'name'?"),
        ("name: One", "name: 12", "one.yaml:2:7: name: expected text, got `12`: write it in quotes"),
        ("name: One", "name: ''", "one.yaml:2:7: name: is empty"),
        ("start: 2014-01", "start: 2014-01-01", "one.yaml:8:10: horizon.start: `2014-01-01`: write 2014-01"),
        ("start: 2014-01", "start: 2014/1", "one.yaml:8:10: horizon.start: `2014/1`: write 2014-01"),
        ("start: 2014-01", "start: 2014-13", "one.yaml:8:10: horizon.start: expected a month like 2014-01, got `2014-13`"),
        ("start: 2014-01", "start: 2013-12", "one.yaml:8:10: horizon.start: 2013-12 is before 2014-01, the first month of the data"),
        ("share_simulated: 0.2", "share_simulated: .nan", "one.yaml:6:20: county.share_simulated: expected a number above 0 up to 1, got nan"),
        ("share_simulated: 0.2", "share_simulated: .inf", "one.yaml:6:20: county.share_simulated: expected a number above 0 up to 1, got inf"),
        ("share_simulated: 0.2", "share_simulated: -0.2", "one.yaml:6:20: county.share_simulated: expected a number above 0 up to 1, got -0.2"),
        ("share_simulated: 0.2", "share_simulated: 0", "one.yaml:6:20: county.share_simulated: expected a number above 0 up to 1, got 0"),
        ("share_simulated: 0.2", "share_simulated: 20%", "one.yaml:6:20: county.share_simulated: `20%` is text: write 0.2"),
        ("share_simulated: 0.2", "share_simulated: '0.2'", "one.yaml:6:20: county.share_simulated: `0.2` is text: write 0.2, without quotes"),
        ("months: 24", "months: 1,200", "one.yaml:9:11: horizon.months: `1,200` is text: write 1200"),
        ("schema: 1", "schema: 2", "one.yaml:1:9: schema: expected a whole number from 1 to 1, got 2"),
        ("prices: 2015", "prices: 1066", "one.yaml:3:9: prices: expected a year from 2013 to 2024, where the deflator reaches, got 1066"),
        ("prices: 2015", "prices: x", "one.yaml:3:9: prices: expected a year like 2015, got `x`"),
        ("profile: tiny.yaml", "profile: [tiny.yaml]", "one.yaml:5:12: county.profile: expected text, got a list"),
        ("profile: tiny.yaml", "profile: none.yaml", "one.yaml:5:12: county.profile: none.yaml: no such file"),
        ("name: One", "name: One\ntrends: flatt", "one.yaml:3:9: trends: expected continue_2020 or flat, got `flatt`; did you mean 'flat'?"),
        ("name: One", "name: One\nseed: -1", "one.yaml:3:7: seed: expected a whole number from 0 to 9007199254740991, got -1"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_a_scenario_is_said_at_its_place(desk: Any, old: str, new: str, said: str) -> None:
    desk.change("one.yaml", old, new)
    assert desk.said() == [said]


def test_a_list_where_a_mapping_is_due_is_an_error_at_its_key(desk: Any) -> None:
    desk.change("one.yaml", "  start: 2014-01\n  months: 24\n", "  - 2014-01\n  - 24\n")
    assert desk.said() == ["one.yaml:7:1: horizon: expected a mapping, got a list"]


def test_all_errors_of_all_files_come_at_once(desk: Any) -> None:
    desk.change("one.yaml", "months: 24", "months: 0")
    desk.change("one.yaml", "name: One", "name: One\nparameters: {channel.nothing: 1}\ncolour: red")
    desk.change("tiny.yaml", "villages: 2", "villages: two")
    desk.change("tiny.yaml", "away_share: 0.33", "away_share: 7")
    assert [said.partition(": ")[0] for said in desk.said()] == [
        "one.yaml:3:14",
        "one.yaml:4:1",
        "one.yaml:11:11",
        "tiny.yaml:6:13",
        "tiny.yaml:14:15",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("villages: 2", "villages: 0", "tiny.yaml:6:13: geography.villages: expected a whole number from 1 to 5000, got 0"),
        ("households_per_village: 200", "households_per_village: 0", "tiny.yaml:7:27: geography.households_per_village: expected a number from 1 to 20000, got 0"),
        ("hub_km: [3, 45]", "hub_km: [45, 3]", "tiny.yaml:9:11: geography.hub_km: the lowest, 45, is not below the highest, 3"),
        ("hub_km: [3, 45]", "hub_km: [3]", "tiny.yaml:9:11: geography.hub_km: expected two numbers, the lowest and the highest, got 1"),
        ("none: 0.064", "none: 0.065", "tiny.yaml:16:14: people.schooling: the shares of schooling sum to 1.001, not 1"),
        ("none: 0.064", "none: -0.064", "tiny.yaml:16:21: people.schooling.none: expected a number from 0 to 1, got -0.064"),
        ("{mean: 7.8,", "{meen: 7.8,", "tiny.yaml:17:13: people.land_mu.meen: unknown key 'meen'; did you mean 'mean'?"),
        ("most: 120}", "most: 1,200}", "tiny.yaml:17:45: people.land_mu.200: `200` stands alone: a comma separates here, so write 1200, not 1,200"),
        ("[3086, 7221,", "[7221, 3086,", "tiny.yaml:18:18: people.income_fifths: the means of the fifths must ascend, from the poorest to the richest"),
        ("{9: 0.5, 10: 0.5}", "{9: 0.5, 10: 0.4}", "tiny.yaml:27:14: products.0.harvest: the shares of harvest sum to 0.9, not 1"),
        ("{9: 0.5, 10: 0.5}", "{9: 0.5, 13: 0.5}", "tiny.yaml:27:14: products.0.harvest: expected calendar months from 1 to 12, got 13"),
        ("{9: 0.5, 10: 0.5}", "{9: 0.5, October: 0.5}", "tiny.yaml:27:23: products.0.harvest.October: expected a whole number as the key, got `October`"),
        ("kg_per_parcel: 5", "kg_a_parcel: 5", "tiny.yaml:30:5: products.0.kg_a_parcel: unknown key 'kg_a_parcel'; did you mean 'kg_per_parcel'?"),
        ("prices: 2015", "prices: 2050", "tiny.yaml:3:9: prices: expected a year from 2013 to 2024, where the deflator reaches, got 2050"),
        ("first_year: the national average", "first_yeer: the national average", "tiny.yaml:55:3: missing.first_yeer: no figure at 'first_yeer'; did you mean 'first_year'?"),
        ("  suited_elsewhere: invented\n", "", "tiny.yaml:33:1: suited_elsewhere: has no source: name it in `sources`, or in `missing` with what was assumed"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_a_county_is_said_in_the_file_of_the_county(desk: Any, old: str, new: str, said: str) -> None:
    desk.change("tiny.yaml", old, new)
    assert said in desk.said()


def test_products_that_claim_more_than_all_villages_are_an_error(desk: Any) -> None:
    text = (desk.folder / "tiny.yaml").read_text()
    product = text[text.index("  - name: fruit") : text.index("suited_elsewhere: 0.09")]
    second = product.replace("fruit", "nuts").replace("0.30", "0.8")
    desk.write("tiny.yaml", text.replace(product, product + second))
    assert desk.said() == ["tiny.yaml:19:1: products: the shares of villages of all products sum to 1.1, more than 1"]


def test_a_village_too_small_to_sample_says_which_share_is_enough(desk: Any) -> None:
    desk.change("one.yaml", "share_simulated: 0.2", "share_simulated: 0.1")
    assert desk.said() == [
        "one.yaml:6:20: county.share_simulated: a village of 150 at 0.1 gives 15 households, 17 needed: use 0.12"
    ]
    desk.change("one.yaml", "share_simulated: 0.1", "share_simulated: 0.12")
    from sim.files import load_scenario

    assert load_scenario(desk.folder / "one.yaml").share_simulated == 0.12


def test_a_horizon_past_the_data_needs_trends(desk: Any) -> None:
    from sim.files import load_scenario

    desk.change("one.yaml", "months: 24", "months: 84")
    assert load_scenario(desk.folder / "one.yaml").trends is None
    desk.change("one.yaml", "months: 84", "months: 85")
    (said,) = desk.said()
    assert said.startswith("one.yaml:9:11: horizon.months: the horizon ends 2021-01, a date after the data (2020-12) with no `trends`")
    desk.change("one.yaml", "months: 85", "months: 85\ntrends: flat")
    assert load_scenario(desk.folder / "one.yaml").trends == "flat"


def test_a_misspelled_parameter_is_named_with_the_one_meant(desk: Any) -> None:
    desk.write("one.yaml", (desk.folder / "one.yaml").read_text() + "parameters:\n  chanel.switching_cost: 0.6\n")
    assert desk.said() == [
        "one.yaml:11:3: parameters.chanel.switching_cost: no parameter named 'chanel.switching_cost'; "
        "did you mean 'channel.switching_cost'?"
    ]
