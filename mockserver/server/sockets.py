"""A vendor's websockets: the handshake and its faults, the connection's life, and all that in the journal.

Must not know which vendor it is, nor how bytes reach the client.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mockserver.contract import Context, SocketRoute, Vendor
from mockserver.core.errors import ApiError
from mockserver.core.json import dumps
from mockserver.core.times import SECOND
from mockserver.engine.streams.connection import Connection
from mockserver.engine.streams.policies import Wire
from mockserver.gateway import websocket
from mockserver.gateway.auth import CredentialSource
from mockserver.gateway.disturbance import forced
from mockserver.gateway.faults import Effect, Struck
from mockserver.gateway.keys import INACTIVE, KeyRow
from mockserver.gateway.messages import JSON, Request, Response
from mockserver.gateway.surface import Caller
from mockserver.server.runtime import Runtime

_log = logging.getLogger(__name__)

Identify = Callable[[Request, CredentialSource], tuple[Runtime, Caller]]


@dataclass(frozen=True, slots=True)
class Visit:
    """A handshake: whose it is, and who asks; `route` is None for a path that takes no websockets."""

    request: Request
    route: SocketRoute | None
    runtime: Runtime
    caller: Caller
    credential: str | None


class Sockets:
    """Takes the websockets of one vendor."""

    def __init__(
        self, vendor: Vendor, identify: Identify, context: Callable[[Runtime, Request, KeyRow], Context]
    ) -> None:
        self._vendor = vendor
        self._identify = identify
        self._context = context
        self._routes = {route.path: route for route in vendor.sockets()}

    def __bool__(self) -> bool:
        return bool(self._routes)

    def __contains__(self, path: object) -> bool:
        return path in self._routes

    async def handle(self, scope: Any, receive: Any, send: Any, request: Request) -> None:
        """Take one connection from its handshake to its end."""
        await receive()  # websocket.connect
        visit = self._visit(request)
        wire = _wire(scope, send)
        try:
            await self._take(visit, wire, scope, receive, send)
        finally:
            if isinstance(wire, websocket.PlainWire):
                await wire.finish()

    async def _take(self, visit: Visit, wire: Wire, scope: Any, receive: Any, send: Any) -> None:
        struck = self._strike(visit)
        if struck is not None:
            await asyncio.sleep(struck.delay / SECOND)
            visit = self._visit(visit.request)  # the workspace may be another by now
        cause = None if struck is None else struck.cause
        if struck is not None and struck.effect.status is None and struck.effect.disturbance is not None:
            self._note(visit, 0, cause=cause)
            wire.abort()
            return
        try:
            response = None if struck is None else self._forced(visit, struck.effect)
            connection = None if response is not None else self._admit(visit, wire)
        except ApiError as error:
            response, connection, cause = self._refusal(visit, error), None, cause or error.message
        if connection is None:
            assert response is not None
            self._note(visit, response.status, body=response.body, cause=cause)
            await websocket.deny(scope, send, response)
            return
        self._note(visit, websocket.ACCEPTED, cause=cause)
        try:
            await send({"type": "websocket.accept"})
            connection.open()
            if visit.caller.key is None:
                connection.close(None)
            await self._listen(visit, connection, receive)
        finally:
            connection.ended(1006, "")
            self._note(visit, connection.close_code or 1005, method="CLOSE", cause=connection.close_reason or None)

    def _visit(self, request: Request) -> Visit:
        route = self._routes.get(request.path)
        credentials = (route and route.credentials) or self._vendor.credentials
        runtime, caller = self._identify(request, credentials)
        return Visit(request, route, runtime, caller, credentials.read(request))

    def _strike(self, visit: Visit) -> Struck | None:
        """What a fault does to the handshake of a client that has a good key."""
        key = visit.caller.key
        if key is None or visit.route is None:
            return None
        runtime = visit.runtime
        return runtime.faults.strike(self._vendor.name, visit.request, (key.id, key.key), runtime.now())

    def _forced(self, visit: Visit, effect: Effect) -> Response | None:
        """The refusal that a fault wants in place of the upgrade; may raise it as `ApiError`."""
        if effect.status is None:
            return None
        vendor = self._vendor
        return forced(effect, visit.request, vendor.errors, vendor.rate_limits, visit.runtime.now())

    def _admit(self, visit: Visit, wire: Wire) -> Connection:
        """The connection, on its channels; raises `ApiError` for a client that is not let in."""
        route, key, errors = visit.route, visit.caller.key, self._vendor.errors
        workspace = visit.runtime.workspace
        if route is None:
            raise errors.not_found(visit.request.path)
        connection = Connection(
            wire,
            route.policy,
            vendor=self._vendor.name,
            key_id=None if key is None else key.id,
            path=visit.request.path,
        )
        if key is None:
            if not route.admits(visit.runtime.settings.edition(self._vendor.name), visit.caller.presented):
                raise errors.unauthorized(presented=visit.caller.presented)
        elif key.kind == INACTIVE:
            raise errors.forbidden()
        else:
            context = self._context(visit.runtime, visit.request, key)
            workspace.write(lambda: route.connect(context, connection))
        workspace.streams.admit(connection)
        return connection

    def _refusal(self, visit: Visit, error: ApiError) -> Response:
        if visit.route is not None and visit.route.refuse is not None:
            return visit.route.refuse(error, visit.runtime.settings.edition(self._vendor.name))
        return Response(error.status, dumps(self._vendor.errors.body(error, "")), JSON, dict(error.headers))

    @staticmethod
    async def _listen(visit: Visit, connection: Connection, receive: Any) -> None:
        """Hear what the client says until it is gone."""
        streams = visit.runtime.workspace.streams
        while True:
            message = await receive()
            match message["type"]:
                case "websocket.receive":
                    connection.texts_received += 1
                    if message.get("text") is not None and not connection.is_closing:
                        _tell(connection, message["text"])
                case websocket.PONG:
                    streams.heard(connection)
                case _:
                    connection.ended(message.get("code"), message.get("reason") or "")
                    return

    def _note(
        self, visit: Visit, status: int, *, method: str = "GET", body: bytes = b"", cause: str | None = None
    ) -> None:
        runtime, key = visit.runtime, visit.caller.key
        runtime.journal.add(
            websocket.entry(
                visit.request,
                runtime.request_id(self._vendor.request_ids),
                runtime.now(),
                self._vendor.name,
                status=status,
                key=None if key is None else key.id,
                credential=visit.credential,
                method=method,
                body=body,
                cause=cause or visit.caller.remark,
            )
        )


def _tell(connection: Connection, text: str) -> None:
    try:
        connection.on_text(text)
    except Exception:
        _log.exception("a text from %s failed", connection.id)
        connection.close(1011, "Internal error")


def _wire(scope: Any, send: Any) -> Wire:
    """The server's own wire, or one over plain ASGI."""
    extension = (scope.get("extensions") or {}).get(websocket.WIRE)
    if extension is not None:
        wire: Wire = extension["wire"]
        return wire
    return websocket.PlainWire(send)
