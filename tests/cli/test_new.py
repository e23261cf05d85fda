"""`ruralsim new`: a study of one's own that is right as it is written and needs nothing outside its folder."""

import json
import os
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sim.files import load_scenario
from sim.reading.shipped import shipped_scenarios

ROOT = Path(__file__).parents[2]
FILES = {
    *("README.md", "scenario.yaml", "county.yaml", "study.yaml", "schema.json", "study.schema.json"),
    *("policies", "policies/example.yaml", "policies/schema.json"),
}


@pytest.fixture
def made(ruralsim: Any, tmp_path: Path) -> Path:
    """A new study."""
    done = ruralsim("new", "mine")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr.startswith("written into mine: README.md, ")
    return tmp_path / "mine"


def _all(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_every_file_is_there_and_no_other(made: Path) -> None:
    assert _all(made) == FILES


def test_what_it_writes_passes_check(ruralsim: Any, made: Path) -> None:
    done = ruralsim("check", *(f"mine/{name}" for name in ("scenario.yaml", "county.yaml", "policies/example.yaml", "study.yaml")))
    assert (done.returncode, done.stderr) == (0, "")
    assert [": ok: " in line for line in done.stdout.splitlines()] == [True] * 4
    assert "84 months from 2014-01 to 2020-12" in done.stdout


def test_the_programme_and_the_study_are_right(made: Path) -> None:
    from sim.files import load_policy_file
    from sim.files.study.loader import load_study

    study = load_study(made / "study.yaml")
    assert [arm.name for arm in study.arms if arm.name != "none"] == ["training", "example"]
    assert study.total == 6_000_000
    scenario = load_scenario(made / "scenario.yaml")
    programme = load_policy_file(made / "policies" / "example.yaml", scenario.start, scenario.months)
    # The two arms plan the same sum.
    assert [measure.budget for measure in programme.measures] == [3_000_000, 3_000_000]


def test_it_can_be_carried_elsewhere(ruralsim: Any, made: Path, tmp_path: Path) -> None:
    for name in ("scenario.yaml", "county.yaml", "study.yaml", "policies/example.yaml"):
        text = (made / name).read_text(encoding="utf-8")
        assert "extends:" not in text and "../" not in text
    shutil.move(made, tmp_path / "elsewhere")
    assert ruralsim("check", "elsewhere/scenario.yaml").returncode == 0


def test_the_editors_line_names_a_schema_that_lies_beside_the_file(made: Path) -> None:
    kinds = {"scenario.yaml": "horizon", "study.yaml": "arms", "policies/example.yaml": "policies"}
    for name, own in kinds.items():
        first = (made / name).read_text(encoding="utf-8").splitlines()[0]
        schema = (made / name).parent / first.removeprefix("# yaml-language-server: $schema=")
        assert own in json.loads(schema.read_text(encoding="utf-8"))["properties"]


def test_the_county_is_a_copy_of_one_that_ships(made: Path) -> None:
    assert (made / "county.yaml").read_bytes() == (ROOT / "scenarios" / "counties" / "average.yaml").read_bytes()


def test_the_readme_is_short_and_names_every_file_to_edit(made: Path) -> None:
    text = (made / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 10
    assert all(name in text for name in ("scenario.yaml", "county.yaml", "study.yaml", "policies/example.yaml"))


def test_a_folder_that_is_there_and_empty_will_do(ruralsim: Any, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    assert ruralsim("new", "here").returncode == 0
    assert _all(tmp_path / "here") == FILES


def test_a_folder_that_is_not_empty_is_refused_and_left_as_it_is(ruralsim: Any, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    done = ruralsim("new", "full")
    assert (done.returncode, done.stderr) == (2, "DIR: full is not empty; a new study needs a folder of its own (--force writes over files of the same names)\n")
    assert _all(tmp_path) == {"full", "full/notes.txt"}


def test_a_place_where_nothing_can_be_written_is_refused(ruralsim: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert ruralsim("new", "file/study").stderr == "DIR: file is not a folder\n"
    assert ruralsim("new", "file").returncode == 2
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    done = ruralsim("new", "closed/study", unprivileged=True)
    assert (done.returncode, done.stderr) == (2, "DIR: no permission to write into closed\n")


def test_a_full_disk_leaves_nothing_behind(ruralsim: Any, tmp_path: Path) -> None:
    # The county has more bytes than the limit, the README fewer.
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))"
    done = ruralsim("new", "deep/mine", preface=limit)
    assert done.returncode == 1
    assert "nothing is kept" in done.stderr and "Traceback" not in done.stderr
    assert os.listdir(tmp_path) == []


def test_the_wheel_carries_the_scenarios_to_where_they_are_looked_for(ruralsim: Any, tmp_path: Path) -> None:
    carried = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert shipped_scenarios() == ROOT / "scenarios"
    site = tmp_path / "site"
    shutil.copytree(ROOT / "sim", site / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    for source, target in carried.items():
        shutil.copytree(ROOT / source, site / target)
    done = ruralsim("new", "mine", preface=f"sys.path.insert(0, {str(site)!r})")
    assert done.returncode == 0, done.stderr
    assert _all(tmp_path / "mine") == FILES
