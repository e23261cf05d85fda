"""`ruralsim check`: files validated without running anything; with `--explain`, what a scenario's policies come to."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

from sim.cli import DONE, WRONG_INPUT
from sim.cli.memory import refuse_little_memory
from sim.cli.progress import say

OF_A_COUNTY = ("geography", "people", "products", "market", "first_year")
"""Keys that only a county profile has."""
World = tuple[Any, Any]
"""A county profile, and the first month of what is simulated in it."""
MOST_NAMED = 6
"""Figures that a note names."""
OF_AN_EXPERIMENT = ("vary", "uncertain", "split", "sampler", "points", "time_step", "quick")
"""Keys that only an experiment has."""


class Checked(NamedTuple):
    """A file that is right: what it says, in a line; the scenario if it is one; the counties it is about; its levers and its sample."""

    said: str
    scenario: Any = None
    worlds: Sequence[World] = ()
    levers: Iterable[str] = ()
    share: float = 1.0


def check_files(files: Sequence[Path], programmes: Sequence[Path], explained: bool, shape: str, lang: str) -> int:
    """Say for each file what it holds, and every error of all files; returns the exit code.

    `programmes` are added to each scenario, as `ruralsim run --policy` does.
    """
    if explained:
        refuse_little_memory()
    from sim.cli.policies import overstated_in_the_sample
    from sim.files import InputError
    from sim.reading.problems import printable, render_once

    problems: list[Any] = []
    scenarios: list[Any] = []
    for file in files:
        try:
            # An explanation runs the scenario, and what a run compiles is kept.
            with nullcontext() if explained else _no_cache_kept():
                found = _checked(file, programmes)
            scenarios += [] if found.scenario is None else [found.scenario]
            if shape == "table":
                print(printable(f"{file}: ok: {found.said}"))
                for note in [*_of_another_county(file), *_not_met(found.worlds), *overstated_in_the_sample(found.levers, found.share)]:
                    print(printable(f"{file}: note: {note}"))
        except InputError as error:
            problems += error.problems
    if problems:
        text, count = render_once(problems)
        say(text)
        say(f"{count} problem{'s' if count > 1 else ''}")
        return WRONG_INPUT
    if explained:
        _explain(scenarios, shape, lang)
    return DONE


def _have_targets(measures: Sequence[Any]) -> bool:
    """Whether a measure is aimed at some only, so that the county has to be drawn; a word where that takes its time."""
    from sim.files import Target

    if all(one.target == Target() for one in measures):
        return False
    from sim.county.households import draw_traits
    from sim.numeric.jit import is_warm

    if not is_warm(draw_traits):
        say("compiling, to see whom targets reach: some 15 seconds, until a first run has kept the compiled code")
    return True


@contextmanager
def _no_cache_kept() -> Iterator[None]:
    """Checking writes nothing: what it has to compile, to see whom a target reaches, is not kept."""
    name = "RURALSIM_KEEP_NO_CACHE"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _explain(scenarios: Sequence[Any], shape: str, lang: str) -> None:
    from sim.cli.explain import explain, print_explained
    from sim.cli.interrupts import stopping_between_months
    from sim.cli.run import announce_compiling

    with stopping_between_months():
        announce_compiling()
        for scenario in scenarios:
            print_explained(scenario, explain(scenario, lang), shape, lang)


def _not_met(worlds: Sequence[World]) -> list[str]:
    """What is said of counties whose profile gives more broadband than the villages that it has reached allow."""
    from sim.county.margins import beyond_broadband, missed

    several = len(worlds) > 1
    found = [(county, beyond_broadband(county, start)) for county, start in worlds]
    return [(f"{county.name}: " if several else "") + missed(one, "about ") for county, one in found if one is not None]


def _checked(file: Path, programmes: Sequence[Path]) -> Checked:
    """What a file holds. Raises InputError for one that is wrong."""
    from sim.cli.policies import levers_of_a_study, refuse_empty_targets, with_programmes
    from sim.files import InputError, load_county, load_scenario
    from sim.files.policy.programme import OF_A_STUDY
    from sim.files.scenario.schema import FIRST_MONTH, sample_too_small
    from sim.reading.problems import Problem
    from sim.reading.reader import read_yaml

    root = read_yaml(file, str(file))
    keys = root.value if isinstance(root.value, dict) else {}
    if any(key in OF_A_COUNTY for key in keys):
        county = load_county(file)
        if said := sample_too_small(county, 1.0):
            raise InputError([Problem(str(file), 0, 0, "geography.households_per_village", said)])
        return Checked(f"{county.name}, a county of {_size(county)}, {len(county.products)} product(s)", worlds=[(county, FIRST_MONTH)])
    if any(key in OF_AN_EXPERIMENT for key in keys):
        return _experiment(file)
    if any(key in OF_A_STUDY for key in keys):
        from sim.files.study.loader import load_study

        study = load_study(file)
        if _have_targets([*study.scenario.measures, *(one for arm in study.arms for one in arm.measures)]):
            from sim.methods.compare.empty_targets import refuse_empty_targets as refuse_empty_targets_of

            refuse_empty_targets_of(study)
        world = study.scenario
        said = f"{study.name}, a study of {len(study.arms)} arms in {world.county.name}"
        return Checked(said, None, [(world.county, world.start)], levers_of_a_study(study), world.share_simulated)
    if "stands_for" in keys:
        return Checked(_programme(file))
    scenario = with_programmes(load_scenario(file), programmes)
    if _have_targets(scenario.measures):
        refuse_empty_targets(scenario)
    sampled = scenario.county.households * scenario.share_simulated
    overrides = f", {len(scenario.parameters)} parameter(s) set" if scenario.parameters else ""
    policies = f", {len(scenario.measures)} lever(s) set" if scenario.measures else ""
    said = (
        f"{scenario.county.name}, {_size(scenario.county)}, about {sampled:,.0f} simulated, "
        f"{scenario.months} months from {scenario.start} to {scenario.last_month}{overrides}{policies}"
    )
    return Checked(said, scenario, [(scenario.county, scenario.start)], (one.lever for one in scenario.measures), scenario.share_simulated)


def _of_another_county(file: Path) -> list[str]:
    """What is said of figures that a county profile, or that of a scenario, shares with a shipped one of another name."""
    from sim.files.county import figures_of_another_county
    from sim.files.scenario.extends import beside, read_layers
    from sim.reading.reader import read_yaml
    from sim.reading.shipped import shipped_scenarios

    layers = read_layers(file, str(file))
    profile, shipped = file, shipped_scenarios() / "counties"
    if node := layers.root.at(("county", "profile")):
        profile = beside(layers.files[node.place.file], node.value)
    elif "geography" not in layers.root.value:
        return []
    if profile.resolve().parent == shipped.resolve():
        return []
    root = read_yaml(profile, str(profile))
    others = [read_yaml(path, str(path)) for path in sorted(shipped.glob("*.yaml"))]
    shared = {one.value["name"].value: figures_of_another_county(root, one) for one in others}
    # What several shipped profiles say with one source holds for the whole country.
    everywhere = {figure for figure, times in Counter(figure for one in shared.values() for figure in one).items() if times > 1}
    left = {name: [figure for figure in figures if figure not in everywhere] for name, figures in shared.items()}
    name = max(left, key=lambda one: len(left[one]))
    figures = left[name]
    if not figures or root.value["name"].value in shared:
        return []
    some = ", ".join(figures[:MOST_NAMED]) + (", …" if len(figures) > MOST_NAMED else "")
    where = "" if profile == file else f" in {profile}"
    are = "figure is that" if len(figures) == 1 else "figures are those"
    return [
        f"{len(figures)} {are} of {name}, with the same source: {some}{where}. "
        "Put in this county's, or name them under `missing` with what was assumed"
    ]


def _experiment(file: Path) -> Checked:
    """What an experiment file holds. Its points are counted, not drawn."""
    from sim.cli.policies import levers_of_an_experiment
    from sim.files.experiment.consistency import number_of_cases
    from sim.files.experiment.experiment import load_experiment

    one = load_experiment(file)
    given = [measure for world in one.worlds for measure in world.scenario.measures]
    if _have_targets([*given, *(measure for arm in one.arms for measure in arm.measures)]):
        from sim.compute.design.empty_targets import refuse_empty_targets

        refuse_empty_targets(one)
    arms = f" x {len(one.arms)} arms" if len(one.arms) > 1 else ""
    cases = number_of_cases(one)
    points = cases // (len(one.arms) * one.replicates)
    said = f"{one.name}, an experiment of {cases:,} cases: {points:,} point(s){arms} x {one.replicates} seed(s)"
    worlds = [(world.scenario.county, one.start) for world in one.worlds]
    return Checked(said, None, worlds, levers_of_an_experiment(one), min(world.scenario.share_simulated for world in one.worlds))


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
