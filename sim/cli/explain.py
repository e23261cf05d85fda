"""`ruralsim check --explain`: levers in force by month, what the money buys, when a budget ends, what cannot be spent.

The scenario is run once, with its first seed and default parameters, so that what is said is what happens.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

FEN = 100.0


@dataclass(frozen=True, slots=True)
class Spell:
    """Months in which a measure's level stays as it is, or moves evenly."""

    first: str
    last: str
    levels: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Explained:
    """One measure: when it is in force, whom it reaches, what it spends and what that buys. Money in CNY of 2015."""

    policy: str
    lever: str
    label: str
    unit: str
    stretches: tuple[Spell, ...]
    reaches: str
    budget: float | None
    spent: float
    unpaid: float
    buys: str
    notes: tuple[str, ...]


def explain(scenario: Any, lang: str) -> list[Explained]:
    """What each of a scenario's measures comes to, from one run of it."""
    import numpy as np

    from sim.county.policy_plan import OUTSIDE
    from sim.county.synthesis import synthesise
    from sim.engine import run
    from sim.theory.levers import LEVERS, NUMBER

    case = synthesise(scenario, scenario.seed)
    households = case.state.household.weight.copy()
    record = run(case, scenario.seed)
    months = [str(scenario.start.plus(t)) for t in range(scenario.months)]
    first = len(case.plan.lever) - len(scenario.measures)
    found = []
    for row, measure in enumerate(scenario.measures):
        m = first + row
        lever = LEVERS[NUMBER[measure.lever]]
        inside = case.plan.place[m] < OUTSIDE
        aimed = float(np.dot(households, case.plan.aimed[case.plan.target[m]]))
        spent = record.spent[:, m]
        total = float(spent[-1]) / FEN
        # A village that the commercial roll-out has reached since is no longer taken on: what was paid for it tells.
        served = (record.outlays[:, case.plan.lever[m], :-1] > 0).any(axis=0) & inside
        taken = int(np.count_nonzero(served if lever.key == "broadband.coverage" else case.plan.taken[m]))
        wanted = int(np.count_nonzero(case.plan.place[m] < max(measure.levels)))
        notes = tuple(_notes(measure, lever, months, spent, taken, wanted, float(record.unpaid[-1, m]) / FEN))
        found.append(
            Explained(
                measure.policy, lever.key, lever.label_zh if lang == "zh" else lever.label, lever.unit,
                tuple(_stretches(measure.levels, months)), _reaches(lever, int(np.count_nonzero(inside)), len(inside), aimed),
                measure.budget, total, float(record.unpaid[-1, m]) / FEN, _buys(lever, measure, total, taken, case.parameters), notes,
            )
        )  # fmt: skip
    return found


def _stretches(levels: Sequence[float], months: Sequence[str]) -> Iterator[Spell]:
    """A measure's levels as stretches: constant, or rising or falling by equal moves."""
    t = 0
    while t < len(levels):
        if levels[t] == 0.0:
            t += 1
            continue
        last = t
        step = levels[t + 1] - levels[t] if t + 1 < len(levels) else 0.0
        while last + 1 < len(levels) and levels[last + 1] > 0.0 and abs(levels[last + 1] - levels[last] - step) < 1e-9:
            last += 1
        yield Spell(months[t], months[last], (levels[t], levels[last]))
        t = last + 1


def _reaches(lever: Any, villages: int, of: int, households: float) -> str:
    if lever.reach == "county":
        return "the county"
    if lever.reach == "village":
        return f"{villages} of {of} villages"
    return f"{households:,.0f} households"


def _buys(lever: Any, measure: Any, spent: float, taken: int, p: Any) -> str:
    """What was bought, in the lever's own things."""
    if lever.union:
        return f"{taken} village{'' if taken == 1 else 's'}"
    if lever.key in ("training.seats", "training.managers"):
        return f"{spent / p.accounting.seat_cost:,.0f} seats"
    if lever.unit == "CNY/parcel":
        return f"{_quantity(measure, spent):,.0f} parcels"
    if lever.key == "people.return_grant":
        return f"{_quantity(measure, spent):,.0f} returns"
    return "the level as it stands" if spent > 0.0 else "nothing"


def _quantity(measure: Any, spent: float) -> float:
    """Things paid for at a constant level; of levels that change, at their mean."""
    levels = [level for level in measure.levels if level > 0.0]
    mean = 0.0
    for level in levels:
        mean += level / len(levels)
    return spent / mean if mean > 0.0 else 0.0


def _notes(
    measure: Any, lever: Any, months: Sequence[str], spent: Any, taken: int, wanted: int, unpaid: float
) -> Iterator[str]:
    """When the budget ends, and what cannot be spent."""
    in_force = [t for t, level in enumerate(measure.levels) if level > 0.0]
    if not in_force or measure.budget is None:
        if lever.union and in_force and taken < wanted:
            yield f"{short_name(lever)}: {wanted - taken} of {wanted} villages are already served"
        return
    fen = int(measure.budget * FEN + 0.5)
    over = next((t for t in range(len(months)) if spent[t] >= fen), None)
    if over is not None and over < in_force[-1]:
        left = in_force[-1] - over
        yield f"the budget ends {months[over]}, {left} month{'' if left == 1 else 's'} before `end`"
    unspent = (fen - int(spent[-1])) / FEN
    if unspent >= 0.005 * measure.budget:
        cannot = f"{millions(unspent)} of {millions(measure.budget)} CNY cannot be spent"
        if lever.union and taken < wanted:
            yield f"{short_name(lever)}: {wanted - taken} of {wanted} villages are already served; {cannot}"
        else:
            yield f"{short_name(lever)}: {cannot}"
    if unpaid > 0.0:
        yield f"{millions(unpaid)} CNY was claimed in the month in which the budget ended and stays unpaid"


def short_name(lever: Any) -> str:
    """A lever's name within its group: stations."""
    return str(lever.key.partition(".")[2])


def millions(amount: float) -> str:
    """An amount of money as a user would say it: 11.1 m, 12 m, 300,000."""
    return f"{amount / 1e6:.1f}".removesuffix(".0") + " m" if amount >= 1e6 else f"{amount:,.0f}"


def print_explained(scenario: Any, found: Sequence[Explained], shape: str, lang: str) -> None:
    """Print what each measure comes to, then its notes, then the margins of the county."""
    from dataclasses import asdict

    from sim.county.margins import margins, missed
    from sim.county.synthesis import synthesise
    from sim.reading.problems import printable

    county = margins(scenario, synthesise(scenario, scenario.seed))
    if shape == "json":
        given = [
            {"figure": one.name, "unit": one.unit, "given": one.given, "got": one.got, "missed": None if one.met else missed(one)}
            for one in county
        ]
        said = {"scenario": scenario.name, "prices": 2015, "measures": [asdict(one) for one in found], "county": given}
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    if found:
        _print_measures(scenario, found, lang)
    else:
        print(printable(f"{scenario.name}: no policies; levers of the history only ({scenario.history})"))
    print_margins(scenario, county, lang)


def _print_measures(scenario: Any, found: Sequence[Explained], lang: str) -> None:
    from sim.present.screen.run_summary import print_table
    from sim.reading.problems import printable

    titles = {
        "en": ("policy", "lever", "in force", "level", "reaches", "budget, CNY of 2015", "spent", "buys"),
        "zh": ("政策", "政策工具", "生效期", "水平", "对象", "预算（2015年元）", "支出", "买到"),
    }[lang]
    rows = []
    for one in found:
        for number, stretch in enumerate(one.stretches or (Spell("never", "", (0.0, 0.0)),)):
            head = number == 0
            rows.append(
                (
                    printable(one.policy) if head else "", (one.label if lang == "zh" else one.lever) if head else "",
                    f"{stretch.first} to {stretch.last}" if stretch.last else stretch.first, _level(stretch, one.unit),
                    one.reaches if head else "", ("" if one.budget is None else f"{one.budget:,.2f}") if head else "",
                    f"{one.spent:,.2f}" if head else "", one.buys if head else "",
                )
            )  # fmt: skip
    print_table(titles, rows, printable(f"{scenario.name}: what its policies come to, in one run of seed {scenario.seed}"), words=5)
    for one in found:
        for note in one.notes:
            print(printable(f"{one.policy} ({one.lever}): {note}"))
    print("Levels of several policies on one lever add up; a village that two policies would serve is served once, by the first.")


def _level(stretch: Spell, unit: str) -> str:
    first, last = stretch.levels
    moving = f"{first:.6g} to {last:.6g}" if abs(first - last) > 1e-12 else f"{first:.6g}"
    return moving if unit == "0..1" else f"{moving} {unit}"


def print_margins(scenario: Any, found: Sequence[Any], lang: str) -> None:
    """Print what the profile gives of its county beside what the county on its first day has, and which figures are missed by over 2 %."""
    from sim.county.margins import missed
    from sim.present.screen.run_summary import print_table
    from sim.reading.problems import printable

    english, chinese = ("figure of the profile", "unit", "given", "got", "got/given"), ("县情指标", "单位", "给定", "所得", "比值")
    titles = chinese if lang == "zh" else english
    rows = [(one.name, one.unit, f"{one.given:,.4g}", f"{one.got:,.4g}", f"{one.ratio:.3f}") for one in found]
    print_table(titles, rows, printable(f"{scenario.county.name}: given and got on the first day, at seed {scenario.seed}"))
    for one in found:
        if not one.met:
            print(printable(missed(one)))
