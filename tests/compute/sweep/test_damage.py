"""A file that is cut or altered is known by its checksum, named, and done again; it is never read as data."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.compute.store.sealed import Damaged, read_sealed, sealed, verified
from sim.compute.store.sweep_table import read_households, read_sweep, rows_digest


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


@pytest.mark.parametrize("harm", ["flipped", "cut", "emptied", "another's", "footer"])
def test_a_damaged_shard_is_named_never_read_and_done_again(experiment: Any, ruralsim: Any, tmp_path: Path, harm: str) -> None:
    file = experiment()
    assert ruralsim("sweep", file, "--shard-size", 5).returncode == 0
    folder = tmp_path / "results" / "seats"
    before = {path.name: path.read_bytes() for path in (folder / "shards").iterdir()}
    digest = rows_digest(read_sweep(folder))
    hurt = folder / "shards" / "00002.parquet"
    content = bytearray(hurt.read_bytes())
    content[len(content) // 3] ^= 16
    footer = bytearray(before[hurt.name])
    start = len(footer) - 8 - int.from_bytes(footer[-8:-4], "little")
    footer[start : start + 64] = bytes(64)
    hurt.write_bytes(
        {
            "flipped": bytes(content), "cut": before[hurt.name][:-100], "emptied": b"", "another's": before["00001.parquet"],
            "footer": bytes(footer),
        }[harm]
    )  # fmt: skip
    with pytest.raises(Damaged, match=r"00002\.parquet"):
        read_sweep(folder)
    said = ruralsim("status", Path("results") / "seats", "--verify")
    assert "15 of 20 cases" in said.stdout and "00002.parquet" in said.stdout
    again = ruralsim("sweep", file)
    assert again.returncode == 0, again.stderr
    assert "00002.parquet" in again.stderr
    assert "5 were run now" in again.stderr
    assert {path.name: path.read_bytes() for path in (folder / "shards").iterdir()} == before
    assert rows_digest(read_sweep(folder)) == digest


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["cases.parquet", "design.json"])
@pytest.mark.parametrize("harm", ["altered", "deleted", "emptied"])
def test_what_says_what_a_sweep_is_can_be_made_anew_and_no_case_is_run_again(
    experiment: Any, ruralsim: Any, tmp_path: Path, name: str, harm: str
) -> None:
    file = experiment()
    assert ruralsim("sweep", file, "--shard-size", 7).returncode == 0
    folder = tmp_path / "results" / "seats"
    clean = contents(folder)
    hurt = folder / name
    if harm == "altered":
        # In design.json a digit of its digest: it must not pass for another version of the model.
        flip(hurt, clean[name].index(b'"digest": "') + 20 if name == "design.json" else 100)
    elif harm == "deleted":
        hurt.unlink()
    else:
        hurt.write_bytes(b"")
    before = contents(folder)
    status = ruralsim("status", "results/seats")
    said = status.stdout + status.stderr
    assert name in said and "the same `ruralsim sweep` command makes it anew" in said and status.returncode == (2 if name == "cases.parquet" else 0)
    assert ruralsim("shard", "results/seats", "--index", 0).returncode == 2
    assert contents(folder) == before
    again = ruralsim("sweep", file, "--shard-size", 3)
    assert again.returncode == 0 and name in again.stderr and "all 20 cases are done" in again.stderr and "; 0 were run now" in again.stderr
    after = contents(folder)
    assert {one: after[one] for one in after if one != "provenance.json"} == {one: clean[one] for one in clean if one != "provenance.json"}


@pytest.mark.parametrize("harm", ["altered", "deleted"])
def test_a_damaged_record_is_named_and_made_anew(experiment: Any, ruralsim: Any, tmp_path: Path, harm: str) -> None:
    file = experiment()
    assert ruralsim("sweep", file).returncode == 0
    hurt = tmp_path / "results" / "seats" / "provenance.json"
    said = json.loads(hurt.read_text())
    flip(hurt, hurt.read_bytes().index(b"wall_seconds")) if harm == "altered" else hurt.unlink()
    assert "provenance.json" in ruralsim("status", "results/seats").stdout
    again = ruralsim("sweep", file)
    assert again.returncode == 0 and "provenance.json" in again.stderr and "; 0 were run now" in again.stderr
    after = json.loads(hurt.read_text())
    assert (after["finished"], after["design_digest"], after["shards_digest"]) == (True, said["design_digest"], said["shards_digest"])


def test_shards_that_no_record_is_left_of_are_taken_up_or_left_alone(experiment: Any, ruralsim: Any, tmp_path: Path) -> None:
    file = experiment()
    assert ruralsim("sweep", file, "--shard-size", 6).returncode == 0
    folder = tmp_path / "results" / "seats"
    for name in ("cases.parquet", "design.json", "provenance.json"):
        (folder / name).unlink()
    before = contents(folder)
    other = ruralsim("sweep", experiment(points=6, name="other.yaml"))
    assert other.returncode == 2 and "holds rows of another design or version" in other.stderr and "--redo" in other.stderr
    assert contents(folder) == before
    again = ruralsim("sweep", file)
    assert again.returncode == 0 and "; 0 were run now" in again.stderr
    assert {name: one for name, one in contents(folder).items() if name.startswith("shards")} == before


@pytest.mark.parametrize("harm", ["deleted", "swapped", "shard's"])
def test_households_that_are_deleted_or_exchanged_are_named_and_restored_alone(
    experiment: Any, ruralsim: Any, tmp_path: Path, harm: str
) -> None:
    file = experiment(points=2, replicates=3, more="households: yearly\n")
    assert ruralsim("sweep", file, "--shard-size", 2).returncode == 0
    folder = tmp_path / "results" / "seats"
    clean = contents(folder)
    hurt = folder / "households" / "00001.parquet"
    if harm == "deleted":
        hurt.unlink()
    else:
        hurt.write_bytes(clean["households/00000.parquet" if harm == "swapped" else "shards/00001.parquet"])
    with pytest.raises(Damaged, match=r"households.00001\.parquet"):
        read_households(folder)
    assert "00001.parquet" in ruralsim("status", "results/seats", "--verify").stdout
    again = ruralsim("sweep", file)
    assert again.returncode == 0 and "00001.parquet" in again.stderr and "2 were run now" in again.stderr
    after = contents(folder)
    assert all(after[name] == clean[name] for name in clean if name != "provenance.json")


def test_a_sweep_of_another_design_whose_design_is_damaged_is_left_alone_and_redone_whole(
    experiment: Any, ruralsim: Any, tmp_path: Path
) -> None:
    assert ruralsim("sweep", experiment(), "--shard-size", 6).returncode == 0
    folder = tmp_path / "results" / "seats"
    (folder / "design.json").write_bytes(b"")
    before = contents(folder)
    other = experiment(points=6, name="other.yaml")
    said = ruralsim("sweep", other)
    assert said.returncode == 2 and "another design or version" in said.stderr and "design.json" in said.stderr
    assert contents(folder) == before
    redone = ruralsim("sweep", other, "--redo")
    assert redone.returncode == 0 and "all 24 cases are done" in redone.stderr and "24 were run now" in redone.stderr
    assert read_sweep(folder).num_rows == 48
