"""Every parameter of the model, declared once: `PARAMETERS["channel.switching_cost"]`.

A group is a NamedTuple whose fields are declared with their symbol, label, unit, range, role and source; filled with numbers it is
what rules are called with, in the engine and in the Mesa model alike.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.theory.parameters.accounting import Accounting
from sim.theory.parameters.channel import Channel
from sim.theory.parameters.connection import Connection
from sim.theory.parameters.cooperation import Cooperation
from sim.theory.parameters.costs import Costs
from sim.theory.parameters.declaration import Parameter
from sim.theory.parameters.learning import Learning
from sim.theory.parameters.logistics import Logistics
from sim.theory.parameters.market import Market
from sim.theory.parameters.population import Population
from sim.theory.parameters.shopping import Shopping
from sim.theory.parameters.trading import Trading
from sim.theory.parameters.work import Work
from sim.theory.parameters.world import World

__all__ = ["GROUPS", "PARAMETERS", "Parameter", "Parameters", "packed", "parameters"]


class Parameters(NamedTuple):
    """The numbers of one case, by behaviour."""

    world: World
    population: Population
    connection: Connection
    learning: Learning
    logistics: Logistics
    cooperation: Cooperation
    trading: Trading
    channel: Channel
    market: Market
    shopping: Shopping
    work: Work
    accounting: Accounting
    costs: Costs


def packed(p: Parameters) -> Any:
    """The same numbers as one nested NumPy record, read in compiled code as `p.market.sigma` too.

    A record is passed as one pointer; two hundred numbers passed by value to each kernel double the time to compile.
    """
    import numpy as np

    layout = np.dtype([(group, np.dtype([(name, np.float64) for name in kind._fields])) for group, kind in GROUPS.items()])
    return np.array([tuple(tuple(numbers) for numbers in p)], layout)[0]


GROUPS: dict[str, Any] = dict(Parameters.__annotations__)

PARAMETERS: dict[str, Parameter] = {
    f"{group}.{name}": declared.named(f"{group}.{name}")
    for group, kind in GROUPS.items()
    for name, declared in kind._field_defaults.items()
}


def parameters(overrides: Mapping[str, float] | None = None) -> Parameters:
    """The declared defaults with `overrides` ("group.name" -> number, CNY of 2015) put in.

    Raises KeyError for a name that is not declared and ValueError for a number outside its declared range.
    """
    overrides = dict(overrides or {})
    for key, value in overrides.items():
        declared = PARAMETERS[key]
        if not declared.low <= value <= declared.high:
            raise ValueError(f"{key}: {value} outside [{declared.low}, {declared.high}] {declared.unit}")
    return Parameters(
        *(
            kind(*(float(overrides.get(f"{group}.{name}", PARAMETERS[f"{group}.{name}"].default)) for name in kind._fields))
            for group, kind in GROUPS.items()
        )
    )
