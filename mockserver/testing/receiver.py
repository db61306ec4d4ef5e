"""A receiver of webhooks on a socket of this process: keeps what comes, judges it, answers as it is told.

Must not know any vendor, nor how a delivery is signed.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mockserver.testing.errors import Timeout
from mockserver.testing.verifiers import Verifier, verifier
from mockserver.testing.wording import Span, seconds

if TYPE_CHECKING:
    from mockserver.testing.synchronous.workspace import Workspace

LIMIT = 10 * 1024 * 1024
"""Bytes of a body that are read."""


@dataclass(frozen=True, slots=True)
class Received:
    """A request that came; `verified` is None where nobody said how to verify it. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    verified: bool | None
    answered: int

    def json(self) -> Any:
        """The body's JSON."""
        from mockserver.core.json import loads

        return loads(self.body)


class Receiver:
    """Listens while it is entered. `status` is what it answers; `script` answers the first requests otherwise.

    The status may be changed at any time. Only this machine can reach it.
    """

    def __init__(self, *, status: int = 200, script: Sequence[int] = (), verify: Verifier | None = None) -> None:
        self.status = status
        self.secrets: dict[str, str] = {}
        self._script = list(script)
        self._verifiers = [] if verify is None else [verify]
        self._received: list[Received] = []
        self._changed = threading.Condition()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The address to register."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/hooks"

    @property
    def requests(self) -> Sequence[Received]:
        """What came, in its order."""
        with self._changed:
            return tuple(self._received)

    def register(
        self, workspace: Workspace, vendor: str, events: Sequence[str] | None = None, *, secret: str | None = None
    ) -> str:
        """Register at a vendor of a workspace and verify what comes from there; gives the webhook's id."""
        edition = workspace.settings.get()["editions"][vendor]
        made = workspace.webhooks.add(vendor, self.url, events, secret=secret)
        self.secrets[vendor] = made["secret"]
        self.trust(verifier(vendor, made["secret"], edition=edition))
        return made["id"]

    def trust(self, verify: Verifier) -> None:
        """Take what the verifier accepts for genuine too."""
        self._verifiers.append(verify)

    def wait(self, count: int = 1, *, timeout: Span = "5s") -> Sequence[Received]:
        """Wait on the machine's clock until that many requests have come; raises `Timeout`."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._received) >= count, seconds(timeout)):
                raise Timeout(f"Expected {count} requests at {self.url}, but {len(self._received)} came")
            return tuple(self._received)

    def clear(self) -> None:
        """Forget what came."""
        with self._changed:
            self._received.clear()

    def take(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> int:
        """Keep a request and say what to answer."""
        verified = any(verify(headers, body) for verify in self._verifiers) if self._verifiers else None
        with self._changed:
            status = self._script.pop(0) if self._script else self.status
            self._received.append(Received(method, path, headers, body, verified, status))
            self._changed.notify_all()
        return status


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        self.close_connection = True
        if size > LIMIT:
            self.send_error(413)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        status = self.server.receiver.take(self.command, self.path, headers, self.rfile.read(size))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
        """Nothing: the test says what it wants to see."""
