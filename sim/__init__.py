"""Rural e-commerce in a county: adoption, sales and incomes under broadband, delivery and training.

What a researcher needs is here: `load_scenario` reads a scenario file, `simulate` runs it, `compare` carries out a study, `sweep` every
case of an `Experiment`, whose rows `read_results` reads; a `Policy` is one lever, month by month, for a `Target`; `PARAMETERS`, `LEVERS`
and `OUTCOMES` say what there is. Names are loaded when first used, so that importing this package costs nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.comparison.compare import compare
    from sim.county.outcomes import OUTCOMES
    from sim.design import Experiment, load_experiment
    from sim.execution.sweep import sweep
    from sim.levers import LEVERS
    from sim.parameters import PARAMETERS
    from sim.scenario import Policy, Scenario, Target, load_scenario
    from sim.simulate import Trajectory, simulate
    from sim.store.sweep_table import read_results

__all__ = [
    "LEVERS",
    "OUTCOMES",
    "PARAMETERS",
    "Experiment",
    "Policy",
    "Scenario",
    "Target",
    "Trajectory",
    "compare",
    "load_experiment",
    "load_scenario",
    "read_results",
    "simulate",
    "sweep",
]

_HOMES = {
    "Experiment": "sim.design",
    "LEVERS": "sim.levers",
    "OUTCOMES": "sim.county.outcomes",
    "PARAMETERS": "sim.parameters",
    "Policy": "sim.scenario",
    "Scenario": "sim.scenario",
    "Target": "sim.scenario",
    "Trajectory": "sim.simulate",
    "compare": "sim.comparison.compare",
    "load_experiment": "sim.design",
    "load_scenario": "sim.scenario",
    "read_results": "sim.store.sweep_table",
    "simulate": "sim.simulate",
    "sweep": "sim.execution.sweep",
}


def __getattr__(name: str) -> Any:
    """Load a public name from the module that declares it. Raises AttributeError for any other name."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The public names."""
    return __all__


class _Package(ModuleType):
    """This package; importing its module `simulate` must not hide the function of the same name."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep the function where the import system would put the module."""
        super().__setattr__(name, value.simulate if name == "simulate" and isinstance(value, ModuleType) else value)


sys.modules[__name__].__class__ = _Package
