"""`ruralsim check`: files validated without running anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.cli import DONE, WRONG_INPUT
from sim.cli.screen import say

OF_A_COUNTY = ("geography", "people", "products", "market", "first_year")
"""Keys that only a county profile has."""


def check_files(files: Sequence[Path]) -> int:
    """Say for each file what it holds, and every error of all files; returns the exit code."""
    from sim.scenario import InputError
    from sim.scenario.errors import printable

    problems: list[Any] = []
    for file in files:
        try:
            print(printable(f"{file}: ok: {_summary(file)}"))
        except InputError as error:
            problems += error.problems
    if not problems:
        return DONE
    # Two scenarios may name one wrong county.
    found = InputError(problems)
    say(found.render())
    say(f"{len(found.problems)} problem{'s' if len(found.problems) > 1 else ''}")
    return WRONG_INPUT


def _summary(file: Path) -> str:
    """What a file that is right says, in a line. Raises InputError for one that is wrong."""
    from sim.scenario import InputError, load_county, load_scenario
    from sim.scenario.errors import Problem
    from sim.scenario.reading import read_yaml
    from sim.scenario.schema import sample_too_small

    if any(key in OF_A_COUNTY for key in read_yaml(file, str(file)).value):
        county = load_county(file)
        if said := sample_too_small(county, 1.0):
            raise InputError([Problem(str(file), 0, 0, "geography.households_per_village", said)])
        return f"{county.name}, a county of {_size(county)}, {len(county.products)} product(s)"
    scenario = load_scenario(file)
    sampled = scenario.county.households * scenario.share_simulated
    overrides = f", {len(scenario.parameters)} parameter(s) set" if scenario.parameters else ""
    return (
        f"{scenario.county.name}, {_size(scenario.county)}, about {sampled:,.0f} simulated, "
        f"{scenario.months} months from {scenario.start} to {scenario.last_month}{overrides}"
    )


def _size(county: Any) -> str:
    return f"{county.households:,.0f} households in {county.geography.villages} villages"
