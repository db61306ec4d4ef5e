"""A running server: an application on a socket, in this thread until a signal comes, or in a thread of its own.

Must not know command lines, nor who is told that the server is ready.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

import uvicorn

from mockserver.core.compiled import compiled
from mockserver.core.database import FormatMismatch
from mockserver.core.errors import ConfigurationError
from mockserver.core.json import dumps
from mockserver.engine.webhooks.transport import HttpTransport
from mockserver.server.app import Application
from mockserver.server.certificates import Certificates
from mockserver.server.config import Config
from mockserver.server.folder import FolderLock
from mockserver.server.http_protocol import HttpProtocol
from mockserver.server.registry import Registry
from mockserver.server.websocket_protocol import WireProtocol
from mockserver.server.workspaces import DEFAULT

_BACKLOG = 2048
_KEEP_ALIVE_S = 75
"""Longer than clients keep an idle connection, so that they close it and never write into one we are closing."""
_SOCKET_MESSAGE = 1024 * 1024
"""Bytes of a message that a client may send over a websocket."""
_GRACE_S = 2
"""How long answers under way may take when the server stops."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Where a server can be reached, the keys of its default workspace by vendor, and with TLS whom to trust."""

    url: str
    keys: dict[str, str]
    base_urls: dict[str, str]
    control: str
    ca_file: str | None = None

    def to_json(self) -> bytes:
        """As the ready file holds it."""
        return dumps({name: value for name, value in asdict(self).items() if value is not None})


class Listener:
    """An application and the socket it listens on. Raises `ConfigurationError` where the address cannot be had."""

    def __init__(self, config: Config, *, registry: Registry | None = None) -> None:
        self.config = config
        self._sockets = _bind(config.host, config.port)
        self._lock: FolderLock | None = None
        self._certificates: Certificates | None = None
        registry = registry or Registry()
        try:
            if config.data_folder is not None:
                self._lock = FolderLock(config.data_folder)
            if config.tls:
                self._certificates = Certificates(config.data_folder, [*config.names, *registry.hosts])
            self.application = Application(config, transport=HttpTransport(self._authority), registry=registry)
            self.application.origin = config.at(self._sockets[0].getsockname()[1])
        except BaseException:
            self._close()
            raise
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        """The address to give to clients: the public one, or the one listened on."""
        return self.application.origin

    def ready(self) -> Ready:
        """Where clients find the server; the workspaces must be open."""
        default = self.application.workspaces.get(DEFAULT)
        assert default is not None, "the default workspace always exists"
        keys, base_urls = {}, {}
        for vendor in self.application.registry:
            base_urls[vendor.name] = vendor.base_url(f"{self.url}/{vendor.name}")
            if (row := default.keys.first(vendor.name)) is not None:
                keys[vendor.name] = row.key
        authority = self._authority
        return Ready(self.url, keys, base_urls, f"{self.url}/_mock", None if authority is None else str(authority))

    @property
    def _authority(self) -> Path | None:
        return None if self._certificates is None else self._certificates.authority

    def run(self, on_ready: Callable[[Ready], None]) -> None:
        """Serve until `stop` or, in the main thread, SIGINT or SIGTERM; then close everything."""
        settings = uvicorn.Config(
            self.application,
            http=HttpProtocol,
            ws=WireProtocol,
            ws_max_size=_SOCKET_MESSAGE,
            ws_per_message_deflate=False,  # a message is framed once for all clients
            ws_ping_interval=None,  # pings follow a workspace's clock
            log_level="warning",
            access_log=False,
            lifespan="off",  # startup and shutdown are ours, so that their failures are too
            server_header=False,
            proxy_headers=False,  # --public-url says how clients reach us; no header of theirs is believed
            backlog=_BACKLOG,
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=_GRACE_S,
            ssl_certfile=None if self._certificates is None else self._certificates.server,
        )
        self._server = _Server(settings, lambda: on_ready(self.ready()))
        with asyncio.Runner(loop_factory=settings.get_loop_factory()) as runner:
            runner.run(self._serve(self._server))

    def stop(self) -> None:
        """Ask the server to stop; from any thread."""
        if self._server is not None:
            self._server.should_exit = True

    async def _serve(self, server: _Server) -> None:
        with server.capture_signals():
            try:
                await self._open()
                await server.serve(sockets=self._sockets)
            finally:
                await self.application.shutdown()
                compiled().save()
                self._close()

    def _close(self) -> None:
        for each in self._sockets:
            each.close()
        if self._certificates is not None:
            self._certificates.remove()
        if self._lock is not None:
            self._lock.release()

    async def _open(self) -> None:
        try:
            await self.application.startup()
            compiled().save()
            gc.freeze()  # what is there at the start stays: later collections need not look through it
            gc.enable()
        except (FormatMismatch, sqlite3.DatabaseError, OSError) as error:
            raise ConfigurationError(f"cannot open the workspaces in {self.config.data_folder}: {error}") from error


class _Server(uvicorn.Server):
    """Says when it accepts connections, and ends with the program's own exit code when a signal stops it."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal. uvicorn would raise it again at the end, and the process would die of it."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


class Background:
    """A server in a thread of its own, as a context manager that gives its `Ready`."""

    def __init__(self, config: Config, *, registry: Registry | None = None) -> None:
        self._listener = Listener(config, registry=registry)
        self._started = threading.Event()
        self._ready: Ready | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="mockserver", daemon=True)

    def __enter__(self) -> Ready:
        self._thread.start()
        self._started.wait()
        if self._ready is None:
            self._thread.join()
            raise self._failure or RuntimeError("the server ended before it was ready")
        return self._ready

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.stop()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._listener.run(self._on_ready)
        except BaseException as error:  # handed to the thread that waits
            self._failure = error
        finally:
            self._started.set()

    def _on_ready(self, ready: Ready) -> None:
        self._ready = ready
        self._started.set()


def _bind(host: str, port: int) -> list[socket.socket]:
    """Listening sockets; connections that come before the server is ready wait in their queues.

    This machine is listened on under both its addresses, since clients differ in which one `localhost` is.
    """
    if host not in ("127.0.0.1", "localhost"):
        return [_listen(host, port)]
    sockets = [_listen("127.0.0.1", port)]
    with contextlib.suppress(ConfigurationError):  # a machine may be without IPv6, or the port be taken there
        sockets.append(_listen("::1", sockets[0].getsockname()[1]))
    return sockets


def _listen(host: str, port: int) -> socket.socket:
    """One socket; port 0 picks a free one."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(_BACKLOG)
    except OSError as error:
        bound.close()
        hint = "; stop what listens there, or choose another --port (0 picks a free one)" if port else ""
        raise ConfigurationError(f"cannot listen on {host}:{port}: {error.strerror}{hint}") from None
    bound.setblocking(False)
    return bound
