"""JSON schemas as plain data: read from an example, turned into one, and cleared of what nobody refers to.

Must not know OpenAPI's operations, nor any vendor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Schema = dict[str, Any]

SCHEMAS = "#/components/schemas/"

_DEPTH = 8
_FORMATS: Mapping[str, str] = {
    "date-time": "2026-01-31T12:00:00Z",
    "date": "2026-01-31",
    "uuid": "550e8400-e29b-41d4-a716-446655440000",
    "uri": "https://example.com",
    "email": "someone@example.com",
}
_SIMPLE: Mapping[str, object] = {"integer": 1, "number": 1.5, "boolean": True, "null": None, "string": "text"}


def of_example(value: object) -> Schema:
    """The schema that a value is an example of; everything an object has is required."""
    if isinstance(value, Mapping):
        properties = {str(name): of_example(item) for name, item in value.items()}
        return {"type": "object", "properties": properties, "required": list(properties)}
    if isinstance(value, list | tuple):
        return {"type": "array", "items": of_example(value[0]) if value else {}}
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string")):
        if isinstance(value, kind):
            return {"type": name}
    return {}


def example_of(schema: Mapping[str, Any], schemas: Mapping[str, Schema], depth: int = 0) -> object:
    """A value that fits the schema: its own example, default or first choice where it has one."""
    for name in ("example", "default", "const"):
        if schema.get(name) is not None:
            return schema[name]
    for name in ("examples", "enum"):
        if schema.get(name):
            return schema[name][0]
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].removeprefix(SCHEMAS)], schemas, depth)
    for name in ("anyOf", "oneOf", "allOf"):
        if schema.get(name):
            return example_of(schema[name][0], schemas, depth)
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if kind == "object":
        properties = schema.get("properties", {}) if depth < _DEPTH else {}
        required = schema.get("required", properties)
        return {name: example_of(properties[name], schemas, depth + 1) for name in properties if name in required}
    if kind == "array":
        return [example_of(schema.get("items", {}), schemas, depth + 1)] if depth < _DEPTH else []
    return _FORMATS.get(schema.get("format", ""), _SIMPLE.get(kind))


def describe(schema: Mapping[str, Any]) -> str:
    """The schema's type in a few words: `string`, `array of Lead`, `integer or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(str(choice) for choice in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    for name in ("anyOf", "oneOf"):
        if name in schema:
            return " or ".join(dict.fromkeys(describe(each) for each in schema[name]))
    if schema.get("type") == "array":
        return f"array of {describe(schema.get('items', {}))}"
    return str(schema.get("type", "any"))


def references(value: object) -> Iterator[str]:
    """Everything a document refers to."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name == "$ref" and isinstance(item, str):
                yield item
            else:
                yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def reachable(root: object, schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Those of the schemas that the root leads to, in the order of their names."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        for reference in references(waiting.pop()):
            name = reference.removeprefix(SCHEMAS)
            if name in schemas and name not in found:
                found.add(name)
                waiting.append(schemas[name])
    return {name: schemas[name] for name in sorted(found)}


def renamed(value: object, names: Mapping[str, str]) -> Any:
    """The document with its references led to schemas' new names."""
    if isinstance(value, Mapping):
        return {
            name: SCHEMAS + names.get(item.removeprefix(SCHEMAS), item.removeprefix(SCHEMAS))
            if name == "$ref" and isinstance(item, str) and item.startswith(SCHEMAS)
            else renamed(item, names)
            for name, item in value.items()
        }
    return [renamed(item, names) for item in value] if isinstance(value, list) else value


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Names for schemas that pydantic told apart by their modules (`shop__orders__schemas__Line`): `OrdersLine`.

    Of the modules' parts, those remain that the schemas of one name do not share.
    """
    groups: dict[str, list[list[str]]] = {}
    for name in names:
        *modules, own = name.split("__")
        if modules:
            groups.setdefault(own, []).append(modules)
    shortened = {}
    for own, group in groups.items():
        shared = set.intersection(*(set(modules) for modules in group))
        for modules in group:
            rest = "".join(part.title().replace("_", "") for part in modules if part not in shared)
            shortened["__".join([*modules, own])] = rest + own
    return shortened


def without_titles(schema: Schema, name: str) -> Schema:
    """The schema named `name`, without the titles that pydantic makes of its fields' names."""
    cleared = {key: _untitled(value) if key == "properties" else value for key, value in schema.items()}
    return {**cleared, "title": name}


def _untitled(properties: Mapping[str, Schema]) -> dict[str, Schema]:
    return {name: {key: value for key, value in field.items() if key != "title"} for name, field in properties.items()}
