"""Ten thousand damages of every kind of stored file: each is known, named, mended alone, and never read as data.

RURALSIM_DAMAGES sets how many are tried; `pytest -m slow -s tests/compute/sweep/test_damage_campaign.py` prints the counts.
"""

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.compute.case import CaseResult
from sim.compute.design import Design, load_experiment, steps
from sim.compute.prepare import prepare_folder
from sim.compute.store.households import Households
from sim.compute.store.sealed import Damaged
from sim.compute.store.sweep_folder import SweepFolder
from sim.compute.store.sweep_table import read_households, read_sweep, rows_digest
from sim.compute.sweep import record_failures
from sim.compute.worker import run_shards

DAMAGES = int(os.environ.get("RURALSIM_DAMAGES", "10000"))
Harm = Callable[[bytes, random.Random, list[bytes]], bytes | None]


def flipped(content: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    altered = bytearray(content)
    altered[chance.randrange(len(altered))] ^= 1 << chance.randrange(8)
    return bytes(altered)


def zeroed(content: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    first = 512 * chance.randrange((len(content) + 511) // 512)
    block = content[first : first + 512]
    return content[:first] + bytes(len(block)) + content[first + 512 :]


def cut(content: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    return content[: chance.randrange(1, len(content))]


def exchanged(content: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    return chance.choice([one for one in others if one != content])


HARMS: dict[str, Harm] = {
    "bit flipped": flipped, "512 bytes zeroed": zeroed, "cut short": cut, "emptied": lambda *_: b"", "another's": exchanged,
    "deleted": lambda *_: None,
}  # fmt: skip


def evaluate(design: Design, number: int, _between_years: Any) -> CaseResult:
    """Rows and households that follow from the number of the case; one case fails."""
    if number == 4:
        raise ArithmeticError("no equilibrium")
    shape = len(steps(design.experiment)), len(design.experiment.outcomes)
    homes = Households((2014, 2015), {"km": np.arange(5.0) + number}, {"income": np.arange(10.0).reshape(2, 5) * number})
    return CaseResult(np.arange(shape[0] * shape[1], dtype=np.float64).reshape(shape) / 7.0 + number, homes)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def kind_of(name: str) -> str:
    return name.split("/")[0] if "/" in name else name


@pytest.mark.slow
def test_ten_thousand_damages_are_each_known_named_and_mended_alone(experiment: Any, tmp_path: Path) -> None:
    design = Design.of(load_experiment(experiment(points=4, replicates=3, more="households: yearly\n")))
    clean = tmp_path / "clean"

    def mend(path: Path) -> tuple[list[str], int]:
        """What a sweep names as damaged, and how many cases it runs."""
        made = prepare_folder(design, path, shard_size=3, evaluate=evaluate)
        tally = run_shards(made.folder, design, made.unfinished, 1, evaluate=evaluate)
        record_failures(made.folder, 0.0)
        return [one.path.relative_to(path).as_posix() for one in made.damaged], tally.cases

    def same(path: Path) -> bool:
        # The record says how long the work took, and when it is made anew it is measured anew.
        found = files(path)
        return {**found, "provenance.json": b""} == {**whole, "provenance.json": b""} and SweepFolder(path).record()["finished"]

    mend(clean)
    whole = files(clean)
    assert set(map(kind_of, whole)) == {"cases.parquet", "design.json", "provenance.json", "failures.jsonl", "shards", "households"}
    other = Design.of(load_experiment(experiment(points=4, replicates=3, more="households: yearly\nseed: 7\n", name="other.yaml")))
    elsewhere = prepare_folder(other, tmp_path / "other", shard_size=3, evaluate=evaluate)
    run_shards(elsewhere.folder, other, range(4), 1, evaluate=evaluate)
    foreign = files(tmp_path / "other")
    rows, homes = rows_digest(read_sweep(clean)), read_households(clean)
    chance = random.Random(12)
    counts: dict[str, Counter[tuple[str, str]]] = {one: Counter() for one in ("tried", "known", "mended", "lost")}
    work = tmp_path / "work"
    shutil.copytree(clean, work)
    for number in range(DAMAGES):
        name = chance.choice(sorted(whole))
        harm = list(HARMS)[number % len(HARMS)]
        altered = HARMS[harm](whole[name], chance, [*whole.values(), foreign.get(name, b"another's")])
        if altered == whole[name]:
            continue
        what = kind_of(name), harm
        if altered is None:
            (work / name).unlink()
        else:
            (work / name).write_bytes(altered)
        counts["tried"][what] += 1
        try:
            # What is read is right, or nothing is read; of a shard that is not there, it is said that its cases are not done.
            table = read_sweep(work)
            fewer = what == ("shards", "deleted") and table.schema.metadata[b"done"] == b"9"
            assert fewer or (rows_digest(table) == rows and read_households(work).equals(homes)), f"{what} was read as data"
        except Damaged:
            pass
        named, run = mend(work)
        # The list of failures follows from the shards, and is written after every sweep; a shard that is not there is not done.
        counts["known"][what] += name in named or name == "failures.jsonl" or what == ("shards", "deleted")
        alone = 3 if kind_of(name) in ("shards", "households") else 0
        counts["mended"][what] += same(work) and run == alone
        if not same(work):
            counts["lost"][what] += 1
            shutil.rmtree(work)
            shutil.copytree(clean, work)
    print("\nkind of file, kind of damage: tried, known, mended alone, lost")
    for what in sorted(counts["tried"]):
        print(f"{', '.join(what)}: {', '.join(str(counts[one][what]) for one in counts)}")
    tried, known, mended, lost = (one.total() for one in counts.values())
    print(f"all: {tried}, {known}, {mended}, {lost}")
    assert tried > 0.95 * DAMAGES and (known, mended, lost) == (tried, tried, 0)
