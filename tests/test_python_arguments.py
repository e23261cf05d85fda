"""Functions of the package check their arguments, and say what was expected before anything is compiled or run."""

import numpy as np
import pytest

import sim
from sim import load_scenario

HAMLET = "scenarios/hamlet.yaml"


@pytest.fixture(scope="module")
def hamlet(request):
    return load_scenario(request.config.rootpath / HAMLET)


WHOLE = "seed: expected a whole number from 0 to 9007199254740991, got"


@pytest.mark.parametrize(
    ("seed", "kind", "got"),
    [
        (1.5, TypeError, "1.5 (float)"), ("3", TypeError, "'3' (str)"), (True, TypeError, "True (bool)"), (np.True_, TypeError, "(bool"),
        (-1, ValueError, "-1"), (2**63, ValueError, str(2**63)), (2**53, ValueError, str(2**53)), ([1], TypeError, "[1] (list)"),
        (float("nan"), TypeError, "nan (float)"), (np.float64(2.0), TypeError, "(float64)"),
    ],
)  # fmt: skip
def test_a_seed_that_is_no_whole_number_in_range_is_refused_in_words(hamlet, seed, kind, got):
    for call in (lambda: sim.simulate(hamlet, seed=seed), lambda: sim.compare("experiments/twelve_million/study.yaml", seed=seed)):
        with pytest.raises(kind) as caught:
            call()
        assert type(caught.value) is kind
        assert str(caught.value).startswith(WHOLE) and got in str(caught.value)


def test_a_whole_number_of_numpy_is_a_seed_like_another(hamlet):
    short = hamlet.model_copy(update={"months": 1})
    assert sim.simulate(short, seed=np.int64(3)).digest() == sim.simulate(short, seed=3).digest()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"months": -5}, "scenario.months: expected a whole number from 1 to 600, got -5"),
        ({"months": "12"}, "scenario.months: "),
        ({"share_simulated": 3.0}, "scenario.share_simulated: expected a number above 0 up to 1, got 3"),
        ({"parameters": {"channel.skill_effect": 1e9}}, "parameters.channel.skill_effect: expected a number from"),
        ({"parameters": {"channel.nothing": 1.0}}, "no parameter named 'channel.nothing'"),
        ({"seed": -1}, "scenario.seed: expected a whole number from 0 to"),
        ({"history": "none of these"}, "scenario.history"),
        ({"months": 600, "trends": None}, "a date after the data"),
    ],
)
def test_a_scenario_copied_with_a_wrong_value_is_refused_with_its_place(hamlet, changed, said):
    with pytest.raises(ValueError, match=r"expected|parameter|date|Input") as caught:
        sim.simulate(hamlet.model_copy(update=changed))
    assert said in str(caught.value)


def test_a_county_copied_with_a_wrong_value_is_refused_with_its_place(hamlet):
    geography = hamlet.county.geography.model_copy(update={"villages": -1})
    wrong = hamlet.model_copy(update={"county": hamlet.county.model_copy(update={"geography": geography})})
    with pytest.raises(ValueError, match=r"scenario\.county\.geography\.villages: expected a whole number from 1 to 5000, got -1"):
        sim.simulate(wrong)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda s: sim.simulate(HAMLET), "scenario: expected a Scenario (load_scenario reads one from a file), got 'scenarios/hamlet.yaml' (str)"),
        (lambda s: sim.simulate(s, backend="mesa"), "backend: expected a function, got str"),
        (lambda s: sim.simulate(s, progress=1), "progress: expected a function, got int"),
        (lambda s: sim.simulate(s, panel="yes"), "panel: expected True or False, got 'yes' (str)"),
        (lambda s: sim.simulate(s, outcomes="gini"), "outcomes: expected a list of names of outcomes, got 'gini' (str)"),
        (lambda s: sim.simulate(s, outcomes=3), "outcomes: expected a list of names of outcomes, got 3 (int)"),
        (lambda s: sim.simulate(s, outcomes=[["gini"]]), "outcomes: expected names of outcomes, got ['gini'] (list)"),
        (lambda s: sim.simulate(s, outcomes=[]), "outcomes: expected at least one name, got an empty list; None keeps all"),
        (lambda s: sim.simulate(s, outcomes=["ginni"]), "outcomes: no outcome named 'ginni'; did you mean 'gini'?"),
        (lambda s: sim.simulate(s, time_step="daily"), "time_step: expected monthly, yearly, final, got 'daily'"),
        (lambda s: sim.load_scenario(3), "path: expected the path of a scenario file, got 3 (int)"),
        (lambda s: sim.load_scenario(""), "path: expected the path of a scenario file, got an empty text"),
        (lambda s: sim.load_experiment(None), "path: expected the path of an experiment file, got None (NoneType)"),
        (lambda s: sim.load_experiment("x.yaml", quick="no"), "quick: expected True or False, got 'no' (str)"),
        (lambda s: sim.read_results(7), "folder: expected the path of a folder of a sweep, got 7 (int)"),
        (lambda s: sim.compare(s), "study: expected a Study or the path of a study file, got"),
        (lambda s: sim.compare("s.yaml", draws=0), "draws: expected a whole number from 1 to 10000, got 0"),
        (lambda s: sim.compare("s.yaml", replicates=2.0), "replicates: expected a whole number from 1 to 10000, got 2.0 (float)"),
        (lambda s: sim.compare("s.yaml", threads=-1), "threads: expected a whole number from 1 to 4096, got -1"),
        (lambda s: sim.sweep(s), "experiment: expected an Experiment, its Design or the path of an experiment file, got"),
        (lambda s: sim.sweep("e.yaml", out=5), "out: expected the path of a folder, got 5 (int)"),
        (lambda s: sim.sweep("e.yaml", shard_size=0), "shard_size: expected a whole number from 1 to 2147483647, got 0"),
    ],
)
def test_every_function_says_which_argument_is_wrong_and_what_was_expected(hamlet, call, said):
    with pytest.raises((TypeError, ValueError)) as caught:
        call(hamlet)
    assert str(caught.value).startswith(said)


def test_every_function_of_the_package_is_among_those_above():
    functions = {name for name in sim.__all__ if callable(getattr(sim, name)) and not isinstance(getattr(sim, name), type)}
    assert functions == {"compare", "load_experiment", "load_scenario", "read_results", "simulate", "sweep"}
