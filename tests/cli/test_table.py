"""`ruralsim table` as a user calls it: what it writes, and that it writes nothing where anything is wrong."""

import csv
import io
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.compute.store.trajectories import trajectory_bytes, trajectory_table
from sim.theory.outcomes import OUTCOMES

FORMATS = "csv,xlsx,tex,dta,docx"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The results of a run, as `ruralsim run` stores them: two replicates of a year, the second not able to tell Taobao villages."""
    months = tuple(f"2014-{month:02d}" for month in range(1, 13))
    names = [outcome.name for outcome in OUTCOMES]
    numbers = np.random.default_rng(1).normal(size=(2, 12, len(names)))
    trajectories = [
        SimpleNamespace(months=months, columns=names, outcomes=numbers[replicate], seed=7 + replicate, share_simulated=share)
        for replicate, share in enumerate((1.0, 0.1))
    ]
    folder = tmp_path / "results" / "xi"
    folder.mkdir(parents=True)
    (folder / "trajectory.parquet").write_bytes(trajectory_bytes(trajectory_table(trajectories)))
    (folder / "provenance.json").write_text(json.dumps({"scenario": {"name": "Xi County, pears"}, "price_year": 2015}), encoding="utf-8")
    return folder


@pytest.fixture
def compared(tmp_path: Path) -> Path:
    """A folder with several tables, as `ruralsim compare` stores them."""
    folder = tmp_path / "study"
    folder.mkdir()
    pq.write_table(pa.table({"arm": ["=mix", "stations"], "low": [1.0, -2.0]}), folder / "differences.parquet")
    pq.write_table(pa.table({"arm": ["=mix"], "spent": [3.5]}), folder / "outlay.parquet")
    return folder


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_a_run_is_written_in_every_format_with_the_same_values(ruralsim: Any, run: Path) -> None:
    stored = pq.read_table(run / "trajectory.parquet")
    done = ruralsim("table", "results/xi", "--as", FORMATS)
    assert done.returncode == 0, done.stderr
    names = [f"trajectory.{form}" for form in FORMATS.split(",")] + ["codebook.csv"]
    assert sorted(os.listdir(run / "tables")) == sorted([*names, "provenance.json"])
    assert done.stderr == f"written into {Path('results/xi/tables')}: {', '.join(names)}\n"
    assert done.stdout == ""
    income = stored.column("income_person").to_pylist()
    made = run / "tables"
    assert [float(row["income_person"]) for row in _rows(made / "trajectory.csv")] == income
    sheet = openpyxl.load_workbook(made / "trajectory.xlsx")["trajectory"]
    column = [cell.value for cell in sheet[1]].index("income_person")
    assert [row[column] for row in sheet.iter_rows(min_row=2, values_only=True)] == pytest.approx(income, rel=1e-15)
    with pd.io.stata.StataReader(made / "trajectory.dta") as reader:
        data = reader.read()
        assert reader.variable_labels()["income_person"] == "income a person [CNY a person a year]"
        assert reader.data_label == "Xi County, pears: trajectory; amounts in CNY of 2015"
    assert list(data["income_person"]) == income
    assert list(data["month"].astype(str).str[:7]) == stored.column("month").to_pylist()
    # What the small sample could not tell is missing, not zero.
    assert list(data["taobao_villages_share"].isna()) == [False] * 12 + [True] * 12
    document = docx.Document(str(made / "trajectory.docx"))
    assert document.tables[0].rows[0].cells[2].text == "month"
    assert document.tables[0].rows[24].cells[2].text == "2014-12"
    assert document.paragraphs[0].text.startswith("Xi County, pears: trajectory; amounts in CNY of 2015 (1/")
    assert (made / "trajectory.tex").read_text(encoding="utf-8").count("Xi County, pears: trajectory; amounts in CNY of 2015 (1/") == 1


def test_the_codebook_says_label_and_unit_of_every_column(ruralsim: Any, run: Path) -> None:
    ruralsim("table", run, "--as", "dta", "--out", "o")
    rows = {row["original_name"]: row for row in _rows(run.parents[1] / "o" / "codebook.csv")}
    assert list(rows)[:3] == ["replicate", "seed", "month"]
    for outcome in OUTCOMES:
        row = rows[outcome.name]
        assert (row["label"], row["label_zh"], row["unit"]) == (outcome.label, outcome.label_zh, outcome.unit)
        assert row["kind"].startswith("flow" if outcome.flow else "state")


def test_one_table_is_written_alone_and_the_codebook_describes_all(ruralsim: Any, compared: Path) -> None:
    done = ruralsim("table", "study/outlay", "--as", "csv, CSV，tex", "--out", "o")
    assert done.returncode == 0, done.stderr
    made = compared.parent / "o"
    assert sorted(os.listdir(made)) == ["codebook.csv", "outlay.csv", "outlay.tex", "provenance.json"]
    assert {row["table"] for row in _rows(made / "codebook.csv")} == {"differences", "outlay"}
    assert _rows(made / "outlay.csv") == [{"arm": "'=mix", "spent": "3.5"}]


def test_files_that_were_there_are_replaced_whole(ruralsim: Any, compared: Path) -> None:
    made = compared / "tables"
    assert ruralsim("table", "study/outlay", "--as", "csv").returncode == 0
    (made / "outlay.csv").write_text("x" * 100_000)
    assert ruralsim("table", "study/outlay", "--as", "csv").returncode == 0
    assert (made / "outlay.csv").read_text() == "arm,spent\n'=mix,3.5\n"


def test_a_file_that_ruralsim_did_not_write_is_replaced_only_with_force(ruralsim: Any, compared: Path) -> None:
    made = compared / "tables"
    made.mkdir()
    (made / "outlay.csv").write_text("mine")
    done = ruralsim("table", "study/outlay", "--as", "csv")
    said = "--out: study/tables holds outlay.csv, and no record says that ruralsim wrote it; "
    said += "older versions kept no record of tables: if it is theirs, add --force, this once; if not, choose another folder\n"
    assert (done.returncode, done.stderr) == (2, said)
    assert (os.listdir(made), (made / "outlay.csv").read_text()) == (["outlay.csv"], "mine")
    assert ruralsim("table", "study/outlay", "--as", "csv", "--force").returncode == 0
    assert ruralsim("table", "study/outlay", "--as", "csv").returncode == 0, "once is enough: now there is a record"
    assert (made / "outlay.csv").read_text() == "arm,spent\n'=mix,3.5\n"


def test_tables_are_not_written_among_the_results_they_are_made_of(ruralsim: Any, run: Path) -> None:
    before = (run / "provenance.json").read_bytes()
    done = ruralsim("table", "results/xi", "--as", "csv", "--out", "results/xi", "--force")
    assert done.returncode == 2
    assert "results/xi holds the run of scenario 'Xi County, pears'; tables need a folder of their own" in done.stderr
    assert (run / "provenance.json").read_bytes() == before


def test_a_table_that_is_not_the_one_of_the_record_is_said_to_be_unfinished(ruralsim: Any, run: Path) -> None:
    record = {"scenario": {"name": "Xi"}, "files": {"trajectory.parquet": "0" * 64}}
    (run / "provenance.json").write_text(json.dumps(record), encoding="utf-8")
    done = ruralsim("table", "results/xi", "--as", "csv")
    assert done.returncode == 2
    assert "trajectory.parquet: is not the file that provenance.json names: its writing was not finished" in done.stderr
    assert not (run / "tables").exists()


def test_labels_are_chinese_on_request(ruralsim: Any, run: Path) -> None:
    ruralsim("table", run, "--as", "dta,tex", "--lang", "zh", "--out", "o")
    with pd.io.stata.StataReader(run.parents[1] / "o" / "trajectory.dta") as reader:
        reader.read()
        assert reader.variable_labels()["broadband_share"] == "宽带入户率 [share]"
    assert "宽带入户率" in (run.parents[1] / "o" / "trajectory.tex").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "--as", "csv"], "nowhere: no such folder"),
        (["study/outlays", "--as", "csv"], "study: no table named 'outlays'; did you mean 'outlay'?"),
        (["study", "--as", "xls"], "--as: no format named 'xls'; did you mean 'xlsx'? there are csv, xlsx, tex, dta, docx"),
        (["study", "--as", " , "], "--as: expected a format or several; there are csv, xlsx, tex, dta, docx"),
        (["study", "--as", "csv", "--out", "study/outlay.parquet"], "--out: study/outlay.parquet is not a folder"),
        (["study", "--as", "csv", "--out", "taken"], "--out: taken/outlay.csv is a folder, and a file of that name would be written"),
    ],
)
def test_a_wrong_input_ends_with_2_and_nothing_is_written(ruralsim: Any, compared: Path, arguments: list[str], said: str) -> None:
    (compared.parent / "taken" / "outlay.csv").mkdir(parents=True)
    before = sorted(compared.parent.rglob("*"))
    done = ruralsim("table", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{said}\n")
    assert sorted(compared.parent.rglob("*")) == before


def test_all_that_is_wrong_with_the_call_is_said_at_once(ruralsim: Any) -> None:
    done = ruralsim("table", "nowhere", "--as", "xls,csv,word")
    assert done.returncode == 2
    assert [line.split(";")[0] for line in done.stderr.splitlines()] == [
        "--as: no format named 'xls'",
        "--as: no format named 'word'",
        "nowhere: no such folder",
    ]


def test_one_table_that_is_too_long_for_paper_keeps_all_from_being_written(ruralsim: Any, compared: Path) -> None:
    pq.write_table(pa.table({"x": np.zeros(2001)}), compared / "long.parquet")
    done = ruralsim("table", "study", "--as", "csv,docx")
    assert done.returncode == 2
    assert done.stderr.endswith("long.parquet: has 2,001 rows, and paper (docx, tex) takes at most 2,000: choose csv, xlsx or dta; or name the table you want, as in study/NAME\n")
    assert ruralsim("table", "study/outlay", "--as", "docx", "--out", "o").returncode == 0
    assert not (compared / "tables").exists()
    assert ruralsim("table", "study", "--as", "csv,dta").returncode == 0


def test_a_damaged_table_is_one_line_and_no_traceback(ruralsim: Any, compared: Path) -> None:
    whole = (compared / "outlay.parquet").read_bytes()
    (compared / "outlay.parquet").write_bytes(whole[:-20])
    done = ruralsim("table", "study", "--as", "csv")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "outlay.parquet: cannot be read as parquet" in done.stderr
    assert not (compared / "tables").exists()


def test_a_table_named_as_the_codebook_is_refused_as_csv(ruralsim: Any, compared: Path) -> None:
    os.replace(compared / "outlay.parquet", compared / "codebook.parquet")
    done = ruralsim("table", "study", "--as", "csv")
    assert done.returncode == 2
    assert "as csv it would take the name of the codebook" in done.stderr


def test_numbers_that_stata_cannot_hold_are_said(ruralsim: Any, compared: Path) -> None:
    pq.write_table(pa.table({"ratio": [float("inf"), 1.0]}), compared / "outlay.parquet")
    done = ruralsim("table", "study/outlay", "--as", "dta")
    assert done.returncode == 0
    assert "outlay.dta: 1 number beyond what Stata can hold, written as missing" in done.stderr


def test_a_folder_that_cannot_be_written_ends_with_2(ruralsim: Any, compared: Path) -> None:
    compared.chmod(0o555)
    try:
        done = ruralsim("table", "study", "--as", "csv", unprivileged=True)
    finally:
        compared.chmod(0o755)
    assert (done.returncode, done.stderr) == (2, "--out: no permission to write into study\n")


def test_a_disk_that_is_full_ends_with_1_and_leaves_no_file(ruralsim: Any, compared: Path) -> None:
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))"
    done = ruralsim("table", "study/outlay", "--as", "csv,docx", preface=limit)
    assert done.returncode == 1
    assert "failed while writing into" in done.stderr and "Traceback" not in done.stderr
    assert os.listdir(compared / "tables") == []


def test_the_model_is_neither_run_nor_loaded(ruralsim: Any, run: Path) -> None:
    preface = "import atexit; atexit.register(lambda: print('LOADED', *({'numba', 'mesa', 'sim.engine', 'sim.compute.simulate'} & set(sys.modules))))"
    done = ruralsim("table", "results/xi", "--as", FORMATS, preface=preface)
    assert (done.returncode, done.stdout.strip()) == (0, "LOADED")
