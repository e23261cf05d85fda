"""The JSON Schemas of county, scenario, programme, study and experiment files: generated from the declarations.

`ruralsim schema > scenarios/schema.json` makes the file that ships for scenarios; `scenarios/policies/schema.json` is that of
programmes. A test fails when one is out of date.
"""

from __future__ import annotations

import json
from typing import Any

from sim.files.county import CountyProfile
from sim.files.experiment.consistency import FIGURES
from sim.files.experiment.schema import ExperimentFile
from sim.files.policy.schema import ProgrammeFile
from sim.files.scenario.schema import ScenarioFile
from sim.files.study.schema import SIDES, ExaminationFile, StudyFile
from sim.theory.deflator import price_years
from sim.theory.levers import LEVERS, Lever
from sim.theory.outcomes import OUTCOMES
from sim.theory.parameters import PARAMETERS
from sim.theory.shocks import EVENTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MERGED = ("CountyChoice", "Horizon", "TrendTable")
"""Mappings of a scenario of which an extending file may give a part."""


def scenario_schema() -> dict[str, Any]:
    """What a scenario file may say. A file that extends another may leave out anything, so nothing is required of it."""
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


def study_schema() -> dict[str, Any]:
    """What a study file may say."""
    schema, entry = _with_policy_entries(StudyFile, "A study of ruralsim")
    share = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*%$", "description": "share of the money, as 40%"}
    said = {one.key: share | {"description": f"{one.label} ({one.label_zh}): share of the money, as 40%"} for one in LEVERS}
    shares = {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": said}
    properties = schema["properties"]
    properties["prices"] = _years() | _described(properties["prices"])
    properties["arms"] = {
        "type": "object", "minProperties": 1, "description": properties["arms"]["description"],
        "additionalProperties": {"anyOf": [shares, entry, {"type": "array", "items": entry}]},
    }  # fmt: skip
    examined = ExaminationFile.model_json_schema(by_alias=True)
    target = {"type": "number", "description": "in the unit of the outcome; of a flow, of a year"}
    sides = {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": False}
    sides |= {"properties": {side: target for side in SIDES}}
    examined["properties"]["indicators"] |= {"additionalProperties": {"anyOf": [target, {"type": "null"}, sides]}}
    properties["examination"] = examined
    return schema


def experiment_schema() -> dict[str, Any]:
    """What an experiment file may say."""
    schema, entry = _with_policy_entries(ExperimentFile, "An experiment of ruralsim")
    levers = {one.key: _named_range(one) for one in LEVERS}
    parameters = {key: _named_range(one) for key, one in PARAMETERS.items()}
    counties = {"county": {"description": "county profiles or scenarios", "$ref": "#/$defs/Counties"}}
    number = {"type": "number"}
    schema["$defs"] |= {
        "Factor": {
            "oneOf": [
                {"const": "range"},
                _object({"from": number, "to": number}, ["from", "to"]),
                _object({"values": {"type": "array", "minItems": 1, "items": number}}, ["values"]),
            ]
        },
        "Counties": _object({"values": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}}, ["values"]),
    }
    names = {"type": "array", "items": {"enum": [one.name for one in OUTCOMES]}, "minItems": 1, "uniqueItems": True}
    levels = _object({key: {"type": "number", "description": said} for key, said in levers.items()}, []) | {"minProperties": 1}
    _without_nothing({"": schema} | schema["$defs"])
    schema["$defs"] |= {
        "Chosen": _object(_factors(levers | parameters) | counties, []),
        "Uncertain": _object(_factors(parameters), []),
    }
    for record in (schema, schema["$defs"]["QuickFile"]):
        properties = record["properties"]
        properties["vary"] = _described(properties["vary"]) | {"$ref": "#/$defs/Chosen"}
        properties["uncertain"] = _described(properties["uncertain"]) | {"$ref": "#/$defs/Uncertain"}
    properties = schema["properties"]
    properties["prices"] = _described(properties["prices"]) | _years()
    properties["outcomes"] = _described(properties["outcomes"]) | names
    properties["figures"] = _described(properties["figures"]) | {"type": "array", "items": {"enum": list(FIGURES)}, "uniqueItems": True}
    several = {"anyOf": [levels, entry, {"type": "array", "items": entry}]}
    properties["arms"] = _described(properties["arms"]) | {"type": "object", "minProperties": 1, "additionalProperties": several}
    split = schema["$defs"]["SplitFile"]["properties"]
    split["over"] = _described(split["over"]) | {"type": "array", "minItems": 2, "items": {"enum": list(levers)}, "uniqueItems": True}
    split["at"] = _described(split["at"]) | {key: value for key, value in levels.items() if key != "minProperties"}
    return schema


def _with_policy_entries(file: type[Any], title: str) -> tuple[dict[str, Any], Any]:
    """The schema of a file whose arms hold policy entries, and that of an entry: levers, ranges and targets are those of a scenario."""
    own, world = file.model_json_schema(by_alias=True), scenario_schema()
    schema = {"$schema": DIALECT} | own | {"title": title}
    schema["$defs"] = world["$defs"] | own["$defs"]
    return schema, world["properties"]["policies"]["items"]


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    said = {"type": "object", "additionalProperties": False, "properties": properties}
    return said | ({"required": required} if required else {})


def _factors(described: dict[str, str]) -> dict[str, Any]:
    return {key: {"description": said, "$ref": "#/$defs/Factor"} for key, said in described.items()}


def _named_range(one: Any) -> str:
    return f"{one.label} ({one.label_zh}), {one.unit}; {one.low:g} to {one.high:g}"


def _years() -> dict[str, Any]:
    first, last = price_years()
    return {"type": "integer", "minimum": first, "maximum": last}


def written(schema: dict[str, Any]) -> str:
    """The text of a schema file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": schema["description"]} if "description" in schema else {}


def _prices(schema: dict[str, Any]) -> dict[str, Any]:
    return _described(schema) | _years()


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
