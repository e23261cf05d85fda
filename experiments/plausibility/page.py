"""The page: each observation held against the model with a verdict, the checks, what is off and what may be missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from comparisons import COMPARISONS, CPI_NOTE, GIVEN, ROLES
from observations import Comparison, Observation
from signs import Sign

WITHIN, ORDER = 0.25, 3.0  # share off that still counts as met; factor off that is still the right order


@dataclass(frozen=True, slots=True)
class Held:
    """One observation held against the model: mean, lowest and highest over seeds, ratio of the mean to it, verdict."""

    comparison: Comparison
    observation: Observation
    mean: float
    lowest: float
    highest: float
    verdict: str

    @property
    def ratio(self) -> float:
        """Model over observation."""
        return self.mean / self.observation.value


def verdict(comparison: Comparison, observation: Observation, model: float) -> str:
    """Reproduced, right order or missed; given where the series is an input; within or outside where it is a pair of bounds."""
    if comparison.bounds:
        return "within bounds" if observation.low <= model <= observation.high else "outside bounds"
    ratio = model / observation.value
    if abs(ratio - 1) <= WITHIN:
        close = "within 25 %"
    elif 1 / ORDER <= ratio <= ORDER:
        close = "right order"
    else:
        close = "missed"
    return f"given ({close})" if comparison.role == GIVEN else close


def held(comparison: Comparison, values: np.ndarray) -> list[Held]:
    """The observations of one comparison against the model's values [seeds, months]."""
    found = []
    for observation in comparison.observed:
        at = values[:, observation.month]
        mean = float(at.mean())
        found.append(Held(comparison, observation, mean, float(at.min()), float(at.max()), verdict(comparison, observation, mean)))
    return found


def number(value: float) -> str:
    """A number for a table, three significant digits, thousands set apart."""
    if value == 0:
        return "0"
    digits = max(0, 2 - int(np.floor(np.log10(abs(value)))))
    return f"{value:,.{digits}f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows))


def reading(one: Held) -> str:
    """The published number, with the range of its readings where it has one, and a circle where it is not verified."""
    seen = one.observation
    if one.comparison.bounds:
        said = f"{number(seen.low)} to {number(seen.high)}"
    elif seen.high > seen.low:
        said = f"{number(seen.value)} ({number(seen.low)}–{number(seen.high)})"
    else:
        said = number(seen.value)
    return f"{said} {'●' if seen.verified else '○'}"


def ratio(one: Held) -> str:
    """Model over observation, with the range over its readings."""
    seen = one.observation
    if one.comparison.bounds:
        return "–"
    if seen.high > seen.low:
        return f"{one.ratio:.2f} ({one.mean / seen.high:.2f}–{one.mean / seen.low:.2f})"
    return f"{one.ratio:.2f}"


def details(one: Held) -> list[str]:
    """Published, model, range over seeds, ratio."""
    return [reading(one), number(one.mean), f"{number(one.lowest)}–{number(one.highest)}", ratio(one)]


def summary_rows(results: Sequence[Sequence[Held]]) -> list[list[str]]:
    """One row a series: its last year, and how many of its years are met."""
    rows = []
    for series in results:
        last = series[-1]
        met = sum(one.verdict in ("within 25 %", "given (within 25 %)", "within bounds") for one in series)
        of = last.comparison
        name, years = f"{of.name}, {of.unit}", f"{met} of {len(series)}"
        rows.append([name, last.observation.period, *details(last), f"**{last.verdict}**", years, of.role])
    return rows


def misses(results: Sequence[Sequence[Held]]) -> str:
    """What is off in any year, how, and what may be missing."""
    said = []
    for series in results:
        off = [one for one in series if not one.verdict.endswith(("within 25 %", "within bounds", "(within 25 %)"))]
        if not off:
            continue
        of = off[0].comparison
        low = [one for one in off if one.mean < (one.observation.low if of.bounds else one.observation.value)]
        high = [one for one in off if one not in low]
        parts = []
        for some, word, why in ((low, "below", of.below), (high, "above", of.above)):
            if some:
                when = ", ".join(f"{one.observation.period}{'' if of.bounds else f' × {one.ratio:.2f}'}" for one in some)
                parts.append(f"{word} in {when}. {why}")
        said.append(f"- **{of.name}** ({of.role}): " + " ".join(parts))
    return "\n".join(said) if said else "- none"


def tally(results: Sequence[Sequence[Held]]) -> str:
    """How many observations are met, by the role of their series."""
    rows = []
    for role, means in ROLES.items():
        of_role = [one for series in results for one in series if one.comparison.role == role]
        verdicts = [one.verdict.removeprefix("given (").removesuffix(")") for one in of_role]
        kinds = (("within 25 %", "within bounds"), ("right order",), ("missed", "outside bounds"))
        counts = [sum(found in kind for found in verdicts) for kind in kinds]
        rows.append([f"{role}: {means}", *map(str, counts)])
    return table(("role of the series", "within 25 % or bounds", "right order", "missed"), rows)


def growth_of_fifths(lines: Mapping[str, np.ndarray]) -> str:
    """Real growth of income by fifth from 2015 to 2020: published means of fifths against percentiles of the model."""
    rows = []
    for comparison in COMPARISONS:
        if comparison.key.startswith("fifth_"):
            seen = {one.period: one.value for one in comparison.observed}
            mean = lines[comparison.key].mean(axis=0)
            rows.append([comparison.key.removeprefix("fifth_"), f"{seen['2020'] / seen['2015'] - 1:.0%}",
            f"{mean[83] / mean[23] - 1:.0%}"])
    return table(("fifth", "published, 2015–2020 ○", "model"), rows)


def goods_against_purchases(lines: Mapping[str, np.ndarray]) -> str:
    """How the published sales of physical goods compare with what the model's households buy."""
    goods = next(comparison for comparison in COMPARISONS if comparison.key == "goods").observed[0]
    bought = float(lines["bought"].mean(axis=0)[goods.month])
    return (
        f"The published sales of physical goods in {goods.period}, {number(goods.value)} CNY a household, are "
        f"{goods.value / bought:.1f} times what "
        f"the model's households buy online that year ({number(bought)} CNY). Either they buy "
        "far too little, or sales of that size are the trade of others than farm households: a county that met the series beside these "
        "purchases would sell more than it buys."
    )


def page(results: Sequence[Sequence[Held]], lines: Mapping[str, np.ndarray], checks: Sequence[Sign], caption: str) -> str:
    """The page in Markdown."""
    holds = sum(check.holds for check in checks)
    expected = [(check.expected, check.seen, "yes" if check.holds else "**no**", check.rule) for check in checks]
    every = [
        [one.comparison.name, one.observation.period, *details(one), one.verdict, one.observation.source]
        for series in results
        for one in series
    ]
    notes = "\n".join(f"- **{of.name}.** Base: {of.base}. {of.notes}".rstrip() for of in COMPARISONS if of.notes)
    head = ("published", "model", "over seeds", "ratio")
    return f"""# Plausibility of the baseline, 2014–2020

*Written by `python experiments/plausibility/make.py`; the numbers are those of its last run. Change the script, not this page.*

The model is run with its starting values, which were chosen by eye and from single sources; **nothing here is a fit**, and fitting may
change it. The question is whether signs and orders of magnitude are right, and where they are not. No observation after 2020 is used.

![National series against the baseline, in sixteen panels](images/plausibility.png)

{caption} The numbers drawn: [plausibility.csv](images/plausibility.csv).

## In short

{tally(results)}

Checks of direction and shape that hold: **{holds} of {len(checks)}**; they are [below](#direction-order-shape). The last observation of
each series (● verified: read in its source, ○ not verified: a prior, never a target):

{table(("series", "year", *head, "verdict", "years met", "role"), summary_rows(results))}

*Verdict*: model over published between {1 - WITHIN:.2f} and {1 + WITHIN:.2f} is *within 25 %*; between a third and three, *right order*;
else *missed*. *Years met* counts observations within 25 %, or within bounds. The range in brackets comes from the other base or the
published range. Selling is held against the same two numbers twice, in a wide and a strict reading. Series that are given, and those a
value was tuned to, do not test the model: read the last column first.

## Direction, order, shape

{table(("expected", "seen", "holds", "rule"), expected)}

## What is off, and what may be missing

Every observation that is not within 25 % (× is model over published):

{misses(results)}

{goods_against_purchases(lines)}

The fifths of income are given in 2015, and wages and other income share one trend, so incomes rise almost evenly by design. Real growth:

{growth_of_fifths(lines)}

## Bases and definitions

National totals are put on a household by dividing by **273 m** (2,642 counties × 103,400 households), because that is what the model's
county stands for: its demand and merchants were set on the same base. The census of 2016 enumerated **230 m** rural households. Both are
shown as a range: on 230 m the published amounts are 19 % higher. Broadband is the exception (230 m, the range shows 273 m): a share of
households needs those that exist. So the baseline mixes two bases, and a fit should settle on one.

{CPI_NOTE}

{notes}

What is not compared: households that shop online (no national series of households in the evidence), services sold online, the share
of farm sales made online (13.8 % in 2020 by a ministry's evaluation, a wider definition than the value sold, see
[evidence](evidence.md)), and employment claimed. A stock is compared at the end of its month, a flow over the calendar year.

## Every observation

{table(("series", "period", *head, "verdict", "source (series, source)"), every)}
"""
