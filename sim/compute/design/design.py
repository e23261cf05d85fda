"""A design: the cases of an experiment, numbered; each a point, an arm and a replicate, with its scenario, seed and key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.compute.design import keys
from sim.compute.design.points import Setting, points_of, setting_of
from sim.files import Measure, Scenario, Target
from sim.files.experiment.consistency import number_of_cases
from sim.files.experiment.experiment import Experiment
from sim.files.experiment.factors import Factor
from sim.files.experiment.schema import MOST_POINTS

if TYPE_CHECKING:
    import pyarrow as pa

FORM = 1
"""The form of a design written as plain data."""
FEW = 1024
"""Points that are drawn at once on any machine."""


@dataclass(frozen=True)
class Case:
    """One run of an experiment: its number, the numbers of its point and replicate, its arm, its seed, what each factor is, its key."""

    number: int
    point: int
    arm: str
    replicate: int
    seed: int
    values: Mapping[str, float | str]
    key: str


@dataclass(frozen=True, eq=False)
class Design:
    """The cases of an experiment.

    `levels` is float64 [points, factors], the level of each factor at each point; of a factor with labels, the number of the label.
    `coordinates` are the places in the unit cube that the points were drawn at, float64 [points, dimensions]; None for grids and lists,
    which have none. Both are drawn when they are first asked for.
    Case (point p, arm a, replicate r) has the number (p * arms + a) * replicates + r.
    """

    experiment: Experiment
    sources: str

    @classmethod
    def of(cls, experiment: Experiment) -> Design:
        """The design of an experiment: the same points for the same experiment, anywhere."""
        return cls(experiment, keys.sources_digest())

    @cached_property
    def _drawn(self) -> tuple[np.ndarray, np.ndarray | None]:
        return points_of(self.experiment)

    @property
    def levels(self) -> np.ndarray:
        """The level of each factor at each point; drawn when they are first asked for."""
        return self._drawn[0]

    @property
    def coordinates(self) -> np.ndarray | None:
        """Where the points lie in the unit cube; drawn with the levels."""
        return self._drawn[1]

    def __reduce__(self) -> Any:
        """A design in another process is made there: the same points of the same experiment."""
        return Design.of, (self.experiment,)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What is varied, in the order of the columns of `levels`."""
        return self.experiment.factors

    @property
    def arms(self) -> tuple[str, ...]:
        """The names of the arms, in the order of the numbers of cases."""
        return tuple(one.name for one in self.experiment.arms)

    @property
    def points(self) -> int:
        """How many points there are; counted, not drawn."""
        return self.cases // (len(self.experiment.arms) * self.replicates)

    @property
    def replicates(self) -> int:
        """Runs of each arm at each point, with seeds in a row."""
        return self.experiment.replicates

    @property
    def cases(self) -> int:
        """How many cases there are: points x arms x replicates."""
        return number_of_cases(self.experiment)

    def thinned(self) -> Design:
        """A design of a few points over the same factors, to time cases by where all points take long to draw; a small one as it is."""
        one = self.experiment
        if self.points <= FEW or one.sampler == "list":
            return self
        return Design.of(replace(one, sampler="latin_hypercube", points=FEW))

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of everything that decides what rows hold: model, evidence, cases, what is kept; not names, figures, questions."""
        kept = files("sim.compute.design").joinpath("time_steps.py").read_bytes().replace(b"\r\n", b"\n")
        one = self.experiment
        said = {
            "sources": self.sources,
            "reduced": hashlib.sha256(kept).hexdigest(),
            "worlds": [started.hexdigest() for started in self._worlds],
            "parameters": [keys.parameters_said(world.scenario.parameters).decode() for world in one.worlds],
            "given": [self._given[world, arm][1].decode() for world in range(len(one.worlds)) for arm in range(len(one.arms))],
            "arms": list(self.arms),
            "factors": [(each.key, each.resolved().get("values")) for each in one.factors],
            "split": None if one.split is None else one.split.resolved(),
            "draws": [dict(each) for each in one.draws],
            "policy": [one.first, one.last],
            "levels": hashlib.sha256(np.ascontiguousarray(self.levels, "<f8").tobytes()).hexdigest(),
            "seeds": [one.seed, one.replicates],
            "outcomes": list(one.outcomes),
            "kept": [one.time_step, one.households],
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def case(self, number: int) -> Case:
        """A case by its number. Raises IndexError for a number that no case has."""
        point, arm, replicate = self._places(number)
        seed = self.experiment.seed + replicate
        key = keys.key_of(self._started(self._at(point), arm), seed)
        return Case(number, point, self.arms[arm], replicate, seed, self.values(point), key)

    def values(self, point: int) -> dict[str, float | str]:
        """What each factor is at a point: a number in its unit, or a label; with the parameters of a joint draw."""
        found: dict[str, float | str] = {}
        for one, level in zip(self.factors, self.levels[point].tolist(), strict=True):
            found[one.key] = one.said(level)
            if one.kind == "draw":
                found.update(self.experiment.draws[int(level)])
        return found

    def scenario(self, number: int) -> tuple[Scenario, int]:
        """The scenario and the seed of a case. Raises IndexError for a number that no case has.

        Nothing is read or checked again: the experiment saw to it that every level is inside the range of its lever or parameter.
        """
        point, arm, replicate = self._places(number)
        at, one = self._at(point), self.experiment
        given = one.worlds[at.world].scenario
        varied = [
            self._templates[dose.lever].model_copy(
                update={"levels": dose.constant(one.first, one.last, one.months), "budget": dose.budget}
            )
            for dose in at.doses
        ]
        changed: dict[str, Any] = {"measures": (*self._given[at.world, arm][0], *varied)}
        if at.parameters:
            changed["parameters"] = {**given.parameters, **at.parameters}
        return given.model_copy(update=changed), self.experiment.seed + replicate

    def keys(self, numbers: range | None = None) -> Iterator[str]:
        """The key of every case, or of those asked for, in the order of their numbers. Raises IndexError as `case` does."""
        at, started = (-1, -1), None
        for number in range(self.cases) if numbers is None else numbers:
            point, arm, replicate = self._places(number)
            if at != (point, arm):
                at, started = (point, arm), self._started(self._at(point), arm)
            yield keys.key_of(started, self.experiment.seed + replicate)

    def table(self, shard_of: Sequence[int] | np.ndarray) -> pa.Table:
        """The table of cases, amounts in CNY of 2015.

        Columns: number, key, shard, point, arm, replicate, seed, one for each factor, and one for each parameter of joint draws.
        `shard_of` gives the shard of each case, in the order of their numbers. Raises ValueError where it has another length.
        """
        import pyarrow as pa

        if len(shard_of) != self.cases:
            raise ValueError(f"{len(shard_of)} shards for {self.cases} cases")
        number = np.arange(self.cases, dtype=np.int64)
        arms, replicates = len(self.experiment.arms), self.replicates
        point, replicate = number // (arms * replicates), number % replicates
        columns: dict[str, Any] = {
            "number": pa.array(number),
            "key": pa.array(self.keys(), pa.string(), size=self.cases),
            "shard": pa.array(np.asarray(shard_of, np.int32)),
            "point": pa.array(point.astype(np.int32)),
            "arm": _labels(self.arms, number // replicates % arms),
            "replicate": pa.array(replicate.astype(np.int32)),
            "seed": pa.array(self.experiment.seed + replicate),
        }
        for column, one in enumerate(self.factors):
            levels = self.levels[point, column]
            columns[one.key] = _labels(one.values or (), levels.astype(np.int64)) if one.named else pa.array(levels)
            if one.kind == "draw":
                for key in self.experiment.draws[0]:
                    columns[key] = pa.array(np.array([draw[key] for draw in self.experiment.draws])[levels.astype(np.int64)])
        return pa.table(columns)

    def to_json(self) -> dict[str, Any]:
        """The design as plain data, whole: what a worker elsewhere needs, and what stands in a results folder."""
        return {"form": FORM, "digest": self.digest, "sources": self.sources, "experiment": self.experiment.resolved()}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Design:
        """The design that `to_json` stands for; reads no other file. Its keys are those of the model at hand.

        Raises ValueError where the data are of another form or damaged, or where the same model makes other cases of them than it did.
        """
        if said.get("form") != FORM:
            raise ValueError(f"a design of form {said.get('form')!r}, this version reads {FORM}")
        try:
            written = (said["sources"], said["digest"])
            experiment = Experiment.from_resolved(said["experiment"])
            if (cases := number_of_cases(experiment)) > MOST_POINTS:
                raise ValueError(f"no design: it comes to {cases} cases")
            design = cls.of(experiment)
            made = design.digest
        except KeyError as error:
            raise ValueError(f"no design: {error} is missing") from None
        except (TypeError, AttributeError, IndexError) as error:
            raise ValueError(f"no design: {error}") from None
        if written[0] == design.sources and written[1] != made:
            raise ValueError("other cases come out of this design than did when it was written: another SciPy or SALib draws other points")
        return design

    # ------------------------------------------------------------------------------------------------------ one case

    def _places(self, number: int) -> tuple[int, int, int]:
        if not 0 <= number < self.cases:
            raise IndexError(f"no case {number}: they are numbered from 0 to {self.cases - 1}")
        rest, replicate = divmod(number, self.replicates)
        point, arm = divmod(rest, len(self.experiment.arms))
        return point, arm, replicate

    def _at(self, point: int) -> Setting:
        return setting_of(self.experiment, self.levels[point].tolist())

    def _started(self, at: Setting, arm: int) -> Any:
        """The hash of a point and arm, before the seed."""
        one = self.experiment
        started = self._worlds[at.world].copy()
        started.update(keys.parameters_said({**one.worlds[at.world].scenario.parameters, **at.parameters}))
        started.update(self._given[at.world, arm][1])
        for dose in at.doses:
            started.update(keys.constant_said(dose.lever, dose.level, one.first, one.last, one.months, dose.budget, _ALL))
        return started

    @cached_property
    def _worlds(self) -> list[Any]:
        return [keys.world_hash(one.scenario, self.sources) for one in self.experiment.worlds]

    @cached_property
    def _given(self) -> dict[tuple[int, int], tuple[tuple[Measure, ...], bytes]]:
        """The measures of each world and arm, those of the factors aside, and what a key says of them."""
        found = {}
        for world, one in enumerate(self.experiment.worlds):
            for arm, policy in enumerate(self.experiment.arms):
                measures = tuple(each for each in (*one.scenario.measures, *policy.measures) if any(each.levels))
                found[world, arm] = (measures, keys.measures_said(measures))
        return found

    @cached_property
    def _templates(self) -> dict[str, Measure]:
        levers = [one.key for one in self.factors if one.kind == "lever"] + list(self.experiment.shares)
        months = self.experiment.months
        return {lever: Measure(policy="design", lever=lever, levels=(0.0,) * months) for lever in levers}


_ALL = json.dumps(Target().model_dump(mode="json"), sort_keys=True)
"""What a key says of a measure for all."""


def _labels(names: Sequence[Any], numbers: np.ndarray) -> Any:
    """A column of text, each label written once in memory."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), pa.array([str(one) for one in names]))
