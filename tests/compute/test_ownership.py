"""A folder belongs to one kind of result and to one name; its files change as a set."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.compute.store.ownership import (
    COMPARISON,
    FIGURES,
    RUN,
    SWEEP,
    TABLES,
    Owner,
    owner_of,
    refusal,
    unfinished,
    write_set,
)

ROOT = next(parent for parent in Path(__file__).parents if (parent / "sim").is_dir())
OURS = Owner(RUN, "Hamlet")
RECORD = {"scenario": {"name": "Hamlet"}}


@pytest.mark.parametrize(
    ("record", "owner"),
    [
        ({"scenario": {"name": "Hamlet"}, "scenario_file": "h.yaml"}, OURS),
        ({"study": "mix", "study_file": "study.yaml"}, Owner(COMPARISON, "mix")),
        ({"experiment": "levers", "cases": 3}, Owner(SWEEP, "levers")),
        ({"tables_of": "mix"}, Owner(TABLES, "mix")),
        ({"figures_of": "levers"}, Owner(FIGURES, "levers")),
        ({"made by": "another program"}, None),
        (["no record"], None),
    ],
)
def test_the_record_of_a_folder_says_whose_it_is(tmp_path, record, owner):
    (tmp_path / "provenance.json").write_text(json.dumps(record))
    assert owner_of(tmp_path) == owner


def test_a_folder_that_is_missing_empty_or_of_other_files_takes_results(tmp_path):
    assert refusal(tmp_path / "new", OURS, ["a"]) is None
    (tmp_path / "notes.txt").write_text("mine")
    assert refusal(tmp_path, OURS, ["a"]) is None


def test_a_folder_of_another_kind_or_name_is_refused_unless_forced(tmp_path):
    write_set(tmp_path, {"a": b"1"}, RECORD)
    assert refusal(tmp_path, OURS, ["a"]) is None
    for other in (Owner(RUN, "Village"), Owner(SWEEP, "Hamlet")):
        assert "holds the run of scenario 'Hamlet'" in str(refusal(tmp_path, other, ["a"]))
        assert refusal(tmp_path, other, ["a"], force=True) is None


def test_results_and_what_is_made_of_them_never_share_a_folder(tmp_path):
    write_set(tmp_path, {"a": b"1"}, RECORD)
    assert "tables need a folder of their own" in str(refusal(tmp_path, Owner(TABLES, "Hamlet"), ["b"], force=True))


def test_a_set_names_the_digests_of_its_files_and_drops_those_of_an_earlier_set(tmp_path):
    write_set(tmp_path, {"a": b"1", "b": b"2"}, RECORD)
    write_set(tmp_path, {"a": b"3"}, RECORD, drop=["b"])
    assert sorted(os.listdir(tmp_path)) == ["a", "provenance.json"]
    assert unfinished(tmp_path) == []
    (tmp_path / "a").write_bytes(b"4")
    assert unfinished(tmp_path) == ["a"]


KILLED = """
import os, sys
sys.path.insert(0, {root!r})
from sim.compute.store.ownership import write_set
calls, replace, fsync = 0, os.replace, os.fsync
def dying(step):
    def call(*arguments):
        global calls
        calls += 1
        if calls > {after}:
            os._exit(9)
        return step(*arguments)
    return call
os.replace, os.fsync = dying(replace), dying(fsync)
write_set({folder!r}, {{"a": b"new", "b": b"new"}}, {{"scenario": {{"name": "Hamlet"}}}})
"""


@pytest.mark.parametrize("earlier", [False, True])
def test_a_writer_killed_at_any_step_leaves_a_whole_set_or_one_that_is_said_to_be_unfinished(tmp_path, earlier):
    seen = set()
    for after in range(9):
        folder = tmp_path / str(after)
        if earlier:
            write_set(folder, {"a": b"old", "b": b"old"}, RECORD)
        code = KILLED.format(root=str(ROOT), folder=str(folder), after=after).replace("write_set('", "write_set(__import__('pathlib').Path('").replace("', {\"a\"", "'), {\"a\"")
        subprocess.run([sys.executable, "-c", code], check=False)
        there = {name: (folder / name).read_bytes() for name in ("a", "b") if (folder / name).exists()}
        mixed = set(there.values()) == {b"old", b"new"} or len(there) == 1
        seen.add(tuple(sorted(there.values())))
        if mixed:
            assert unfinished(folder), after
        assert refusal(folder, OURS, ["a", "b"]) is None, after
        write_set(folder, {"a": b"last", "b": b"last"}, RECORD)
        assert sorted(os.listdir(folder)) == ["a", "b", "provenance.json"], after
        assert unfinished(folder) == []
    # The steps at which the writer died cover all that can be there.
    assert {(b"new", b"new"), (b"new", b"old") if earlier else (b"new",)} <= seen
