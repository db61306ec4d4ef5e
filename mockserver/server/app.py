"""The ASGI application: sends a request to a vendor (by path or by Host), the control API, a file or a picture."""

from __future__ import annotations

import logging
from typing import Any

from mockserver.admin.app import ControlApp
from mockserver.core.clock import ClockMode
from mockserver.core.json import dumps
from mockserver.engine.files import PREFIX as FILES
from mockserver.engine.webhooks.transport import HttpTransport, Transport
from mockserver.gateway.messages import JSON, Response
from mockserver.gateway.sending import send_response
from mockserver.gateway.websocket import deny
from mockserver.server.config import Config
from mockserver.server.files import FilesApp
from mockserver.server.media import PREFIX as MEDIA
from mockserver.server.media import picture
from mockserver.server.registry import Registry
from mockserver.server.snapshots import Snapshots
from mockserver.server.vendor_app import VendorApp
from mockserver.server.workspaces import DEFAULT, Workspaces

_log = logging.getLogger(__name__)

_CONTROL = ("_mock", "_pact")


class Application:
    """One server. Start it with `startup()` (or an ASGI lifespan) before the first request."""

    def __init__(self, config: Config, *, transport: Transport | None = None, registry: Registry | None = None) -> None:
        self.config = config
        self.registry = registry or Registry()
        self._transport = transport or HttpTransport()
        self.origin = config.origin
        """The address at which clients reach the server; who listens on a port sets the real one."""
        folder = config.data_folder
        self.workspaces = Workspaces(
            self.registry,
            self._transport,
            None if folder is None else folder / "workspaces",
            seed=config.seed,
            origin=lambda: self.origin,
        )
        self.snapshots = Snapshots(self.workspaces, None if folder is None else folder / "workspaces")
        self._vendors = {vendor.name: VendorApp(vendor, self.workspaces, config.public_url) for vendor in self.registry}
        self._control = ControlApp(self)
        self._files = FilesApp(self.workspaces)

    # What the control API asks for

    @property
    def vendor_apps(self) -> dict[str, VendorApp]:
        """The vendors by name."""
        return self._vendors

    # Life

    def open(self) -> None:
        """Open the stored workspaces and make the default one where it is missing."""
        self.workspaces.open_all()
        if self.workspaces.get(DEFAULT) is None:
            speed = self.config.speed
            self.workspaces.create(
                DEFAULT,
                fixture=self.config.fixture,
                mode=None if speed is None else ClockMode.SCALED,
                speed=speed or 1.0,
            )

    async def startup(self) -> None:
        """Open the workspaces and let their time pass."""
        self.open()
        self.workspaces.drive_all()

    async def shutdown(self) -> None:
        """Close everything; a stored server can be started again from here."""
        await self.workspaces.close_all()
        await self._transport.close()

    # Requests

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one connection, as ASGI asks."""
        if scope["type"] == "http":
            await self._dispatch(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await self._dispatch_socket(scope, receive, send)

    async def _dispatch(self, scope: Any, receive: Any, send: Any) -> None:
        path: str = scope["path"]
        first = path[1:].partition("/")[0]
        app = self._vendors.get(first)
        if app is not None:
            await app.handle(scope, receive, send, path[len(first) + 1 :] or "/", f"/{first}")
            return
        if first in _CONTROL:
            await self._control.handle(scope, receive, send)
            return
        if path.startswith(MEDIA):
            await send_response(send, picture(self.workspaces, path))
            return
        if path.startswith(FILES):
            await self._files.handle(scope, receive, send)
            return
        vendor = self.registry.by_host(_host(scope))
        if vendor is not None:
            await self._vendors[vendor.name].handle(scope, receive, send, path, "")
        else:
            await send_response(send, self._elsewhere(path))

    async def _dispatch_socket(self, scope: Any, receive: Any, send: Any) -> None:
        path: str = scope["path"]
        first = path[1:].partition("/")[0]
        app = self._vendors.get(first)
        if app is not None:
            await app.handle_socket(scope, receive, send, path[len(first) + 1 :] or "/", f"/{first}")
        elif (vendor := self.registry.by_host(_host(scope))) is not None:
            await self._vendors[vendor.name].handle_socket(scope, receive, send, path, "")
        else:
            await receive()  # websocket.connect
            nothing = self._elsewhere(path)
            nothing.status = 404
            await deny(scope, send, nothing)

    def _elsewhere(self, path: str) -> Response:
        bases = [f"/{vendor.name}{vendor.base_path}" for vendor in self.registry]
        if path == "/":
            return Response.json(200, {"name": "mockserver", "control": "/_mock", "vendors": bases})
        error = {
            "code": "not_found",
            "message": f"Nothing is served at {path}",
            "hint": f"Vendors stand at {', '.join(bases)}, the control API at /_mock",
        }
        return Response(404, dumps({"error": error}), JSON)

    async def _lifespan(self, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.startup()
                except Exception as error:
                    _log.exception("cannot start")
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.shutdown()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _host(scope: Any) -> str:
    for name, value in scope["headers"]:
        if name == b"host":
            return str(value.decode("latin-1"))
    return ""
