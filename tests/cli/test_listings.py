"""What there is: levers, programmes, and the schemas of every kind of file."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sim.theory.levers import LEVERS
from sim.theory.parameters import PARAMETERS

ROOT = Path(__file__).parents[2]

PROGRAMME = """\
schema: 1
name: Stations first
name_zh: 先建站点
stands_for: a county that opens stations
source: invented
assumed: [all of it]
prices: 2015
policies:
  - {lever: delivery.stations, level: 0.5, start: 2016-01, end: 2017-12, budget: 1000000}
  - {lever: training.seats, level: 10, start: 2016-01, end: 2017-12}
"""


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A folder of programmes in the place of a project's own."""
    folder = tmp_path / "scenarios" / "policies"
    folder.mkdir(parents=True)
    (folder / "stations.yaml").write_text(PROGRAMME, encoding="utf-8")
    return folder


def test_levers_are_listed_in_json_with_the_prices_that_their_cost_is_made_of(ruralsim: Any) -> None:
    listed = json.loads(ruralsim("levers", "--format", "json").stdout)
    assert [(one["key"], one["low"], one["high"], one["unit"]) for one in listed] == [(one.key, one.low, one.high, one.unit) for one in LEVERS]
    for one, lever in zip(listed, LEVERS, strict=True):
        assert [price["key"] for price in one["prices"]] == list(lever.cost_parameters)
        for price in one["prices"]:
            assert (price["low"], price["default"], price["high"]) == tuple(getattr(PARAMETERS[price["key"]], at) for at in ("low", "default", "high"))


def test_levers_are_listed_in_csv(ruralsim: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(ruralsim("levers", "--format", "csv").stdout)))
    assert [(row["key"], row["reach"], row["source"]) for row in rows] == [(one.key, one.reach, one.source) for one in LEVERS]
    stations = next(row for row in rows if row["key"] == "delivery.stations")
    assert stations["prices"].startswith(f"costs.station_capital {PARAMETERS['costs.station_capital'].default:g} (")


@pytest.mark.parametrize("command", ["levers", "parameters", "outcomes", "programmes"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_list_fits_80_columns_and_cuts_no_key(ruralsim: Any, command: str, lang: str) -> None:
    from rich.cells import cell_len

    shown = ruralsim(command, "--lang", lang).stdout
    key = {"outcomes": "name", "programmes": "file"}.get(command, "key")
    keys = [one[key] for one in json.loads(ruralsim(command, "--format", "json").stdout)]
    first = {line.split()[0] for line in shown.splitlines() if line.strip()}
    assert [one for one in keys if one not in first] == []
    assert [line for line in shown.splitlines() if cell_len(line) > 80] == []
    assert "…" not in shown
    # A label is not broken into a column of a few letters: no item takes more than four lines.
    assert len(shown.splitlines()) <= 4 * len(keys)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["levers", "delivery.stations"], ["reaches       village", "costs.station_capital 20000 (8000 to 60000) CNY a station", "source"]),
        (["levers", "stations", "--lang", "zh"], ["占村庄比例", "作用对象  村"]),
        (["parameters", "channel.switching_cost"], ["symbol", "role", "source", "range"]),
        (["outcomes", "income_person", "--lang", "zh"], ["人均收入", "元/人·年"]),
        (["programmes", "village_sites"], ["stands for", "levers", "planned"]),
    ],
)
def test_one_item_that_is_named_is_shown_in_full(ruralsim: Any, arguments: list[str], said: list[str]) -> None:
    done = ruralsim(*arguments)
    assert done.returncode == 0, done.stderr
    assert [one for one in said if one not in done.stdout] == []


def test_a_group_that_is_named_is_listed_alone(ruralsim: Any) -> None:
    listed = json.loads(ruralsim("levers", "training", "--format", "json").stdout)
    assert [one["key"] for one in listed] == [one.key for one in LEVERS if one.key.startswith("training.")]


def test_a_word_is_searched_in_everything_that_is_said(ruralsim: Any) -> None:
    listed = json.loads(ruralsim("levers", "--search", "Keeper", "--format", "json").stdout)
    assert "delivery.stations" in [one["key"] for one in listed] and len(listed) < len(LEVERS)
    done = ruralsim("levers", "--search", "locomotive")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "--search: no lever with the word 'locomotive'\n")


def test_a_name_that_is_none_ends_with_2_and_the_nearest(ruralsim: Any) -> None:
    done = ruralsim("levers", "delivry.stations")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "no lever named 'delivry.stations'; did you mean 'delivery.stations'?\n"


def test_every_declared_unit_has_a_chinese_word() -> None:
    from sim.present.screen.run_summary import yearly_unit
    from sim.present.screen.units import UNITS_ZH
    from sim.theory.outcomes import OUTCOMES

    units = {one.unit for one in (*LEVERS, *OUTCOMES, *PARAMETERS.values())} | {yearly_unit(one.unit) for one in OUTCOMES if one.flow}
    assert sorted(units - set(UNITS_ZH)) == []


@pytest.mark.parametrize("command", [["levers"], ["programmes"], ["run", "no_such.yaml"]])
def test_chinese_where_the_locale_has_none_is_refused_in_words(ruralsim: Any, command: list[str]) -> None:
    done = ruralsim(*command, "--lang", "zh", PYTHONIOENCODING="iso8859-1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "iso8859-1, has no Chinese characters; use a UTF-8 locale, as in LANG=C.UTF-8, or --lang en" in " ".join(done.stderr.split())


def test_json_keeps_chinese_names_in_any_locale(ruralsim: Any) -> None:
    listed = json.loads(ruralsim("levers", "--format", "json", PYTHONIOENCODING="ascii").stdout)
    assert [one["label_zh"] for one in listed] == [one.label_zh for one in LEVERS]


def test_levers_have_chinese_labels_on_request(ruralsim: Any) -> None:
    shown = ruralsim("levers", "--lang", "zh").stdout
    assert [lever.label_zh for lever in LEVERS if lever.label_zh[:4] not in shown] == []


def test_programmes_are_those_of_the_folder_one_is_in(ruralsim: Any, policies: Path) -> None:
    (one,) = json.loads(ruralsim("programmes", "--format", "json").stdout)
    assert one["file"] == "stations.yaml"
    assert (one["name"], one["name_zh"], one["stands_for"]) == ("Stations first", "先建站点", "a county that opens stations")
    assert one["levers"] == ["delivery.stations", "training.seats"]
    assert (one["planned_cny_2015"], one["without_budget"]) == (1_000_000.0, 1)
    assert (one["source"], one["assumed"]) == ("invented", ["all of it"])


def test_programmes_are_listed_as_table_and_csv(ruralsim: Any, policies: Path) -> None:
    table = ruralsim("programmes", "--lang", "zh").stdout
    assert "stations.yaml" in table and "先建站点" in table and "预算1,000,000元（2015年价），另有1项未列预算" in "".join(table.split())
    assert "1,000,000 CNY of 2015 and 1 without budget" in " ".join(ruralsim("programmes").stdout.split())
    (row,) = csv.DictReader(io.StringIO(ruralsim("programmes", "--format", "csv").stdout))
    assert (row["levers"], float(row["planned_cny_2015"])) == ("delivery.stations, training.seats", 1e6)


def test_where_there_are_no_programmes_those_that_ship_are_listed(ruralsim: Any) -> None:
    listed = json.loads(ruralsim("programmes", "--format", "json").stdout)
    assert [one["file"] for one in listed] == sorted(path.name for path in (ROOT / "scenarios" / "policies").glob("*.yaml"))
    assert len(listed) == 20
    assert all(one["levers"] and one["stands_for"] and one["source"] for one in listed)


def test_a_wrong_programme_is_said_with_its_place_and_the_list_ends_with_2(ruralsim: Any, policies: Path) -> None:
    (policies / "wrong.yaml").write_text(PROGRAMME.replace("training.seats", "trainning.seats"), encoding="utf-8")
    done = ruralsim("programmes")
    assert (done.returncode, done.stdout) == (2, "")
    assert "wrong.yaml:10:13: policies.1.lever: no lever named 'trainning.seats'; did you mean 'training.seats'?" in done.stderr


@pytest.mark.parametrize(("folder", "said"), [("nowhere", "nowhere is not a folder"), ("empty", "no programme files (*.yaml) in empty")])
def test_a_folder_without_programmes_ends_with_2(ruralsim: Any, tmp_path: Path, folder: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    done = ruralsim("programmes", "--folder", folder)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"--folder: {said}\n")


@pytest.mark.parametrize("arguments", [[], ["scenario"], ["programme"], ["study"], ["county"]])
def test_there_is_a_schema_for_every_kind_of_file(ruralsim: Any, arguments: list[str]) -> None:
    done = ruralsim("schema", *arguments)
    assert done.returncode == 0, done.stderr
    schema = json.loads(done.stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    own = {"programme": "policies", "study": "arms", "county": "geography"}
    assert own.get((arguments or ["scenario"])[0], "horizon") in schema["properties"]


def test_the_programme_schema_printed_is_the_one_that_ships(ruralsim: Any) -> None:
    shipped = ROOT / "scenarios" / "policies" / "schema.json"
    assert ruralsim("schema", "programme").stdout == shipped.read_text(encoding="utf-8")


def test_an_installed_package_lists_the_programmes_that_came_with_it(ruralsim: Any, tmp_path: Path) -> None:
    # As a wheel lays them out: no checkout round them.
    site = tmp_path / "site"
    shutil.copytree(ROOT / "sim", site / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "scenarios", site / "ruralsim_scenarios")
    done = ruralsim("programmes", "--format", "json", preface=f"sys.path.insert(0, {str(site)!r})")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == 20
