"""`ruralsim check`: it counts and does not draw, keeps nothing, says a shared mistake once, and places what cannot be read."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
SCENARIOS = Path(__file__).parents[2] / "scenarios"
MOST_MB = 200
"""Megabytes beyond the imports that checking may take."""
# Says on standard error by how much the most memory ever taken is above what the imports take.
MEMORY = """
import atexit, resource, sys
import sim.cli.commands, sim.cli.check, sim.files.experiment.experiment
def taken(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before = taken()
atexit.register(lambda: print(f"took {taken() - before:.0f} MB", file=sys.stderr))
"""


@pytest.mark.parametrize(
    ("sampler", "points", "said"),
    [
        ("latin_hypercube", 5_000_000, "5,000,000 cases: 5,000,000 point(s) x 1 seed(s)"),
        ("sobol", 2**22, "4,194,304 cases: 4,194,304 point(s) x 1 seed(s)"),
        ("saltelli", 2**17, "5,505,024 cases: 5,505,024 point(s) x 1 seed(s)"),
        ("morris", 2**17, "5,373,952 cases: 5,373,952 point(s) x 1 seed(s)"),
    ],
)
def test_checking_a_design_of_millions_of_points_counts_them_and_draws_none(
    ruralsim: Command, tmp_path: Path, sampler: str, points: int, said: str
) -> None:
    from sim.theory.parameters import PARAMETERS

    varied = [key for key, one in PARAMETERS.items() if one.low < one.high][:40]
    lines = ["schema: 1", "name: large", f"scenario: {SCENARIOS / 'no_programme.yaml'}", "uncertain:"]
    lines += [f"  {key}: range" for key in varied] + [f"sampler: {sampler}", f"points: {points}"]
    (tmp_path / "large.yaml").write_text("\n".join(lines), encoding="utf-8")
    done = ruralsim("check", "large.yaml", preface=MEMORY)
    assert (done.returncode, done.stdout) == (0, f"large.yaml: ok: large, an experiment of {said}\n")
    assert float(done.stderr.split()[1]) < MOST_MB


def test_checking_keeps_no_compiled_code_even_where_it_looks_for_those_a_target_reaches(ruralsim: Command, tmp_path: Path) -> None:
    text = f"extends: {SCENARIOS / 'hamlet.yaml'}\npolicies:\n  - {{lever: training.seats, level: 3, target: {{households: poor}}}}\n"
    (tmp_path / "poor.yaml").write_text(text, encoding="utf-8")
    cache = tmp_path / "cache"
    cache.mkdir()
    done = ruralsim("check", "poor.yaml", RURALSIM_CACHE=str(cache))
    assert done.returncode == 0 and done.stderr.startswith("compiling, to see whom targets reach") and done.stderr.count("\n") == 1
    assert os.listdir(cache) == [] and sorted(os.listdir(tmp_path)) == ["cache", "poor.yaml"]


def _two_scenarios(folder: Path) -> None:
    county = (SCENARIOS / "counties" / "hamlet.yaml").read_text(encoding="utf-8")
    (folder / "county.yaml").write_text(county.replace("townships: ", "townships: x"), encoding="utf-8")
    for name in ("one.yaml", "two.yaml"):
        (folder / name).write_text(f"extends: {SCENARIOS / 'hamlet.yaml'}\ncounty: {{profile: county.yaml}}\n", encoding="utf-8")


def test_a_mistake_in_a_file_that_two_files_name_is_said_once_whatever_path_leads_to_it(ruralsim: Command, tmp_path: Path) -> None:
    _two_scenarios(tmp_path)
    for files in (("one.yaml", "two.yaml"), ("one.yaml", tmp_path / "two.yaml"), ("county.yaml", f"../{tmp_path.name}/one.yaml")):
        done = ruralsim("check", *files)
        assert done.returncode == 2
        assert done.stderr.count("expected a whole number") == 1 and done.stderr.endswith("\n1 problem\n")


def test_a_mistake_that_two_files_make_alike_is_shown_once_with_both_places(ruralsim: Command, tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(f"extends: {SCENARIOS / 'hamlet.yaml'}\ncolour: red\n", encoding="utf-8")
    done = ruralsim("check", "one.yaml", "two.yaml")
    assert done.stderr.splitlines() == [
        "one.yaml:2:1: colour: unknown key 'colour'",
        "   2 | colour: red",
        "       ^^^^^^",
        "   the same at two.yaml:2:1",
        "2 problems",
    ]


# What names another file, where the name stands, and how the file goes on.
NAMES = {
    "extends": "schema: 1\nextends: {}\n",
    "county.profile": f"extends: {SCENARIOS / 'hamlet.yaml'}\ncounty: {{{{profile: {{}}}}}}\n",
    "policies.0.use": f"extends: {SCENARIOS / 'hamlet.yaml'}\npolicies:\n  - use: {{}}\n",
    "scenario": "schema: 1\nname: x\nquestion: q\nscenario: {}\nprices: 2015\nperiod: {{policy: [2014-01, 2014-02], follow_until: 2014-12}}\n"
    "arms: {{a: {{lever: training.seats, level: 1}}}}\n",
    "arms.a.use": f"schema: 1\nname: x\nscenario: {SCENARIOS / 'hamlet.yaml'}\narms:\n  a: {{{{use: {{}}}}}}\ntime_step: yearly\n",
    "draws": f"schema: 1\nname: x\nscenario: {SCENARIOS / 'hamlet.yaml'}\ndraws: {{}}\nsampler: sobol\npoints: 4\n",
    "vary.county.values.0": f"schema: 1\nname: x\nscenario: {SCENARIOS / 'hamlet.yaml'}\nvary:\n  county: {{{{values: [{{}}]}}}}\n",
    "list.0.county": f"schema: 1\nname: x\nscenario: {SCENARIOS / 'hamlet.yaml'}\nsampler: list\nlist: [{{{{county: {{}}}}}}]\n",
}
CANNOT_BE_READ = {
    "shut.yaml": "cannot be read: Permission denied",
    "shut/inside.yaml": "cannot be read: Permission denied",
    "n" * 300 + ".yaml": "cannot be read: File name too long",
    "folder.yaml": "is a folder, not a file",
    "loop.yaml": "cannot be read: Too many levels of symbolic links",
    "missing.yaml": "no such file",
}


def test_a_file_that_cannot_be_read_is_said_where_it_is_named(ruralsim: Command, tmp_path: Path) -> None:
    (tmp_path / "shut.yaml").touch(mode=0)
    (tmp_path / "shut").mkdir(mode=0)
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    files: dict[str, Callable[[str], bool]] = {}
    for path, text in NAMES.items():
        for name, why in CANNOT_BE_READ.items():
            file = f"{len(files)}.yaml"
            (tmp_path / file).write_text(text.format(name), encoding="utf-8")
            line = next(number for number, one in enumerate(text.splitlines(), 1) if "{}" in one)
            column = text.splitlines()[line - 1].replace("{{", "{").index("{}") + 1
            headline = f"{file}:{line}:{column}: {path}: {name}: {why}\n"
            files[file] = lambda said, headline=headline: headline in said  # type: ignore[misc]
    done = ruralsim("check", *files, unprivileged=True, preface="import sim.reading.problems as p; p.MOST_SHOWN = 1000")
    wrong = [file for file, found in files.items() if not found(done.stderr)]
    assert wrong == [], done.stderr
    assert done.returncode == 2 and done.stdout == "" and done.stderr.endswith(f"\n{len(files)} problems\n")


@pytest.mark.parametrize(
    "arguments",
    [("check", "{}"), ("run", "{}"), ("run", "{}x"), ("compare", "{}"), ("sweep", "{}"), ("figures", "{}"), ("reproduce", "{}"), ("shard", "{}", "--index", "0"),
     ("run", SCENARIOS / "hamlet.yaml", "--out", "{}"), ("check", SCENARIOS / "hamlet.yaml", "--policy", "{}")],
)  # fmt: skip
def test_a_name_on_the_command_line_that_is_too_long_is_wrong_input(ruralsim: Command, arguments: tuple[object, ...]) -> None:
    name = "n" * 300
    done = ruralsim(*(str(one).format(name) for one in arguments))
    assert done.returncode == 2 and "File name too long" in done.stderr and "Traceback" not in done.stderr


def test_figures_of_another_place_left_in_a_template_are_said(ruralsim: Command, tmp_path: Path) -> None:
    assert ruralsim("new", "mine").returncode == 0
    county = tmp_path / "mine" / "county.yaml"
    text = county.read_text(encoding="utf-8")
    county.write_text(text.replace("name: Average county", "name: My county", 1).replace("\n  townships: 12", "\n  townships: 9", 1), "utf-8")
    done = ruralsim("check", "mine/county.yaml", "mine/scenario.yaml")
    notes = [line for line in done.stdout.splitlines() if ": note: " in line]
    assert done.returncode == 0 and len(notes) == 2
    for note in notes:
        assert "figures are those of Average county, with the same source: geography.villages, " in note
    # A figure of one's own, and one that is said to be missing, are not named.
    assert "geography.townships" not in done.stdout and "hub_km" not in done.stdout
    shipped = ruralsim("check", *sorted((SCENARIOS / "counties").glob("*.yaml")), *sorted(SCENARIOS.glob("*.yaml")))
    assert shipped.returncode == 0 and ": note: " not in shipped.stdout


def test_a_lever_whose_effect_a_small_sample_overstates_is_named(ruralsim: Command, tmp_path: Path) -> None:
    programme = SCENARIOS / "policies" / "cooperatives.yaml"
    levers_alone = SCENARIOS.parent / "experiments" / "levers_alone" / "experiment.yaml"
    done = ruralsim("check", str(SCENARIOS / "baseline.yaml"), str(levers_alone), "--policy", str(programme))
    notes = [line for line in done.stdout.splitlines() if ": note: " in line]
    assert done.returncode == 0 and len(notes) == 2
    said = "cooperatives.cold_storage: its effect is overstated where fewer than 50 % of households are simulated (here 10 %)"
    assert all(said in note for note in notes)
    planned = ruralsim("sweep", str(levers_alone), "--plan", "--quick")
    assert planned.returncode == 0 and "(here 5 %)" in planned.stderr
    # A share of a study's money, and of an experiment's, is a policy too.
    study, split = tmp_path / "study.yaml", tmp_path / "split.yaml"
    study.write_text(
        f"schema: 1\nname: Cold\nquestion: What?\nscenario: {SCENARIOS / 'baseline.yaml'}\n"
        "prices: 2015\nperiod: {policy: [2016-01, 2016-12], follow_until: 2016-12}\nmoney: {total: 1000000}\n"
        "arms: {cold: {cooperatives.cold_storage: 100%}, stations: {delivery.stations: 100%}}\n",
        "utf-8",
    )
    split.write_text(
        f"schema: 1\nname: Cold\nquestion: What?\nscenario: {SCENARIOS / 'baseline.yaml'}\n"
        "prices: 2015\nsplit: {money: 1000000, over: [cooperatives.cold_storage, delivery.stations]}\nsampler: grid\npoints: 3\n",
        "utf-8",
    )
    for file in (study, split):
        shared = ruralsim("check", str(file))
        assert shared.returncode == 0 and said in shared.stdout, shared.stderr
    whole = ruralsim("check", str(SCENARIOS / "hamlet.yaml"), "--policy", str(programme))
    assert whole.returncode == 0 and ": note: " not in whole.stdout
