"""From the entries of `policies:` in a file to measures: levels by month, amounts in CNY of 2015, every mistake at its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.files.county import CountyProfile
from sim.files.policy.conflicts import MOST_MEASURES, conflicts
from sim.files.policy.entry import Dates, dates_of, measure_of
from sim.files.policy.programme import Programme, ProgrammeText, load_text
from sim.files.policy.schema import LeverEntry, Measure, UseEntry, entry_kind
from sim.files.scenario.extends import beside
from sim.reading.nodes import Node, Path_
from sim.reading.problems import InputError, Problem
from sim.reading.timeline import Span
from sim.reading.value_types import Month, month_of
from sim.reading.wrong_keys_and_values import MISSING, forgotten, validated


@dataclass(slots=True)
class Reading:
    """What entries are read against: the horizon, the county they are for, the files that say them, and their price years."""

    span: Span
    files: Mapping[str, Path]
    years: Mapping[str, int | None]
    county: CountyProfile | None
    parameters: Mapping[str, float]
    programmes: dict[str, ProgrammeText] = field(default_factory=dict)
    """Programme files read so far, by the name shown: a file used twice is read once."""


def measures_of(
    node: Node,
    path: Path_,
    files: Mapping[str, Path],
    start: Month,
    months: int,
    years: Mapping[str, int | None],
    named: str,
    county: CountyProfile | None = None,
    parameters: Mapping[str, float] | None = None,
) -> tuple[list[Measure], list[Problem]]:
    """The measures that a list of policy entries, or one entry, comes to over a horizon, and all that is wrong with them.

    `path` is where `node` stands in its file. `files` gives the path of each file by the name shown in problems: `use` is relative
    to the file that says it. `years` gives the price year of each file, None where it has none; a file that is not in it has a
    wrong one that was reported elsewhere. `named` is the name measures are shown under: that of entry 1 of a list is `named.1`,
    those of a programme have its name. With a `county`, products and townships of targets are checked against it; `parameters` are
    overrides of prices, in CNY of 2015.
    """
    reading = Reading(Span(start, months), files, years, county, parameters or {})
    if isinstance(node.value, list):
        entries = [(one, (*path, index), f"{named}.{index}") for index, one in enumerate(node.value)]
    else:
        entries = [(node, path, named)]
    measures: list[Measure] = []
    problems: list[Problem] = []
    for number, (one, where, name) in enumerate(entries):
        if number == MOST_MEASURES:
            problems.append(one.best_place.problem(where, f"more than {MOST_MEASURES} policies in one list"))
            break
        found, wrong = _entry(one, where, name, reading)
        measures += found
        problems += wrong
    return measures, problems + conflicts(measures, start)


def load_policy_file(
    path: str | Path, horizon_start: Month, months: int, county: CountyProfile | None = None, shown: str | None = None
) -> Programme:
    """The programme in a file, over a horizon; amounts in CNY of 2015.

    With a `county`, products and townships of targets are checked against it. Raises InputError with every problem found.
    """
    text = load_text(Path(path), shown or str(path), None)
    span = Span(horizon_start, months)
    problems = list(text.problems)
    measures: list[Measure] = []
    for entry, node, where in text.entries:
        dates, wrong = dates_of(entry, node, where, span)
        problems += wrong
        measure, wrong = measure_of(entry, node, where, dates, span, text.year, county, {})
        problems += wrong
        if measure is not None:
            measures.append(measure)
    problems += conflicts(measures, horizon_start)
    if problems or text.file is None:
        raise InputError(sorted(problems, key=lambda one: (one.line, one.column)))
    named = tuple(measure.model_copy(update={"policy": text.file.name}) for measure in measures)
    return text.programme(named)


def _entry(node: Node, path: Path_, name: str, reading: Reading) -> tuple[list[Measure], list[Problem]]:
    """The measures of one entry."""
    if isinstance(node.value, dict) and "use" in node.value and "lever" in node.value:
        place = node.value["use"].key or node.place
        return [], [place.problem((*path, "use"), "an entry has `lever` or `use`, not both")]
    if isinstance(node.value, dict) and entry_kind(node.value) == "=use":
        return _used(node, path, reading)
    entry, problems = validated(LeverEntry, node, path)
    if _neither(problems, path):
        return [], [node.best_place.problem(path, "expected `lever` with its `level`, or `use` with a programme file")]
    if entry is None or (problems := forgotten(node, path)):
        return [], problems
    dates, problems = dates_of(entry, node, path, reading.span)
    measure, found = measure_of(
        entry, node, path, dates, reading.span, _year(node, reading), reading.county, reading.parameters, name
    )
    return [] if measure is None else [measure], problems + found


def _neither(problems: list[Problem], path: Path_) -> bool:
    """Whether an entry names no lever and nothing that could be meant as one."""
    lever = ".".join(map(str, (*path, "lever")))
    return any(one.path == lever and one.message == MISSING for one in problems)


def _year(node: Node, reading: Reading) -> int | str | None:
    return reading.years.get(node.place.file, "reported")


def _used(node: Node, path: Path_, reading: Reading) -> tuple[list[Measure], list[Problem]]:
    """The measures of a programme that an entry uses."""
    entry, problems = validated(UseEntry, node, path)
    if entry is None or (problems := forgotten(node, path)):
        return [], problems
    use: Node = node.value["use"]
    said_in = use.place.file
    shown = str(beside(Path(said_in), entry.use))
    if shown not in reading.programmes:
        asked = use.place.problem((*path, "use"), "")
        try:
            reading.programmes[shown] = load_text(beside(reading.files[said_in], entry.use), shown, asked)
        except InputError as error:
            return [], error.problems
    text = reading.programmes[shown]
    if text.problems or text.file is None:
        return [], text.problems
    return _shifted(text, text.file.name, entry, node, path, reading)


def _shifted(
    text: ProgrammeText, name: str, entry: UseEntry, node: Node, path: Path_, reading: Reading
) -> tuple[list[Measure], list[Problem]]:
    """The measures of a programme on the months of the horizon, the whole of it shifted where the entry says so."""
    dated: list[tuple[LeverEntry, Node, Path_, Dates]] = []
    problems: list[Problem] = []
    for one, at, where in text.entries:
        dates, wrong = dates_of(one, at, where, None)
        problems += wrong
        if dates is not None:
            dated.append((one, at, where, dates))
    if problems:
        return [], problems
    first = min(dates.steps[0][0] for *_, dates in dated)
    shift = 0 if entry.start is None else month_of(entry.start).since(first)
    if said := _leaves(reading.span, (dates for *_, dates in dated), shift):
        key = "use" if entry.start is None else "start"
        advice = ": shift it with `start`, or change the horizon" if entry.start is None else ""
        return [], [node.value[key].best_place.problem((*path, key), f"{name} {said}{advice}")]
    asked = node.value["use"].place.problem(path, "")
    measures: list[Measure] = []
    for one, at, where, dates in dated:
        measure, wrong = measure_of(
            one, at, where, dates.shifted(shift), reading.span, text.year, reading.county, reading.parameters, name, asked
        )
        problems += wrong
        if measure is not None:
            measures.append(measure)
    return measures, problems


def _leaves(span: Span, programme: Iterable[Dates], shift: int) -> str | None:
    """What is wrong with a programme of which a date is outside the horizon, or None."""
    months: list[Month] = []
    for dates in programme:
        months += [month.plus(shift) for month, _ in dates.steps]
        months += [] if dates.end is None else [dates.end.plus(shift)]
    first, last = min(months), max(months)
    if span.start <= first and last <= span.last:
        return None
    return f"has dates from {first} to {last}, outside the horizon, {span.start} to {span.last}"
