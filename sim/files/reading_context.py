"""What a study or an experiment is read against: its file, its price year, and the problems found so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.files import InputError, Problem, Scenario, load_scenario
from sim.files.scenario.extends import beside
from sim.reading.amounts import as_written, in_2015, outside_deflator, without_prices
from sim.reading.nodes import Node, Path_, Place
from sim.reading.problems import shortened
from sim.reading.wrong_keys_and_values import closest, forgotten, number_of
from sim.theory.outcomes import OUTCOMES


@dataclass
class ReadingContext:
    """What a study or an experiment is read against, and every problem found.

    `path` is the file, `shown` its name in problems. `year` is the price year: None where there is none, "wrong" where it is wrong and
    was said to be. `share` is the share simulated that the experiment asks for in every world. `held` are objects of Python that stand
    in for files, by the text in their place; `scenarios` are those read so far, so that the quick design reads no file again.
    """

    path: Path
    shown: str
    year: int | str | None = None
    share: float | None = None
    held: Mapping[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    scenarios: dict[Path, Scenario] = field(default_factory=dict)

    def report(self, place: Place | Node | None, path: Path_, message: str, suggestion: str | None = None) -> None:
        """Keep a problem; `place` None: with the file as a whole."""
        at = place.best_place if isinstance(place, Node) else place
        if at is None:
            self.problems.append(Problem(self.shown, 0, 0, ".".join(map(str, path)), message, suggestion))
        else:
            self.problems.append(at.problem(path, message, suggestion))

    def report_unknown(self, node: Node, path: Path_, message: str, known: Any) -> None:
        """Keep a problem with a key that is not known, and the one that was meant."""
        self.report(node.key or node.place, path, message, closest(path[-1], known))

    def number(self, node: Node, path: Path_) -> float | None:
        """The number that a value is; None, and a problem, where it is none."""
        value, problem = number_of(node, path)
        if problem is not None:
            self.problems.append(problem)
        elif value is not None and value - value != 0.0:
            self.report(node, path, f"expected a number, got {node.kind}")
            return None
        return value

    def amount(self, node: Node, path: Path_, unit: str, money: bool) -> tuple[float | None, str]:
        """A number in the units of the model, with a note on what was written; None where it is none or has no price year."""
        value = self.number(node, path)
        if value is None or not money:
            return value, ""
        if self.year is None:
            self.report(node, path, without_prices(unit))
        if not isinstance(self.year, int):
            return None, ""
        return in_2015(value, unit, self.year), as_written(value, self.year)

    def file(self, name: str) -> tuple[Path, str]:
        """A file that is named relative to this one: its path, and its name in problems."""
        return beside(self.path, name), str(beside(Path(self.shown), name))

    def scenario(self, node: Node, path: Path_) -> Scenario | None:
        """The scenario in the file that a value names; None, and problems, where it cannot be read or is wrong."""
        file, shown = self.file(node.value)
        if file not in self.scenarios:
            try:
                self.scenarios[file] = load_scenario(file, shown, node.best_place.problem(path, ""))
            except InputError as error:
                self.problems += error.problems
                return None
        return self.scenarios[file]

    def read_price_year(self, root: Node) -> None:
        """Set `year` to the year whose yuan the amounts of the file are in."""
        node = root.at(("prices",))
        if node is None:
            return
        self.year = "wrong"
        if type(node.value) is not int:
            # Of the wrong kind: the declaration reports it.
            return
        if said := outside_deflator(node.value):
            self.report(node, ("prices",), said)
        else:
            self.year = node.value

    def check_outcomes(self, root: Node) -> None:
        """Report outcomes that are not declared, or named twice."""
        node = root.at(("outcomes",))
        known = [one.name for one in OUTCOMES]
        for number, one in enumerate(node.value if node is not None and isinstance(node.value, list) else ()):
            path: Path_ = ("outcomes", number)
            if not isinstance(one.value, str):
                continue
            if one.value not in known:
                self.report(one, path, f"no outcome named '{shortened(one.value)}'", closest(one.value, known))
            elif any(other.value == one.value for other in node.value[:number]):  # type: ignore[union-attr]
                self.report(one, path, f"'{one.value}' is named twice")

    def check_not_empty(self, root: Node, may_be_left_out: Sequence[Path_]) -> None:
        """Report keys that may be left out and have no value."""
        for path in may_be_left_out:
            node = root.at(path)
            self.problems += [] if node is None or node.value is not None else forgotten(node, path)

    def sorted_problems(self) -> list[Problem]:
        """Each problem once, those of this file first, in the order of its lines."""
        return sorted(dict.fromkeys(self.problems), key=lambda one: (one.file != self.shown, one.file, one.line, one.column))


def main_outcomes() -> tuple[str, ...]:
    """The outcomes of the short summary."""
    return tuple(one.name for one in OUTCOMES if one.headline)


def key_place(node: Node) -> Place:
    """Where the key of a value stands; the value itself, where it has none."""
    return node.key or node.best_place
