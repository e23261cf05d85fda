"""What made a result: versions, sources, machine class, seeds, the scenario in full. No user, host or folder names."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("ruralsim", "numpy", "numba", "llvmlite", "mesa", "pyarrow", "pydantic", "ruamel.yaml")
FLAGS = ("NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES", "NUMBA_DISABLE_JIT", "NUMBA_OPT", "NUMBA_NUM_THREADS")
"""Settings of the environment that could move a bit."""


def provenance(scenario: Any, trajectories: Sequence[Any], *, file: Path, engine: str, seconds: float) -> dict[str, Any]:
    """The record of a run, without the digests of its files. `file` is named without its folder, `seconds` is wall time."""
    from sim.numeric.jit import source_digest

    digests = [one.digest() for one in trajectories]
    return {
        "scenario_file": file.name,
        "scenario": scenario.resolved(),
        "price_year": 2015,
        "engine": engine,
        "seeds": [one.seed for one in trajectories],
        "outcome_digest": combined(digests),
        "replicate_digests": digests,
        "source_digest": source_digest(),
        "commit": commit(),
        "versions": versions(),
        "machine": machine_class(),
        "flags": {name: os.environ[name] for name in FLAGS if name in os.environ},
        "wall_seconds": round(seconds, 3),
    }


def combined(digests: Sequence[str]) -> str:
    """One digest of the digests of all replicates, in order; of one replicate, its own."""
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()


def versions() -> dict[str, str]:
    """Versions of Python and of the installed packages that results rest on."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            # Run from a checkout that was not installed: the commit and the source digest say which version it is.
            continue
    return found


def machine_class() -> dict[str, Any]:
    """The kind of machine: processor family, system, cores, byte order."""
    return {"processor": platform.machine(), "system": platform.system(), "cores": os.cpu_count(), "byte_order": sys.byteorder}


def commit() -> dict[str, Any] | None:
    """The git commit of the checkout that this package is run from, and whether files were changed since; None elsewhere."""
    root = Path(__file__).resolve().parents[3]
    if not (root / ".git").exists():
        return None
    head = _git(root, "rev-parse", "--verify", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return None if head is None else {"id": head, "changed_since": bool(changed)}


def _git(root: Path, *words: str) -> str | None:
    """What git answers, or None where it is not there or refuses."""
    try:
        answer = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None
