"""Which tables a folder of results holds, and what is not a table."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.files import InputError
from sim.present.tables.labelled import clean, labelled
from sim.present.tables.results import folder_and_name, read_tables, table_files


def _write(path: Path, **columns: Any) -> None:
    pq.write_table(pa.table(columns or {"value": [1.0]}), path)


def test_every_parquet_file_directly_in_the_folder_is_a_table(tmp_path: Path) -> None:
    for name in ("outlay", "differences"):
        _write(tmp_path / f"{name}.parquet")
    (tmp_path / "shards").mkdir()
    _write(tmp_path / "shards" / "00000.parquet")
    _write(tmp_path / ".half.parquet")
    (tmp_path / "folder.parquet").mkdir()
    assert list(table_files(tmp_path)) == ["differences", "outlay"]
    assert [table.name for table in read_tables(tmp_path)] == ["differences", "outlay"]


def test_a_table_is_named_with_or_without_its_ending(tmp_path: Path) -> None:
    _write(tmp_path / "outlay.parquet")
    assert folder_and_name(tmp_path) == (tmp_path, None)
    assert folder_and_name(tmp_path / "outlay") == folder_and_name(tmp_path / "outlay.parquet") == (tmp_path, "outlay")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("r/outlays", "r: no table named 'outlays'; did you mean 'outlay'?"),
        ("r/x", "r: no table named 'x'; there is outlay"),
        ("empty", "empty: holds no tables (files *.parquet, as `ruralsim run` and `ruralsim compare` write them)"),
        ("empty/x", "empty/x: no such folder"),
        ("nowhere", "nowhere: no such folder"),
        ("nowhere/x", "nowhere/x: no such folder"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("r", "empty"):
        Path(name).mkdir()
    _write(Path("r/outlay.parquet"))
    with pytest.raises(InputError) as caught:
        folder_and_name(Path(asked))
    assert caught.value.render() == said


def test_all_that_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    _write(tmp_path / "lists.parquet", arms=[[1, 2], [3]])
    (tmp_path / "provenance.json").write_text("{")
    with pytest.raises(InputError) as caught:
        read_tables(tmp_path)
    said = caught.value.render()
    assert len(caught.value.problems) == 3
    assert "provenance.json: cannot be read as JSON" in said
    assert "broken.parquet: cannot be read as parquet" in said
    assert "lists.parquet: column 'arms' holds list" in said


@pytest.mark.parametrize(
    ("record", "caption"),
    [
        (None, "final outlay"),
        ('{"scenario": {"name": "Xi County,\\n pears"}}', "Xi County, pears: final outlay"),
        ('{"study": {"name": "twelve-million"}, "scenario": {"name": "Xi"}}', "twelve-million: final outlay"),
        ('{"study": "twelve-million"}', "twelve-million: final outlay"),
        ("[]", "final outlay"),
    ],
)
def test_a_caption_names_the_study_or_the_scenario(tmp_path: Path, record: str | None, caption: str) -> None:
    _write(tmp_path / "final_outlay.parquet")
    if record is not None:
        (tmp_path / "provenance.json").write_text(record)
    assert read_tables(tmp_path)[0].caption == caption


@pytest.mark.parametrize(
    ("said", "english", "chinese"),
    [
        ({}, "xi: t; amounts in CNY of 2020", "xi: t; amounts in CNY of 2020"),
        ({"caption": "spent", "caption_zh": "支出", "price_year": "2015"}, "xi: spent; amounts in CNY of 2015", "xi: 支出；金额为2015年不变价"),
        ({"caption": "spent, CNY of 2020", "caption_zh": "支出(2020年价)"}, "xi: spent, CNY of 2020", "xi: 支出(2020年价)"),
    ],
)
def test_a_caption_says_the_price_year_once_in_either_language(tmp_path: Path, said: dict[str, str], english: str, chinese: str) -> None:
    pq.write_table(pa.table({"x": [1.0]}).replace_schema_metadata(said), tmp_path / "t.parquet")
    (tmp_path / "provenance.json").write_text('{"study": {"name": "xi"}, "price_year": 2020}')
    (table,) = read_tables(tmp_path)
    assert (table.captioned("en"), table.captioned("zh")) == (english, chinese)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (pa.array([1.0, None]), "number"),
        (pa.array([1.5]).cast(pa.decimal128(5, 1)), "number"),
        (pa.array([1], pa.uint16()), "whole number"),
        (pa.array([2**63], pa.uint64()), "text"),
        (pa.array(["2014-01", None]), "month"),
        (pa.array(["2014-13"]), "text"),
        (pa.array([None, None], pa.string()), "text"),
        (pa.array([None]), "text"),
        (pa.array([True]), "yes or no"),
        (pa.array([0], pa.date64()), "date"),
        (pa.array([0], pa.timestamp("s")), "text"),
        (pa.array(["a"]).dictionary_encode(), "text"),
        (pa.chunked_array([["2014-01"], ["2014-02"]]), "month"),
        (pa.chunked_array([], pa.float64()), "number"),
    ],
)
def test_a_column_is_of_one_kind(values: Any, kind: str) -> None:
    table = labelled("t", "", pa.table([values], ["x"]))
    assert table.columns[0].kind == kind
    assert len(table.columns[0].cells()) == len(values) == table.rows


def test_not_a_number_is_missing() -> None:
    assert labelled("t", "", pa.table({"x": [float("nan"), 1.0]})).columns[0].cells() == [None, 1.0]


def test_what_no_document_may_hold_is_a_mark_and_chinese_is_kept() -> None:
    assert clean("a\x00\x1b[31m隰县　梨\ud800\n") == "a��[31m隰县　梨�\n"
