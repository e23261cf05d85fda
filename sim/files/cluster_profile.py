"""A cluster, described once in a file of its own: under which account and where jobs run, for how long, with what."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from sim.files import InputError
from sim.reading.reader import read_yaml
from sim.reading.value_types import Declared, Within, wrong
from sim.reading.wrong_keys_and_values import forgotten, validated

_WORD = re.compile(r"[\w.@:+,/=-]+")
_MEMORY = re.compile(r"\d+[KMGT]?")


def _word(text: str) -> str:
    # It becomes a word of a script: no blanks, quotes or line breaks.
    if not _WORD.fullmatch(text) or text.startswith("-"):
        raise wrong("expected one word of letters, digits and . _ - @ : + , / =")
    return text


def _time(text: str) -> str:
    seconds_of(text)
    return text


def _memory(text: str) -> str:
    if not _MEMORY.fullmatch(text):
        raise wrong(f"expected memory as 4000M or 8G, got `{text}`")
    return text


def _line(lines: tuple[str, ...]) -> tuple[str, ...]:
    for one in lines:
        if "\n" in one or "\r" in one:
            raise wrong("expected one line of shell in each item")
    return lines


def seconds_of(text: str) -> int:
    """Seconds in a time as SLURM writes it: MM, MM:SS, HH:MM:SS, D-HH, D-HH:MM or D-HH:MM:SS. Raises a validation error."""
    days, _, rest = text.rpartition("-")
    parts = rest.split(":")
    if not all(part.isascii() and part.isdigit() for part in (*parts, *([days] if days else []))) or not 1 <= len(parts) <= 3:
        raise wrong(f"expected a time as 30:00 (minutes and seconds), 2:00:00 or 1-12:00:00, got `{text}`")
    numbers = [int(part) for part in parts]
    if days:
        hours, minutes, seconds = [*numbers, 0, 0][:3]
    elif len(numbers) == 3:
        hours, minutes, seconds = numbers
    else:
        hours, (minutes, seconds) = 0, [*numbers, 0][:2]
    total = ((int(days or 0) * 24 + hours) * 60 + minutes) * 60 + seconds
    if total < 60:
        raise wrong(f"`{text}` is less than a minute")
    return total


class ClusterProfile(Declared):
    """A SLURM site: what `sbatch` is told of every job.

    One job is one shard. `time` is its limit as SLURM writes it, `cpus` the threads that do its cases side by side, `at_most` how many
    jobs run at one time, `setup` lines of shell before the command, such as `module load python`.
    """

    account: Annotated[str, AfterValidator(_word), Field(description="account that pays")] | None = None
    partition: Annotated[str, AfterValidator(_word), Field(description="partition that jobs wait for")] | None = None
    time: Annotated[str, AfterValidator(_time), Field(description="limit of a job: MM:SS, HH:MM:SS or D-HH:MM:SS, in quotes")]
    cpus: Annotated[int, Within(1, 1024)] = 1
    memory: Annotated[str, AfterValidator(_memory), Field(description="memory of a job, as 4000M or 8G")] | None = None
    at_most: Annotated[int, Within(1, 100_000)] | None = None
    setup: Annotated[tuple[str, ...], AfterValidator(_line), Field(description="lines of shell before the command")] = ()

    @property
    def seconds(self) -> int:
        """The limit of a job in seconds."""
        return seconds_of(self.time)


def load_cluster_profile(path: str | Path) -> ClusterProfile:
    """The site in a file. Raises InputError with everything that is wrong with it."""
    root = read_yaml(Path(path), str(path))
    site, problems = validated(ClusterProfile, root)
    for key, node in root.value.items():
        problems += forgotten(node, (key,))
    if problems or site is None:
        raise InputError(problems)
    return site
