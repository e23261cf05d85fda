"""On SLURM: a job array, one element a shard, submitted with plain `sbatch`; nothing has to stay alive until it is done.

Source for the commands and their limits: the manual pages of SLURM, sbatch(1), squeue(1), scontrol(1), slurm.conf(5).
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.compute.case_cost import Rate
from sim.compute.prepare import Prepared, Refused
from sim.compute.store.files import write_text
from sim.compute.store.sealed import Damaged, read_sealed_json, write_sealed_json
from sim.compute.store.sweep_folder import JOBS
from sim.files.cluster_profile import ClusterProfile

START = 30
"""Seconds that a job takes before its first case: modules, Python, compiled code."""
MARGIN = 1.5
"""A node may be slower than the machine that timed the cases."""
WARNING = 60
"""Seconds before its limit at which a job is told to stop, at least; SLURM looks at limits twice a minute."""
USUAL_ARRAY = 1001
"""MaxArraySize where a site does not say (slurm.conf)."""
SCRIPTS, LOGS = "jobs", "logs"


class SlurmFailed(RuntimeError):
    """A command of SLURM is not there, or failed; says what it said."""


class StillQueued(Refused):
    """Jobs of this folder wait or run: another submit would do the same work twice."""


@dataclass(frozen=True)
class Submitted:
    """Job arrays that were submitted: their numbers, and how many shards they do."""

    jobs: tuple[str, ...]
    shards: int


def submit(prepared: Prepared, indices: Sequence[int], site: ClusterProfile, retry_failed: bool = False) -> Submitted:
    """Submit the shards and return at once. The numbers of the jobs are recorded as each array is taken.

    Raises Refused where a shard cannot finish within the limit, or where jobs of this folder wait or run; SlurmFailed where SLURM is not
    there or refuses, with those arrays recorded that it took before.
    """
    folder = prepared.folder
    refuse_queued(folder.path)
    warning = refuse_too_long(prepared, indices, site)
    most = largest_array()
    for name in (SCRIPTS, LOGS):
        (folder.path / name).mkdir(exist_ok=True)
    jobs: list[str] = []
    for first in range(0, len(indices), most):
        some = indices[first : first + most]
        before = _known_jobs(folder.path)
        script = folder.path / SCRIPTS / f"{len(list((folder.path / SCRIPTS).glob('*.sh'))):03d}.sh"
        write_text(script, array_script(folder.path, some, site, warning, retry_failed))
        log = str((folder.path / LOGS).resolve()).replace("%", "%%")
        said = _slurm("sbatch", "--parsable", f"--output={log}/%A.log", str(script))
        jobs.append(said.strip().split(";")[0])
        record = [*before, {"job": jobs[-1], "script": f"{SCRIPTS}/{script.name}", "shards": list(some)}]
        write_sealed_json(folder.path / JOBS, {"jobs": record})
    return Submitted(tuple(jobs), len(indices))


def array_script(folder: Path, indices: Sequence[int], site: ClusterProfile, warning: int, retry_failed: bool) -> str:
    """The script of a job array whose element i does the shard `indices[i]`."""
    at_most = "" if site.at_most is None else f"%{site.at_most}"
    asked = {
        "job-name": job_name(folder),
        "array": f"0-{len(indices) - 1}{at_most}",
        "time": site.time,
        "nodes": "1",
        "ntasks": "1",
        "cpus-per-task": str(site.cpus),
        "mem": site.memory,
        "account": site.account,
        "partition": site.partition,
        # Only the script itself is told, and it is the program by then.
        "signal": f"B:USR1@{warning}",
        "open-mode": "append",
    }
    words = [sys.executable, "-m", "sim.cli", "shard", str(folder.resolve())]
    command = " ".join(shlex.quote(word) for word in words)
    options = f"--threads {site.cpus} --patience {max(5, warning - 20)}{' --retry-failed' if retry_failed else ''}"
    lines = ["#!/bin/bash", *(f"#SBATCH --{name}={value}" for name, value in asked.items() if value is not None)]
    # A job whose node is lost is begun again by SLURM itself.
    lines += ["#SBATCH --requeue", "", *site.setup]
    lines += [f"export PYTHONPATH={shlex.quote(str(_root()))}${{PYTHONPATH:+:$PYTHONPATH}}", f"shards=({' '.join(map(str, indices))})"]
    lines += [f'exec {command} --index "${{shards[$SLURM_ARRAY_TASK_ID]}}" {options}']
    return "\n".join(lines) + "\n"


def _root() -> Path:
    """The folder that the package lies in, so that a checkout that was never installed runs on a node as it does here."""
    return Path(__file__).resolve().parents[2]


def job_name(folder: Path) -> str:
    """The name of the jobs of a folder: the same for each submit, so that they are known again."""
    return f"ruralsim-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"


# ----------------------------------------------------------------------------------------------------------------- refusals


def refuse_too_long(prepared: Prepared, indices: Sequence[int], site: ClusterProfile) -> int:
    """Seconds before its limit at which a job is told to stop. Raises Refused where a shard cannot be done by then."""
    rate: Rate | None = prepared.rate
    if rate is None:
        raise Refused(f"{prepared.folder.path}: its record does not say how long a case takes; write elsewhere with --out")
    warning = int(min(max(WARNING, 2.0 * rate.seconds * MARGIN + 30.0), site.seconds / 2.0))
    largest = max((len(prepared.folder.numbers(index)) for index in indices), default=0)
    needed = START + math.ceil(largest / site.cpus) * rate.seconds * MARGIN
    if needed <= site.seconds - warning:
        return warning
    fitting = math.floor((site.seconds - warning - START) / (rate.seconds * MARGIN)) * site.cpus
    if fitting >= 1:
        advice = f"give jobs more time, or cut smaller shards of a new folder: --out NEW --shard-size {fitting}"
    else:
        advice = "give jobs more time: not even one case fits"
    raise Refused(
        f"a shard of {largest} cases needs about {math.ceil(needed)} s on {site.cpus} cores, and a job of this site has "
        f"{site.seconds - warning} s before it is warned of its limit ({site.time}); {advice}"
    )


def refuse_queued(path: Path) -> None:
    """Refuse a folder of which jobs wait or run. Raises StillQueued, SlurmFailed."""
    counted = queued(path)
    if counted:
        numbers = ", ".join(sorted({job for job, _ in counted}))
        raise StillQueued(
            f"{path}: jobs of it wait or run already ({numbers}); nothing was submitted.\n"
            f"`ruralsim status {path}` says how far they are; `scancel {numbers.replace(', ', ' ')}` takes them back."
        )


def queued(path: Path) -> Counter[tuple[str, str]]:
    """Elements of the jobs of a folder that wait or run, counted by number of the array and state. Raises SlurmFailed."""
    known = {one["job"] for one in _known_jobs(path)}
    found: Counter[tuple[str, str]] = Counter()
    for line in _slurm("squeue", "--noheader", "--array", f"--user={os.getuid()}", "--format=%F %T %j").splitlines():
        job, state, name = [*line.split(maxsplit=2), "", "", ""][:3]
        # By name as well: a process that was killed between submitting and recording left no number.
        if job in known or name == job_name(path):
            found[job, state] += 1
    return found


def jobs_of(path: Path) -> list[dict[str, Any]]:
    """The job arrays that were submitted for a folder. Raises Damaged where the record of them is none."""
    file = path / JOBS
    if not file.exists():
        return []
    said = read_sealed_json(file)
    try:
        return [
            {"job": str(one["job"]), "script": str(one["script"]), "shards": [int(each) for each in one["shards"]]}
            for one in said["jobs"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(file, f"is no record of jobs: {error}") from error


def _known_jobs(path: Path) -> list[dict[str, Any]]:
    """The job arrays on record; none where the record is damaged, for jobs are known by their name as well."""
    with suppress(Damaged):
        return jobs_of(path)
    return []


def largest_array() -> int:
    """How many elements an array of this site can have. Raises SlurmFailed."""
    found = re.search(r"^MaxArraySize\s*=\s*(\d+)", _slurm("scontrol", "show", "config"), re.MULTILINE)
    return max(1, int(found[1])) if found else USUAL_ARRAY


def has_slurm() -> bool:
    """Whether the commands of SLURM are on this machine."""
    import shutil

    return shutil.which("squeue") is not None


def _slurm(*words: str) -> str:
    """What a command of SLURM prints. Raises SlurmFailed."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise SlurmFailed(f"{words[0]} is not on this machine: --on slurm works on a login node of a SLURM cluster") from None
    except subprocess.TimeoutExpired:
        raise SlurmFailed(f"{words[0]} did not answer within two minutes") from None
    if done.returncode != 0:
        raise SlurmFailed(f"{words[0]} failed: {' '.join((done.stderr or done.stdout).split())}")
    return done.stdout


