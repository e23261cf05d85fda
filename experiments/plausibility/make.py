"""Run the baseline over seeds, set it beside the published national series, and write docs/plausibility.md with its figure and numbers.

Run from anywhere: `python experiments/plausibility/make.py`. Nothing is fitted. The same sources give the same files.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from comparisons import COMPARISONS
from observations import FIRST_YEAR, state, year_sum
from page import held, page
from panels import COLUMNS, PANELS, draw, model_rows
from signs import signs

from sim.compute.simulate import simulate
from sim.compute.store.files import write_bytes, write_text
from sim.files import Scenario, load_scenario

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "plausibility.md"
FIGURE = ROOT / "docs" / "images" / "plausibility"
SEEDS = tuple(range(1, 9))
TAOBAO_SEEDS = SEEDS[:4]
TAOBAO_SAMPLE = 0.2  # outcomes.py: the least share at which the rule is reported

UNCOMPARED = {
    "shoppers": state("shoppers_share", 100.0),
    "shoppers_young": state("shoppers_young", 100.0),
    "shoppers_poor": state("shoppers_poor", 100.0),
    "price_out": state("delivery_price_out"),
    "parcels_out": lambda monthly: year_sum(monthly["parcels_out_household"]),
    "bought": lambda monthly: year_sum(monthly["spend_online_household"]),
}
"""Lines of the figure without a published series beside them."""

Case = Mapping[str, np.ndarray]


def cases(scenario: Scenario, seeds: Sequence[int]) -> list[Case]:
    """The scenario once for each seed, by name of outcome; the first alone, so that what must be compiled is compiled once."""

    def one(seed: int) -> Case:
        trajectory = simulate(scenario, seed=seed)
        return {name: trajectory[name] for name in trajectory.columns}

    first = one(seeds[0])
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return [first, *threads.map(one, seeds[1:])]


def figure_rows(lines: Mapping[str, np.ndarray]) -> list[Mapping[str, Any]]:
    """Everything the figure draws, as a table."""
    compared = {comparison.key: comparison for comparison in COMPARISONS}
    rows: list[Mapping[str, Any]] = []
    for panel in PANELS:
        for line in panel.lines:
            rows += model_rows(panel, line, lines[line], FIRST_YEAR)
            for one in compared[line].observed if line in compared else ():
                at = FIRST_YEAR - 1 + (one.month + 1) / 12
                unit = panel.unit.removeprefix("1,000 ")
                cells = (panel.title, line, "evidence", at, one.period, unit, one.value, one.low, one.high, one.verified, one.source)
                rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return rows


def cell(value: Any) -> str:
    """A value as a cell of the csv: words as they are, yes or no, numbers to six significant digits."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:.6g}"


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """The table drawn."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: cell(value) for key, value in row.items()})
    return text.getvalue()


def main() -> None:
    """Run, compare, draw, write."""
    scenario = load_scenario(ROOT / "scenarios" / "baseline.yaml")
    baseline = cases(scenario, SEEDS)
    denser = cases(scenario.model_copy(update={"share_simulated": TAOBAO_SAMPLE}), TAOBAO_SEEDS)
    measures = UNCOMPARED | {comparison.key: comparison.measure for comparison in COMPARISONS}
    lines = {key: np.array([measure(case) for case in (denser if key == "taobao" else baseline)]) for key, measure in measures.items()}
    results = [held(comparison, lines[comparison.key]) for comparison in COMPARISONS]
    mean = {name: np.mean([case[name] for case in baseline], axis=0) for name in baseline[0]}
    caption = (
        f"{scenario.name}, {scenario.county.name.lower()}, {scenario.share_simulated:.0%} of households simulated "
        f"(Taobao villages: {TAOBAO_SAMPLE:.0%}, seeds {TAOBAO_SEEDS[0]}–{TAOBAO_SEEDS[-1]}), seeds {SEEDS[0]}–{SEEDS[-1]}; lines and "
        "bands by quarter. A tick is the end of that year: stocks at that date, flows over the twelve "
        "months before; prices of parcels at mid-year. Amounts in CNY of 2015. Whiskers: 273 m against 230 m households, or the "
        "published range; for any connection, bounds from persons online. Income by fifth: published means, model percentiles. "
        "Sources: national series and micro evidence of the package; model: ruralsim, compiled engine."
    )
    rows = figure_rows(lines)
    FIGURE.parent.mkdir(parents=True, exist_ok=True)
    for kind, content in draw(rows, caption).items():
        write_bytes(FIGURE.with_suffix(f".{kind}"), content)
    write_text(FIGURE.with_suffix(".csv"), as_csv(rows))
    write_text(PAGE, page(results, lines, signs(mean), caption))
    print(f"wrote {PAGE.relative_to(ROOT)} and {FIGURE.relative_to(ROOT)}.png, .svg, .csv")


if __name__ == "__main__":
    main()
