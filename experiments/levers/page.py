"""The page docs/levers.md: what each lever is, and the tables of this experiment in words and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.theory.levers import LEVERS

Rows = Sequence[Mapping[str, Any]]
COMMAND = "python experiments/levers/make.py"


def page(tables: Mapping[str, Rows], seeds: int, many: int) -> str:
    """The page as text."""
    return "\n".join(
        [
            "# Levers: what a government can set, and what each does",
            "",
            f"Made by `{COMMAND}`; the numbers are in [experiments/levers](../experiments/levers). Amounts are CNY of 2015.",
            "",
            "## What there is",
            "",
            *_declared(),
            "",
            "A level of several policies on one lever adds up; a share of villages does not: a village that two policies would serve is",
            "served once, by the first. Budgets are spent in the order of the rank, then of population id, to the fen; the last one is",
            "served in part. In the month in which a budget ends, what was claimed past it stays unpaid with whoever advanced it.",
            "",
            "## Dose and response",
            "",
            f"Each lever alone in the average county without programmes, {seeds} seeds, one household in ten. The policy runs for three years;",
            "what is shown is the third year against no policy on the same seeds, with a 95 % interval for luck alone. *Outlay* is for the",
            "three years. A lever that works through another is shown with it, against the other alone: quality and follow-up with 300",
            "seats a month, village sites with a station everywhere. An interval that holds 0 is in brackets. Unit costs are those declared;",
            "most are assumptions, so *outlay* is an order of magnitude. One household in ten overstates what cold storage of cooperatives does to",
            "income and to what is lost ([decision 0035](decisions/0035-small-areas-are-judged-in-full.md)).",
            "",
            *_doses(tables["doses"]),
            "",
            "## Two together",
            "",
            f"What two policies do beyond the sum of each alone, over {many} seeds. Above 0 they need each other; below 0 they do each other's work.",
            "",
            *_pairs(tables["pairs"]),
            "",
            "## Access alone",
            "",
            f"A station in every village for twelve months, {many} seeds, without training or clerks; then with a clerk who orders for others.",
            "In the randomized trial of Couture, Faber, Gu and Liu (2021) no effect on household income could be told from nothing, and the cost of",
            "living fell for a minority.",
            "",
            *_access(tables["access"]),
            "",
            "Common draws make a difference of thousandths of a per cent visible, which no trial could see. So here is the same policy as a",
            "trial would have met it: a lottery over the villages, the change of treated less control villages over a year, and the standard",
            "error over villages.",
            "",
            *_trial(tables["trial"]),
            "",
            "## Whose business do sellers take?",
            "",
            "The income effect of a package that makes sellers (stations, 300 seats a month, grants of 5,000 CNY, 2 CNY a parcel sent) where",
            f"sellers of a county take each other's business (`market.stealing` = 1) or that of the rest of the country (100); {many} seeds.",
            "",
            *_stealing(tables["stealing"]),
            "",
            "## What pairing is worth",
            "",
            "Variance over 30 seeds of the difference in produce sold online in the hamlet (Mesa model, three years, policy from the second):",
            "with draws that are places; with the same seed drawn in turns; with independent seeds. Six villages have few sellers, so a",
            "merchant more or less is much of the variance. This model draws for nearly everyone every month, so that even in turns its two",
            "arms stay in step until a merchant or a carrier comes or goes; a model that draws only where something may happen loses that.",
            "",
            *_pairing(tables["pairing"]),
            "",
        ]
    )


def _declared() -> list[str]:
    lines = [
        "| lever | what it is | unit, range | aimed at | acts on | public cost | source |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in LEVERS:
        reach = {"county": "county", "village": "villages", "household": "households"}[one.reach]
        lines.append(
            f"| `{one.key}` | {one.label}, {one.label_zh} | {one.unit}, {one.low:g} to {one.high:,.6g} | {reach} | {one.acts_on} | {one.cost} | {one.source} |"
        )
    return lines


def _shown(row: Mapping[str, Any], name: str, digits: int, scale: float = 1.0) -> str:
    """Mean and interval; in brackets where the interval holds 0."""
    mean, low, high = (float(row[f"{name}{end}"]) * scale for end in ("", "_low", "_high"))
    if low == high == 0.0:
        return "0"
    said = f"{mean:+,.{digits}f} ({low:,.{digits}f} to {high:,.{digits}f})"
    return f"[{said}]" if low <= 0.0 <= high else said


def _doses(rows: Rows) -> list[str]:
    lines = [
        "| lever | level | outlay, m CNY | produce online, CNY a household a year | income, CNY a person a year | income at constant cost of living | sellers, points | buyers, points |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| `{row['lever']}` | {row['level']:,.6g} {row['unit']} | {row['outlay'] / 1e6:,.2f} | "
            + " | ".join(
                (
                    _shown(row, "sales_produce_online_household", 1), _shown(row, "income_person", 1), _shown(row, "real_income_person", 1),
                    _shown(row, "sellers_share", 2, 100.0), _shown(row, "shoppers_share", 2, 100.0),
                )
            )
            + " |"
        )  # fmt: skip
    return lines


WORDS = {
    "sales_produce_online_household": "produce sold online, CNY a household a year",
    "spend_online_household": "bought online, CNY a household a year",
    "income_person": "income, CNY a person a year",
    "real_income_person": "income at constant cost of living, CNY a person a year",
    "sellers_share": "households that sell online, points",
}


def _pairs(rows: Rows) -> list[str]:
    lines = ["| pair | outcome | first alone | second alone | both | beyond the sum |", "|---|---|---|---|---|---|"]
    for row in rows:
        if row["outcome"] in WORDS:
            scale, digits = (100.0, 3) if row["outcome"].endswith("_share") else (1.0, 2)
            shown = " | ".join(
                _shown(row, part, digits, scale) for part in ("first", "second", "both", "beyond_the_sum")
            )
            lines.append(f"| {row['pair']} | {WORDS[row['outcome']]} | {shown} |")
    return lines


def _access(rows: Rows) -> list[str]:
    lines = [
        "| arm | income, CNY a person a year | of mean income | cost of living, % | households whose cost of living fell by over 0.5 %, % | buyers, points |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row['arm']} | {_shown(row, 'income_person', 1)} | {100 * float(row['income_share']):+.3f} % | "
            f"{_shown(row, 'cost_of_living_change', 3, 100.0)} | {_shown(row, 'living_cost_lower', 1, 100.0)} | {_shown(row, 'shoppers_share', 2, 100.0)} |"
        )
    return lines


def _trial(rows: Rows) -> list[str]:
    lines = ["| arm | outcome | effect | standard error | seen in | ", "|---|---|---|---|---|"]
    for row in rows:
        scale, digits, unit = (100.0, 3, "cost of living, %") if row["outcome"] == "living_cost" else (1.0, 1, "income, CNY a person a year")
        lines.append(
            f"| {row['arm']} | {unit} | {float(row['effect']) * scale:+,.{digits}f} | {float(row['standard_error']) * scale:,.{digits}f} | "
            f"{row['seen_in']} of {row['of']} seeds |"
        )
    return lines


def _stealing(rows: Rows) -> list[str]:
    lines = [
        "| `mkt` | income, CNY a person a year | at constant cost of living | produce online, CNY a household a year | sellers, points |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row['mkt']:g} | {_shown(row, 'income_person', 2)} | {_shown(row, 'real_income_person', 2)} | "
            f"{_shown(row, 'sales_produce_online_household', 1)} | {_shown(row, 'sellers_share', 2, 100.0)} |"
        )
    return lines


def _pairing(rows: Rows) -> list[str]:
    lines = [
        "| policy | mean difference | variance: keyed | same seed, in turns | independent | keyed over same seed (95 %) | keyed over independent (95 %) |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        shown = [
            f"{float(row[f'variance, {kind}']):,.1f}"
            for kind in ("keyed", "in turns, same seed", "in turns, independent seeds")
        ]
        ratios = []
        for kind in ("in turns, same seed", "in turns, independent seeds"):
            name = f"keyed over {kind}"
            ratios.append(
                "not defined"
                if row[name] is None
                else f"{row[name]:.3f} ({row[f'{name}, low']:.3f} to {row[f'{name}, high']:.3f})"
            )
        lines.append(f"| {row['policy']} | {row['mean']:+,.1f} | {' | '.join(shown)} | {' | '.join(ratios)} |")
    return lines
