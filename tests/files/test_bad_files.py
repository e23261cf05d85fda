"""A file that is not plain, bounded, well-formed YAML is refused, at the place, and nothing is built from it."""

import os
from typing import Any

import pytest


def test_a_right_scenario_loads(desk: Any) -> None:
    from sim.files import load_scenario

    scenario = load_scenario(desk.folder / "one.yaml")
    assert (scenario.name, scenario.county.name, scenario.months, str(scenario.start)) == ("One", "Tiny", 24, "2014-01")
    assert scenario.county.products[0].harvest == {9: 0.5, 10: 0.5}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "bad.yaml:1:1: the file is empty"),
        ("# only a comment\n", "bad.yaml:1:1: the file is empty"),
        ("- schema: 1\n- name: A\n", "bad.yaml:1:1: expected a mapping of keys to values, got a list"),
        ("hello\n", "bad.yaml:1:1: expected a mapping of keys to values, got `hello`"),
        ("name: A\nname: B\n", "bad.yaml:2:1: name: the key is there twice, first on line 1"),
        ("county:\n  profile: a\n  profile: b\n", "bad.yaml:3:3: county.profile: the key is there twice, first on line 2"),
        ("county:\n\tprofile: a\n", "bad.yaml:2:1: a tab in the indentation: use spaces"),
        ("county:\n  \tprofile: a\n", "bad.yaml:2:3: a tab in the indentation: use spaces"),
        ("county:\n\u3000profile: a\n", "bad.yaml:2:1: a full-width space in the indentation: use spaces"),
        ("a: &x 1\nb: *x\n", "bad.yaml:1:4: a: `&x` is an anchor; write the value out where it is needed"),
        ("a: 1\nb: *x\n", "bad.yaml:2:4: b: `*x` refers to an anchor; write the value out"),
        ("schema: 1\n---\nschema: 1\n", "bad.yaml:2:1: a second document: one file holds one"),
        ("%YAML 1.1\n---\na: 1\n", "bad.yaml:1:1: a YAML directive is not read: remove the line"),
        ("? [a, b]\n: 1\n", "bad.yaml:1:3: a key must be text on one line"),
        ("a: b\x07c\n", "bad.yaml:1:5: the character U+0007 is not allowed in a text file: remove it"),
        ("a: [1, 2\nb: 3\n", "bad.yaml:2:2: not YAML: expected ',' or ']', but got ':'"),
    ],
)
def test_what_is_wrong_with_the_text_is_said_at_its_place(desk: Any, content: str, said: str) -> None:
    desk.write("bad.yaml", content)
    found = desk.said("bad.yaml")
    assert len(found) == 1
    assert found[0].partition(", but got")[0] == said.partition(", but got")[0]


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!other", "!!binary"])
def test_a_tag_builds_nothing(desk: Any, tag: str) -> None:
    desk.write("bad.yaml", f"name: {tag} ['touch owned']\n")
    (said,) = desk.said("bad.yaml")
    assert said.startswith("bad.yaml:1:7: name: ") and said.endswith("is a tag; this file is data and builds no objects")


def test_an_anchor_bomb_is_refused_at_its_first_anchor(desk: Any) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    desk.write("bomb.yaml", "\n".join(lines))
    assert desk.said("bomb.yaml") == ["bomb.yaml:1:5: a0: `&a0` is an anchor; write the value out where it is needed"]


def test_a_file_of_ten_megabytes_is_refused_unread(desk: Any) -> None:
    desk.write("big.yaml", b"schema: 1\n" + b"# padding\n" * 1_000_000)
    assert desk.said("big.yaml") == ["big.yaml: is larger than 256 kB, the most that is read"]


@pytest.mark.parametrize(("mark", "column"), [("[", 101), ("{", 101), ("- ", 63), ("[ ", 201)])
def test_deep_nesting_is_refused_before_it_is_built(desk: Any, mark: str, column: int) -> None:
    desk.write("deep.yaml", mark * 5000)
    (problem,) = desk.problems("deep.yaml")
    assert "nested deeper than 32" in problem.message
    assert (problem.line, problem.column) == (1, column + (2 if mark == "- " else 0))


def test_a_file_of_very_many_values_is_refused(desk: Any) -> None:
    desk.write("many.yaml", "a: [" + "1," * 50_000 + "]")
    (problem,) = desk.problems("many.yaml")
    assert problem.message == "more than 20000 values in one file"


def test_bytes_that_are_not_utf8_are_named_with_their_place(desk: Any) -> None:
    desk.write("latin.yaml", b"schema: 1\nname: Xi " + "县".encode("gbk") + b"\n")
    assert desk.said("latin.yaml") == [
        "latin.yaml:2:10: not UTF-8: byte 0xcf at offset 19; save the file as UTF-8",
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(desk: Any) -> None:
    from sim.files import load_scenario

    text = (desk.folder / "one.yaml").read_text()
    desk.write("windows.yaml", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_scenario(desk.folder / "windows.yaml") == load_scenario(desk.folder / "one.yaml")


def test_what_is_no_regular_file_is_not_opened(desk: Any) -> None:
    os.mkfifo(desk.folder / "pipe.yaml")
    assert desk.said("pipe.yaml") == ["pipe.yaml: is not a regular file"]
    (desk.folder / "folder.yaml").mkdir()
    assert desk.said("folder.yaml") == ["folder.yaml: is a folder, not a file"]
    assert desk.said("nothing.yaml") == ["nothing.yaml: no such file"]


@pytest.mark.parametrize(
    ("line", "column", "mark", "ascii_form"),
    [
        ("name：One", 5, "：", ":"),
        ("seed: １", 7, "１", "1"),
        ("trends: “flat”", 9, "“", '"'),
        ("seed： 1", 5, "：", ":"),
        ("parameters: {channel.switching_cost： 0.6}", 36, "：", ":"),
        ("parameters: {a: 1， b: 2}", 18, "，", ","),
        ("name: “One”", 7, "“", '"'),
    ],
)
def test_full_width_punctuation_is_named_where_it_stands(
    desk: Any, line: str, column: int, mark: str, ascii_form: str
) -> None:
    desk.write("wide.yaml", f"schema: 1\nhorizon: {{start: 2014-01, months: 24}}\n{line}\nreplicates: 1\n")
    (problem,) = desk.problems("wide.yaml")
    assert (problem.line, problem.column) == (3, column)
    assert problem.message == f"full-width `{mark}`: write `{ascii_form}`"


def test_chinese_prose_keeps_its_punctuation_in_descriptions_comments_and_quotes(desk: Any) -> None:
    from sim.files import load_scenario

    desk.change("one.yaml", "name: One\n", 'name: "“隰县”：梨"\ndescription: 玉露香梨，产自隰县（山西）。 # 说明：，\n')
    scenario = load_scenario(desk.folder / "one.yaml")
    assert scenario.name == "“隰县”：梨"
    assert scenario.description == "玉露香梨，产自隰县（山西）。"
