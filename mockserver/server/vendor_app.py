"""One vendor on the wire: finds the workspace a request belongs to and runs it through the pipeline.

A vendor's routes are compiled when its first request comes. Must not know which vendor it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

from mockserver.contract import Context, Vendor
from mockserver.core.errors import ApiError
from mockserver.core.settings import Auth
from mockserver.gateway.asyncapi import STREAM_PATHS, StreamDocuments
from mockserver.gateway.auth import CredentialSource
from mockserver.gateway.keys import KeyRow, visitor
from mockserver.gateway.messages import ClientGone, Request, Response, read_body
from mockserver.gateway.openapi import DOCUMENT_PATHS, Documents
from mockserver.gateway.operation import Operation, OperationRoute, Router
from mockserver.gateway.pipeline import serve
from mockserver.gateway.route_index import Match, Miss, RouteIndex
from mockserver.gateway.sending import preflight, send_response
from mockserver.gateway.surface import Caller, Surface
from mockserver.gateway.websocket import handshake, upgrade_required
from mockserver.server.http_protocol import abort
from mockserver.server.runtime import Runtime
from mockserver.server.sockets import Sockets
from mockserver.server.workspaces import DEFAULT, Workspaces

BODY_LIMIT = 10 * 1024 * 1024
"""Bytes of a request's body, unless the operation says otherwise (`x-body-limit`); more are refused with 413."""

SELECTOR = "x-mock-workspace"


class VendorApp:
    """Answers a vendor's requests."""

    def __init__(self, vendor: Vendor, workspaces: Workspaces, public_url: str | None) -> None:
        self.vendor = vendor
        self._workspaces = workspaces
        self._public_url = public_url

    @cached_property
    def surface(self) -> Surface:
        """The vendor's edge, compiled."""
        vendor = self.vendor
        operations = [operation for route in self.routes for operation in route.operations(vendor.base_path)]
        return Surface(
            name=vendor.name,
            credentials=vendor.credentials,
            errors=vendor.errors,
            limits=vendor.rate_limits,
            request_ids=vendor.request_ids,
            routes=RouteIndex((*operations, *self._pages.routes)),
            secret_fields=vendor.secret_fields,
            context=self._context,
            created_status=self._created_status,
        )

    @cached_property
    def routes(self) -> list[OperationRoute]:
        """Every route of the vendor."""
        return _operation_routes(self.vendor.routers())

    @cached_property
    def _pages(self) -> RouteIndex[Operation]:
        """What a browser opens without a key."""
        return RouteIndex(page for route in _operation_routes(self.vendor.pages()) for page in route.operations(""))

    @cached_property
    def _documents(self) -> Documents:
        return Documents(self.vendor, self.routes)

    @cached_property
    def _stream_documents(self) -> StreamDocuments:
        return StreamDocuments(self.vendor)

    def _context(self, runtime: Runtime, request: Request, key: KeyRow) -> Context:
        edition = runtime.settings.edition(self.vendor.name)
        return Context(
            runtime.workspace, self.vendor, request, key, edition, runtime.keys, partial(self._ask, runtime, key)
        )

    async def _ask(self, runtime: Runtime, key: KeyRow, request: Request) -> Response:
        """Answer a request that a handler makes; raises `ConnectionResetError` where a fault drops it."""
        sent: list[dict[str, Any]] = []

        async def keep(message: dict[str, Any]) -> None:
            sent.append(message)

        await serve(self.surface, runtime, request, Caller(key, True), keep)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in sent[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Response(sent[0]["status"], body, headers.get("content-type", ""), headers)

    def _created_status(self, context: Context, operation: Operation) -> int:
        traits = self.vendor.editions[context.edition]
        return traits.statuses.get(operation.id, traits.created_status)

    async def handle(self, scope: Any, receive: Any, send: Any, path: str, prefix: str) -> None:
        """Answer one HTTP request; `prefix` is what came before the vendor's own path."""
        request = Request.of(scope, path, prefix=prefix, public_url=self._public_url)
        if (answer := preflight(request)) is not None:
            await send_response(send, answer)
            return
        if path in DOCUMENT_PATHS and request.method in ("GET", "HEAD"):
            await send_response(send, self._documents.answer(request))
            return
        if path in STREAM_PATHS and self.sockets and request.method in ("GET", "HEAD"):
            await send_response(send, self._stream_documents.answer(request))
            return
        if request.method == "GET" and path in self.sockets and isinstance(self.surface.routes.find("GET", path), Miss):
            await send_response(send, upgrade_required())
            return
        unreadable = None
        try:
            declared = request.headers.get("content-length")
            request.body = await read_body(receive, self._body_limit(request), declared=declared)
        except ClientGone:
            return
        except ApiError as error:
            unreadable = error
        runtime, caller = self._visitor(request) or self._identify(request, self.vendor.credentials)
        await serve(
            self.surface, runtime, request, caller, send, unreadable=unreadable, drop=partial(abort, scope, receive)
        )

    def _body_limit(self, request: Request) -> int:
        found = self.surface.routes.find(request.method, request.path)
        return int(found.route.extras.get("x-body-limit", BODY_LIMIT)) if isinstance(found, Match) else BODY_LIMIT

    @cached_property
    def sockets(self) -> Sockets:
        """The vendor's websockets."""
        return Sockets(self.vendor, self._identify, self._context)

    async def handle_socket(self, scope: Any, receive: Any, send: Any, path: str, prefix: str) -> None:
        """Take one websocket; `prefix` is what came before the vendor's own path."""
        request = handshake(scope, path, prefix=prefix, public_url=self._public_url)
        await self.sockets.handle(scope, receive, send, request)

    def _identify(self, request: Request, credentials: CredentialSource) -> tuple[Runtime, Caller]:
        """The workspace of a request and who asks.

        A good key selects its workspace. `X-Mock-Workspace` selects it instead, and there the demo key is
        good too. Without either, the refusal is the default workspace's.
        """
        credential = credentials.read(request)
        selected = request.headers.get(SELECTOR)
        runtime = self._workspaces.get(selected or DEFAULT) or self._workspaces.get(DEFAULT)
        assert runtime is not None, "the default workspace always exists"
        if selected is not None and runtime.id != selected:
            return runtime, Caller(None, credential is not None, f"{SELECTOR} names no workspace: {selected!r}")
        if credential is not None and selected is None:
            found = self._workspaces.by_key(self.vendor.name, credential)
            if found is not None:
                return found[0], Caller(found[1], True)
        key = None
        if credential is not None:
            key = runtime.keys.find(self.vendor.name, credential)
            if key is None and (runtime.settings.auth is Auth.ANY or (selected and self._is_demo(credential))):
                key = runtime.keys.first(self.vendor.name)
        return runtime, Caller(key, credential is not None)

    def _visitor(self, request: Request) -> tuple[Runtime, Caller] | None:
        """Who opens a page: anybody, in the workspace that its address names. None for what is no such page."""
        found = self._pages.find(request.method, request.path)
        if not isinstance(found, Match):
            return None
        runtime = self._workspaces.get(found.params.get("workspace") or self.vendor.page_workspace(request) or "")
        return None if runtime is None else (runtime, Caller(visitor(self.vendor.name), False))

    def _is_demo(self, credential: str) -> bool:
        return credential == self.vendor.keys.demo


def _operation_routes(routers: Sequence[Router]) -> list[OperationRoute]:
    return [route for router in routers for route in router.routes]
