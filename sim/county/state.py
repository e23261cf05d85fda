"""A county at one moment: every column, declared once in `actor_columns` and `place_columns`.

An entity is a NamedTuple of arrays with one row for each member. `float64` columns hold amounts, `int64` columns hold counts, flags and row
numbers (-1: none), `int8` columns the flags and states of households. Flows carry their period in the name. The engine computes on these
arrays; the Mesa model keeps the same attributes on its agents and writes them back to this form only to be compared.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.county.actor_columns import (
    DISCOUNT,
    GRANT,
    HOUSEHOLD_LEVERS,
    SUBSIDY,
    TIES,
    TRAILING,
    Carrier,
    Cooperative,
    Household,
    Merchant,
)
from sim.county.column_declaration import Column
from sim.county.place_columns import Cell, County, Government, Measure, Product, Township, Village
from sim.numeric.entity_table import Handed

__all__ = ["DISCOUNT", "ENTITIES", "GRANT", "HOUSEHOLD_LEVERS", "SUBSIDY", "TIES", "TRAILING", "State", "allocate", "columns", "handed"]


class State(NamedTuple):
    """A county at one moment: all entities."""

    household: Household
    village: Village
    township: Township
    carrier: Carrier
    cooperative: Cooperative
    merchant: Merchant
    cell: Cell
    product: Product
    government: Government
    measure: Measure
    county: County


ENTITIES: dict[str, Any] = dict(State.__annotations__)


def columns(entity: str) -> dict[str, Column]:
    """The declared columns of an entity, in order."""
    return dict(ENTITIES[entity]._field_defaults)


def allocate(sizes: dict[str, int]) -> State:
    """A state of zeros with `sizes[entity]` rows for each entity."""
    parts = []
    for entity, kind in ENTITIES.items():
        rows = sizes[entity]
        arrays = [
            np.zeros(
                rows if column.width == 1 else (rows, column.width), np.dtype(column.kind), "F" if column.tall else "C",
            )
            for column in columns(entity).values()
        ]
        parts.append(kind(*arrays))
    return State(*parts)


def handed(state: State) -> Any:
    """A `State` whose entities are as compiled code is given them (`sim.numeric.entity_table`)."""
    parts: list[Any] = [Handed(entity) for entity in state]
    return State(*parts)
