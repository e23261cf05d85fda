"""An error shows the line and marks the place, in a terminal's columns, and never lets a file write to the terminal."""

from typing import Any

from sim.files import InputError, Problem


def test_an_error_shows_its_line_with_carets_under_the_place() -> None:
    source = "  - lever: trainning.seats"
    problem = Problem(
        "scenarios/xi.yaml", 19, 12, "policies.1.lever", "no lever named 'trainning.seats'", "training.seats", 15, source
    )
    assert problem.render().splitlines() == [
        "scenarios/xi.yaml:19:12: policies.1.lever: no lever named 'trainning.seats'; did you mean 'training.seats'?",
        "   19 |   - lever: trainning.seats",
        "                   ^^^^^^^^^^^^^^^",
    ]


def test_chinese_characters_take_two_columns_and_do_not_shift_the_caret() -> None:
    source = "name: 隰县， seed: 1"
    shown = Problem("a.yaml", 1, 9, "", "full-width `，`", None, 1, source).render().splitlines()
    assert shown[2] == " " * len("   1 | name: ") + " " * 4 + "^^"


def test_a_very_long_line_is_shown_round_the_place() -> None:
    source = "x" * 5000 + "HERE" + "y" * 5000
    shown = Problem("a.yaml", 1, 5001, "", "wrong", None, 4, source).render().splitlines()
    assert len(shown[1]) < 200
    assert shown[1][shown[2].index("^") :].startswith("HERE")


def test_what_a_file_holds_cannot_steer_the_terminal(desk: Any) -> None:
    desk.change("one.yaml", "name: One", 'name: One\n"\\e[31mred\\e[0m": 1')
    text = InputError(desk.problems()).render()
    assert "\x1b" not in text and "unknown key" in text


def test_many_errors_are_counted_after_the_first_forty(desk: Any) -> None:
    desk.write("many.yaml", "".join(f"key{n}: 1\n" for n in range(100)))
    assert InputError(desk.problems("many.yaml")).render().endswith("more")
