"""An experiment file of which any part is something else: it is refused in words, or it means something; it never breaks the program."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.compute.design import Design, load_experiment
from sim.files import InputError

File = Callable[..., Path]
PARTS = {
    "prices": "2015",
    "policy": "[2014-06, 2015-12]",
    "horizon": "{months: 36}",
    "share_simulated": "1.0",
    "vary": "{delivery.joint: {from: 0, to: 1}, county: {values: [world.yaml]}, training.quality: {values: [0, 1]}}",
    "uncertain": "{learning.training_effect: range}",
    "draws": "draws.csv",
    "split": "{money: 90000, over: [training.seats, market.village_sites], at: {training.seats: 4}}",
    "arms": "{a: {quality.standards: 0.5}, b: {lever: broadband.speed, level: 1}, c: [{lever: quality.supervision, level: 0.5}]}",
    "sampler": "sobol",
    "points": "4",
    "replicates": "2",
    "seed": "3",
    "outcomes": "[gini]",
    "time_step": "yearly",
    "households": "none",
    "figures": "[dose_response]",
    "quick": "{points: 2, months: 30}",
}
ODD = (
    *("null", "[]", "{}", "3", "-1", "1.5", "true", "text", "[1]", "[a]", "{a: 1}", "{1: 2}", "[[1]]", "[{a: 1}]", "[null]", "{a: null}"),
    *("{values: 3}", "{values: [a]}", "{from: a, to: b}", "{from: [], to: {}}", "range", ".inf", ".nan", "'..'", "{a: {b: {c: 1}}}"),
    *("{use: 3}", "{money: 1, over: [1, [2]]}", "{over: [{}], money: 1}", "{vary: {a: 3}}", "1e400", "99999999999999999999", "."),
    *("/dev/null", '"a\\0b"', "{county: {values: ['/dev/null', \"a\\0b\"]}}", "[{county: 3}]", "{quality.standards: [1]}"),
)


def _outcome(file: Path) -> str | None:
    """The words in which a file is refused; None where it means something."""
    try:
        design = Design.of(load_experiment(file))
    except InputError as error:
        assert error.problems and all(one.message for one in error.problems)
        return str(error)
    assert design.case(design.cases - 1).key and design.scenario(design.cases - 1)
    return None


def _text(parts: dict[str, str]) -> str:
    return "schema: 1\nname: x\nscenario: world.yaml\n" + "".join(f"{key}: {value}\n" for key, value in parts.items())


@pytest.fixture
def draws(tmp_path: Path) -> None:
    (tmp_path / "draws.csv").write_text("channel.switching_cost\n0.5\n0.6\n", encoding="utf-8")


@pytest.mark.usefixtures("draws")
def test_the_whole_of_it_means_something(experiment_file: File) -> None:
    assert _outcome(experiment_file(text=_text(PARTS))) is None


@pytest.mark.usefixtures("draws")
@pytest.mark.parametrize("key", PARTS)
def test_any_part_may_be_something_else(experiment_file: File, key: str) -> None:
    # A sixth of them for each part, so that every one is met in several.
    chosen = ODD[sorted(PARTS).index(key) % 6 :: 6]
    refused = [said for odd in chosen if (said := _outcome(experiment_file(text=_text({**PARTS, key: odd})))) is not None]
    assert len(refused) >= len(chosen) // 2


@pytest.mark.usefixtures("draws")
@pytest.mark.parametrize("key", ["vary", "split", "arms", "uncertain", "quick"])
def test_any_value_within_a_part_may_be_something_else(experiment_file: File, key: str) -> None:
    whole = PARTS[key]
    refused = 0
    for number, place in enumerate(re.finditer(r"[\w.]+", whole)):
        for odd in ODD[number % 18 :: 18]:
            changed = whole[: place.start()] + odd + whole[place.end() :]
            refused += _outcome(experiment_file(text=_text({**PARTS, key: changed}))) is not None
    assert refused > 0


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system ['true']",
        "vary: &a {training.seats: range}\nuncertain: *a",
        "draws: .",
        "scenario: scenario.yaml\nscenario: other.yaml",
    ],
)
def test_what_is_no_data_is_refused(experiment_file: File, plain: str, text: str) -> None:
    assert _outcome(experiment_file(text=plain + text + "\n")) is not None
