"""Arguments of functions that a program calls: what was expected is said before anything runs."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

LARGEST_SEED = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exact."""
MOST_REPLICATES = 10_000
MOST_THREADS = 4096


def whole_number(name: str, value: Any, low: int, high: int) -> int:
    """An argument that is a whole number from `low` to `high`; NumPy's are taken. Raises TypeError for another kind, ValueError outside."""
    said = f"{name}: expected a whole number from {low} to {high}, got"
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{said} {_shown(value)}") from None
    if isinstance(value, bool) or type(value).__name__ == "bool":
        raise TypeError(f"{said} {_shown(value)}")
    if not low <= number <= high:
        raise ValueError(f"{said} {number}")
    return number


def seed_number(name: str, value: Any) -> int:
    """An argument that is a seed. Raises TypeError, ValueError."""
    return whole_number(name, value, 0, LARGEST_SEED)


def path_of(name: str, value: Any, what: str) -> Path:
    """An argument that is a path, as text or as a Path. Raises TypeError for another kind, ValueError for an empty one."""
    if not isinstance(value, str | Path):
        raise TypeError(f"{name}: expected the path of {what}, got {_shown(value)}")
    if not str(value).strip():
        raise ValueError(f"{name}: expected the path of {what}, got an empty text")
    return Path(value)


def optional_path(name: str, value: Any, what: str) -> None:
    """Refuse an argument that is neither None nor a path. Raises TypeError, ValueError."""
    if value is not None:
        path_of(name, value, what)


def of_kind(name: str, value: Any, kind: Any, said: str) -> None:
    """Raise TypeError where an argument is not of its kind; `kind` is a class or a union, `said` the kind in words."""
    if not isinstance(value, kind):
        raise TypeError(f"{name}: expected {said}, got {_shown(value)}")


def checked_model(name: str, model: BaseModel) -> None:
    """Check a model again, and all that it holds: a copy with other values (`model_copy`) is not checked when it is made.

    Raises ValueError with every value that is wrong.
    """
    problems = [*_problems(name, model)]
    if problems:
        raise ValueError("\n".join(dict.fromkeys(problems)))


def _problems(name: str, model: BaseModel) -> Iterator[str]:
    values = {}
    for field, about in type(model).model_fields.items():
        value = getattr(model, field)
        values[about.alias or field] = value
        for place, one in enumerate(value) if isinstance(value, tuple) else ():
            if isinstance(one, BaseModel):
                yield from _problems(f"{name}.{field}.{place}", one)
        if isinstance(value, BaseModel):
            yield from _problems(f"{name}.{field}", value)
    try:
        type(model).model_validate(values)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            where = ".".join((name, *(str(part) for part in one["loc"])))
            yield f"{where}: {one['msg']}"


def _shown(value: Any) -> str:
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:59] + '…'} ({type(value).__name__})"
