"""Every lever at four doses, the complementarities, access alone, and what pairing is worth: writes docs/levers.md and its numbers.

Run from anywhere: `python experiments/levers/make.py` (some ten minutes on two cores). Nothing is fitted, and the same sources give the
same files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import numpy as np
from page import page
from pairing import pairing_rows
from pairs import ROOT, STATES, YEARLY, average_county, differences, full_level, measure, runs

from sim.compute.simulate import simulate
from sim.compute.store.files import write_text
from sim.county.panel import PANEL
from sim.files import Measure, RandomShare, Scenario, Target
from sim.methods.statistics.means import paired_interval
from sim.theory.levers import LEVERS

PAGE = ROOT / "docs" / "levers.md"
NUMBERS = ROOT / "experiments" / "levers"
DOSES = (0.05, 0.2, 0.5, 1.0)
SEEDS = tuple(range(1, 9))
MANY_SEEDS = tuple(range(1, 25))

# A lever that works through another is shown with it, against the other alone.
WITH = {
    "training.quality": ("training.seats", 300.0),
    "training.follow_up": ("training.seats", 300.0),
    "market.village_sites": ("delivery.stations", 1.0),
}
PAIRS = {
    "delivery x training": (
        (("delivery.stations", 0.6), ("delivery.parcel_subsidy_out", 2.0)),
        (("training.seats", 300.0),),
    ),
    "delivery x broadband": (
        (("delivery.stations", 0.6), ("delivery.parcel_subsidy_out", 2.0)),
        (("broadband.coverage", 1.0), ("broadband.price_subsidy", 0.5)),
    ),
    "inbound x outbound parcels": ((("delivery.parcel_subsidy_in", 2.0),), (("delivery.parcel_subsidy_out", 2.0),)),
}
ACCESS = {
    "none": (),
    "sites": (("delivery.stations", 1.0),),
    "sites and clerks": (("delivery.stations", 1.0), ("market.village_sites", 1.0)),
}
STEALING = (1.0, 10.0, 100.0)
PACKAGE = (
    ("delivery.stations", 1.0),
    ("training.seats", 300.0),
    ("merchants.startup_grant", 5000.0),
    ("delivery.parcel_subsidy_out", 2.0),
)
LOWER = 0.005  # a cost of living lower by more than this counts as lower

Row = dict[str, object]


def arm(settings: Sequence[tuple[str, float]], **when: int) -> tuple[Measure, ...]:
    """Measures of (lever, level)."""
    return tuple(measure(lever, level, **when) for lever, level in settings)


def interval_columns(values: np.ndarray, name: str) -> Row:
    """Mean and 95 % interval of paired differences, luck only."""
    found = paired_interval(values)
    return {name: found.mean, f"{name}_low": found.low, f"{name}_high": found.high}


def dose_rows() -> list[Row]:
    """Each lever alone at four doses, against no policy on the same seeds."""
    scenario = average_county()
    arms: dict[str, tuple[Measure, ...]] = {"none": ()}
    for key, settings in {key: (setting,) for key, setting in WITH.items()}.items():
        arms[f"without {key}"] = arm(settings)
    for lever in LEVERS:
        for dose in DOSES:
            other = (WITH[lever.key],) if lever.key in WITH else ()
            arms[f"{lever.key} {dose:g}"] = arm([*other, (lever.key, dose * full_level(lever.key))])
    found = runs(scenario, arms, SEEDS)
    rows: list[Row] = []
    for lever in LEVERS:
        against = f"without {lever.key}" if lever.key in WITH else "none"
        for dose in DOSES:
            name = f"{lever.key} {dose:g}"
            outlay = np.array([a.outlay - b.outlay for a, b in zip(found[name], found[against], strict=True)])
            row: Row = {
                "lever": lever.key,
                "level": dose * lever.high,
                "unit": lever.unit,
                "outlay": paired_interval(outlay).mean,
            }
            for outcome in (*YEARLY, *STATES):
                row |= interval_columns(differences(found, name, outcome, against), outcome)
            rows.append(row)
    return rows


def pair_rows() -> list[Row]:
    """What two policies do together beyond the sum of each alone."""
    scenario = average_county()
    arms: dict[str, tuple[Measure, ...]] = {"none": ()}
    for name, (one, other) in PAIRS.items():
        arms |= {f"{name}: first": arm(one), f"{name}: second": arm(other), f"{name}: both": arm((*one, *other))}
    found = runs(scenario, arms, MANY_SEEDS)
    rows: list[Row] = []
    for name in PAIRS:
        for outcome in (*YEARLY, *STATES):
            parts = {part: differences(found, f"{name}: {part}", outcome) for part in ("first", "second", "both")}
            row: Row = {"pair": name, "outcome": outcome}
            row |= interval_columns(parts["first"], "first") | interval_columns(parts["second"], "second")
            row |= interval_columns(parts["both"], "both")
            row |= interval_columns(parts["both"] - parts["first"] - parts["second"], "beyond_the_sum")
            rows.append(row)
    return rows


def access_rows() -> list[Row]:
    """Village sites alone, and with clerks, after twelve months: income, and whose cost of living is lower."""
    scenario = average_county(months=36)
    when = {"first": 24, "last": 35, "months": 36}
    found = runs(
        scenario, {name: arm(settings, **when) for name, settings in ACCESS.items()}, MANY_SEEDS, upto=36, panel=True
    )
    rows: list[Row] = []
    for name in ACCESS:
        if name == "none":
            continue
        lower = [
            float(np.dot(a.weight, a.living_cost < (1.0 - LOWER) * b.living_cost) / np.add.reduce(a.weight))
            for a, b in zip(found[name], found["none"], strict=True)
        ]
        row: Row = {"arm": name} | interval_columns(np.array(lower), "living_cost_lower")
        for outcome in STATES:
            row |= interval_columns(differences(found, name, outcome), outcome)
        row["income_share"] = row["income_person"] / np.mean([one.values["income_person"] for one in found["none"]])  # type: ignore[operator]
        rows.append(row)
    return rows


def trial_rows() -> list[Row]:
    """Access alone as the trial would have seen it: a lottery gives half of the villages a station; income and prices after a year.

    For each seed the mean change from the year before to the year of the policy, of treated less control villages, with the standard
    error over villages, which is what was drawn. An effect counts as seen where it passes 1.96 standard errors.
    """
    scenario = average_county(months=36)
    lottery = Target(random=RandomShare(share=0.5))
    rows: list[Row] = []
    for name, settings in ACCESS.items():
        if name == "none":
            continue
        measures = tuple(measure(lever, level, 24, 35, 36, lottery) for lever, level in settings)
        found = [village_changes(scenario.with_measures(measures), seed) for seed in MANY_SEEDS]
        for outcome, unit in (("income", "CNY a person a year"), ("living_cost", "share")):
            effects = [effect(change[outcome], change["treated"]) for change in found]
            row: Row = {"arm": name, "outcome": outcome, "unit": unit, "villages": len(found[0]["treated"])}
            row["effect"] = float(np.mean([one for one, _ in effects]))
            row["standard_error"] = float(np.mean([error for _, error in effects]))
            row["seen_in"] = sum(1 for one, error in effects if abs(one) > 1.96 * error)
            row["of"] = len(effects)
            rows.append(row)
    return rows


def village_changes(scenario: Scenario, seed: int) -> dict[str, np.ndarray]:
    """Each village's mean change of income a person and of the cost of living in the year of the policy, and who was drawn."""
    from sim.county.synthesis import synthesise

    done = simulate(scenario, seed=seed, panel=True)
    treated = synthesise(scenario, seed).plan.place[0] < 1.0
    village, persons = done.households["village"], done.households["size"]
    count = np.bincount(village, minlength=len(treated))
    changes = {}
    for name, by in (("income", persons), ("living_cost", np.ones(len(persons)))):
        column = done.panel[:, :, PANEL.index(name)] / by
        changes[name] = np.bincount(village, weights=column[2] - column[1], minlength=len(treated)) / count
    return {**changes, "treated": treated}


def effect(change: np.ndarray, treated: np.ndarray) -> tuple[float, float]:
    """Difference of means over villages and its standard error (Neyman 1923)."""
    one, other = change[treated], change[~treated]
    error = float(np.sqrt(np.var(one, ddof=1) / len(one) + np.var(other, ddof=1) / len(other)))
    return float(np.mean(one) - np.mean(other)), error


def stealing_rows() -> list[Row]:
    """The income effect of a package that makes sellers, where sellers of a county take each other's business or do not."""
    rows: list[Row] = []
    for stealing in STEALING:
        found = runs(average_county(**{"market.stealing": stealing}), {"none": (), "package": arm(PACKAGE)}, MANY_SEEDS)
        row: Row = {"mkt": stealing}
        for outcome in ("income_person", "real_income_person", "sales_produce_online_household", "sellers_share"):
            row |= interval_columns(differences(found, "package", outcome), outcome)
        rows.append(row)
    return rows


TABLES: dict[str, Callable[[], list[Row]]] = {
    "doses": dose_rows, "pairs": pair_rows, "access": access_rows, "trial": trial_rows, "stealing": stealing_rows,
    "pairing": pairing_rows,
}  # fmt: skip


def main() -> None:
    """Run everything, then write the numbers and the page."""
    tables = {name: rows() for name, rows in TABLES.items()}
    for name, rows in tables.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        write_text(NUMBERS / f"{name}.csv", text.getvalue())
    write_text(PAGE, page(tables, seeds=len(SEEDS), many=len(MANY_SEEDS)))
    print(f"written: {PAGE.relative_to(ROOT)} and {len(tables)} tables")


if __name__ == "__main__":
    main()
