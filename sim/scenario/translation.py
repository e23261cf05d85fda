"""What pydantic finds wrong, said at the place in the file where it stands, in the user's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from sim.scenario.errors import Problem, shortened
from sim.scenario.nodes import Node, Path_, Place
from sim.scenario.scalars import number_meant

Model = TypeVar("Model", bound=BaseModel)

MISSING = "is missing"
_KINDS = {
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "tuple_type": "a list",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "text",
    "bool_type": "true or false",
}


def closest(word: object, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, or None."""
    found = get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def validated(model: type[Model], root: Node) -> tuple[Model | None, list[Problem]]:
    """The record that the data of a file make, or all that is wrong with them."""
    try:
        return model.model_validate(root.data(), by_alias=True, by_name=False), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        problems = [problem for one in found for problem in _said(one, root, model)]
        # A misspelled key is one mistake, not two: the key that was meant is not missing as well.
        meant = {_sibling(one.path, one.suggestion) for one in problems if one.suggestion is not None}
        return None, [one for one in problems if not (one.message == MISSING and one.path in meant)]


def number_of(node: Node, path: Path_) -> tuple[float | None, Problem | None]:
    """The number that a scalar stands for, or what is wrong with it."""
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value), None
    return None, node.best_place.problem(path, wrong_kind(node, "a number"))


def wrong_kind(node: Node, wanted: str) -> str:
    """A value of the wrong kind, in words; a text that looks like a number says what to write."""
    if wanted in ("a number", "a whole number") and isinstance(node.value, str):
        if hint := number_meant(node.text, node.plain):
            return f"`{shortened(node.text)}` is text: write {hint}"
    if wanted == "text" and node.value is not None and not isinstance(node.value, dict | list):
        return f"expected text, got {node.kind}: write it in quotes"
    return f"expected {wanted}, got {node.kind}"


def unknown_key(place: Place, path: Path_, node: Node | None, known: Iterable[str]) -> Problem:
    """A key that is not declared."""
    key = path[-1]
    if isinstance(key, int) and node is not None and node.value is None:
        # {mean: 1,200} is a mapping of mean to 1 and of 200 to nothing.
        return place.problem(path, f"`{key}` stands alone: a comma separates here, so write 1200, not 1,200")
    return place.problem(path, f"unknown key '{shortened(str(key))}'", closest(key, known))


def _said(error: Any, root: Node, model: type[BaseModel]) -> Iterator[Problem]:
    """One finding of pydantic as a problem at its place."""
    kind = error["type"]
    path: Path_ = tuple(step for step in error["loc"] if step != "[key]")
    node = root.at(path)
    near = root.nearest(path)
    place = near.best_place
    if error["loc"][-1:] == ("[key]",):
        yield (near.key or place).problem(path, f"expected a whole number as the key, got `{path[-1]}`")
    elif kind in ("extra_forbidden", "invalid_key"):
        yield unknown_key(near.key or place, path, node, _known(model, path[:-1]))
    elif kind == "missing":
        yield place.problem(path, MISSING)
    elif kind in _KINDS and node is not None:
        yield place.problem(path, wrong_kind(node, _KINDS[kind]))
    elif kind == "literal_error" and node is not None:
        expected = error["ctx"]["expected"].replace("'", "")
        known = expected.replace(" or ", ", ").split(", ")
        yield place.problem(path, f"expected {expected}, got {node.kind}", closest(node.text, known))
    elif kind == "string_too_short":
        yield place.problem(path, "is empty")
    else:
        yield place.problem(path, error["msg"])


def _sibling(path: str, name: str) -> str:
    """The dotted path of another key of the same mapping."""
    above = path.rpartition(".")[0]
    return f"{above}.{name}" if above else name


def _known(model: type[BaseModel], path: Path_) -> list[str]:
    """The keys declared at a path."""
    here: Any = model
    for step in path:
        fields = {field.alias or name: field for name, field in here.model_fields.items()}
        if isinstance(step, int):
            continue
        if step not in fields:
            return []
        here = _record(fields[str(step)].annotation)
        if here is None:
            return []
    return [field.alias or name for name, field in here.model_fields.items()]


def _record(annotation: Any) -> type[BaseModel] | None:
    """The record a field holds, itself or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_record(part) for part in get_args(annotation))
    return next((found for found in inner if found is not None), None)
