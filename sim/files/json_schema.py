"""The JSON Schemas of scenario, programme and county files, for editors: generated from the declarations, never written by hand.

`ruralsim schema > scenarios/schema.json` makes the file that ships for scenarios; `scenarios/policies/schema.json` is that of
programmes. A test fails when one is out of date.
"""

from __future__ import annotations

import json
from typing import Any

from sim.files.county import CountyProfile
from sim.files.policy.schema import ProgrammeFile
from sim.files.scenario.schema import ScenarioFile
from sim.files.scenario.shocks import EVENTS
from sim.theory.deflator import price_years
from sim.theory.levers import LEVERS, Lever

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MERGED = ("CountyChoice", "Horizon", "TrendTable")
"""Mappings of a scenario of which an extending file may give a part."""


def scenario_schema() -> dict[str, Any]:
    """What a scenario file may say. A file that extends another may leave out anything, so nothing is required of it."""
    from sim.theory.parameters import PARAMETERS

    schema = ScenarioFile.model_json_schema(by_alias=True)
    required = schema.pop("required")
    schema = {"$schema": DIALECT} | schema | {"title": "A scenario of ruralsim"}
    schema["anyOf"] = [{"required": ["extends"]}, {"required": required}]
    properties = schema["properties"]
    properties["prices"] = _prices(properties["prices"])
    properties["extends"] = {**_described(properties["extends"]), "type": "string"}
    properties["parameters"] = {
        **_described(properties["parameters"]),
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _parameter(one) for key, one in PARAMETERS.items()},
    }
    for name in MERGED:
        schema["$defs"][name].pop("required")
    _without_nothing(schema["$defs"])
    _declare_levers(schema["$defs"]["LeverEntry"])
    _declare_events(schema["$defs"]["ShockEntry"])
    return schema


def programme_schema() -> dict[str, Any]:
    """What a programme file says."""
    schema = {"$schema": DIALECT} | ProgrammeFile.model_json_schema(by_alias=True) | {"title": "A programme of ruralsim"}
    schema["properties"]["prices"] = _prices(schema["properties"]["prices"])
    _without_nothing(schema["$defs"])
    entry = schema["$defs"]["LeverEntry"]
    _declare_levers(entry)
    # In a programme every date is its own: it starts when it says, or with its first dated level.
    entry["anyOf"] = [{"required": ["start"]}, {"properties": {"level": {"type": "object"}}}]
    return schema


def county_schema() -> dict[str, Any]:
    """What a county profile file says."""
    schema = CountyProfile.model_json_schema(by_alias=True)
    return {"$schema": DIALECT, "title": "A county profile of ruralsim"} | schema


def written(schema: dict[str, Any]) -> str:
    """The text of a schema file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": schema["description"]}


def _prices(schema: dict[str, Any]) -> dict[str, Any]:
    first, last = price_years()
    return {**_described(schema), "type": "integer", "minimum": first, "maximum": last}


def _without_nothing(records: dict[str, Any]) -> None:
    """A key may be left out, yet not be empty: `null` is what a forgotten value reads as."""
    for record in records.values():
        for name, said in record.get("properties", {}).items():
            kinds = [kind for kind in said.get("anyOf", ()) if kind != {"type": "null"}]
            if len(kinds) < len(said.get("anyOf", ())):
                kept = {key: value for key, value in said.items() if key not in ("anyOf", "default")}
                record["properties"][name] = {**kinds[0], **kept} if len(kinds) == 1 else {"anyOf": kinds, **kept}


def _declare_levers(entry: dict[str, Any]) -> None:
    """Names the levers with what they are, and gives the level of each its range."""
    entry["properties"]["lever"] |= {"enum": [one.key for one in LEVERS], "enumDescriptions": [_lever(one) for one in LEVERS]}
    entry["properties"]["level"]["oneOf"][1]["additionalProperties"] = False
    ranges: dict[tuple[float, float], list[str]] = {}
    for one in LEVERS:
        # The range of an amount is in CNY of 2015: only the loader, which knows the price year, can check it.
        if not one.money:
            ranges.setdefault((one.low, one.high), []).append(one.key)
    entry["allOf"] = [
        {"if": {"properties": {"lever": {"enum": keys}}, "required": ["lever"]}, "then": {"properties": {"level": _level(*limits)}}}
        for limits, keys in ranges.items()
    ]


def _level(low: float, high: float) -> dict[str, Any]:
    return {"minimum": low, "maximum": high, "additionalProperties": {"minimum": low, "maximum": high}}


def _lever(one: Lever) -> str:
    year = " (of 2015)" if one.money else ""
    return f"{one.label} ({one.label_zh}), {one.unit}; {one.low:g} to {one.high:g}{year}; {one.acts_on}"


def _declare_events(entry: dict[str, Any]) -> None:
    """Names the events with what they do."""
    said = [f"{one.label} ({one.label_zh}): {one.does}; size: {one.size}, 0 to {one.high:g}, default {one.default:g}" for one in EVENTS]
    entry["properties"]["event"] |= {"enumDescriptions": said}


def _parameter(declared: Any) -> dict[str, Any]:
    """One parameter; the range of an amount is in CNY of 2015, so only the loader, which knows the price year, can check it."""
    said = f"{declared.label} ({declared.label_zh}), {declared.unit}; {declared.low:g} to {declared.high:g}"
    schema: dict[str, Any] = {"type": "number", "description": said, "default": declared.default}
    return schema if declared.money else schema | {"minimum": declared.low, "maximum": declared.high}
