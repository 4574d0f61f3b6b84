# ===- check_schema.py - Is this JSON what the schema says? -----------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""check_schema.py SCHEMA FILE: the part of JSON Schema that our schemas use."""

import json
import sys

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "null": type(None),
    "boolean": bool,
}
KNOWN = {
    "$schema", "$id", "$defs", "$ref", "title", "description", "type", "enum",
    "const", "anyOf", "properties", "required", "additionalProperties", "items",
    "minimum",
}


def check(value, schema, root, where):
    unknown = set(schema) - KNOWN
    if unknown:
        yield f"{where}: this program does not know {sorted(unknown)}"
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from check(value, root["$defs"][name], root, where)
        return
    if "anyOf" in schema:
        if not any(not list(check(value, s, root, where)) for s in schema["anyOf"]):
            yield f"{where}: fits none of the alternatives"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{where}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        yield f"{where}: {value!r} is no {schema['type']}"
        return
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{where}: {value} is below {schema['minimum']}"
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{where}: '{name}' is missing"
        for name, item in value.items():
            if name in properties:
                yield from check(item, properties[name], root, f"{where}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{where}: '{name}' is not in the schema"
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from check(item, schema["items"], root, f"{where}[{index}]")


with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    problems = list(check(json.load(file), schema, schema, "$"))
print("\n".join(problems))
sys.exit(1 if problems else 0)
