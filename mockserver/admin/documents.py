"""The control API's own description: OpenAPI for programs, and a page for people that needs no internet."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi.responses import HTMLResponse, PlainTextResponse

import mockserver
from mockserver.admin.context import Control, Ctx, control_router
from mockserver.core.json import dumps
from mockserver.gateway.json_schema import reachable
from mockserver.gateway.messages import JSON, Response

router = control_router("Documents")

_TITLE = "mockserver control API"
_DESCRIPTION = (
    "Make workspaces, steer their time, and see what clients asked and what was delivered. Every call is "
    "synchronous: when it is answered, what it asked for is done. Durations are strings such as 2m, times are "
    "ISO 8601 with Z, and unknown keys are refused."
)


@router.get("/openapi.json", response_model=None)
async def openapi_json(ctx: Ctx) -> Response:
    """Describe every call in OpenAPI."""
    return Response(200, dumps(document(ctx)), JSON)


@router.get("/openapi.yaml", response_model=None, response_class=PlainTextResponse)
async def openapi_yaml(ctx: Ctx) -> Response:
    """The same in YAML."""
    import yaml

    text: str = yaml.safe_dump(document(ctx), sort_keys=False, allow_unicode=True, width=120)
    return Response(200, text.encode(), "application/yaml")


@router.get("/docs", response_model=None, response_class=HTMLResponse)
async def docs(ctx: Ctx) -> Response:
    """Describe every call on a page."""
    from mockserver.gateway.documentation import page

    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return Response(200, page(document(ctx)), "text/html; charset=utf-8", policy)


def document(ctx: Control) -> dict[str, Any]:
    """The OpenAPI document of the calls that are served, at the address that the client used."""
    from fastapi.openapi.utils import get_openapi

    from mockserver.admin.routes import ROUTES

    routes = [route.of_fastapi for route in ROUTES]
    drafted = get_openapi(title=_TITLE, version=mockserver.__version__, description=_DESCRIPTION, routes=routes)
    names = {(route.path, method.lower()): route.name for route in ROUTES for method in route.methods or ()}
    for path, item in drafted["paths"].items():
        for method, operation in item.items():
            operation["operationId"] = names[path, method]
            operation["responses"].pop("422", None)  # what does not fit is a 400 in our own shape
            refusal = operation["responses"]["default"]
            refusal["content"] = {JSON: next(iter(refusal["content"].values()))}  # also where success is text
            for status, response in operation["responses"].items():
                if status.isdigit():
                    response["description"] = HTTPStatus(int(status)).phrase
    made: dict[str, Any] = {
        "openapi": drafted["openapi"],
        "info": drafted["info"],
        "servers": [{"url": ctx.request.origin}],
        "tags": [{"name": tag} for tag in dict.fromkeys(str(tag) for route in ROUTES for tag in route.tags)],
        "paths": drafted["paths"],
        "components": {"schemas": reachable(drafted["paths"], drafted["components"]["schemas"])},
    }
    if ctx.host.config.control_token is not None:
        made["security"] = [{"ControlToken": []}]
        made["components"]["securitySchemes"] = {"ControlToken": {"type": "http", "scheme": "bearer"}}
    return made
