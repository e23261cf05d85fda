"""A scenario may extend another: mappings merge, lists and values replace, and every value keeps its own place."""

from typing import Any

import pytest

from sim.files import load_scenario


def test_mappings_merge_and_values_replace(desk: Any) -> None:
    desk.change("one.yaml", "name: One", "name: One\nparameters: {channel.switching_cost: 0.6, channel.shop_hours: 100}")
    desk.write("two.yaml", "name: Two\nextends: one.yaml\nhorizon: {months: 12}\nparameters: {channel.switching_cost: 0.7}\n")
    two = load_scenario(desk.folder / "two.yaml")
    assert (two.name, two.months, str(two.start), two.share_simulated) == ("Two", 12, "2014-01", 0.2)
    assert two.parameters == {"channel.switching_cost": 0.7, "channel.shop_hours": 100.0}


def test_paths_are_relative_to_the_file_in_which_they_are_written(desk: Any) -> None:
    (desk.folder / "deep").mkdir()
    desk.write("deep/three.yaml", "extends: ../one.yaml\nname: Three\n")
    assert load_scenario(desk.folder / "deep" / "three.yaml").county.name == "Tiny"
    desk.write("deep/four.yaml", "extends: three.yaml\ncounty: {profile: tiny.yaml}\n")
    assert desk.said("deep/four.yaml") == ["deep/four.yaml:2:19: county.profile: deep/tiny.yaml: no such file"]


def test_an_error_is_reported_in_the_file_that_wrote_the_value(desk: Any) -> None:
    desk.change("one.yaml", "months: 24", "months: 0")
    desk.write("two.yaml", "extends: one.yaml\nseed: -1\n")
    assert [said.partition(": ")[0] for said in desk.said("two.yaml")] == ["two.yaml:2:7", "one.yaml:9:11"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("two.yaml", "the file extends itself"),
        ("./two.yaml", "the file extends itself"),
        ("none.yaml", "none.yaml: no such file"),
        ("''", "expected the name of a file, got ``"),
        ("[one.yaml]", "expected the name of a file, got a list"),
    ],
)
def test_extending_itself_or_nothing_is_an_error_at_extends(desk: Any, name: str, said: str) -> None:
    desk.write("two.yaml", f"schema: 1\nextends: {name}\n")
    assert desk.said("two.yaml") == [f"two.yaml:2:10: extends: {said}"]


def test_a_loop_of_files_is_an_error_where_it_closes(desk: Any) -> None:
    desk.write("a.yaml", "extends: b.yaml\n")
    desk.write("b.yaml", "extends: c.yaml\n")
    desk.write("c.yaml", "extends: a.yaml\n")
    assert desk.said("a.yaml") == ["c.yaml:1:10: extends: a.yaml extends this file: a loop"]


def test_a_chain_without_end_is_refused(desk: Any) -> None:
    for number in range(40):
        desk.write(f"s{number}.yaml", f"extends: s{number + 1}.yaml\n")
    assert desk.said("s0.yaml") == ["s15.yaml:1:10: extends: more than 16 files extend one another"]


def test_a_share_taken_over_that_does_not_fit_the_county_is_reported_where_the_county_is_chosen(desk: Any) -> None:
    desk.change("one.yaml", "share_simulated: 0.2", "share_simulated: 0.12")
    desk.write("small.yaml", (desk.folder / "tiny.yaml").read_text().replace("village: 200", "village: 100"))
    desk.write("two.yaml", "extends: one.yaml\ncounty: {profile: small.yaml}\n")
    assert desk.said("two.yaml") == [
        "two.yaml:2:19: county.share_simulated: a village of 75 at 0.12 gives 9 households, 17 needed: use 0.23"
    ]
