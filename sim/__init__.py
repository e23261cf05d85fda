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
    from sim.compute.design import Experiment, load_experiment
    from sim.compute.simulate import Trajectory, simulate
    from sim.compute.store.sweep_table import read_results
    from sim.compute.sweep import sweep
    from sim.files import Policy, Scenario, Target, load_scenario
    from sim.methods.compare.compare import compare
    from sim.theory.levers import LEVERS
    from sim.theory.outcomes import OUTCOMES
    from sim.theory.parameters import PARAMETERS

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
    "Experiment": "sim.compute.design",
    "LEVERS": "sim.theory.levers",
    "OUTCOMES": "sim.theory.outcomes",
    "PARAMETERS": "sim.theory.parameters",
    "Policy": "sim.files",
    "Scenario": "sim.files",
    "Target": "sim.files",
    "Trajectory": "sim.compute.simulate",
    "compare": "sim.methods.compare.compare",
    "load_experiment": "sim.compute.design",
    "load_scenario": "sim.files",
    "read_results": "sim.compute.store.sweep_table",
    "simulate": "sim.compute.simulate",
    "sweep": "sim.compute.sweep",
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
