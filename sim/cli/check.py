"""`ruralsim check`: files validated without running anything; with `--explain`, what a scenario's policies come to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.cli import DONE, WRONG_INPUT
from sim.cli.progress import say

OF_A_COUNTY = ("geography", "people", "products", "market", "first_year")
"""Keys that only a county profile has."""
OF_AN_EXPERIMENT = ("vary", "uncertain", "split", "sampler", "points", "time_step", "quick")
"""Keys that only an experiment has."""


def check_files(files: Sequence[Path], programmes: Sequence[Path], explained: bool, shape: str, lang: str) -> int:
    """Say for each file what it holds, and every error of all files; returns the exit code.

    `programmes` are added to each scenario, as `ruralsim run --policy` does.
    """
    from sim.files import InputError
    from sim.reading.problems import printable

    problems: list[Any] = []
    scenarios: list[Any] = []
    for file in files:
        try:
            said, scenario = _checked(file, programmes)
            scenarios += [] if scenario is None else [scenario]
            if shape == "table":
                print(printable(f"{file}: ok: {said}"))
        except InputError as error:
            problems += error.problems
    if problems:
        # Two scenarios may name one wrong county.
        found = InputError(problems)
        say(found.render())
        say(f"{len(found.problems)} problem{'s' if len(found.problems) > 1 else ''}")
        return WRONG_INPUT
    if explained:
        _explain(scenarios, shape, lang)
    return DONE


def _explain(scenarios: Sequence[Any], shape: str, lang: str) -> None:
    from sim.cli.explain import explain, print_explained
    from sim.cli.interrupts import stopping_between_months
    from sim.cli.run import announce_compiling

    with stopping_between_months():
        announce_compiling()
        for scenario in scenarios:
            print_explained(scenario, explain(scenario, lang), shape, lang)


def _checked(file: Path, programmes: Sequence[Path]) -> tuple[str, Any]:
    """What a file that is right says, in a line, and the scenario if it is one. Raises InputError for one that is wrong."""
    from sim.cli.policies import refuse_empty_targets, with_programmes
    from sim.files import InputError, load_county, load_scenario
    from sim.files.policy.programme import OF_A_STUDY
    from sim.files.scenario.schema import sample_too_small
    from sim.reading.problems import Problem
    from sim.reading.reader import read_yaml

    root = read_yaml(file, str(file))
    keys = root.value if isinstance(root.value, dict) else {}
    if any(key in OF_A_COUNTY for key in keys):
        county = load_county(file)
        if said := sample_too_small(county, 1.0):
            raise InputError([Problem(str(file), 0, 0, "geography.households_per_village", said)])
        return f"{county.name}, a county of {_size(county)}, {len(county.products)} product(s)", None
    if any(key in OF_AN_EXPERIMENT for key in keys):
        return _experiment(file), None
    if any(key in OF_A_STUDY for key in keys):
        from sim.files.study.loader import load_study
        from sim.methods.compare.empty_targets import refuse_empty_targets as refuse_empty_targets_of

        study = load_study(file)
        refuse_empty_targets_of(study)
        return f"{study.name}, a study of {len(study.arms)} arms in {study.scenario.county.name}", None
    if "stands_for" in keys:
        return _programme(file), None
    scenario = with_programmes(load_scenario(file), programmes)
    refuse_empty_targets(scenario)
    sampled = scenario.county.households * scenario.share_simulated
    overrides = f", {len(scenario.parameters)} parameter(s) set" if scenario.parameters else ""
    policies = f", {len(scenario.measures)} lever(s) set" if scenario.measures else ""
    return (
        f"{scenario.county.name}, {_size(scenario.county)}, about {sampled:,.0f} simulated, "
        f"{scenario.months} months from {scenario.start} to {scenario.last_month}{overrides}{policies}"
    ), scenario


def _experiment(file: Path) -> str:
    """What an experiment file says, and its quick design where it has one."""
    from sim.compute.design import Design, load_experiment

    design = Design.of(load_experiment(file))
    arms = f" x {len(design.arms)} arms" if len(design.arms) > 1 else ""
    return (
        f"{design.experiment.name}, an experiment of {design.cases:,} cases: {design.points:,} point(s){arms} x "
        f"{design.replicates} seed(s)"
    )


def _programme(file: Path) -> str:
    """What a programme file says; it is read over the months that can be simulated at all."""
    from sim.files import Month, load_policy_file
    from sim.files.scenario.schema import FIRST_MONTH

    programme = load_policy_file(file, FIRST_MONTH, Month(2063, 12).since(FIRST_MONTH) + 1)
    planned = [measure.budget for measure in programme.measures if measure.budget is not None]
    total = 0.0
    for budget in planned:
        total += budget
    money = f", {total:,.0f} CNY of 2015 planned" if planned else ""
    return f"{programme.name}, a programme of {len(programme.measures)} lever(s){money}"


def _size(county: Any) -> str:
    return f"{county.households:,.0f} households in {county.geography.villages} villages"
