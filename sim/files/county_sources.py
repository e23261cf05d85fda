"""Where the figures of a county profile come from: each has a source, or a word on what was assumed instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.files.county import CountyProfile, leaves
from sim.reading.nodes import Node
from sim.reading.problems import Problem
from sim.reading.validation import closest


def unsourced(root: Node) -> list[Problem]:
    """Figures of a profile with neither a source nor a word on what was assumed; and sources of what is not there."""
    problems: list[Problem] = []
    products = root.at(("products",))
    entries = products.value if products is not None and isinstance(products.value, list) else []
    names = {str(index): entry.value.get("name") for index, entry in enumerate(entries) if isinstance(entry.value, dict)}
    figures = leaves(CountyProfile, entries)
    spelled: dict[tuple[str, ...], set[str]] = {}
    for path in figures:
        spelled[path] = set()
        for alias in _spellings(path, names):
            spelled[path] |= {".".join(alias[:end]) for end in range(1, len(alias) + 1)}
    said: dict[str, Node] = {}
    for section in ("sources", "missing"):
        node = root.at((section,))
        if node is None or not isinstance(node.value, dict):
            continue
        for key, one in node.value.items():
            place = one.key or one.place
            if not any(str(key) in ways for ways in spelled.values()):
                meant = closest(key, {way for ways in spelled.values() for way in ways})
                problems.append(place.problem((section, key), f"no figure at '{key}'", meant))
            elif str(key) in said:
                problems.append(place.problem((section, key), "is in `sources` already: a figure has a source or is missing"))
            if isinstance(one.value, str) and not one.value.strip():
                problems.append(one.best_place.problem((section, key), "is empty"))
            said[str(key)] = one
    for path, ways in spelled.items():
        steps = tuple(int(step) if step.isdigit() else step for step in path)
        written = root.at(steps)
        if written is not None and not ways & said.keys():
            place = written.key or written.best_place
            problems.append(place.problem(steps, "has no source: name it in `sources`, or in `missing` with what was assumed"))
    return problems


def _spellings(path: tuple[str, ...], names: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The ways to name a figure: a product by its number, by its name, or all products at once."""
    if path[0] != "products":
        return [path]
    index, rest = path[1], path[2:]
    return [path, ("products", str(names.get(index)), *rest), ("products", *rest)]
