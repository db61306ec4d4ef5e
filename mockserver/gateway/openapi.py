"""A vendor's OpenAPI document, made from the routes that answer its requests, and where it is served.

Error shapes and headers are what the vendor's policies really give. Must not know any vendor: what differs
comes from the `Documented` object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from http import HTTPStatus
from typing import Any, Protocol

from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.core.json import dumps, loads
from mockserver.core.settings import Edition
from mockserver.gateway.forms import MEDIA_TYPE, body_schemas
from mockserver.gateway.json_schema import (
    SCHEMAS,
    Schema,
    of_example,
    reachable,
    renamed,
    short_names,
    without_titles,
)
from mockserver.gateway.messages import JSON, Request, Response
from mockserver.gateway.operation import OperationRoute
from mockserver.gateway.rate_limit import Verdict
from mockserver.gateway.surface import ErrorStyle, RateLimitPolicy, RequestIds

DOCUMENT_PATHS = frozenset({"/openapi.json", "/openapi.yaml", "/docs"})
"""Where the documents stand on a vendor's own host. They need no key."""

ANYONE: Mapping[str, str] = {"Access-Control-Allow-Origin": "*"}
_REQUEST_ID_LETTERS = "m1abc123def456ghi789"


class Statuses(Protocol):
    """What an edition answers to a request that created something."""

    @property
    def created_status(self) -> int:
        """The status, unless the operation has one of its own."""

    @property
    def statuses(self) -> Mapping[str, int]:
        """Statuses by operation id."""


class Events(Protocol):
    """The webhooks of an edition."""

    @property
    def events(self) -> tuple[str, ...]:
        """The names of the events."""


class Documented(Protocol):
    """What the document says of a vendor beyond its routes; each is explained where vendors are declared."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def description(self) -> str: ...  # noqa: D102
    @property
    def base_path(self) -> str: ...  # noqa: D102
    @property
    def errors(self) -> ErrorStyle: ...  # noqa: D102
    @property
    def rate_limits(self) -> RateLimitPolicy: ...  # noqa: D102
    @property
    def request_ids(self) -> RequestIds: ...  # noqa: D102
    @property
    def security_schemes(self) -> Mapping[str, Mapping[str, str]]: ...  # noqa: D102
    @property
    def editions(self) -> Mapping[Edition, Statuses]: ...  # noqa: D102
    @property
    def webhooks(self) -> Callable[[Edition], Events] | None: ...  # noqa: D102


class Documents:
    """One vendor's documents, each made when it is first asked for."""

    def __init__(self, vendor: Documented, routes: Sequence[OperationRoute]) -> None:
        self._vendor = vendor
        self._routes = routes

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI 3.1 document, without servers."""
        return build(self._vendor, self._routes)

    def answer(self, request: Request) -> Response:
        """The document that the request's path names, telling the address that the client used."""
        servers = [{"url": f"{request.origin}{request.prefix}{self._vendor.base_path}"}]
        if request.path == "/openapi.json":
            return Response(200, dumps({**self.document, "servers": servers}), JSON, dict(ANYONE))
        if request.path == "/openapi.yaml":
            head, rest = self._yaml
            return Response(200, head + yaml_bytes({"servers": servers}) + rest, "application/yaml", dict(ANYONE))
        from mockserver.gateway.documentation import page

        return Response(200, page({**self.document, "servers": servers}), "text/html; charset=utf-8")

    @cached_property
    def _yaml(self) -> tuple[bytes, bytes]:
        """What comes before the servers and after them: encoding the whole each time would hold up everyone."""
        first = ("openapi", "info")
        head = {name: self.document[name] for name in first}
        return yaml_bytes(head), yaml_bytes({name: part for name, part in self.document.items() if name not in first})


def yaml_bytes(value: object) -> bytes:
    """A document in YAML, its texts of several lines as blocks."""
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Writes texts of several lines as people do."""

    def text(dumper: Any, value: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Dumper.add_representer(str, text)
    return bytes(yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=120, encoding="utf-8"))


def build(vendor: Documented, routes: Sequence[OperationRoute]) -> dict[str, Any]:
    """The document of some routes. Nothing in it refers to what is not there."""
    from fastapi.openapi.utils import get_openapi

    described = [route.of_fastapi for route in routes]
    drafted = get_openapi(title=vendor.title, version="1.0.0", description=vendor.description, routes=described)
    errors = _Errors(vendor)
    schemas = drafted.get("components", {}).get("schemas", {})
    by_operation = {(route.path, method): route for route in routes for method in route.methods or ()}
    for path, item in drafted["paths"].items():
        for method, operation in item.items():
            if "content" in (body := operation.get("requestBody", {})):
                body["content"] = body_schemas(body["content"], schemas)
            _finish(operation, by_operation[path, method.upper()], vendor, errors)
    tags = dict.fromkeys(str(tag) for route in routes for tag in route.tags)
    document: dict[str, Any] = {
        "openapi": drafted["openapi"],
        "info": drafted["info"],
        "tags": [{"name": tag} for tag in tags],
        "security": [{name: []} for name in vendor.security_schemes],
        "paths": drafted["paths"],
    }
    if webhooks := dict(_webhooks(vendor)):
        document["webhooks"] = webhooks
    for schema in schemas.values():
        schema.pop(MEDIA_TYPE, None)
    kept = reachable([document, errors.responses], schemas | errors.schemas)
    names = short_names(kept)
    document = renamed(document, names)
    named = {names.get(name, name): schema for name, schema in renamed(kept, names).items()}
    document["components"] = {
        "schemas": {name: without_titles(named[name], name) for name in sorted(named)},
        "responses": errors.responses,
        "headers": errors.headers,
        "securitySchemes": {name: dict(scheme) for name, scheme in vendor.security_schemes.items()},
    }
    copied: dict[str, Any] = loads(dumps(document))  # no part shared, so that YAML needs no anchors
    return copied


def _finish(operation: dict[str, Any], route: OperationRoute, vendor: Documented, errors: _Errors) -> None:
    """Give an operation our name for it, the statuses it really answers with, and the vendor's errors."""
    operation["operationId"] = route.operation_id or route.name
    drafted: dict[str, Any] = operation.pop("responses")
    if 422 not in route.responses:  # then it is FastAPI's own, which is never served
        drafted.pop("422", None)
    usual = str(route.status_code or 200)
    success = drafted.pop(usual)
    responses: dict[str, Any] = {}
    for status in sorted({usual, *_created_statuses(route, vendor)}):
        responses[status] = {**success, "description": HTTPStatus(int(status)).phrase, "headers": errors.told}
    for declared, response in drafted.items():
        if not response.get("content"):
            response["content"] = {JSON: {"schema": errors.reference}}
        responses[declared] = response
    takes_input = "parameters" in operation or "requestBody" in operation
    for refusal, name in errors.names.items():
        if takes_input or refusal not in (400, 404):
            responses.setdefault(str(refusal), {"$ref": f"#/components/responses/{name}"})
    operation["responses"] = dict(sorted(responses.items()))


def _created_statuses(route: OperationRoute, vendor: Documented) -> Iterator[str]:
    """What each edition answers where the handler says that something was created (`Context.created`)."""
    if "created" in route.endpoint.__code__.co_names:
        operation_id = route.operation_id or route.name
        for edition in vendor.editions.values():
            yield str(edition.statuses.get(operation_id, edition.created_status))


def _webhooks(vendor: Documented) -> Iterator[tuple[str, object]]:
    if vendor.webhooks is None:
        return
    events = dict.fromkeys(event for edition in vendor.editions for event in vendor.webhooks(edition).events)
    for event in events:
        yield (
            event,
            {
                "post": {
                    "operationId": f"on_{event}".replace(".", "_"),
                    "summary": f"`{event}` happened",
                    "requestBody": {"required": True, "content": {JSON: {"schema": {"type": "object"}}}},
                    "responses": {"200": {"description": "Received; any 2xx counts"}},
                }
            },
        )


class _Errors:
    """A vendor's refusals as components: one response for each status, one schema for each shape."""

    def __init__(self, vendor: Documented) -> None:
        self._vendor = vendor
        self.headers = self._headers()
        self.told = {name: {"$ref": f"#/components/headers/{name}"} for name in self.headers}
        self.reference = {"$ref": f"{SCHEMAS}Error"}
        self.schemas: dict[str, Schema] = {}
        self.responses: dict[str, Any] = {}
        self.names: dict[int, str] = {}
        for error in self._refusals():
            self._add(error)

    def _refusals(self) -> Iterator[ApiError]:
        errors = self._vendor.errors
        yield errors.unauthorized(presented=True)
        yield errors.invalid(ValidationFailed.of("name", "is required"))
        yield errors.forbidden()
        missing = errors.not_found("")
        yield ApiError(missing.status, missing.code, "Not found", extra=missing.extra)
        yield errors.rate_limited(Verdict(False, 60, 0, 1_709_234_567_000, 30_000))
        yield errors.internal()

    def _add(self, error: ApiError) -> None:
        phrase = HTTPStatus(error.status).phrase
        name = phrase.replace(" ", "")
        body = loads(dumps(self._vendor.errors.body(error, _request_id(self._vendor.request_ids))))
        schema = of_example(body)
        known = next((each for each, other in self.schemas.items() if other == schema), None)
        if known is None:
            known = f"{name}Error" if self.schemas else "Error"
            self.schemas[known] = schema
        own = {header: {"schema": _header_schema(value)} for header, value in error.headers.items()}
        self.responses[name] = {
            "description": phrase,
            "headers": self.told | own,
            "content": {JSON: {"schema": {"$ref": SCHEMAS + known}, "example": body}},
        }
        self.names[error.status] = name

    def _headers(self) -> dict[str, Any]:
        ids = self._vendor.request_ids
        headers: dict[str, Any] = {
            ids.header: {
                "description": "The request's name",
                "schema": {"type": "string"},
                "example": _request_id(ids),
            }
        }
        limit = self._vendor.rate_limits.default()
        if limit is not None:
            for name, value in self._vendor.rate_limits.headers(limit.fresh(1_709_234_567_000)).items():
                headers[name] = {"description": "Where the client stands", "schema": _header_schema(value)}
        return headers


def _header_schema(value: str) -> Schema:
    return {"type": "integer" if value.isdigit() else "string"}


def _request_id(ids: RequestIds) -> str:
    return ids.prefix + (_REQUEST_ID_LETTERS * 4)[: ids.length]
