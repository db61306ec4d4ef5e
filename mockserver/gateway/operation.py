"""One endpoint: how FastAPI declares it and how the pipeline runs it.

A handler is `async def`, takes the context (a `Depends` parameter), and any of: path parameters as strings,
one query model, and one body: a model of JSON, a `FormBody`, or a union of the two. FastAPI reads the same
signature for the OpenAPI document, and is loaded for nothing else; running it is left to `Operation`, which does what
the signature needs and nothing more. Must not know any vendor.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Coroutine
from functools import cached_property
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from mockserver.core.errors import FieldError, ValidationFailed
from mockserver.core.json import JSONDecodeError, loads
from mockserver.gateway.forms import FormBody, is_form, parse_form, read_parts
from mockserver.gateway.marks import Depends, Query, for_fastapi
from mockserver.gateway.messages import Request, Response
from mockserver.gateway.validation import parse_body, parse_query, unknown_fields

if TYPE_CHECKING:
    from fastapi.routing import APIRoute

_PARAMETER = re.compile(r"{(\w+)}")

Handler = Callable[..., Coroutine[Any, Any, object]]
H = TypeVar("H", bound=Handler)


class Operation:
    """A compiled endpoint."""

    __slots__ = (
        "_body",
        "_context",
        "_form",
        "_handler",
        "_paths",
        "_query",
        "extras",
        "id",
        "method",
        "path",
        "status_code",
    )

    def __init__(self, route: OperationRoute, method: str, base_path: str) -> None:
        self.method = method
        self.path = base_path + route.path
        self.id = route.operation_id or route.name
        self.status_code = route.status_code or 200
        self.extras: dict[str, Any] = route.openapi_extra or {}
        self._handler: Handler = route.endpoint
        self._context: str | None = None
        self._body: tuple[str, type[BaseModel]] | None = None
        self._form: tuple[str, type[FormBody]] | None = None
        self._query: tuple[str, type[BaseModel]] | None = None
        self._paths: tuple[str, ...] = tuple(_PARAMETER.findall(route.path))
        hints = get_type_hints(route.endpoint, include_extras=True)
        for name in inspect.signature(route.endpoint).parameters:
            self._place(name, hints[name])

    def _place(self, name: str, hint: Any) -> None:
        marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        kind = get_args(hint)[0] if marks else hint
        if any(type(mark).__module__.startswith("fastapi") for mark in marks):
            raise TypeError(f"{self.method} {self.path}: parameter {name!r} wants a mark of mockserver.gateway.marks")
        if any(isinstance(mark, Depends) for mark in marks):
            self._context = name
        elif name in self._paths:
            return
        elif any(isinstance(mark, Query) for mark in marks):
            self._query = name, kind
        else:
            for model in get_args(kind) if isinstance(kind, UnionType) else (kind,):
                self._place_body(name, model)

    def _place_body(self, name: str, model: Any) -> None:
        if not isinstance(model, type) or not issubclass(model, BaseModel):
            raise TypeError(f"{self.method} {self.path}: cannot tell where parameter {name!r} comes from")
        if issubclass(model, FormBody):
            self._form = name, model
        else:
            self._body = name, model

    @property
    def has_body(self) -> bool:
        """Whether the endpoint reads a JSON body."""
        return self._body is not None

    @property
    def body_model(self) -> type[BaseModel] | None:
        """The model of the JSON body, if the endpoint reads one."""
        return None if self._body is None else self._body[1]

    @property
    def query_model(self) -> type[BaseModel] | None:
        """The model of the query, if the endpoint reads one."""
        return None if self._query is None else self._query[1]

    @property
    def form_model(self) -> type[FormBody] | None:
        """The model of the multipart form, if the endpoint reads one."""
        return None if self._form is None else self._form[1]

    def check_strictly(self, request: Request) -> None:
        """Refuse body fields and query parameters that the endpoint does not know."""
        errors = [FieldError(name, "is not a known field") for name in self._unknown_fields(request)]
        known = unknown_fields(self._query[1], list(request.query)) if self._query else list(request.query)
        errors += [FieldError(name, "is not a known parameter", "query") for name in known]
        if errors:
            raise ValidationFailed(errors)

    def _unknown_fields(self, request: Request) -> list[str]:
        if self._form is not None and is_form(request):
            return unknown_fields(self._form[1], list(read_parts(request)))
        if self._body is None or not request.body:
            return []
        try:
            content = loads(request.body)
        except JSONDecodeError:
            return []
        return unknown_fields(self._body[1], list(content) if isinstance(content, dict) else [])

    async def call(self, context: object, request: Request, path_params: dict[str, str]) -> Response | object:
        """Validate the input and run the handler; raises `ValidationFailed` before the handler starts."""
        arguments: dict[str, object] = dict(path_params)
        if self._query is not None:
            arguments[self._query[0]] = parse_query(self._query[1], request.query)
        if self._form is not None and (self._body is None or is_form(request)):
            arguments[self._form[0]] = parse_form(self._form[1], request)
        elif self._body is not None:
            arguments[self._body[0]] = parse_body(self._body[1], request.body)
        if self._context is not None:
            arguments[self._context] = context
        return await self._handler(**arguments)


class OperationRoute:
    """An endpoint as it is declared; `Operation` runs it, and FastAPI describes it.

    FastAPI works out models for every route, which only documents need: what of a route is not here is asked of
    FastAPI's own, which is made then.
    """

    def __init__(self, path: str, endpoint: Handler, **declared: Any) -> None:
        self.path = path
        self.endpoint = endpoint
        self.methods = frozenset(declared["methods"])
        self.name = endpoint.__name__
        self.operation_id: str | None = declared.get("operation_id")
        self.status_code: int | None = declared.get("status_code")
        self.tags: list[str] = declared["tags"]
        self.openapi_extra: dict[str, Any] | None = declared.get("openapi_extra")
        self._declared = declared

    @cached_property
    def of_fastapi(self) -> APIRoute:
        """FastAPI's own route."""
        import fastapi

        router = fastapi.APIRouter()
        router.add_api_route(self.path, for_fastapi(self.endpoint), **self._declared)
        return cast("APIRoute", router.routes[0])

    def __getattr__(self, name: str) -> Any:
        """Called for what is not declared here."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.of_fastapi, name)

    def operations(self, base_path: str) -> list[Operation]:
        """The route's operations under a path, one for each of its methods."""
        return [Operation(self, method, base_path) for method in sorted(self.methods)]


class Router:
    """Endpoints that are declared together, by decorators as FastAPI has them; what is `shared` all of them have."""

    def __init__(
        self, tag: str = "", *, prefix: str = "", route_class: type[OperationRoute] = OperationRoute, **shared: Any
    ) -> None:
        self.routes: list[OperationRoute] = []
        self._prefix = prefix
        self._route_class = route_class
        self._shared = {**shared, "tags": [tag] if tag else []}

    def get(self, path: str, **declared: Any) -> Callable[[H], H]:
        """Declare what a GET does."""
        return self._declare("GET", path, declared)

    def post(self, path: str, **declared: Any) -> Callable[[H], H]:
        """Declare what a POST does."""
        return self._declare("POST", path, declared)

    def put(self, path: str, **declared: Any) -> Callable[[H], H]:
        """Declare what a PUT does."""
        return self._declare("PUT", path, declared)

    def patch(self, path: str, **declared: Any) -> Callable[[H], H]:
        """Declare what a PATCH does."""
        return self._declare("PATCH", path, declared)

    def delete(self, path: str, **declared: Any) -> Callable[[H], H]:
        """Declare what a DELETE does."""
        return self._declare("DELETE", path, declared)

    def _declare(self, method: str, path: str, declared: dict[str, Any]) -> Callable[[H], H]:
        def declare(endpoint: H) -> H:
            merged = {**self._shared, **declared, "methods": [method]}
            merged["responses"] = {**self._shared.get("responses", {}), **declared.get("responses", {})}
            self.routes.append(self._route_class(self._prefix + path, endpoint, **merged))
            return endpoint

        return declare
