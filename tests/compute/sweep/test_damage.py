"""A file that is cut or altered is known by its checksum, named, and done again; it is never read as data."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.compute.store.sealed import Damaged, read_sealed, sealed, verified
from sim.compute.store.sweep_table import read_sweep, rows_digest


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.parquet"
    table = pa.table({"case": [0, 0, 1, 1], "step": ["a", "b"] * 2, "x": [1.0, 2.5, None, 4.0]})
    file.write_bytes(sealed(table, {"about": "it"}))
    return file


def test_a_sealed_file_is_plain_parquet_and_says_what_was_written(small: Path) -> None:
    table, about = read_sealed(small)
    assert about["about"] == "it"
    assert pq.read_table(small).equals(table)
    assert table["x"].to_pylist() == [1.0, 2.5, None, 4.0]


def test_every_single_bit_of_a_file_counts(small: Path) -> None:
    content = small.read_bytes()
    for place in range(len(content)):
        altered = bytearray(content)
        altered[place] ^= 1 << (place % 8)
        small.write_bytes(altered)
        with pytest.raises(Damaged, match=r"small.parquet is cut short or altered"):
            verified(small)


def test_a_file_cut_at_any_length_is_known(small: Path) -> None:
    content = small.read_bytes()
    for length in range(len(content)):
        small.write_bytes(content[:length])
        with pytest.raises(Damaged):
            verified(small)


@pytest.mark.parametrize("harm", ["flipped", "cut", "emptied", "another's"])
def test_a_damaged_shard_is_named_never_read_and_done_again(experiment: Any, ruralsim: Any, tmp_path: Path, harm: str) -> None:
    file = experiment()
    assert ruralsim("sweep", file, "--shard-size", 5).returncode == 0
    folder = tmp_path / "results" / "seats"
    before = {path.name: path.read_bytes() for path in (folder / "shards").iterdir()}
    digest = rows_digest(read_sweep(folder))
    hurt = folder / "shards" / "00002.parquet"
    content = bytearray(hurt.read_bytes())
    content[len(content) // 3] ^= 16
    hurt.write_bytes({"flipped": bytes(content), "cut": before[hurt.name][:-100], "emptied": b"", "another's": before["00001.parquet"]}[harm])
    if harm == "another's":
        # A whole shard of other cases is none of this one's: its cases count as not done.
        assert read_sweep(folder).num_rows == 30
    else:
        with pytest.raises(Damaged, match=r"00002\.parquet"):
            read_sweep(folder)
    said = ruralsim("status", Path("results") / "seats", "--verify")
    assert "15 of 20 cases" in said.stdout and ("00002.parquet" in said.stdout or harm == "another's")
    again = ruralsim("sweep", file)
    assert again.returncode == 0, again.stderr
    assert "00002.parquet" in again.stderr or harm == "another's"
    assert "5 were run now" in again.stderr
    assert {path.name: path.read_bytes() for path in (folder / "shards").iterdir()} == before
    assert rows_digest(read_sweep(folder)) == digest


def test_a_damaged_table_of_cases_is_refused_with_2_and_changes_nothing(experiment: Any, ruralsim: Any, tmp_path: Path) -> None:
    file = experiment()
    assert ruralsim("sweep", file).returncode == 0
    folder = tmp_path / "results" / "seats"
    cases = folder / "cases.parquet"
    content = bytearray(cases.read_bytes())
    content[100] ^= 1
    cases.write_bytes(content)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for command in (("sweep", file), ("status", "results/seats"), ("shard", "results/seats", "--index", 0)):
        said = ruralsim(*command)
        assert said.returncode == 2 and "cases.parquet is cut short or altered" in said.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
