"""Figures of stored results: the numbers drawn are those that the results hold."""

import numpy as np
import pytest

from sim.present.figures.drawing import DRAWING, figure_files
from sim.present.figures.drawn_figure import NotDrawn
from sim.present.figures.style import files_of

LEVERS = "vary: {delivery.stations: {values: [0, 0.5, 1]}, training.seats: {values: [0, 20]}}\nreplicates: 3\n"
ARMS = "arms: {stations: {delivery.stations: 1}, training: {training.seats: 20}}\nreplicates: 4\n"
UNKNOWN = "uncertain: {learning.training_effect: range, channel.switching_cost: range}\n"


def both(values, arm, replicate, year):
    """Luck of a seed, large; levers act by formula, together beyond their sum."""
    stations, seats = values["delivery.stations"], values["training.seats"] / 20.0
    return 1000.0 * replicate + 6.0 * stations + 2.0 * seats + 4.0 * stations * seats


def drawn(held, figure):
    (one,) = DRAWING[figure](held)
    for low in (name for name in one.table.columns if name.endswith("low")):
        high = low.removesuffix("low") + "high"
        assert not (one.table[low] > one.table[high]).any(), f"{low} is above {high}"
    return one


def test_every_figure_that_a_file_can_ask_for_has_its_drawing():
    from sim.compute.design import FIGURES

    assert set(DRAWING) == set(FIGURES)


def test_dose_and_response_hold_what_a_level_adds(swept):
    table = drawn(swept(LEVERS + "figures: [dose_response]\n", both), "dose_response").table
    income = table[table["outcome"] == "real_income_person"].set_index(["factor", "level"])["effect"]
    assert income["delivery.stations", 1.0] == pytest.approx(8.0)  # 6, and 4 where there is training, in half of the groups
    assert income["delivery.stations", 0.5] == pytest.approx(4.0)
    assert income["training.seats", 20.0] == pytest.approx(4.0)
    assert (table[table["level"] == 0.0]["effect"] == 0.0).all()
    assert set(table["outcome"]) == {"real_income_person", "sales_online_household"}, "money spent is no effect"


def test_interaction_holds_the_difference_of_differences(swept):
    table = drawn(swept(LEVERS + "figures: [interaction]\n", both), "interaction").table.set_index(["outcome", "factors"])
    assert table.loc[("real_income_person", 2), "effect"] == pytest.approx(12.0)
    assert table.loc[("real_income_person", 2), "sum_of_parts"] == pytest.approx(8.0)
    assert table.loc[("real_income_person", 2), "beyond"] == pytest.approx(4.0)


def test_a_figure_that_a_design_cannot_give_says_what_would(swept):
    rows = "list: [{delivery.stations: 0, training.seats: 0}, {delivery.stations: 1, training.seats: 0}]\nsampler: list\n"
    held = swept(LEVERS + rows + "figures: [interaction]\n", both)
    with pytest.raises(NotDrawn, match="sampler: grid"):
        figure_files(held)


def test_designs_that_fill_space_are_drawn_in_parts_of_the_range(swept):
    more = "vary: {delivery.stations: range, training.seats: {from: 0, to: 20}}\nsampler: latin_hypercube\npoints: 64\nfigures: [dose_response]\n"
    table = drawn(swept(more, both), "dose_response").table
    rising = table[(table["outcome"] == "real_income_person") & (table["factor"] == "delivery.stations")]["effect"].to_numpy()
    assert len(rising) == 8 and rising[0] < -1.0 and rising[-1] > 1.0


def luck_and_effect(values, arm, replicate, year):
    """Levels hang on one parameter and the seed; what stations add hangs on the other."""
    effect, cost = values["learning.training_effect"], values["channel.switching_cost"]
    return 100.0 * effect + 30.0 * (-1.0) ** replicate + (arm == "stations") * (5.0 + 10.0 * cost)


def test_sensitivity_of_levels_and_of_differences_is_told_apart_and_luck_from_both(swept):
    more = f"{UNKNOWN}{ARMS}sampler: saltelli\npoints: 16\nfigures: [sensitivity]\n"
    table = drawn(swept(more, luck_and_effect), "sensitivity").table
    table = table[table["outcome"] == "real_income_person"].set_index(["of", "scale", "factor"])
    assert table.loc[("level", "mean over seeds", "learning.training_effect"), "total"] == pytest.approx(1.0, abs=0.2)
    assert table.loc[("stations less no policy", "mean over seeds", "channel.switching_cost"), "total"] == pytest.approx(1.0, abs=0.2)
    assert table.loc[("level", "one run", "seed"), "total"] > 0.5
    assert table.loc[("stations less no policy", "one run", "seed"), "total"] == pytest.approx(0.0, abs=1e-9)
    assert np.isnan(table.loc[("training less no policy", "mean over seeds", "channel.switching_cost"), "total"]), "training adds nothing"


def test_indices_over_failed_cases_say_how_many_blocks_are_left_out(swept):
    def failing(values, arm, replicate, year):
        if replicate == 0 and values["learning.training_effect"] > 0.48:
            raise ValueError("no such county")
        return luck_and_effect(values, arm, replicate, year)

    held = swept(f"{UNKNOWN}replicates: 2\nsampler: saltelli\npoints: 16\nfigures: [sensitivity]\n", failing)
    one = drawn(held, "sensitivity")
    gone = int(one.table["left_out"].iloc[0])
    assert 0 < gone < 16
    said = " ".join(files_of(one.figure, one.table)["svg"].decode().split())
    assert "failed" in said and f"{gone} of 16 blocks left out" in _text(said)


def _text(svg: str) -> str:
    """The words of a figure, whatever lines they stand on."""
    import re

    return " ".join(re.sub(r"<[^>]*>", " ", svg).split())


def test_a_sweep_that_has_only_begun_is_drawn_as_far_as_it_carries(swept):
    more = f"{UNKNOWN}sampler: saltelli\npoints: 16\nfigures: [sensitivity]\n"
    with pytest.raises(NotDrawn, match="sensitivity: 1 whole blocks: two at least"):
        figure_files(swept(more, luck_and_effect, shards=1))
    one = drawn(swept(more, luck_and_effect, name="further", shards=5), "sensitivity")
    said = _text(files_of(one.figure, one.table)["svg"].decode())
    assert "29 not run yet" in said and "8 of 16 blocks left out" in said


def test_screening_finds_the_factor_that_acts(swept):
    more = f"{UNKNOWN}replicates: 2\nsampler: morris\npoints: 5\nfigures: [screening]\n"
    table = drawn(swept(more, luck_and_effect), "screening").table
    table = table[table["outcome"] == "real_income_person"].set_index("factor")["mu_star"]
    assert table["learning.training_effect"] == pytest.approx(45.0) and table["channel.switching_cost"] == pytest.approx(0.0, abs=1e-9)


def test_robustness_holds_regret_and_the_worlds_in_which_an_arm_does_good(swept):
    def turning(values, arm, replicate, year):
        side = 1.0 if values["learning.training_effect"] > 0.275 else -1.0
        return {"none": 0.0, "stations": 2.0, "training": 6.0 * side}[arm]

    more = f"{UNKNOWN}{ARMS}sampler: latin_hypercube\npoints: 10\nfigures: [robustness]\n"
    table = drawn(swept(more, turning), "robustness").table
    table = table[table["outcome"] == "real_income_person"].set_index("arm")
    assert table.loc["training", "most_regret"] == 8.0 and table.loc["stations", "most_regret"] == 4.0
    assert table.loc["stations", "gains"] == 1.0 and table.loc["training", "gains"] == pytest.approx(0.5)
    assert table.loc["no policy", "gains"] == 0.0 and (table["best"].sum() == pytest.approx(1.0))


def test_side_by_side_holds_effect_outlay_and_what_a_yuan_costs(swept):
    def rising(values, arm, replicate, year):
        return 1000.0 * replicate + {"none": 0.0, "stations": 2.0 * year, "training": (-1.0) ** replicate}[arm]

    one = drawn(swept(f"{ARMS}figures: [side_by_side]\n", rising), "side_by_side")
    table = one.table.set_index(["arm", "measure"])["value"]
    assert table["stations", "real_income_person"] == pytest.approx(4.0)
    assert table["stations", "public_outlay"] == pytest.approx(24.0)
    persons = 4.0
    assert table["stations", "cost_per_yuan"] == pytest.approx(24.0 / (persons * (0.0 + 2.0 + 4.0)))
    assert np.isnan(table["training", "cost_per_yuan"]), "no gain can be told"


def test_who_gains_is_told_by_groups_of_the_first_day(swept):
    one = drawn(swept(f"{ARMS}households: yearly\nfigures: [who_gains]\n", lambda *_: 0.0), "who_gains")
    table = one.table[(one.table["measure"] == "income") & (one.table["arm"] == "training")].set_index(["grouping", "group"])
    assert table.loc[("km to the county seat", "<10"), "gain"] == 0.0
    assert table.loc[("km to the county seat", "20–30"), "gain"] == pytest.approx(10.0), "40 a household of four"
    assert (table["seeds"] == 4).all()


def test_takeoff_draws_the_model_beside_what_was_published(swept):
    held = swept("figures: [takeoff]\nreplicates: 3\n", lambda *_: 0.0, outcomes="[stations_share, gini]")
    table = drawn(held, "takeoff").table
    assert list(table["panel"].unique()) == ["villages with a station"]
    model, published = table[table["kind"] == "model"], table[table["kind"] == "published"]
    assert list(model["value"]) == [0.0, 100.0, 200.0] and list(model["year_end"]) == [2014.0, 2015.0, 2016.0]  # the stand-in counts years
    assert list(published["value"]) == [25.1] and list(published["given"]) == ["yes"]


def test_takeoff_needs_an_outcome_that_was_published(swept):
    with pytest.raises(NotDrawn, match="no national series"):
        figure_files(swept("figures: [takeoff]\n", lambda *_: 0.0, outcomes="[gini]"))


def test_a_figure_file_is_the_same_however_often_it_is_drawn(swept):
    held = swept(LEVERS + "figures: [interaction]\n", both)
    first = figure_files(held)
    assert first == figure_files(held) and list(first) == ["interaction"]
