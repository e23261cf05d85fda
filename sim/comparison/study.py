"""A study: arms compared in one world, as a file says it and as it is carried out.

An arm is a policy as it stands, or shares of one sum of money. Everything wrong with a study is said at once, each thing at its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.comparison.arms import NONE, Arm, Asked, arms_of
from sim.comparison.examination import Examination, examination_of
from sim.comparison.study_file import StudyFile, Uncertainty, study_schema
from sim.scenario import InputError, Month, Problem, Scenario, load_scenario
from sim.scenario.amounts import outside_deflator, without_prices
from sim.scenario.declarations import month_of
from sim.scenario.deflator import BASE_YEAR, to_2015
from sim.scenario.errors import shortened
from sim.scenario.extends import beside
from sim.scenario.nodes import Node, Path_
from sim.scenario.reading import read_yaml
from sim.scenario.schema import needs_trends
from sim.scenario.translation import closest, forgotten, validated

__all__ = ["Groups", "Study", "load_study", "main_outcomes", "reaching", "study_schema"]

LONGEST = 600
"""Months that can be simulated."""
MAY_BE_LEFT_OUT: tuple[Path_, ...] = (
    ("prices",), ("money",), ("outcomes",), ("examination",), ("groups", "income_fifths"), ("groups", "far"),
)  # fmt: skip
"""Keys that may be left out and must not be empty."""


@dataclass(frozen=True)
class Groups:
    """Groups of a study: the year of the income fifths, the band of road kilometres that counts as far, whether sellers are told apart."""

    income_fifths: int | None = None
    far: tuple[float | None, float | None] | None = None
    sellers: bool = False


@dataclass(frozen=True)
class Study:
    """A study ready to be carried out; amounts in CNY of 2015.

    `scenario` reaches to the month until which effects are followed; `first` and `last` are the rows of the first and the last month of
    the policy in it. `total` is the sum that arms share, None where every arm is a policy as it stands. `prices` is the year whose yuan
    the file spoke of, None where it names no amount.
    """

    name: str
    question: str
    file: str
    scenario: Scenario
    prices: int | None
    first: int
    last: int
    total: float | None
    arms: tuple[Arm, ...]
    differences: tuple[tuple[str, str], ...]
    groups: Groups
    uncertainty: Uncertainty
    outcomes: tuple[str, ...]
    discount: float
    examination: Examination | None

    @property
    def measured(self) -> tuple[str, ...]:
        """The outcomes that are measured: those asked for, and the indicators of an examination."""
        indicators = () if self.examination is None else tuple(one.outcome for one in self.examination.indicators)
        return tuple(dict.fromkeys((*self.outcomes, *indicators)))

    def resolved(self) -> dict[str, Any]:
        """The study in full as plain data, for the record; amounts in CNY of 2015."""
        start = self.scenario.start
        return {
            "name": self.name,
            "question": self.question,
            "scenario": self.scenario.resolved(),
            "prices": self.prices,
            "price_year": BASE_YEAR,
            "period": {
                "policy": [str(start.plus(self.first)), str(start.plus(self.last))],
                "follow_until": str(self.scenario.last_month),
            },
            "money": None if self.total is None else {"total": self.total},
            "arms": {arm.name: arm.resolved() for arm in self.arms},
            "differences": [list(pair) for pair in self.differences],
            "groups": {
                "income_fifths": self.groups.income_fifths,
                "far": None if self.groups.far is None else {"road_km": list(self.groups.far)},
                "sellers": self.groups.sellers,
            },
            "uncertainty": self.uncertainty.model_dump(mode="json"),
            "outcomes": list(self.outcomes),
            "discount": self.discount,
            "examination": None if self.examination is None else self.examination.resolved(),
        }


def load_study(path: str | Path) -> Study:
    """The study in a file, with its scenario and the programmes that its arms use; amounts in CNY of 2015.

    Raises InputError with every problem found, in all files that take part.
    """
    path, shown = Path(path), str(path)
    root = read_yaml(path, shown)
    said, problems = validated(StudyFile, root)
    year, found = _price_year(root)
    problems += found
    world, found = _world(root, path, shown)
    problems += found
    problems += _amounts_without_prices(root)
    for path_ in MAY_BE_LEFT_OUT:
        node = root.at(path_)
        problems += [] if node is None or node.value is not None else forgotten(node, path_)
    scenario, first, last = None, 0, 0
    if world is not None:
        scenario, first, last, found = _period(root, world)
        problems += found
    written = _total(root)
    total = None if written is None or year is None else to_2015(written, year)
    arms: tuple[Arm, ...] = ()
    if scenario is not None:
        # A year that is wrong has been reported: it is left out, so that no amount is said to be without one as well.
        years = {} if root.at(("prices",)) is not None and year is None else {shown: year}
        money = root.at(("money",)) is not None
        arms, found = arms_of(
            root.at(("arms",)), Asked(scenario, first, last, written, total, money, {shown: path}, years)
        )
        problems += found
    problems += _differences(root)
    problems += _groups(root, scenario, first)
    problems += _outcomes(root)
    problems += _draws(root)
    examination, found = examination_of(
        root.at(("examination",)), [arm.name for arm in arms], scenario, first, last, year
    )
    problems += found
    if problems or said is None or scenario is None:
        raise InputError(
            sorted(dict.fromkeys(problems), key=lambda one: (one.file != shown, one.file, one.line, one.column))
        )
    far = said.groups.far
    return Study(
        name=said.name,
        question=said.question,
        file=path.name,
        scenario=scenario,
        prices=year,
        first=first,
        last=last,
        total=total,
        arms=arms,
        differences=tuple((one[0], one[1]) for one in said.differences),
        groups=Groups(
            said.groups.income_fifths, None if far is None else (far.road_km[0], far.road_km[1]), said.groups.sellers
        ),
        uncertainty=said.uncertainty,
        outcomes=said.outcomes if said.outcomes is not None else main_outcomes(),
        discount=said.discount,
        examination=examination,
    )


def main_outcomes() -> tuple[str, ...]:
    """The outcomes of the short summary."""
    from sim.county.outcomes import OUTCOMES

    return tuple(one.name for one in OUTCOMES if one.headline)


def reaching(scenario: Scenario, months: int) -> Scenario:
    """The scenario with a horizon of so many months.

    A policy of the scenario that is in force in its last month stays in force as it is then; a shock is over. The caller sees to it that
    `trends` are stated where the data end before the horizon does.
    """
    changed: dict[str, Any] = {"months": months}
    if scenario.measures:
        changed["measures"] = tuple(
            one.model_copy(update={"levels": _reaching(one.levels, months, one.levels[-1])})
            for one in scenario.measures
        )
    if scenario.shocks:
        changed["shocks"] = tuple(
            one.model_copy(update={"sizes": _reaching(one.sizes, months, 0.0)}) for one in scenario.shocks
        )
    return scenario.model_copy(update=changed)


def _reaching(months: tuple[float, ...], wanted: int, after: float) -> tuple[float, ...]:
    return (*months, *[after] * (wanted - len(months)))[:wanted]


def _price_year(root: Node) -> tuple[int | None, list[Problem]]:
    """The year whose yuan the amounts of the study are in."""
    node = root.at(("prices",))
    if node is None or node.value is None or type(node.value) is not int:
        # Of the wrong kind: said by the declaration.
        return None, []
    said = outside_deflator(node.value)
    return (node.value, []) if said is None else (None, [node.best_place.problem(("prices",), said)])


def _amounts_without_prices(root: Node) -> list[Problem]:
    """Money whose year is not said."""
    node = root.at(("money", "total"))
    prices = root.at(("prices",))
    if node is None or (prices is not None and prices.value is not None):
        return []
    return [node.best_place.problem(("money", "total"), without_prices("CNY"))]


def _world(root: Node, path: Path, shown: str) -> tuple[Scenario | None, list[Problem]]:
    """The scenario that the study names, relative to it."""
    node = root.at(("scenario",))
    if node is None or not isinstance(node.value, str) or not node.value:
        return None, []
    file = beside(path, node.value)
    if not file.exists():
        return None, [node.place.problem(("scenario",), f"{beside(Path(shown), node.value)}: no such file")]
    try:
        return load_scenario(file), []
    except InputError as error:
        return None, error.problems


def _read_month(node: Node | None) -> Month | None:
    """The month a node holds, None where it holds none; the declaration has said so."""
    if node is None or not isinstance(node.value, str):
        return None
    try:
        return month_of(node.value)
    except ValueError:
        return None


def _period(root: Node, world: Scenario) -> tuple[Scenario | None, int, int, list[Problem]]:
    """The scenario with the horizon that the study needs, and the rows of the first and last month of the policy."""
    until = root.at(("period", "follow_until"))
    ends = [_read_month(root.at(("period", "policy", end))) for end in (0, 1)]
    to = _read_month(until)
    if to is None or until is None or ends[0] is None or ends[1] is None:
        return None, 0, 0, []
    problems: list[Problem] = []
    rows = []
    for end, month in enumerate(ends):
        assert month is not None
        node = root.at(("period", "policy", end))
        assert node is not None
        row = month.since(world.start)
        if row < 0:
            said = f"{month} is before {world.start}, the first month of the scenario"
            problems.append(node.best_place.problem(("period", "policy", end), said))
        rows.append(row)
    months = to.since(world.start) + 1
    place = until.best_place
    if month_after := next((one for one in ends if one is not None and one > to), None):
        problems.append(
            place.problem(("period", "follow_until"), f"{to} is before {month_after}, a month of the policy")
        )
    elif months > LONGEST:
        said = f"{to} is {months} months after {world.start}, the first month of the scenario; at most {LONGEST} can be simulated"
        problems.append(place.problem(("period", "follow_until"), said))
    elif said_of_trends := needs_trends(world.start, months, world.trends):
        problems.append(place.problem(("period", "follow_until"), f"{said_of_trends}, in the scenario"))
    if problems:
        return None, 0, 0, problems
    return reaching(world, months), rows[0], rows[1], []


def _total(root: Node) -> float | None:
    """The sum of money as the file says it."""
    node = root.at(("money", "total"))
    if node is None or isinstance(node.value, bool) or not isinstance(node.value, int | float) or not node.value > 0:
        return None
    return float(node.value)


def _differences(root: Node) -> list[Problem]:
    """Pairs that are not two different arms of the study."""
    node, arms = root.at(("differences",)), root.at(("arms",))
    if node is None or not isinstance(node.value, list) or arms is None or not isinstance(arms.value, dict):
        return []
    names = [str(name) for name in arms.value]
    problems: list[Problem] = []
    for number, pair in enumerate(node.value):
        if not isinstance(pair.value, list):
            continue
        path = ("differences", number)
        if len(pair.value) != 2:
            example = f", as in [{names[0]}, {names[1]}]" if len(names) > 1 else ""
            said = f"expected two arms{example}, got {len(pair.value)}"
            problems.append(pair.best_place.problem(path, said))
            continue
        first, second = (str(one.value) for one in pair.value)
        for place, name in enumerate((first, second)):
            if name not in names:
                where = pair.value[place].best_place
                hint = (
                    f"each arm is compared with {NONE} anyhow" if name == NONE else f"no arm named '{shortened(name)}'"
                )
                problems.append(where.problem((*path, place), hint, None if name == NONE else closest(name, names)))
        if first == second and first in names:
            problems.append(pair.value[1].best_place.problem((*path, 1), "an arm does not differ from itself"))
    return problems


def _groups(root: Node, scenario: Scenario | None, first: int) -> list[Problem]:
    """Income fifths of a year that is not wholly before the policy."""
    node = root.at(("groups", "income_fifths"))
    if node is None or type(node.value) is not int or scenario is None:
        return []
    begins = scenario.start.plus(first)
    earliest = scenario.start.year if scenario.start.month == 1 else scenario.start.year + 1
    latest = begins.year - 1
    if earliest <= node.value <= latest:
        return []
    if latest < earliest:
        said = f"no whole year lies between {scenario.start}, where the scenario starts, and {begins}, where the policy does"
    else:
        whole = f"{earliest}" if earliest == latest else f"{earliest} to {latest}"
        said = f"groups are fixed before the policy, which starts {begins}: expected a whole year before it ({whole}), got {node.value}"
    return [node.best_place.problem(("groups", "income_fifths"), said)]


def _outcomes(root: Node) -> list[Problem]:
    """Outcomes that are not declared, or named twice."""
    from sim.county.outcomes import OUTCOMES

    node = root.at(("outcomes",))
    if node is None or not isinstance(node.value, list):
        return []
    known = [one.name for one in OUTCOMES]
    problems: list[Problem] = []
    if not node.value:
        problems.append(
            node.best_place.problem(("outcomes",), "is empty: name an outcome, or leave the key out for the main ones")
        )
    for number, one in enumerate(node.value):
        if not isinstance(one.value, str):
            continue
        if one.value not in known:
            said = f"no outcome named '{shortened(one.value)}'"
            problems.append(one.best_place.problem(("outcomes", number), said, closest(one.value, known)))
        elif any(other.value == one.value for other in node.value[:number]):
            problems.append(one.best_place.problem(("outcomes", number), f"'{one.value}' is named twice"))
    return problems


def _draws(root: Node) -> list[Problem]:
    """Draws of nothing."""
    node = root.at(("uncertainty", "draws"))
    if node is None or type(node.value) is not int or node.value <= 1:
        return []
    kinds = [root.at(("uncertainty", kind)) for kind in ("parameters", "costs")]
    if all(kind is not None and kind.value == "none" for kind in kinds):
        said = f"{node.value} draws of nothing: parameters and costs are both none, so write draws: 1"
        return [node.best_place.problem(("uncertainty", "draws"), said)]
    return []
