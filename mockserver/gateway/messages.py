"""A request as the edge holds it and a response before it is sent. Must not know who answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from mockserver.core.errors import ApiError
from mockserver.core.json import dumps

Scope = Mapping[str, Any]

JSON = "application/json"


@dataclass(slots=True)
class Request:
    """One HTTP request; `path` is the vendor's own, without our prefix; header names are in lower case.

    `id` is what the pipeline calls it; who puts that into an answer says so in `is_quoted`, since such an answer
    is good for this request only.
    """

    method: str
    path: str
    query_string: str
    headers: dict[str, str]
    origin: str
    prefix: str
    body: bytes = b""
    id: str = ""
    is_quoted: bool = False

    @classmethod
    def of(cls, scope: Scope, path: str, *, prefix: str = "", public_url: str | None = None) -> Request:
        """Read the head of an ASGI request. `prefix` is the part of the path that chose the vendor."""
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            key = name.decode("latin-1")
            text = value.decode("latin-1")
            headers[key] = f"{headers[key]}, {text}" if key in headers else text
        origin = public_url or f"{scope.get('scheme', 'http')}://{headers.get('host') or _server(scope)}"
        return cls(scope["method"], path, scope["query_string"].decode("latin-1"), headers, origin, prefix)

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters; of a repeated one the last counts."""
        return dict(parse_qsl(self.query_string, keep_blank_values=True)) if self.query_string else {}


@dataclass(slots=True)
class Response:
    """What goes back; `headers` are added to the length and type that the body gives."""

    status: int
    body: bytes = b""
    media_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, status: int, value: object, headers: Mapping[str, str] | None = None) -> Response:
        """A JSON response."""
        return cls(status, dumps(value), JSON, dict(headers or {}))

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as ASGI takes them."""
        raw = [(b"content-length", str(len(self.body)).encode())]
        if self.body or self.status not in (204, 304):
            raw.append((b"content-type", self.media_type.encode("latin-1")))
        for name, value in self.headers.items():
            raw.append((name.encode("latin-1"), value.encode("latin-1", "replace")))
        return raw


@dataclass(slots=True)
class Streamed:
    """A response whose body is made while it is sent, after the handler's commit and piece by piece."""

    status: int
    chunks: Iterator[bytes]
    media_type: str
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as ASGI takes them; without a length the server frames the body by itself."""
        raw = [] if self.length is None else [(b"content-length", str(self.length).encode())]
        raw.append((b"content-type", self.media_type.encode("latin-1")))
        raw += [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in self.headers.items()]
        return raw


@dataclass(frozen=True, slots=True)
class Deferred:
    """What a handler returns that must wait for the network.

    Its transaction commits; `work` runs outside any; what it gives is handed to `answer`, which returns the body
    (or a response) inside a transaction of its own.
    """

    work: Callable[[], Awaitable[Any]]
    answer: Callable[[Any], object]


async def read_body(receive: Any, limit: int, *, declared: str | None = None) -> bytes:
    """The whole body; raises `ApiError` 413 once it is larger than `limit` bytes."""
    if declared is not None and declared.isdigit() and int(declared) > limit:
        raise too_large(limit)
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk: bytes = message.get("body", b"")
        if chunk:
            size += len(chunk)
            if size > limit:
                raise too_large(limit)
            chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


class ClientGone(Exception):
    """The client closed the connection before it had sent its request."""


def too_large(limit: int) -> ApiError:
    """The refusal of a body over the limit."""
    return ApiError(413, "payload_too_large", f"Request body is larger than {limit} bytes")


def _server(scope: Scope) -> str:
    host, port = scope.get("server") or ("localhost", 80)
    return f"{host}:{port}" if port else str(host)
