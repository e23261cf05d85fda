"""A programme file: a policy bundle with a name, what it stands for, its source, and levers with dates of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.files.policy.schema import LeverEntry, Measure, ProgrammeFile
from sim.reading.amounts import outside_deflator
from sim.reading.nodes import Node, Path_
from sim.reading.problems import Problem
from sim.reading.reader import read_yaml
from sim.reading.wrong_keys_and_values import forgotten, validated

OF_A_SCENARIO = ("county", "horizon", "extends")
OF_A_STUDY = ("arms", "scenario")


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme over a horizon: what it stands for, and its measures. Amounts are CNY of 2015; `prices` is the file's own year."""

    name: str
    name_zh: str
    stands_for: str
    source: str
    assumed: tuple[str, ...]
    prices: int | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """A programme file as read: its entries with their places, and what is wrong with it before any horizon is known."""

    file: ProgrammeFile | None
    entries: list[tuple[LeverEntry, Node, Path_]]
    year: int | str | None
    """The price year; None where the file has none, text where it has a wrong one that is among the problems."""
    problems: list[Problem]

    def programme(self, measures: tuple[Measure, ...]) -> Programme:
        """The programme with its measures over a horizon; only of a file that is right."""
        file = self.file
        assert file is not None
        return Programme(file.name, file.name_zh, file.stands_for, file.source, file.assumed, file.prices, measures)


def load_text(path: Path, shown: str, asked: Problem | None) -> ProgrammeText:
    """A programme file as read. Raises InputError where it is no YAML, or cannot be read: then at the place that `asked` for it."""
    root = read_yaml(path, shown, asked)
    for keys, kind in ((OF_A_SCENARIO, "a scenario"), (OF_A_STUDY, "a study")):
        found = next((root.value[key] for key in keys if key in root.value), None)
        if found is not None:
            place = found.key or found.place
            problem = place.problem((), f"this is {kind}, not a programme: a programme has a name, what it stands for, and policies")
            return ProgrammeText(None, [], None, [problem])
    problems = _uses(root)
    if problems:
        return ProgrammeText(None, [], None, problems)
    file, problems = validated(ProgrammeFile, root)
    year: int | str | None = None if "prices" not in root.value else "reported"
    if file is None:
        return ProgrammeText(None, [], year, problems)
    problems = [one for key in ("prices", "policies") if key in root.value for one in forgotten(root.value[key], (key,))]
    if file.prices is not None:
        year = file.prices
        if said := outside_deflator(file.prices):
            problems.append(root.value["prices"].best_place.problem(("prices",), said))
            year = "reported"
    nodes: list[Node] = root.value["policies"].value
    entries = [(entry, node, ("policies", index)) for index, (entry, node) in enumerate(zip(file.policies, nodes, strict=True))]
    for entry, node, where in entries:
        if entry.start is None and not isinstance(entry.level, dict):
            problems.append(node.value["lever"].place.problem((*where, "start"), "is missing: a programme says when it starts"))
    return ProgrammeText(file, [*entries], year, problems)


def _uses(root: Node) -> list[Problem]:
    """Entries that use another programme: a programme stands on its own, so that no two can use each other."""
    listed = root.at(("policies",))
    entries = listed.value if listed is not None and isinstance(listed.value, list) else []
    return [
        (one.value["use"].key or one.place).problem(
            ("policies", index, "use"), "a programme may not use another one: write its levers here"
        )
        for index, one in enumerate(entries)
        if isinstance(one.value, dict) and "use" in one.value
    ]
