"""Cases that failed: which they are, their inputs, what was wrong. The sweep goes on without them."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sim.compute.store.files import write_text

FAILURES = "failures.jsonl"
LONGEST = 2000
"""Characters of an error that are kept."""
_PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Failure:
    """A case that failed: its number and key, its inputs, the error, and the line of this package that raised it."""

    case: int
    key: str
    point: int
    arm: str
    replicate: int
    seed: int
    values: Mapping[str, float | str]
    error: str
    where: str

    @classmethod
    def of(cls, case: Any, error: BaseException) -> Failure:
        """The record of a case (`sim.compute.design.Case`) and what it raised."""
        said = " ".join(str(error).split())[:LONGEST]
        kind = type(error).__name__
        values = dict(case.values)
        return cls(
            case.number, case.key, case.point, case.arm, case.replicate, case.seed, values,
            f"{kind}: {said}" if said else kind, _where(error),
        )  # fmt: skip


def to_json(failures: Iterable[Failure]) -> str:
    """Failures as a JSON list, in the order of their cases."""
    return json.dumps([asdict(one) for one in sorted(failures, key=lambda one: one.case)], ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> list[Failure]:
    """Failures from a JSON list. Raises ValueError or TypeError where it is none of ours."""
    return [Failure(**one) for one in json.loads(text)]


def write_failures(folder: Path, failures: Iterable[Failure]) -> None:
    """Write failures.jsonl whole, one failure a line; without failures there is no such file. Raises OSError."""
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in sorted(failures, key=lambda one: one.case)]
    if lines:
        write_text(folder / FAILURES, "\n".join(lines) + "\n")
    else:
        (folder / FAILURES).unlink(missing_ok=True)


def _where(error: BaseException) -> str:
    """The deepest line of this package on the way to the error, as `county/synthesis.py:12`; the same on every machine."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            return f"{path.relative_to(_PACKAGE).as_posix()}:{frame.lineno}"
    return ""
