"""One policy entry: its dates, its levels in the model's units, its target and its budget, each checked at its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.files.county import CountyProfile
from sim.files.policy.schema import LeverEntry, Measure, lever_named
from sim.files.policy.target import Target, target_refusal, unknown_in
from sim.reading.amounts import as_written, budget_refusal, in_2015, level_refusal, without_prices
from sim.reading.nodes import Node, Path_, Place
from sim.reading.problems import Problem
from sim.reading.timeline import Span, levels_by_month, ramp_too_long
from sim.reading.value_types import Month, month_of
from sim.reading.wrong_keys_and_values import closest
from sim.theory.levers import Lever


@dataclass(frozen=True, slots=True)
class Dates:
    """When an entry is in force: the level from each month on, in order of time; `end` is None where it runs to the horizon's."""

    steps: tuple[tuple[Month, float], ...]
    end: Month | None

    def shifted(self, months: int) -> Dates:
        """The same, so many months later."""
        steps = tuple((month.plus(months), level) for month, level in self.steps)
        return Dates(steps, None if self.end is None else self.end.plus(months))


def dates_of(entry: LeverEntry, node: Node, path: Path_, span: Span | None) -> tuple[Dates | None, list[Problem]]:
    """The dates of an entry and what is wrong with them; without a `span`, whether they are inside the horizon is left open."""

    def at(key: str, said: str) -> Problem:
        place: Place = node.value[key].best_place
        return place.problem((*path, key), said)

    problems: list[Problem] = []
    start = None if entry.start is None else month_of(entry.start)
    end = None if entry.end is None else month_of(entry.end)
    if isinstance(entry.level, dict):
        steps = sorted((month_of(month), level) for month, level in entry.level.items())
        problems += _dated_outside(node.value["level"], (*path, "level"), end, span)
        if start is not None and start != steps[0][0]:
            first_level = f"the first dated level is that of {steps[0][0]}, not of {start}"
            problems.append(at("start", f"{first_level}: write that, or leave `start` out"))
    else:
        first = start if start is not None or span is None else span.start
        assert first is not None, "a programme entry has a start"
        steps = [(first, entry.level)]
        if start is not None and span is not None and (said := span.outside(start)):
            problems.append(at("start", said))
    if end is not None:
        if end < steps[0][0]:
            problems = [at("end", f"{end} is before the start, {steps[0][0]}")]
        elif span is not None and (said := span.outside(end)):
            problems.append(at("end", said))
    if not problems and (said := ramp_too_long(steps, end, entry.ramp)):
        problems.append(at("ramp", said))
    return (None, problems) if problems else (Dates(tuple(steps), end), [])


def _dated_outside(levels: Node, path: Path_, end: Month | None, span: Span | None) -> list[Problem]:
    """Dated levels after the end or outside the horizon, each at its own date."""
    found: list[Problem] = []
    for key, one in levels.value.items():
        month = month_of(str(key))
        said = None if span is None else span.outside(month)
        if said is None and end is not None and month > end:
            said = f"is after the end, {end}"
        if said is not None:
            found.append((one.key or one.place).problem((*path, key), said))
    return found


def measure_of(
    entry: LeverEntry, node: Node, path: Path_, dates: Dates | None, span: Span, year: int | str | None, county: CountyProfile | None,
    parameters: Mapping[str, float], name: str = "", asked: Problem | None = None,
) -> tuple[Measure | None, list[Problem]]:
    """The measure of an entry, and all that is wrong with it besides its dates; `dates` None: the dates are wrong already.

    `year` is the price year of its file: None where it has none, text where it has a wrong one that is reported elsewhere.
    """
    lever = lever_named(entry.lever)
    levels, problems = _levels(entry, lever, node, path, year)
    budget, found = _budget(entry, lever, node, path, year, parameters)
    problems += found
    problems += _mistargeted(entry.target, lever, node, path, county)
    unpriced = not isinstance(year, int) and (lever.money or entry.budget is not None)
    if problems or unpriced or dates is None:
        return None, problems
    steps = [(month, levels[place]) for place, (month, _) in enumerate(dates.steps)]
    by_month = levels_by_month(steps, dates.end or span.last, entry.ramp, span)
    asked = asked or node.value["lever"].place.problem(path, "")
    shown, target = name or ".".join(map(str, path)), entry.target or Target()
    return Measure(policy=shown, lever=entry.lever, levels=by_month, target=target, budget=budget, asked=asked), []


def _levels(entry: LeverEntry, lever: Lever, node: Node, path: Path_, year: int | str | None) -> tuple[list[float], list[Problem]]:
    """The levels of an entry in order of time, in the lever's unit."""
    said: Node = node.value["level"]
    if isinstance(entry.level, dict):
        written = [(value, said.value[month], (*path, "level", month)) for month, value in sorted(entry.level.items())]
    else:
        written = [(entry.level, said, (*path, "level"))]
    if lever.money and not isinstance(year, int):
        return [], [said.best_place.problem((*path, "level"), without_prices(lever.unit))] if year is None else []
    levels: list[float] = []
    problems: list[Problem] = []
    for value, at, where in written:
        level, note = value, ""
        if lever.money and isinstance(year, int):
            level, note = in_2015(value, lever.unit, year), as_written(value, year)
        levels.append(level)
        if wrong := level_refusal(lever, level, note):
            problems.append(at.best_place.problem(where, wrong))
    return levels, problems


def _budget(
    entry: LeverEntry, lever: Lever, node: Node, path: Path_, year: int | str | None, parameters: Mapping[str, float]
) -> tuple[float | None, list[Problem]]:
    """The budget in CNY of 2015."""
    if entry.budget is None:
        return None, []
    at = node.value["budget"].best_place
    where = (*path, "budget")
    if not isinstance(year, int):
        return None, [at.problem(where, without_prices("CNY"))] if year is None else []
    budget = in_2015(entry.budget, "CNY", year)
    wrong = budget_refusal(lever, budget, as_written(entry.budget, year), parameters)
    return budget, [] if wrong is None else [at.problem(where, wrong)]


def _mistargeted(target: Target | None, lever: Lever, node: Node, path: Path_, county: CountyProfile | None) -> list[Problem]:
    """What is wrong with a target: the lever cannot take it, or the county has no such product or township."""
    if target is None:
        return []
    said: Node = node.value["target"]
    where = (*path, "target")
    if target == Target():
        return [said.best_place.problem(where, "is empty: say whom, or leave it out")]
    if refused := target_refusal(lever, target):
        key, wrong = refused
        at = said.value[key] if key else said
        place = at.key or at.best_place
        return [place.problem((*where, key) if key else where, wrong)]
    return [] if county is None else _unknown_there(target, said, where, county)


def _unknown_there(target: Target, said: Node, where: Path_, county: CountyProfile) -> list[Problem]:
    """Products and townships that the county does not have."""
    problems: list[Problem] = []
    chinese = {product.name_zh: product.name for product in county.products}
    for path, message in unknown_in(county, target):
        at = said.at(path)
        assert at is not None
        meant = None
        if path[-1] == "product":
            meant = chinese.get(at.value) or closest(at.value, [product.name for product in county.products])
        problems.append(at.best_place.problem((*where, *path), message, meant))
    return problems
