"""Figures of sweeps: functions of tables, the same bytes for the same table, nothing clipped and no text upon another."""

import csv
import io
import itertools
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.present.figures import (
    dose_response,
    interaction,
    robustness,
    screening,
    sensitivity,
    side_by_side,
    style,
    takeoff,
    who_gains,
)
from sim.theory.levers import LEVERS
from sim.theory.parameters import PARAMETERS

CAPTION = (
    "No programme: Average county, 5 % of households simulated. 137 points (a list of points) × 8 seeds, the same everywhere: 1,096 cases, of "
    "which 3 failed. Levers act from 2016-01 to 2020-12. Shown: 2020. Dots: mean of paired differences over seeds; lines: 95 % intervals, "
    "which hold luck only. Amounts in CNY of 2015. Source: ruralsim 0.1.0, model 01234567, experiment each-lever-alone."
)
TITLE = "What does each lever do alone, to income and to sales, after five years in the average county?"
OUTCOMES = (
    ("real_income_person", "income a person at constant cost of living", "CNY a person a year"),
    ("sales_online_household", "sold online, all goods", "CNY a household a year"),
)
LONGEST = sorted(PARAMETERS.values(), key=lambda one: (-len(one.label), one.key))


def numbers(seed: int) -> Iterator[tuple[float, float, float]]:
    """Middles of all sizes with their bounds."""
    random = np.random.default_rng(seed)
    while True:
        middle = float(random.normal() * 10.0 ** random.integers(-2, 4))
        half = abs(middle) * 0.3 + 0.01
        yield middle, middle - half, middle + half


def doses(factors: int, levels: int) -> pd.DataFrame:
    drawn = numbers(1)
    rows = [
        (*outcome, one.key, one.label, one.unit, level * one.high, level, *(next(drawn) if level else (0.0, 0.0, 0.0)), 8)
        for outcome in OUTCOMES
        for one in LEVERS[:factors]
        for level in np.linspace(0.0, 1.0, levels)
    ]
    return pd.DataFrame(rows, columns=list(dose_response.COLUMNS))


def combinations() -> pd.DataFrame:
    drawn, names = numbers(2), [LEVERS[row].label for row in (0, 4, 11)]
    rows = [
        (*outcome, " + ".join(one), size, *next(drawn), *next(drawn), *next(drawn), *next(drawn), 8, 1)
        for outcome in OUTCOMES
        for size in (1, 2, 3)
        for one in itertools.combinations(names, size)
    ]
    return pd.DataFrame(rows, columns=list(interaction.COLUMNS))


def indices(seeds: int) -> pd.DataFrame:
    random = np.random.default_rng(3)
    rows: list[tuple[Any, ...]] = []
    for (name, label, _), of in itertools.product(OUTCOMES, ("level", "comprehensive demonstration less no policy")):
        luck = float(random.random())
        for scale in (sensitivity.MEAN, sensitivity.RUN)[: 1 + (seeds > 1)]:
            for one in LONGEST[:20]:
                x = float(random.random()) / 5.0
                rows.append((name, label, of, scale, one.key, one.label, x * 0.8, x * 0.7, x * 0.9, x, x - 0.03, x + 0.03, 512, 2, seeds))
            if scale == sensitivity.RUN:
                rows.append((name, label, of, scale, "seed", "luck (the seed)", 0.1, 0.0, 0.2, luck, luck - 0.05, luck + 0.05, 512, 2, seeds))
    return pd.DataFrame(rows, columns=list(sensitivity.COLUMNS))


def elementary() -> pd.DataFrame:
    drawn = numbers(4)
    rows = []
    for (name, label, unit), one in itertools.product(OUTCOMES, LONGEST[:30]):
        middle, low, high = (abs(side) for side in next(drawn))
        rows.append((name, label, unit, "level", one.key, one.label, middle, middle, min(low, high), max(low, high), middle / 2, 3.0, 20, 0, 2))
    return pd.DataFrame(rows, columns=list(screening.COLUMNS))


def regrets() -> pd.DataFrame:
    rows = [
        (*outcome, "more", arm, 1.0 + place, 2.0 + place, 4.0 + place, 0.3, 0.2, 0.8, 0.5, 100, 0, 4)
        for outcome in OUTCOMES
        for place, arm in enumerate(("no policy", "comprehensive demonstration", "village sites"))
    ]
    return pd.DataFrame(rows, columns=list(robustness.COLUMNS))


def years(arms: tuple[str, ...]) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    panels = (("villages with a station", "% of villages", 80.0), ("parcels sent and received", "parcels a household a year", 100.0),
              ("online shops", "shops per 1,000 households", 50.0), ("income a person", "CNY a person a year", 17000.0))  # fmt: skip
    for panel, unit, top in panels:
        for year in range(2014, 2021):
            value = top * (year - 2012) / 8.0
            rows += [(panel, unit, "model", arm, float(year), value, 0.9 * value, 1.1 * value, "", "", "ruralsim", 16) for arm in arms]
            if year % 2:
                sure = "yes" if year < 2018 else "no"
                rows.append((panel, unit, "published", "", float(year), value, value, 1.2 * value, sure, "yes", "a series", 0))
    return pd.DataFrame(rows, columns=list(takeoff.COLUMNS))


def gains(arms: tuple[str, ...]) -> pd.DataFrame:
    drawn = numbers(6)
    groupings = {
        "tenth of households by income at the start": [str(one) for one in range(1, 11)],
        "km to the county seat": ["<10", "10–20", "20–30", "≥30"],
        "digital skill at the start": ["<0.05", "0.05–0.15", "0.15–0.25", "≥0.25"],
    }
    rows = [
        (measure, "CNY a person a year", arm, grouping, group, place, *next(drawn), 0.1, 8)
        for measure in ("income", "income at constant cost of living")
        for grouping, groups in groupings.items()
        for arm in arms
        for place, group in enumerate(groups)
    ]
    return pd.DataFrame(rows, columns=list(who_gains.COLUMNS))


def programmes(arms: int) -> pd.DataFrame:
    drawn = numbers(7)
    rows: list[tuple[Any, ...]] = []
    for arm in range(arms):
        name = f"comprehensive demonstration of e-commerce {arm}"
        for measure, label, unit in OUTCOMES:
            rows.append((name, name, measure, f"{label}, 2020", unit, "effect", *next(drawn), 8, 1))
        rows.append((name, name, "public_outlay", "public money, all years", "CNY a household", "outlay", *map(abs, next(drawn)), 8, 1))
        cost = (np.nan,) * 3 if arm % 3 == 0 else (2.0 * arm, 1.0 * arm, 9.0 * arm)
        rows.append((name, name, "cost_per_yuan", "cost of a yuan of real income, all years", "CNY per CNY", "cost", *cost, 8, 1))
    return pd.DataFrame(rows, columns=list(side_by_side.COLUMNS))


Drawing = Callable[[pd.DataFrame, str, str], tuple[Figure, pd.DataFrame]]
CASES: dict[str, tuple[Drawing, pd.DataFrame]] = {
    "a dose of every lever": (dose_response.plot_dose_response, doses(34, 4)),
    "doses of three levers": (dose_response.plot_dose_response, doses(3, 5)),
    "interaction": (interaction.plot_interaction, combinations()),
    "sensitivity": (sensitivity.plot_sensitivity, indices(4)),
    "sensitivity at one seed": (sensitivity.plot_sensitivity, indices(1)),
    "screening": (screening.plot_screening, elementary()),
    "robustness": (robustness.plot_robustness, regrets()),
    "take-off": (takeoff.plot_takeoff, years(("given",))),
    "take-off of two arms": (takeoff.plot_takeoff, years(("none", "comprehensive demonstration"))),
    "who gains": (who_gains.plot_who_gains, gains(("comprehensive demonstration", "village sites", "cooperatives"))),
    "twenty programmes": (side_by_side.plot_side_by_side, programmes(20)),
    "two programmes": (side_by_side.plot_side_by_side, programmes(2)),
}


def texts(figure: Figure) -> list[tuple[str, Any]]:
    """Every text that is drawn, with its place in pixels."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    found = list(figure.texts)
    for legend in figure.legends:
        found += legend.get_texts()
    for axes in (one for one in figure.axes if one.get_visible()):
        if axes.axison:
            found += [axes.xaxis.label, axes.yaxis.label]
            for axis, low, high in ((axes.xaxis, *sorted(axes.get_xlim())), (axes.yaxis, *sorted(axes.get_ylim()))):
                found += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high and tick.label1.get_visible()]
        found += [axes.title, axes._left_title, *axes.texts]
    return [(one.get_text(), one.get_window_extent(renderer)) for one in found if one.get_visible() and one.get_text().strip()]


@cache
def drawn_once(name: str) -> tuple[Figure, pd.DataFrame]:
    draw, table = CASES[name]
    return draw(table.sample(frac=1.0, random_state=1) if draw is dose_response.plot_dose_response else table, TITLE, CAPTION)


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_clipped_and_no_text_stands_upon_another(name):
    figure, _ = drawn_once(name)
    with style.house_style():
        found = texts(figure)
    whole = figure.bbox
    for text, box in found:
        inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= whole.x1 + 1 and box.y1 <= whole.y1 + 1
        assert inside, f"{text!r} is cut off"
    for (one, a), (other, b) in itertools.combinations(found, 2):
        wide, tall = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        # Boxes of letters hold their ascenders: boxes of neighbouring lines touch where letters do not.
        upon = wide > 2 and tall > 0.3 * min(a.height, b.height)
        assert not upon, f"{one!r} and {other!r} are upon each other"


@pytest.mark.parametrize("name", CASES)
def test_the_table_drawn_has_the_columns_declared_and_every_number_given(name):
    (_, table), (_, drawn) = CASES[name], drawn_once(name)
    assert list(drawn.columns) == list(table.columns)
    keys = list(table.columns)
    pd.testing.assert_frame_equal(
        drawn.sort_values(keys, ignore_index=True), table.sort_values(keys, ignore_index=True), check_dtype=False
    )


def test_the_same_table_gives_the_same_bytes_of_every_file():
    draw, table = CASES["interaction"]
    first, again = (style.files_of(*draw(table, TITLE, CAPTION)) for _ in range(2))
    assert list(first) == ["png", "svg", "pdf", "csv"]
    assert first == again
    assert first["png"].startswith(b"\x89PNG") and first["pdf"].startswith(b"%PDF")


def test_title_caption_and_units_are_text_in_the_svg():
    draw, table = CASES["doses of three levers"]
    svg = style.files_of(*draw(table, "A question?", "A sample of 7 seeds."))["svg"].decode()
    for said in ("A question?", "A sample of 7 seeds.", "CNY a person a year", "share of villages", "Villages with broadband"):
        assert said in svg


def test_names_in_chinese_are_drawn():
    draw, table = CASES["two programmes"]
    named = table.assign(arm_label=["电子商务进农村综合示范" if one.endswith("0") else "村级站点" for one in table["arm"]])
    assert "电子商务进农村综合示范" in style.files_of(*draw(named, "问题", "说明"))["svg"].decode()


# ------------------------------------------------------------------------------------------------------------------- csv


def cells(table: pd.DataFrame) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(style.csv_bytes(table).decode())))


def test_numbers_are_written_to_ten_digits_and_gaps_are_empty():
    written = cells(pd.DataFrame({"value": [12345.678912345, 1.0, np.nan], "n": [1, 2, 3]}))
    assert [row["value"] for row in written] == ["12345.67891", "1", ""]
    assert [row["n"] for row in written] == ["1", "2", "3"]


def test_the_last_bits_of_a_sum_move_nothing():
    values = pd.DataFrame({"value": [12000.123456, 1e-3, -3e-14, 0.0]})
    other = pd.DataFrame({"value": [12000.123456 * (1 + 3e-16), 1e-3 + 2e-15, 2e-14, -0.0]})
    assert style.csv_bytes(values) == style.csv_bytes(other)


def test_a_change_in_the_eighth_digit_is_seen():
    one, other = (style.csv_bytes(pd.DataFrame({"value": [12000.123456 + change]})) for change in (0.0, 0.0002))
    assert one != other


def test_text_that_a_spreadsheet_would_run_is_marked_as_text():
    assert cells(pd.DataFrame({"arm": ["=1+1", "+x", "stations"]}))[0]["arm"] == "'=1+1"
    assert cells(pd.DataFrame({"arm": ["stations, all"]}))[0]["arm"] == "stations, all"
