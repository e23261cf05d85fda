"""The key of a case: a digest of everything that can change its numbers, and of nothing else.

It holds the text of the model and its evidence, and the case as it is resolved: where a number comes from (a factor, the scenario, an
arm) makes no difference, nor do names and descriptions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from sim.files import Measure, Scenario
from sim.files.county import PROSE
from sim.theory.parameters import PARAMETERS

KEY_LENGTH = 32
"""Hexadecimal digits of a key, 128 bits: among ten million cases two agree by chance once in 10^24."""


@cache
def sources_digest() -> str:
    """SHA-256 (hex) of the model's text and the evidence it reads; line ends as LF, so the same on every platform."""
    from sim.numeric.jit import source_digest

    digest = hashlib.sha256(source_digest().encode())
    for name, text in sorted((one.name, one.read_bytes()) for one in files("sim.theory.evidence").iterdir() if one.name.endswith(".csv")):
        plain = text.replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(plain)}\0".encode())
        digest.update(plain)
    return digest.hexdigest()


def world_hash(scenario: Scenario, sources: str) -> Any:
    """A hash that has taken in what the cases of a world have in common: copy it, and let each case add its own."""
    said = scenario.resolved()
    county = {name: value for name, value in said["county"].items() if name not in PROSE}
    common = {name: said[name] for name in ("share_simulated", "start", "months", "trends", "history", "shocks")}
    return hashlib.sha256(f"{sources}\n{json.dumps([common, county], sort_keys=True, ensure_ascii=True)}\n".encode())


def parameters_said(parameters: Mapping[str, float]) -> bytes:
    """What a case says of its parameters: those that differ from their default, in order of their names."""
    return "".join(
        [f"{name}={float(value)!r}\n" for name, value in sorted(parameters.items()) if value != PARAMETERS[name].default]
    ).encode()


def measures_said(measures: Iterable[Measure]) -> bytes:
    """What a case says of its measures, in their order."""
    return b"".join(measure_said(one.lever, one.levels, one.budget, target_said(one)) for one in measures)


def target_said(measure: Measure) -> str:
    """The target of a measure as text."""
    return json.dumps(measure.target.model_dump(mode="json"), sort_keys=True, ensure_ascii=True)


def measure_said(lever: str, levels: Sequence[float], budget: float | None, target: str) -> bytes:
    """One measure: its lever, the months in which its level changes with the level from then on, its budget and target."""
    changes = [f"{row}:{float(level)!r}" for row, level in enumerate(levels) if row == 0 or level != levels[row - 1]]
    return f"{lever} {' '.join(changes)} {_amount(budget)} {target}\n".encode()


def constant_said(lever: str, level: float, first: int, last: int, months: int, budget: float | None, target: str) -> bytes:
    """What `measure_said` gives for one level from row `first` to row `last`, without looking at every month."""
    changes = [f"0:{0.0 if first else float(level)!r}"] + ([f"{first}:{float(level)!r}"] if first and level else [])
    changes += [f"{last + 1}:0.0"] if last + 1 < months and level else []
    return f"{lever} {' '.join(changes)} {_amount(budget)} {target}\n".encode()


def _amount(budget: float | None) -> str:
    return "None" if budget is None else repr(float(budget))


def key_of(started: Any, seed: int) -> str:
    """The key of a case: `started` is a hash that took in its world, parameters and measures, and stays as it is."""
    whole = started.copy()
    whole.update(b"seed %d" % seed)
    return str(whole.hexdigest()[:KEY_LENGTH])
