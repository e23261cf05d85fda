"""Commands that do not run the model: what they print, and the code they end with."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from sim.theory.parameters import PARAMETERS

ROOT = Path(__file__).parents[2]
HEAVY = "numpy numba pyarrow seaborn matplotlib pydantic mesa pandas"


def test_help_loads_nothing_heavy(ruralsim: Any) -> None:
    preface = f"import atexit; atexit.register(lambda: print('LOADED', *(set('{HEAVY}'.split()) & set(sys.modules))))"
    done = ruralsim("--help", preface=preface)
    assert done.returncode == 0
    assert "Commands" in done.stdout
    assert done.stdout.splitlines()[-1] == "LOADED"


def test_check_says_what_a_right_file_holds(ruralsim: Any) -> None:
    scenarios = ROOT / "scenarios"
    done = ruralsim("check", scenarios / "hamlet.yaml", scenarios / "counties" / "hamlet.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first.endswith("hamlet.yaml: ok: Hamlet, 120 households in 6 villages, about 120 simulated, 132 months from 2014-01 to 2024-12")
    assert second.endswith("ok: Hamlet, a county of 120 households in 6 villages, 2 product(s)")


def test_check_reports_all_errors_of_all_files_at_once_and_ends_with_2(ruralsim: Any, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("nane: A\n")
    (tmp_path / "b.yaml").write_text("name: [B]\n")
    done = ruralsim("check", "a.yaml", "b.yaml", "c.yaml")
    assert done.returncode == 2
    assert "a.yaml:1:1: nane: unknown key 'nane'; did you mean 'name'?\n   1 | nane: A\n       ^^^^\n" in done.stderr
    assert "b.yaml:1:7: name: expected text, got a list" in done.stderr
    assert "c.yaml: no such file" in done.stderr
    assert "Traceback" not in done.stderr


def test_parameters_are_listed_as_table_json_and_csv(ruralsim: Any) -> None:
    table = ruralsim("parameters", "--group", "channel").stdout
    assert "channel.switching_cost" in table and "trading." not in table
    listed = json.loads(ruralsim("parameters", "--format", "json").stdout)
    assert [one["key"] for one in listed] == list(PARAMETERS)
    rows = list(csv.DictReader(io.StringIO(ruralsim("parameters", "--format", "csv").stdout)))
    assert {row["key"]: float(row["default"]) for row in rows} == {key: one.default for key, one in PARAMETERS.items()}


def test_a_group_of_parameters_that_is_not_there_ends_with_2_and_a_suggestion(ruralsim: Any) -> None:
    done = ruralsim("parameters", "--group", "chanel")
    assert done.returncode == 2
    assert done.stderr == "--group: no group of parameters named 'chanel'; did you mean 'channel'?\n"


def test_outcomes_are_listed_with_their_unit(ruralsim: Any) -> None:
    from sim.theory.outcomes import OUTCOMES

    listed = json.loads(ruralsim("outcomes", "--format", "json").stdout)
    assert [(one["name"], one["unit"]) for one in listed] == [(one.name, one.unit) for one in OUTCOMES]
    assert OUTCOMES[0].label_zh in ruralsim("outcomes", "--lang", "zh").stdout


def test_the_schema_command_prints_the_file_that_ships(ruralsim: Any) -> None:
    assert ruralsim("schema").stdout == (ROOT / "scenarios" / "schema.json").read_text(encoding="utf-8")


def test_a_wrong_option_ends_with_2_and_no_traceback(ruralsim: Any) -> None:
    for arguments in (["run"], ["run", "a.yaml", "--replicates", "0"], ["run", "a.yaml", "--engine", "x"], ["fly"]):
        done = ruralsim(*arguments)
        assert done.returncode == 2, arguments
        assert "Traceback" not in done.stderr


def test_a_screen_that_cannot_be_written_is_one_line_and_no_traceback(ruralsim: Any) -> None:
    done = ruralsim("parameters", preface="import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1)")
    assert done.returncode == 1
    assert "No space left" in done.stderr and "Traceback" not in done.stderr


def test_a_pipe_that_is_closed_early_is_no_error_message(ruralsim: Any) -> None:
    closed = "import os; r, w = os.pipe(); os.close(r); os.dup2(w, 1)"
    done = ruralsim("parameters", preface=closed)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_failure_is_one_line_and_the_traceback_only_on_request(ruralsim: Any) -> None:
    broken = "import sim.files.json_schemas as j; j.scenario_schema = lambda: 1 / 0"
    done = ruralsim("schema", preface=broken)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("ruralsim: failed while running: division by zero")
    assert "Traceback" in ruralsim("schema", preface=broken, RURALSIM_DEBUG="1").stderr
