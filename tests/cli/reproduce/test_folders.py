"""Experiments in folders, and what is recorded of their figures."""

import json
from pathlib import Path

import pytest

from sim.cli.reproduction import GONE, MOVED, NOT_RECORDED, ExperimentFolder, Recorded, compared, experiments
from sim.files import InputError

NOW = Recorded("d1", "m1", {"dose_response": "aa", "interaction": "bb"})


def folder(path: Path, name: str) -> Path:
    made = path / "experiments" / name
    made.mkdir(parents=True)
    (made / "experiment.yaml").write_text("schema: 1\n", encoding="utf-8")
    return made


def test_experiments_are_found_by_name_by_folder_and_by_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder(tmp_path, "b")
    folder(tmp_path, "a")
    (tmp_path / "experiments" / "notes").mkdir()
    assert [one.path.name for one in experiments([])] == ["a", "b"]
    for name in ("b", "experiments/b", "experiments/b/experiment.yaml"):
        assert [one.file for one in experiments([name])] == [Path("experiments/b/experiment.yaml")]


def test_every_name_that_is_no_experiment_is_said_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder(tmp_path, "levers_alone")
    with pytest.raises(InputError) as caught:
        experiments(["lever_alone", "gone"])
    said = caught.value.render()
    assert "did you mean 'levers_alone'?" in said and "gone: no experiment" in said


def test_a_folder_without_experiments_is_said_to_hold_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="holds no experiment"):
        experiments([])


def test_full_and_quick_are_recorded_side_by_side(tmp_path):
    one = ExperimentFolder(folder(tmp_path, "a"))
    assert one.recorded(quick=True) is None
    one.record(True, NOW)
    one.record(False, Recorded("d2", "m1", {"dose_response": "cc"}))
    assert one.recorded(quick=True) == NOW and one.recorded(quick=False).figures == {"dose_response": "cc"}


@pytest.mark.parametrize("content", ["{", "[]", '{"full": {"figures": 3}}', '{"full": 3}'])
def test_a_damaged_record_is_a_wrong_input(tmp_path, content):
    one = ExperimentFolder(folder(tmp_path, "a"))
    (one.path / "recorded.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="recorded"):
        one.recorded(quick=False)


def test_which_figure_moved_is_said_and_why():
    found = {one.figure: one for one in compared(NOW, Recorded("d1", "m2", {"dose_response": "aa", "takeoff": "zz"}))}
    assert not found["dose_response"].differs
    assert found["interaction"].state == GONE and found["takeoff"].state == NOT_RECORDED
    moved = compared(NOW, Recorded("d1", "m1", {"dose_response": "ab", "interaction": "bb"}))
    assert [one.state for one in moved if one.differs] == [MOVED] and "packages" in moved[0].why
    assert "experiment is another" in compared(NOW, Recorded("d3", "m1", {"dose_response": "ab", "interaction": "bb"}))[0].why


def test_a_record_is_the_same_text_whatever_the_order_of_figures(tmp_path):
    one, other = (ExperimentFolder(folder(tmp_path, name)) for name in "ab")
    one.record(True, NOW)
    other.record(True, Recorded("d1", "m1", dict(reversed(list(NOW.figures.items())))))
    texts = [(each.path / "recorded.json").read_text(encoding="utf-8") for each in (one, other)]
    assert texts[0] == texts[1] and json.loads(texts[0])["quick"]["model"] == "m1"
