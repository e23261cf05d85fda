"""From files to a Scenario: read, merge, validate, convert the money; everything wrong is reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.files.county import CountyProfile, unsourced
from sim.files.policy.loader import measures_of
from sim.files.policy.schema import Measure
from sim.files.scenario.extends import Layers, beside, read_layers
from sim.files.scenario.schema import (
    FIRST_MONTH,
    CountyChoice,
    Scenario,
    ScenarioFile,
    needs_trends,
    parameter_out_of_range,
    sample_too_small,
)
from sim.files.scenario.shocks import Shock, shocks_of
from sim.reading.amounts import as_written, in_2015, in_cny_of_2015, outside_deflator, without_prices
from sim.reading.arguments import path_of
from sim.reading.nodes import Node
from sim.reading.problems import InputError, Problem, shortened
from sim.reading.reader import read_yaml
from sim.reading.timeline import Span
from sim.reading.value_types import Month, month_of
from sim.reading.wrong_keys_and_values import closest, month_at, number_of, unknown_key, validated
from sim.theory.deflator import BASE_YEAR

LAST_MONTH = Month(2100, 12)
"""The last month that can be simulated."""


def load_scenario(path: str | Path, shown: str | None = None, asked: Problem | None = None) -> Scenario:
    """The scenario in a file, with all that it extends and its county; amounts in CNY of 2015.

    `shown` is the file's name in problems, `asked` the place that names it: a file that cannot be read is reported there.
    Raises InputError with every problem found, in all files that take part.
    """
    layers = read_layers(path_of("path", path, "a scenario file"), shown or str(path), asked)
    root = layers.root
    years, problems = _price_years(layers)
    parameters, found = _parameters(root.value.get("parameters"), layers, years)
    problems += found
    said, found = validated(ScenarioFile, _without_timelines(root))
    problems += found
    county, found = _county(root.at(("county", "profile")), layers)
    problems += found
    span = _span(root)
    shocks, found = _shocks(root.value.get("shocks"), span)
    problems += found
    measures, found = _measures(root.value.get("policies"), layers, years, span, county, parameters)
    problems += found
    problems += _misfits(root, county)
    if problems or said is None or county is None:
        raise InputError(_in_order(problems, [*layers.files]))
    return Scenario(
        name=said.name, description=said.description, county=county, share_simulated=said.county.share_simulated,
        start=month_of(said.horizon.start), months=said.horizon.months, trends=said.trends, history=said.history,
        parameters=parameters, measures=tuple(measures), shocks=tuple(shocks), seed=said.seed, replicates=said.replicates,
    )  # fmt: skip


def load_county(path: str | Path, shown: str | None = None, asked: Problem | None = None) -> CountyProfile:
    """The county in a profile file, amounts in CNY of 2015.

    `asked` is the place of a scenario that names the profile: a file that cannot be read is reported there.
    Raises InputError with every problem found.
    """
    root = read_yaml(Path(path), shown or str(path), asked)
    profile, problems = validated(CountyProfile, root)
    problems += unsourced(root)
    year = root.at(("prices",))
    if year is not None and type(year.value) is int and (said := outside_deflator(year.value)):
        problems.append(year.best_place.problem(("prices",), said))
    if problems or profile is None:
        raise InputError(_in_order(problems, [shown or str(path)]))
    return in_cny_of_2015(profile, profile.prices)


def _in_order(problems: list[Problem], files: list[str]) -> list[Problem]:
    """Problems by file as met, then by place."""
    order = {name: rank for rank, name in enumerate(files)}
    return sorted(problems, key=lambda one: (order.get(one.file, len(order)), one.file, one.line, one.column))


def _price_years(layers: Layers) -> tuple[dict[str, int | None], list[Problem]]:
    """The price year of each file, None where it has none or a wrong one."""
    years: dict[str, int | None] = {}
    problems: list[Problem] = []
    for shown, node in layers.prices.items():
        years[shown] = None
        if node is None or node.value is None:
            continue
        value = node.value
        said = outside_deflator(value) if type(value) is int else f"expected a year like {BASE_YEAR}, got {node.kind}"
        if said:
            problems.append(node.best_place.problem(("prices",), said))
        else:
            years[shown] = value
    return years, problems


def _parameters(node: Node | None, layers: Layers, years: Mapping[str, int | None]) -> tuple[dict[str, float], list[Problem]]:
    """Overrides of parameters in CNY of 2015, each checked against its declaration."""
    from sim.theory.parameters import PARAMETERS

    values: dict[str, float] = {}
    problems: list[Problem] = []
    if node is None or not isinstance(node.value, dict):
        return values, problems
    for key, one in node.value.items():
        path = ("parameters", key)
        if key not in PARAMETERS:
            if isinstance(key, int):
                problems.append(unknown_key(one.key or one.place, path, one, PARAMETERS))
            else:
                said = f"no parameter named '{shortened(key)}'"
                problems.append((one.key or one.place).problem(path, said, closest(key, PARAMETERS)))
            continue
        value, problem = number_of(one, path)
        if problem is not None:
            problems.append(problem)
            continue
        assert value is not None
        declared = PARAMETERS[key]
        written = value
        if declared.money:
            year = years.get(one.place.file)
            if year is None:
                # A `prices` that is there but wrong has been reported already.
                if layers.prices.get(one.place.file) is None:
                    problems.append(one.best_place.problem(path, without_prices(declared.unit)))
                continue
            value = in_2015(value, declared.unit, year)
        if outside := parameter_out_of_range(str(key), value):
            note = as_written(written, year) if declared.money else ""
            problems.append(one.best_place.problem(path, outside + note))
        values[str(key)] = value
    return values, problems


def _without_timelines(root: Node) -> Node:
    """The file without its shocks and policies, which are read against the horizon and the county."""
    kept = {key: node for key, node in root.value.items() if key not in ("shocks", "policies")}
    return Node(kept, root.place, root.key, root.text, root.plain)


def _span(root: Node) -> Span:
    """The horizon; where it is wrong, all months that can be simulated, so that what else is wrong is found too."""
    start, months = (root.at(("horizon", key)) for key in ("start", "months"))
    first = month_at(start)
    if first is None or first < FIRST_MONTH or months is None or type(months.value) is not int or not 1 <= months.value <= 600:
        return Span(FIRST_MONTH, LAST_MONTH.since(FIRST_MONTH) + 1)
    return Span(first, months.value)


def _shocks(node: Node | None, span: Span) -> tuple[list[Shock], list[Problem]]:
    return ([], []) if node is None else shocks_of(node, ("shocks",), span)


def _measures(
    node: Node | None, layers: Layers, years: Mapping[str, int | None], span: Span, county: CountyProfile | None,
    parameters: Mapping[str, float],
) -> tuple[list[Measure], list[Problem]]:
    """The measures of the scenario's own policies."""
    if node is None:
        return [], []
    if not isinstance(node.value, list):
        return [], [node.best_place.problem(("policies",), f"expected a list of policies, got {node.kind}")]
    # A year that is there but wrong has been reported already.
    sure = {shown: year for shown, year in years.items() if year is not None or _no_year(layers.prices.get(shown))}
    return measures_of(node, ("policies",), layers.files, span.start, span.months, sure, "policies", county, parameters)


def _no_year(node: Node | None) -> bool:
    return node is None or node.value is None


def _county(node: Node | None, layers: Layers) -> tuple[CountyProfile | None, list[Problem]]:
    """The county that the scenario names, relative to the file that names it."""
    if node is None or not isinstance(node.value, str) or not node.value:
        return None, []
    said_in = node.place.file
    shown = str(beside(Path(said_in), node.value))
    try:
        asked = node.place.problem(("county", "profile"), "")
        return load_county(beside(layers.files[said_in], node.value), shown, asked), []
    except InputError as error:
        return None, error.problems


def _misfits(root: Node, county: CountyProfile | None) -> list[Problem]:
    """Parts that are right by themselves and do not fit together."""
    problems: list[Problem] = []
    start, months, trends = (root.at(path) for path in (("horizon", "start"), ("horizon", "months"), ("trends",)))
    if months is not None and type(months.value) is int and 1 <= months.value <= 600:
        first, unset = month_at(start), None if trends is None else trends.value
        if first is not None and unset is None and (said := needs_trends(first, months.value, None)):
            problems.append(months.best_place.problem(("horizon", "months"), said))
    share = root.at(("county", "share_simulated"))
    value = CountyChoice.model_fields["share_simulated"].default if share is None else share.value
    if county is not None and isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1:
        if said := sample_too_small(county, value):
            path = ("county", "share_simulated")
            near, profile = root.nearest(path), root.at(("county", "profile"))
            # A share taken over from the file that this one extends fits there: the county chosen here does not fit it.
            if profile is not None and near.place.file != root.place.file:
                near = profile
            problems.append(near.best_place.problem(path, said))
    return problems
