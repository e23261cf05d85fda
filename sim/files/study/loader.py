"""A study as its file says it: everything wrong with it is said at once, each thing at its place."""

from __future__ import annotations

from pathlib import Path

from sim.files import InputError, Problem, Scenario, load_scenario
from sim.files.amounts import outside_deflator, without_prices
from sim.files.problems import shortened
from sim.files.scenario.extends import beside
from sim.files.study.arms import NONE, Arm
from sim.files.study.arms_loader import Asked, arms_of
from sim.files.study.examination import examination_of
from sim.files.study.period import period_of
from sim.files.study.schema import StudyFile
from sim.files.study.study import Groups, Study
from sim.files.validation import closest, forgotten, validated
from sim.files.yaml.nodes import Node, Path_
from sim.files.yaml.reader import read_yaml
from sim.theory.deflator import to_2015

MAY_BE_LEFT_OUT: tuple[Path_, ...] = (
    ("prices",), ("money",), ("outcomes",), ("examination",), ("groups", "income_fifths"), ("groups", "far"),
)  # fmt: skip
"""Keys that may be left out and must not be empty."""


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
        scenario, first, last, found = period_of(root, world)
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
    from sim.theory.outcomes import OUTCOMES

    return tuple(one.name for one in OUTCOMES if one.headline)


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
    from sim.theory.outcomes import OUTCOMES

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
