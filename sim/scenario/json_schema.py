"""The JSON Schema of scenario files, for editors: generated from the declarations, never written by hand.

`ruralsim schema > scenarios/schema.json` makes the file that ships; a test fails when it is out of date.
"""

from __future__ import annotations

import json
from typing import Any

from sim.scenario.county_profile import CountyProfile
from sim.scenario.deflator import price_years
from sim.scenario.schema import ScenarioFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def scenario_schema() -> dict[str, Any]:
    """What a scenario file may say. A file that extends another may leave out anything, so nothing is required of it."""
    from sim.parameters import PARAMETERS

    schema = ScenarioFile.model_json_schema(by_alias=True)
    required = schema.pop("required")
    schema = {"$schema": DIALECT, "title": "A scenario of ruralsim"} | schema
    schema["anyOf"] = [{"required": ["extends"]}, {"required": required}]
    first, last = price_years()
    properties = schema["properties"]
    properties["prices"] = {**_described(properties["prices"]), "type": "integer", "minimum": first, "maximum": last}
    properties["extends"] = {**_described(properties["extends"]), "type": "string"}
    properties["parameters"] = {
        **_described(properties["parameters"]),
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _parameter(one) for key, one in PARAMETERS.items()},
    }
    # Extending files give parts of a mapping, so the parts are not required either.
    for record in schema.get("$defs", {}).values():
        record.pop("required", None)
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


def _parameter(declared: Any) -> dict[str, Any]:
    """One parameter; the range of an amount is in CNY of 2015, so only the loader, which knows the price year, can check it."""
    said = f"{declared.label} ({declared.label_zh}), {declared.unit}; {declared.low:g} to {declared.high:g}"
    schema: dict[str, Any] = {"type": "number", "description": said, "default": declared.default}
    return schema if declared.money else schema | {"minimum": declared.low, "maximum": declared.high}
