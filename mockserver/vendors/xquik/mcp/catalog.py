"""The API as an agent looks through it: `spec.endpoints`, made of the routes that answer. Must not know the wire."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NotRequired, get_args

from pydantic import BaseModel
from typing_extensions import TypedDict, is_typeddict

from mockserver.gateway.operation import Operation, OperationRoute, Router
from mockserver.vendors.xquik.access import SESSION_ONLY
from mockserver.vendors.xquik.prices import PRICES

_CATEGORIES: Sequence[tuple[str, str]] = (
    ("/(compose|drafts|styles|radar)", "composition"),
    ("/credits", "credits"),
    ("/(draws|extractions)", "extraction"),
    ("/(monitors|events|webhooks)", "monitoring"),
    ("/support", "support"),
    ("/x/accounts", "x-accounts"),
    ("/x/media", "media"),
    ("/(x|trends)", "twitter"),
    ("/", "account"),
)
"""Patterns of paths with their category; the first that fits counts."""


class Endpoint(TypedDict):
    """An endpoint; a parameter is `{name, in, required, type, description?}`."""

    method: str
    path: str
    summary: str
    category: str
    free: bool
    parameters: NotRequired[list[dict[str, Any]]]
    responseShape: NotRequired[str]


def endpoints(routers: Sequence[Router], base_path: str) -> list[Endpoint]:
    """Every endpoint that an API key opens, in the order of the documents."""
    return [
        _endpoint(route, operation)
        for router in routers
        for route in router.routes
        for operation in route.operations(base_path)
        if operation.extras.get("x-auth") != SESSION_ONLY["x-auth"]
    ]


def _endpoint(route: OperationRoute, operation: Operation) -> Endpoint:
    told: Endpoint = {
        "method": operation.method,
        "path": operation.path,
        "summary": route.summary or operation.id,
        "category": _category(operation.method, route.path),
        "free": operation.id not in PRICES,
    }
    if parameters := list(_parameters(route, operation)):
        told["parameters"] = parameters
    if shape := _shape(route.response_model):
        told["responseShape"] = shape
    return told


def _category(method: str, path: str) -> str:
    found = next(category for pattern, category in _CATEGORIES if re.match(pattern, path))
    return "x-write" if found == "twitter" and method != "GET" else found


def _parameters(route: OperationRoute, operation: Operation) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", route.path):
        yield {"name": name, "in": "path", "required": True, "type": "string"}
    for model, place in ((operation.query_model, "query"), (operation.body_model, "body")):
        if model is not None:
            yield from _fields(model, place)


def _fields(model: type[BaseModel], place: str) -> Iterator[dict[str, Any]]:
    schema = model.model_json_schema()
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        told = {"name": name, "in": place, "required": name in required, "type": _type(field, schema)}
        if "description" in field:
            told["description"] = field["description"]
        yield told


def _type(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return _type(schema["$defs"][field["$ref"].rpartition("/")[2]], schema)
    if "anyOf" in field:
        return " | ".join(dict.fromkeys(_type(each, schema) for each in field["anyOf"] if each.get("type") != "null"))
    if "enum" in field:
        return " | ".join(map(str, field["enum"]))
    return str(field.get("type", "any"))


def _shape(model: Any) -> str:
    """The keys of the answer; of several shapes one after the other."""
    shapes = [each for each in (get_args(model) or (model,)) if is_typeddict(each)]
    return " | ".join(f"{{ {', '.join(shape.__annotations__)} }}" for shape in shapes)
