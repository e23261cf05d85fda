"""What pydantic finds wrong, said at the place in the file where it stands, in the user's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from sim.reading.nodes import Node, Path_, Place
from sim.reading.problems import Problem, shortened
from sim.reading.scalars import number_meant
from sim.reading.value_types import NOT_A_MONTH, Month, month_said, plain_month

Model = TypeVar("Model", bound=BaseModel)

MISSING = "is missing"
_STANDS_ALONE = "stands alone"
_UNKNOWN_NAME = "unknown_name"
_TAG = "="
"""Marks the steps that a choice between records adds to a path: they are no keys of the file."""
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
_YES_AND_NO = dict.fromkeys(("yes", "y", "on", "是"), "true") | dict.fromkeys(("no", "n", "off", "否"), "false")
"""Words that mean true and false; YAML 1.1 read some of them so, YAML 1.2 and this reader take them for text."""


def closest(word: object, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, or None."""
    found = get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def validated(model: type[Model], root: Node, within: Path_ = ()) -> tuple[Model | None, list[Problem]]:
    """The record that data of a file make, or all that is wrong with them; `within`: where `root` stands in its file."""
    try:
        return model.model_validate(root.data(), by_alias=True, by_name=False), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        problems = [problem for one in found for problem in _said(one, root, model, within)]
        # A misspelled key is one mistake, not two: the key that was meant is not missing as well.
        meant = {_sibling(one.path, one.suggestion) for one in problems if one.suggestion is not None}
        problems = [one for one in problems if not (one.message == MISSING and one.path in meant)]
        # Nor is a key that is wrong without its value: the value is read once the key is right.
        keys = {one.path for one in problems if _STANDS_ALONE in one.message}
        return None, [one for one in problems if one.path not in keys or _STANDS_ALONE in one.message]


def forgotten(node: Node, path: Path_) -> list[Problem]:
    """Keys without a value, at any depth: not the same as a key that is left out."""
    listed = isinstance(node.value, list)
    inner = node.value.items() if isinstance(node.value, dict) else enumerate(node.value) if listed else ()
    if node.value is None:
        return [node.best_place.problem(path, "is empty: give it a value, or leave it out")]
    return [problem for key, one in inner for problem in forgotten(one, (*path, key))]


def number_of(node: Node, path: Path_) -> tuple[float | None, Problem | None]:
    """The number that a scalar stands for, or what is wrong with it."""
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value), None
    return None, node.best_place.problem(path, wrong_kind(node, "a number"))


def month_at(node: Node | None) -> Month | None:
    """The month that a node holds; None where it holds none, which the declaration reports."""
    return plain_month(node.value) if node is not None and isinstance(node.value, str) else None


def wrong_kind(node: Node, wanted: str) -> str:
    """A value of the wrong kind, in words; a text that looks like a number says what to write."""
    if wanted in ("a number", "a whole number") and isinstance(node.value, str):
        if hint := number_meant(node.text, node.plain):
            return f"`{shortened(node.text)}` is text: write {hint}"
    if wanted == "text" and node.value is not None and not isinstance(node.value, dict | list):
        return f"expected text, got {node.kind}: write it in quotes"
    return f"expected {wanted}, got {node.kind}"


def unknown_name(name: str, what: str, known: Iterable[str]) -> PydanticCustomError:
    """An error about a name that is not among those declared; the one that was probably meant is named."""
    return PydanticCustomError(_UNKNOWN_NAME, "no {what} named '{name}'", {"what": what, "name": shortened(name), "known": (*known,)})


def unknown_key(place: Place, path: Path_, node: Node | None, known: Iterable[str]) -> Problem:
    """A key that is not declared."""
    key = path[-1]
    if isinstance(key, int) and node is not None and node.value is None:
        # {mean: 1,200} is a mapping of mean to 1 and of 200 to nothing.
        return place.problem(path, f"`{key}` {_STANDS_ALONE}: a comma separates here, so write 1200, not 1,200")
    return place.problem(path, f"unknown key '{shortened(str(key))}'", closest(key, known))


def _said(error: Any, root: Node, model: type[BaseModel], within: Path_) -> Iterator[Problem]:
    """One finding of pydantic as a problem at its place."""
    kind = error["type"]
    own = _keys((*error["loc"], *error.get("ctx", {}).get("at", ())), root)
    path = (*within, *own)
    node = root.at(own)
    near = root.nearest(own)
    place = near.best_place
    if error["loc"][-1:] == ("[key]",):
        yield _wrong_key(near.key or place, path, node, kind)
    elif kind in ("extra_forbidden", "invalid_key"):
        above = root.at(own[:-1])
        there = above.value if above is not None and isinstance(above.value, dict) else {}
        yield unknown_key(near.key or place, path, node, [name for name in _known(model, own[:-1]) if name not in there])
    elif kind == "missing":
        yield place.problem(path, MISSING)
    elif kind in _KINDS and node is not None:
        meant = _YES_AND_NO.get(node.text.lower()) if kind == "bool_type" and isinstance(node.value, str) else None
        yield place.problem(path, wrong_kind(node, _KINDS[kind]), meant)
    elif kind == "literal_error" and node is not None:
        expected = error["ctx"]["expected"].replace("'", "")
        known = expected.replace(" or ", ", ").split(", ")
        yield place.problem(path, f"expected {expected}, got {node.kind}", closest(node.text, known))
    elif kind == NOT_A_MONTH and node is not None:
        scalar = node.value is not None and not isinstance(node.value, dict | list)
        said = month_said(shortened(node.text)) if scalar else f"{error['msg']}, got {node.kind}"
        yield place.problem(path, said)
    elif kind == _UNKNOWN_NAME:
        name, known = error["ctx"]["name"], error["ctx"]["known"]
        ends = [word for word in known if word.endswith(f".{name}")]
        yield place.problem(path, error["msg"], closest(name, known) or (ends[0] if len(ends) == 1 else None))
    elif kind in ("string_too_short", "too_short"):
        yield place.problem(path, "is empty")
    else:
        yield place.problem(path, error["msg"])


def _keys(location: Path_, root: Node) -> Path_:
    """The keys of the file in the path of a finding, without the steps that a choice between records adds."""
    keys: Path_ = ()
    for step in location:
        added = step == "[key]" or (str(step).startswith(_TAG) and root.at((*keys, step)) is None)
        keys = keys if added else (*keys, step)
    return keys


def _wrong_key(place: Place, path: Path_, node: Node | None, kind: str) -> Problem:
    """A key of the wrong kind."""
    if isinstance(path[-1], int) and node is not None and node.value is None:
        return unknown_key(place, path, node, ())
    if kind == NOT_A_MONTH:
        return place.problem(path, month_said(shortened(str(path[-1]))))
    return place.problem(path, f"expected a whole number as the key, got `{path[-1]}`")


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
