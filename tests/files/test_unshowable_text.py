"""Text that a terminal or a file cannot hold, and lines that are no data, are refused where they stand."""

from pathlib import Path

import pytest

from sim.files import InputError, load_scenario

HAMLET = Path(__file__).resolve().parents[2] / "scenarios" / "hamlet.yaml"


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ('name: "a\\e[2J"', (2, 7), "U+001B cannot be shown"),
        ('name: "\\u202Ea"', (2, 7), "U+202E cannot be shown"),
        ('name: "   "', (2, 7), "expected a name"),
        ('description: "\\udfff"', (2, 14), "half of a character"),
        ('name: "\\U00110000"', (2, 8), "is not a character"),
        ('extends: "a\\0b"', (2, 10), "cannot be read"),
    ],
)
def test_text_that_cannot_be_shown_is_refused_at_its_place(tmp_path, line, place, said):
    file = tmp_path / "scenario.yaml"
    base = "" if line.startswith("extends") else f"extends: {HAMLET.as_posix()}\n"
    file.write_text(f"schema: 1\n{line}\n{base}", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_scenario(file)
    problem = refused.value.problems[0]
    assert (problem.line, problem.column) == place
    assert said in problem.message


def test_an_unknown_directive_is_refused(tmp_path):
    file = tmp_path / "scenario.yaml"
    file.write_text("%FOO\n---\nschema: 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="directive"):
        load_scenario(file)


def test_a_line_break_in_a_key_makes_up_no_line_of_its_own(tmp_path):
    file = tmp_path / "scenario.yaml"
    file.write_text(f'schema: 1\nname: X\nextends: {HAMLET.as_posix()}\n"a\\nb:1:1: fake": 1\n', encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_scenario(file)
    assert not any(line.startswith("b:1:1") for line in refused.value.render().splitlines())
