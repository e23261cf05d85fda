"""`ruralsim new`: a study of one's own that needs nothing outside its folder."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sim.cli import DONE, FAILED, WRONG_INPUT
from sim.cli.progress import say

COUNTY = Path("counties", "average.yaml")
"""The profile that a new study starts from, among the scenarios that ship."""

SCENARIO = """\
# yaml-language-server: $schema=schema.json
# The world in which policies are compared. Every key is explained in the editor; `ruralsim check scenario.yaml` reads it.
schema: 1
name: A county of my own
description: The average county at a sample of one household in twenty, over the seven years of the data.
prices: 2015                        # the year whose yuan the amounts of this file are in
county:
  profile: county.yaml              # a copy of the average county: put in the numbers of yours
  share_simulated: 0.05             # share of households simulated; the smallest village needs 17 of them
horizon:
  start: 2014-01
  months: 84                        # to 2020-12, where the data end; beyond it, `trends` must be stated
history: no_programme               # no other programme runs, so that what differs is the policy
parameters: {}                      # group.name: value; `ruralsim parameters` lists them
seed: 1
"""

STUDY = """\
# yaml-language-server: $schema=study.schema.json
# Two policies against no policy, and against each other. `ruralsim check study.yaml` reads it, `ruralsim compare study.yaml` runs it.
schema: 1
name: training-or-both
question: For six million yuan, does training alone or training with a parcel subsidy raise online sales and income more?
scenario: scenario.yaml
prices: 2015
period: {policy: [2016-01, 2018-12], follow_until: 2020-12}
money: {total: 6000000}             # an arm of shares divides this sum
arms:
  training: {training.seats: 100%}
  example: {use: policies/example.yaml}
differences: [[example, training]]  # besides each arm against no policy
uncertainty: {parameters: ranges, costs: ranges, draws: 4, replicates: 2}   # small, to see it work: 100 draws and 8 replicates for a paper
"""

POLICY = """\
# yaml-language-server: $schema=schema.json
# A programme: levers with dates, targets and budgets. `ruralsim levers` lists what can be set.
schema: 1
name: Training with a parcel subsidy
name_zh: 培训与快递补贴
stands_for: an example to change; no programme that ever ran
source: invented
assumed: [every level, date and budget]
prices: 2015
policies:
  - lever: training.seats
    level: 120                      # persons a month
    start: 2016-01
    end: 2018-12
    ramp: 3                         # months until the level is reached
    target: {households: poor, rank: remoteness}
    budget: 3000000                 # CNY; when it is spent the measure ends
  - lever: delivery.parcel_subsidy_out
    level: 1                        # CNY/parcel
    start: 2016-01
    end: 2018-12
    target: {villages: {farther_than_km: 15}}
    budget: 3000000
"""

README = """\
# A study of one's own

1. `county.yaml` describes the county, `scenario.yaml` the world, `policies/example.yaml` a policy, `study.yaml` what is compared.
2. `ruralsim check scenario.yaml study.yaml policies/example.yaml` finds every mistake before anything runs.
3. `ruralsim run scenario.yaml` runs the county without policy; results are in `results/scenario/`.
4. `ruralsim compare study.yaml` compares the arms: differences with intervals, who gains, what it cost.
5. `ruralsim table results/scenario --as csv,xlsx,dta` hands results on; `tex` and `docx` are for short tables.
6. `ruralsim levers`, `programmes`, `parameters` and `outcomes` list what there is.
7. The `*schema.json` files serve the editor; `ruralsim schema scenario|study|programme` makes them anew.
"""


def write_new(folder: Path, force: bool = False) -> int:
    """Write a study into a folder that is empty or not there yet, with `force` into any; returns the exit code.

    Nothing new is left where it fails.
    """
    from sim.reading.problems import printable

    if refused := _refusal(folder, force):
        say(printable(f"DIR: {refused}"))
        return WRONG_INPUT
    contents = new_study()
    made: list[Path] = []
    try:
        for name, text in contents.items():
            _write(folder / name, text, made)
    except BaseException as error:
        # Ctrl-C included: half a study would be refused as a folder that is not empty.
        _take_back(made)
        if not isinstance(error, OSError):
            raise
        say(printable(f"ruralsim: failed while writing into {folder}: {error.strerror or error}; nothing is kept"))
        return FAILED
    say(printable(f"written into {folder}: {', '.join(contents)}"))
    return DONE


def new_study() -> dict[str, str]:
    """The files of a new study: name -> text."""
    from sim.cli.listings import schema_text
    from sim.reading.shipped import shipped_scenarios

    county = (shipped_scenarios() / COUNTY).read_text(encoding="utf-8")
    return {
        "README.md": README,
        "scenario.yaml": SCENARIO,
        "county.yaml": county,
        "study.yaml": STUDY,
        "policies/example.yaml": POLICY,
        "schema.json": schema_text("scenario"),
        "study.schema.json": schema_text("study"),
        "policies/schema.json": schema_text("programme"),
    }


def _refusal(folder: Path, force: bool) -> str | None:
    """Why no study can be written there, or None."""
    from sim.compute.store.files import folder_refusal

    if refused := folder_refusal(folder):
        return refused
    try:
        if not force and folder.is_dir() and any(folder.iterdir()):
            return f"{folder} is not empty; a new study needs a folder of its own (--force writes over files of the same names)"
    except OSError as error:
        return f"{folder}: {error.strerror}"
    return None


def _write(path: Path, text: str, made: list[Path]) -> None:
    """Write one file, and before it the folders that are missing; all of it is noted in `made`. Raises OSError."""
    from sim.compute.store.files import write_text

    missing = [parent for parent in path.parents if not os.path.lexists(parent)]
    for parent in reversed(missing):
        parent.mkdir()
        made.append(parent)
    if not os.path.lexists(path):
        made.append(path)
    write_text(path, text)


def _take_back(made: list[Path]) -> None:
    """Remove what was written, last first."""
    for path in reversed(made):
        # The failure that matters is the first one.
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
