"""The compiled engine: kernels, loops round the rules, one file a phase; the month; the run."""

from sim.engine.run import run

__all__ = ["run"]
