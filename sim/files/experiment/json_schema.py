"""The JSON Schema of experiment files, for editors: generated from the declarations."""

from __future__ import annotations

from typing import Any


def experiment_schema() -> dict[str, Any]:
    """What an experiment file may say."""
    from sim.files.experiment.figures import FIGURES
    from sim.files.experiment.schema import ExperimentFile
    from sim.files.json_schema import DIALECT, scenario_schema
    from sim.theory.deflator import price_years
    from sim.theory.levers import LEVERS
    from sim.theory.outcomes import OUTCOMES
    from sim.theory.parameters import PARAMETERS

    own = ExperimentFile.model_json_schema(by_alias=True)
    world = scenario_schema()
    schema = {"$schema": DIALECT} | own | {"title": "An experiment of ruralsim"}
    # Entries of policies are those of a scenario, with levers, ranges and targets.
    schema["$defs"] = world["$defs"] | own["$defs"]
    entry = world["properties"]["policies"]["items"]
    levers = {one.key: f"{one.label} ({one.label_zh}), {one.unit}; {one.low:g} to {one.high:g}" for one in LEVERS}
    parameters = {
        key: f"{one.label} ({one.label_zh}), {one.unit}; {one.low:g} to {one.high:g}" for key, one in PARAMETERS.items()
    }
    counties = {"county": {"description": "county profiles or scenarios", "$ref": "#/$defs/Counties"}}
    schema["$defs"] |= {
        "Factor": {
            "oneOf": [
                {"const": "range"},
                _object({"from": {"type": "number"}, "to": {"type": "number"}}, ["from", "to"]),
                _object({"values": {"type": "array", "minItems": 1, "items": {"type": "number"}}}, ["values"]),
            ]
        },
        "Counties": _object({"values": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}}, ["values"]),
    }
    first, last = price_years()
    names = {"type": "array", "items": {"enum": [one.name for one in OUTCOMES]}, "minItems": 1, "uniqueItems": True}
    levels = _object({key: {"type": "number", "description": said} for key, said in levers.items()}, []) | {"minProperties": 1}
    records = [schema, *schema["$defs"].values()]
    for record in records:
        _without_nothing(record)
    schema["$defs"] |= {
        "Chosen": _object(_factors(levers | parameters) | counties, []),
        "Uncertain": _object(_factors(parameters), []),
    }
    for record in (schema, schema["$defs"]["QuickFile"]):
        properties = record["properties"]
        properties["vary"] = _told(properties["vary"]) | {"$ref": "#/$defs/Chosen"}
        properties["uncertain"] = _told(properties["uncertain"]) | {"$ref": "#/$defs/Uncertain"}
    properties = schema["properties"]
    properties["prices"] = _told(properties["prices"]) | {"type": "integer", "minimum": first, "maximum": last}
    properties["outcomes"] = _told(properties["outcomes"]) | names
    properties["figures"] = _told(properties["figures"]) | {"type": "array", "items": {"enum": list(FIGURES)}, "uniqueItems": True}
    properties["arms"] = _told(properties["arms"]) | {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"anyOf": [levels, entry, {"type": "array", "items": entry}]},
    }
    split = schema["$defs"]["SplitFile"]["properties"]
    split["over"] = _told(split["over"]) | {"type": "array", "minItems": 2, "items": {"enum": list(levers)}, "uniqueItems": True}
    split["at"] = _told(split["at"]) | {key: value for key, value in levels.items() if key != "minProperties"}
    return schema


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    said = {"type": "object", "additionalProperties": False, "properties": properties}
    return said | ({"required": required} if required else {})


def _factors(described: dict[str, str]) -> dict[str, Any]:
    return {key: {"description": said, "$ref": "#/$defs/Factor"} for key, said in described.items()}


def _told(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": schema["description"]} if "description" in schema else {}


def _without_nothing(record: dict[str, Any]) -> None:
    """A key may be left out, yet not be empty: `null` is what a forgotten value reads as."""
    for name, said in record.get("properties", {}).items():
        kinds = [kind for kind in said.get("anyOf", ()) if kind != {"type": "null"}]
        if len(kinds) < len(said.get("anyOf", ())):
            kept = {key: value for key, value in said.items() if key not in ("anyOf", "default")}
            record["properties"][name] = {**kinds[0], **kept} if len(kinds) == 1 else {"anyOf": kinds, **kept}
