"""HTTP connections that an application can close in the middle, for faults that want it.

ASGI has no word for that, so uvicorn's protocol gives the application an extension of ours.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

EXTENSION = "mockserver.abort"


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's, with `scope["extensions"]["mockserver.abort"]["abort"]`, which closes the connection at once."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by the loop when a client has connected."""
        super().connection_made(transport)
        self._extensions: dict[str, dict[object, object]] = {EXTENSION: {"abort": transport.abort}}

    def on_message_begin(self) -> None:
        """Called by the parser when a request begins."""
        super().on_message_begin()
        self.scope["extensions"] = self._extensions


async def abort(scope: Any, receive: Any) -> None:
    """Close the request's connection and return once it is closed; its body must have been read.

    Raises `ConnectionResetError` where there is no connection, as in a test that calls the application itself.
    """
    extension = scope.get("extensions", {}).get(EXTENSION)
    if extension is None:
        raise ConnectionResetError("the connection was dropped by a fault")
    extension["abort"]()
    while (await receive())["type"] != "http.disconnect":
        pass
