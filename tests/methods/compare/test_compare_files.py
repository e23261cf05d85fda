"""What a comparison leaves on disk and says in words: everything on the screen is there, labelled, and says what it is in."""

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sim.files.study.loader import load_study
from sim.methods.compare.closing_words import closing_words, words_table
from sim.methods.compare.estimates import Estimates
from sim.methods.compare.phrases import shown, with_bounds
from sim.methods.compare.result_files import RECORDS, TABLES, write_comparison
from sim.methods.compare.result_tables import result_tables

File = Callable[..., Path]
CERTAIN = ("parameters: ranges, costs: ranges, draws: 4", "parameters: none, costs: none, draws: 1")
EXAMINED = ("outcomes:", "examination: {arm: training, indicators: {sellers_share: 0.2, skill_mean: }}\noutcomes:")


@pytest.fixture
def compared(study_file: File, carried: Any) -> Callable[..., Any]:
    """A study carried out in the small county, with its tables and words."""

    def compare(*changes: tuple[str, str]) -> Any:
        estimates = Estimates(carried(load_study(study_file(*changes))))
        tables = result_tables(estimates)
        words = closing_words(estimates, tables)
        return estimates, [*tables, words_table(words)], words

    return compare


def test_every_table_is_written_as_csv_and_parquet_with_the_same_rows(compared: Any, tmp_path: Path) -> None:
    estimates, tables, _ = compared(EXAMINED)
    write_comparison(tmp_path / "out", tables, estimates.runs, 1.0, None)
    assert {table.name for table in tables} == set(TABLES)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{name}.{kind}" for name in TABLES for kind in ("csv", "parquet")} | set(RECORDS)
    for table in tables:
        stored = pq.read_table(tmp_path / "out" / f"{table.name}.parquet")
        assert stored.to_pylist() == table.records()
        with (tmp_path / "out" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(table.rows)
        for row, record in zip(rows, table.records(), strict=True):
            assert {key: "" if value is None else str(value) for key, value in record.items()} == row


def test_every_column_has_labels_in_both_languages_and_money_its_unit(compared: Any, tmp_path: Path) -> None:
    estimates, tables, _ = compared(CERTAIN)
    write_comparison(tmp_path, tables, estimates.runs, 1.0, None)
    for table in tables:
        schema = pq.read_schema(tmp_path / f"{table.name}.parquet")
        assert schema.metadata[b"caption"].decode() == table.caption and schema.metadata[b"price_year"] == b"2015"
        for field in schema:
            assert field.metadata[b"label"] and field.metadata[b"label_zh"], field.name
    assert pq.read_schema(tmp_path / "money.parquet").field("planned").metadata[b"unit"] == b"CNY of 2015"


def test_the_record_names_the_digests_of_all_files_and_no_place_of_this_machine(compared: Any, tmp_path: Path) -> None:
    estimates, tables, _ = compared()
    write_comparison(tmp_path / "out", tables, estimates.runs, 1.0, {"outcome": "sellers_share", "half_width": 0.01})
    record = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    for name, digest in record["files"].items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest
    assert set(record["files"]) == {path.name for path in (tmp_path / "out").iterdir()} - {"provenance.json"}
    assert (record["study"], record["study_file"], record["price_year"], record["prices_of_the_study"]) == ("Small", "study.yaml", 2015, 2015)
    text = (tmp_path / "out" / "provenance.json").read_text() + (tmp_path / "out" / "study.json").read_text()
    assert str(tmp_path) not in text and str(Path.home()) not in text.split('"')
    study = json.loads((tmp_path / "out" / "study.json").read_text(encoding="utf-8"))
    assert study["levels"]["training"][0]["lever"] == "training.seats"
    assert study["arms"]["mix"]["shares"]["training.seats"] == {"share": 0.75, "budget": 72000.0}


def test_a_folder_never_mixes_two_comparisons(compared: Any, tmp_path: Path) -> None:
    estimates, tables, _ = compared(CERTAIN, EXAMINED)
    write_comparison(tmp_path, tables, estimates.runs, 1.0, None)
    (tmp_path / "notes.txt").write_text("mine")
    estimates, tables, _ = compared(CERTAIN)
    write_comparison(tmp_path, tables, estimates.runs, 1.0, None)
    names = {path.name for path in tmp_path.iterdir()}
    assert "examination.csv" not in names and "examination.parquet" not in names
    assert {"notes.txt", "study.yaml", "world.yaml", "differences.csv"} <= names


def test_words_say_what_can_be_told_and_what_cannot(compared: Any) -> None:
    _, _, words = compared(CERTAIN)
    said = {(one.topic, one.text) for one in words}
    told = [text for topic, text in said if topic == "told"]
    unsure = [text for topic, text in said if topic == "not told"]
    assert any(text.startswith("training against no policy, 2018, can be told: ") and "income a person" in text for text in told)
    assert unsure == [] and ("unchanged", "sites changes nothing at all.") in said
    assert any(topic == "best" and text == "No two arms spend the same, so none is called best in an outcome." for topic, text in said)
    assert all(one.text_zh and one.text_zh != one.text for one in words)


def test_words_name_arms_that_are_not_ranked_with_what_they_spend(compared: Any) -> None:
    _, _, words = compared(CERTAIN)
    text = next(one.text for one in words if "not ranked across" in one.text)
    assert "differs by more than 2 %" in text and "training (96,000 CNY)" in text


def test_words_say_what_the_intervals_hold_and_leave_out(compared: Any) -> None:
    _, _, words = compared()
    assert "luck (seeds), parameters over their declared ranges, unit costs over their declared ranges" in words[-1].text
    _, _, words = compared(("costs: ranges", "costs: none"))
    hold, _, out = words[-1].text.partition("They leave out")
    assert "unit costs" not in hold and "unit costs" in out


def test_words_warn_where_programmes_of_the_nation_run_in_every_arm(compared: Any, study_file: File, carried: Any, tmp_path: Path) -> None:
    _, _, words = compared(CERTAIN)
    assert not any("national_average" in one.text for one in words)
    file = study_file(CERTAIN)
    world = tmp_path / "world.yaml"
    world.write_text(world.read_text(encoding="utf-8").replace("no_programme", "national_average"), encoding="utf-8")
    estimates = Estimates(carried(load_study(file)))
    assert any("history: national_average" in one.text for one in closing_words(estimates, result_tables(estimates)))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(None, 2, "–"), (1234.5, 0, "1,234"), (0.01234, 3, "0.012"), (0.00012, 3, "0.00012"), (1e-9, 3, "0.000"), (-0.0, 1, "0.0"), (-3.14159, 2, "-3.14")],
)  # fmt: skip
def test_numbers_are_shown_to_their_decimals_and_small_ones_to_two_digits(value: float | None, decimals: int, text: str) -> None:
    assert shown(value, decimals) == text


def test_bounds_are_shown_beside_the_mean_where_they_are_known() -> None:
    assert with_bounds(0.0123, 0.004, 0.02, 3) == "+0.012 (0.004 to 0.020)"
    assert with_bounds(-0.0123, -0.02, -0.004, 3, zh=True) == "-0.012 (-0.020至-0.004)"
    assert with_bounds(0.5, None, None, 1) == "+0.5"
