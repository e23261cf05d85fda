"""What the parts of an experiment are read against, and the problems found on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.files import InputError, Problem, Scenario, load_scenario
from sim.files.amounts import as_written, in_2015, without_prices
from sim.files.scenario.extends import beside
from sim.files.validation import closest, number_of
from sim.files.yaml.nodes import Node, Path_, Place


@dataclass
class Asked:
    """An experiment on its way from data to what they mean.

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

    def say(self, place: Place | Node | None, path: Path_, message: str, suggestion: str | None = None) -> None:
        """Keep a problem; `place` None: with the file as a whole."""
        at = place.best_place if isinstance(place, Node) else place
        if at is None:
            self.problems.append(Problem(self.shown, 0, 0, ".".join(map(str, path)), message, suggestion))
        else:
            self.problems.append(at.problem(path, message, suggestion))

    def unknown(self, node: Node, path: Path_, message: str, known: Any) -> None:
        """Keep a problem with a key that is not known, and the one that was meant."""
        self.say(node.key or node.place, path, message, closest(path[-1], known))

    def number(self, node: Node, path: Path_) -> float | None:
        """The number that a value is; None, and a problem, where it is none."""
        value, problem = number_of(node, path)
        if problem is not None:
            self.problems.append(problem)
        elif value is not None and value - value != 0.0:
            self.say(node, path, f"expected a number, got {node.kind}")
            return None
        return value

    def amount(self, node: Node, path: Path_, unit: str, money: bool) -> tuple[float | None, str]:
        """A number in the units of the model, with a note on what was written; None where it is none or has no price year."""
        value = self.number(node, path)
        if value is None or not money:
            return value, ""
        if self.year is None:
            self.say(node, path, without_prices(unit))
        if not isinstance(self.year, int):
            return None, ""
        return in_2015(value, unit, self.year), as_written(value, self.year)

    def file(self, name: str) -> tuple[Path, str]:
        """A file that is named relative to this one: its path, and its name in problems."""
        return beside(self.path, name), str(beside(Path(self.shown), name))

    def scenario(self, file: Path) -> Scenario:
        """The scenario in a file. Raises InputError."""
        if file not in self.scenarios:
            self.scenarios[file] = load_scenario(file)
        return self.scenarios[file]

    def keep(self, error: InputError) -> None:
        """Keep the problems of another file."""
        self.problems += error.problems


def key_place(node: Node) -> Place:
    """Where the key of a value stands; the value itself, where it has none."""
    return node.key or node.best_place
