"""The control API on the wire: guard, route, body, handler, answer.

Handlers may wait, so nothing here holds a transaction. Must not know what a call does.
"""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

from mockserver.admin.context import Control, WorkspaceControl, find_universe
from mockserver.admin.errors import refuse, render
from mockserver.admin.guard import Guard
from mockserver.admin.hints import invalid
from mockserver.admin.ports import Host
from mockserver.core.errors import ApiError, ConfigurationError, ValidationFailed
from mockserver.core.json import dumps
from mockserver.engine.scheduler import Stopped
from mockserver.gateway.messages import JSON, ClientGone, Request, Response, read_body
from mockserver.gateway.operation import Operation
from mockserver.gateway.route_index import Match, Miss, RouteIndex
from mockserver.gateway.sending import send_response

_log = logging.getLogger(__name__)

BODY_LIMIT = 1024 * 1024
"""Bytes of a request's body; larger ones are refused with 413, unless an operation names a limit of its own."""


class ControlApp:
    """Answers the control API's requests."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._guard = Guard(host)

    @cached_property
    def _routes(self) -> RouteIndex[Operation]:
        from mockserver.admin.routes import ROUTES

        return RouteIndex(operation for route in ROUTES for operation in route.operations(""))

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one HTTP request."""
        request = Request.of(scope, scope["path"], public_url=self._host.config.public_url)
        try:
            response = await self._answer(request, receive)
        except ClientGone:
            return
        except ApiError as error:
            response = render(error)
        except Stopped:
            hint = "The workspace was reset or dropped meanwhile; look at GET /_mock/workspaces and ask again"
            response = render(refuse(409, "interrupted", "The call was broken off", hint))
        except ConfigurationError as error:
            hint = "Use a shipped fixture (empty, demo) or the path of a YAML file that the server can read"
            response = render(refuse(400, "bad_fixture", str(error), hint))
        except Exception:
            _log.exception("%s %s failed", request.method, request.path)
            hint = "This is a defect of the server, whose log has the details; please report it"
            response = render(refuse(500, "internal_error", "Something broke on our side", hint))
        await send_response(send, response)

    async def _answer(self, request: Request, receive: Any) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        found = self._routes.find(method, request.path)
        is_open = isinstance(found, Match) and found.route.extras.get("security") == []
        self._guard.check(request, is_open=is_open)
        if isinstance(found, Miss):
            raise _missed(request, found)
        operation, params = found.route, found.params
        context = Control(self._host, request)
        if (workspace_id := params.pop("ws", None)) is not None:
            context = WorkspaceControl(self._host, request, find_universe(self._host, workspace_id))
        request.body = await self._body(request, receive, operation.extras.get("x-body-limit", BODY_LIMIT))
        try:
            operation.check_strictly(request)
            result = await operation.call(context, request, params)
        except ValidationFailed as failure:
            raise invalid(failure, operation) from None
        if isinstance(result, Response):
            return result
        return Response(operation.status_code, dumps(result), JSON)

    @staticmethod
    async def _body(request: Request, receive: Any, limit: int) -> bytes:
        try:
            return await read_body(receive, limit, declared=request.headers.get("content-length"))
        except ApiError as error:
            raise refuse(error.status, error.code, error.message, "Send less in one call") from None


def _missed(request: Request, miss: Miss) -> ApiError:
    if not miss.allowed:
        hint = "Every call is listed at /_mock/docs and /_mock/openapi.json"
        return refuse(404, "not_found", f"Nothing is served at {request.path}", hint)
    allowed = ", ".join(miss.allowed)
    return ApiError(
        405,
        "method_not_allowed",
        f"{request.path} has no {request.method}",
        extra={"hint": f"It takes {allowed}"},
        headers={"Allow": allowed},
    )
