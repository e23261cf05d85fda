"""Worlds: the scenarios that an experiment runs in, all over the same months; one for each county that it varies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sim.files import CountyProfile, Scenario
from sim.reading.value_types import month_of


@dataclass(frozen=True)
class World:
    """A scenario, and the label it has as a value of the factor `county`."""

    label: str
    scenario: Scenario

    def resolved(self) -> dict[str, Any]:
        """The world in full as plain data, for the record; amounts in CNY of 2015."""
        return {"label": self.label, "scenario": self.scenario.resolved()}


def world_from(resolved: dict[str, Any]) -> World:
    """The world that `resolved` stands for. Raises pydantic's ValidationError where it is none."""
    said = dict(resolved["scenario"])
    start = month_of(said.pop("start"))
    # As JSON, in which tuples are lists and keys that are numbers are text; the start is no part of it and follows.
    scenario = Scenario.model_validate_json(json.dumps(said))
    return World(str(resolved["label"]), scenario.model_copy(update={"start": start}))


def elsewhere(scenario: Scenario, county: CountyProfile) -> Scenario:
    """The scenario in another county. The caller sees to it that the share simulated suits it."""
    return scenario.model_copy(update={"county": county})
