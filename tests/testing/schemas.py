"""Answers and arguments made from the control API's OpenAPI document, for clients to be held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import mockserver
from mockserver.admin.documents import document
from mockserver.admin.routes import ROUTES

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Call:
    """One operation: what may be sent and what comes back."""

    id: str
    method: str
    path: re.Pattern[str]
    body: frozenset[str]
    query: frozenset[str]
    answer: Any


class _Host:
    class config:  # noqa: N801 - the name of the attribute it stands for
        control_token = None


class _Control:
    host = _Host

    class request:  # noqa: N801
        origin = "http://localhost:4545"


def calls() -> list[Call]:
    """Every operation of the control API."""
    api = document(_Control)  # type: ignore[arg-type]
    assert api["info"]["version"] == mockserver.__version__
    assert sum(len(item) for item in api["paths"].values()) == len(ROUTES)
    return list(_calls(api))


def _calls(api: Schema) -> Iterator[Call]:
    for path, item in api["paths"].items():
        for method, operation in item.items():
            body = _json(operation.get("requestBody", {}))
            success = next(each for status, each in operation["responses"].items() if status.startswith("2"))
            yield Call(
                operation["operationId"],
                method.upper(),
                re.compile(re.sub(r"\{\w+\}", "[^/]+", path.replace(".", r"\."))),
                frozenset(_leaves(api, body)),
                frozenset(each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"),
                _example(api, _json(success)),
            )


def _json(content: Schema) -> Schema:
    found: Schema = content.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _resolved(api: Schema, schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = api["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _leaves(api: Schema, schema: Schema) -> Iterator[str]:
    """The names of an object's properties; of those in `match` and `then` dotted ones."""
    for name, each in _resolved(api, schema).get("properties", {}).items():
        yield name
        if name in ("match", "then"):
            options = [each, *each.get("anyOf", ()), *each.get("allOf", ())]
            yield from (f"{name}.{leaf}" for option in options for leaf in _resolved(api, option).get("properties", {}))


def _example(api: Schema, schema: Schema) -> Any:
    """The smallest value that fits."""
    schema = _resolved(api, schema)
    for many in ("anyOf", "oneOf", "allOf"):
        if many in schema:
            return _example(api, schema[many][0])
    match schema.get("type"):
        case "object":
            return {name: _example(api, each) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [_example(api, schema.get("items", {}))]
        case "boolean":
            return True
        case "integer" | "number":
            return 1
    return schema.get("enum", ["text"])[0]
