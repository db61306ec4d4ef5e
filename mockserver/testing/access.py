"""Where a vendor is and what opens it, from a client's side. Must not know which vendor it is."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mockserver.testing.wording import trust

if TYPE_CHECKING:
    import httpx
    from websockets.asyncio.client import ClientConnection as AsyncConnection
    from websockets.sync.client import ClientConnection

    from mockserver.contract import Vendor


@dataclass(frozen=True)
class VendorAccess:
    """A vendor of a workspace: what a client is configured with."""

    name: str
    base_url: str
    api_key: str
    _transport: object = field(default=None, repr=False)

    @cached_property
    def headers(self) -> dict[str, str]:
        """The header that carries the key, in the first of the vendor's ways."""
        name, value = self._vendor.credential_header(self.api_key)
        return {name: value}

    @property
    def api_url(self) -> str:
        """Where the endpoints are; of a vendor that is first of all a stream, that is not the base URL."""
        return self._vendor.api_url(self.base_url) if self.base_url.startswith("ws") else self.base_url

    def client(self, **options: Any) -> httpx.Client:
        """A client with base URL and key; of a server in process, only `async_client` reaches it."""
        import httpx

        if self._transport is not None and not isinstance(self._transport, httpx.BaseTransport):
            raise TypeError("A server in process is reached with async_client; use `with MockServer()` for a socket")
        return httpx.Client(**self._options(options))

    def async_client(self, **options: Any) -> httpx.AsyncClient:
        """The same for asyncio."""
        import httpx

        if isinstance(self._transport, httpx.AsyncBaseTransport):
            options.setdefault("transport", self._transport)
        return httpx.AsyncClient(**self._options(options))

    def connect(self, path: str | None = None, **options: Any) -> ClientConnection:
        """Open the vendor's websocket with the key: the one that is its base URL, or another path of its host."""
        from websockets.sync.client import connect

        options.setdefault("proxy", None)
        connection: ClientConnection = connect(
            self._socket_url(path), additional_headers=self.headers, **self._secured(options)
        )
        return connection

    def async_connect(self, path: str | None = None, **options: Any) -> AbstractAsyncContextManager[AsyncConnection]:
        """The same for asyncio."""
        from websockets.asyncio.client import connect

        options.setdefault("proxy", None)
        return connect(self._socket_url(path), additional_headers=self.headers, **self._secured(options))

    @cached_property
    def _vendor(self) -> Vendor:
        from mockserver.server.registry import Registry

        vendor = Registry().get(self.name)
        if vendor is None:
            raise LookupError(f"this installation has no vendor {self.name!r}; is the server of another version?")
        return vendor

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        headers = {**self.headers, **options.pop("headers", {})}
        url = self.api_url
        return {"base_url": url, "trust_env": False, "verify": trust(url), **options, "headers": headers}

    def _socket_url(self, path: str | None) -> str:
        sockets = [route.path for route in self._vendor.sockets()]
        if path is None and self.base_url.startswith("ws"):
            return self.base_url
        if path is None and len(sockets) != 1:
            raise ValueError(f"{self.name} has no single websocket; its paths: {', '.join(sockets) or 'none'}")
        root = self.base_url.removesuffix(self._vendor.base_socket or self._vendor.base_path)
        return root.replace("http", "ws", 1) + (path or sockets[0])

    def _secured(self, options: dict[str, Any]) -> dict[str, Any]:
        context = trust(self.base_url.replace("ws", "http", 1))
        return options if context is True else {"ssl": context, **options}
