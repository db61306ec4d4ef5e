"""A small HTTP client for setting servers up and asking them one thing at a time. Must not be used for load."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.errors import BenchmarkError

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, as it goes over the wire."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None

    @classmethod
    def json(cls, method: str, path: str, value: object, headers: Mapping[str, str] | None = None) -> Call:
        """A request with a JSON body."""
        return cls(method, path, {"Content-Type": "application/json", **(headers or {})}, json.dumps(value))


class Client:
    """Asks one server on this machine."""

    def __init__(self, port: int, *, timeout: float = 60) -> None:
        self.port = port
        self._timeout = timeout

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://{HOST}:{self.port}"

    def status(self, call: Call) -> int | None:
        """The status of one answer; None when nothing answers."""
        try:
            return self._send(call)[0]
        except (OSError, http.client.HTTPException):
            return None

    def send(self, call: Call) -> Any:
        """The JSON of one answer, None for an empty one; raises `Refused` unless it is a 2xx."""
        try:
            status, body = self._send(call)
        except (OSError, http.client.HTTPException) as error:
            raise BenchmarkError(f"{call.method} {call.path}: {error!r}") from None
        if not 200 <= status < 300:
            raise Refused(call, status, body)
        return json.loads(body) if body else None

    def _send(self, call: Call) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=self._timeout)
        try:
            body = None if call.body is None else call.body.encode()
            connection.request(call.method, call.path, body, dict(call.headers))
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


class Refused(BenchmarkError):
    """An answer that is not a 2xx."""

    def __init__(self, call: Call, status: int, body: bytes) -> None:
        super().__init__(f"{call.method} {call.path}: {status} {body[:200].decode('utf-8', 'replace')}")
        self.status = status
