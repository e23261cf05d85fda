"""House rules about imports, seen at run time: what is heavy is loaded by those who need it, and a rule is compiled once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

ONE_SIGNATURE = """
from sim import load_scenario, simulate
from sim.numeric.jit import RULES
from sim.mesa_model import run as mesa
world = load_scenario("scenarios/hamlet.yaml").model_copy(update={"months": 24})
simulate(world)
simulate(world, backend=mesa)
rules = [rule for rule in RULES if rule.__module__.startswith("sim.theory.rules.")]
print(len(rules) > 20, *(f"{rule.__name__}: {rule.signatures}" for rule in rules if len(rule.signatures) != 1))
"""


def _python(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _loaded(module: str) -> set[str]:
    return set(_python(f"import sys, {module}; print(*(name for name in sys.modules if '.' not in name))").split())


@pytest.mark.parametrize(
    ("module", "not_loaded"),
    [
        ("sim", {"numba", "mesa", "scipy", "pandas", "matplotlib", "seaborn", "pyarrow"}),
        ("sim.cli", {"numba", "mesa", "scipy", "pandas", "matplotlib", "seaborn", "pyarrow"}),
        ("sim.files", {"numba", "mesa", "pandas", "matplotlib", "seaborn", "pyarrow"}),
        ("sim.compute.simulate", {"mesa", "networkx", "matplotlib", "seaborn"}),
        ("sim.files.study.loader", {"numba", "mesa", "pandas", "matplotlib", "seaborn", "pyarrow"}),
        ("sim.present.tables.results", {"numba", "mesa", "matplotlib", "seaborn", "openpyxl", "docx"}),
    ],
)
def test_importing_a_room_does_not_load_what_only_others_need(module: str, not_loaded: set[str]) -> None:
    assert _loaded(module) & not_loaded == set()


@pytest.mark.slow
def test_each_rule_is_compiled_for_one_signature_by_engine_and_mesa_together(tmp_path: Path) -> None:
    # A cold cache of its own: from a warm one the engine is loaded ready made, and its rules would not be counted.
    assert _python(ONE_SIGNATURE, RURALSIM_CACHE=str(tmp_path)) == "True"
