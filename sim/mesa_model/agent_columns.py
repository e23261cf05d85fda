"""Between agents and columns: attributes from a row of the synthesised arrays, and back for measuring and for the twin test."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.county.state import ENTITIES, State, allocate, columns

# Columns that hold the row of another entity: the attribute holds the member itself. `cell` is Mesa's word for a place in a space,
# so the local market of a village or a merchant is called `market`.
ATTRIBUTES = {("village", "cell"): "market", ("merchant", "cell"): "market"}
NO_ONE = -1


def attribute_name(entity: str, column: str) -> str:
    """The attribute that holds a column: the same name, but for the local market."""
    return ATTRIBUTES.get((entity, column), column)


def attributes(state: State, entity: str, row: int) -> dict[str, Any]:
    """The attributes of one member: Python floats, ints and lists of them, copied from its row of the columns."""
    arrays = getattr(state, entity)
    return {attribute_name(entity, name): getattr(arrays, name)[row].tolist() for name in columns(entity)}


def written_back(members: Mapping[str, Sequence[Any]], levers: int) -> State:
    """A state of arrays from the members of each entity in row order; the government's one member fills a row for each lever."""
    state = allocate({entity: levers if entity == "government" else len(members[entity]) for entity in ENTITIES})
    for entity in ENTITIES:
        arrays = getattr(state, entity)
        for name in columns(entity):
            attribute = attribute_name(entity, name)
            if entity == "government":
                values = getattr(members[entity][0], attribute)
            else:
                values = [as_number(getattr(member, attribute)) for member in members[entity]]
            fill(getattr(arrays, name), values)
    return state


def as_number(value: Any) -> Any:
    """A number as it is, a member as its row, no one as -1, a list item by item."""
    if isinstance(value, float | int):
        return value
    if value is None:
        return NO_ONE
    if isinstance(value, list):
        return [as_number(item) for item in value]
    return value.row


def fill(column: np.ndarray, values: Sequence[Any]) -> None:
    """Write a column. Raises TypeError where an agent holds another kind of number than the column is declared for, or one too large."""
    written = np.array(values, ndmin=column.ndim)
    if column.size and written.dtype.kind != column.dtype.kind:
        raise TypeError(f"a column of {column.dtype} was given {written.dtype}")
    if not np.array_equal(written.astype(column.dtype), written, equal_nan=written.dtype.kind == "f"):
        raise TypeError(f"a column of {column.dtype} was given numbers up to {written.max()}")
    column[...] = written.reshape(column.shape)
