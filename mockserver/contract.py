"""What a vendor is: one declarative object, and the context its handlers are given.

A vendor's `plugin` module exports one `Vendor`, named `VENDOR`. Everything heavy in it is a function, called
when it is first needed. Must not know which vendors exist.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from mockserver.core.database import Database
from mockserver.core.errors import ApiError
from mockserver.core.settings import Edition
from mockserver.core.tables import Row
from mockserver.core.times import Instant
from mockserver.engine.jobs import JobKind
from mockserver.engine.scheduler import Step
from mockserver.engine.streams.connection import Connection
from mockserver.engine.streams.policies import SocketPolicy
from mockserver.engine.webhooks.policies import WebhookProfile
from mockserver.engine.workspace import Workspace
from mockserver.gateway.auth import CredentialSource
from mockserver.gateway.keys import KeyFormat, KeyRow, Keys
from mockserver.gateway.marks import Depends
from mockserver.gateway.messages import Request, Response
from mockserver.gateway.operation import Router
from mockserver.gateway.surface import ErrorStyle, RateLimitPolicy, RequestIds


@dataclass(frozen=True, slots=True)
class Traits:
    """What differs between a vendor's editions besides its webhooks.

    `created_status` answers a request that created something; `statuses` overrides it by operation id.
    """

    created_status: int = 201
    statuses: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MagicValue:
    """An input that gives a fixed outcome. A `pattern` that ends in `*` is a prefix; letters' case is ignored."""

    field: str
    pattern: str
    outcome: str

    def matches(self, value: str) -> bool:
        """Whether the value is magic."""
        text, pattern = value.lower(), self.pattern.lower()
        return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step of a vendor's tour: a request, and what a newcomer should see of its answer.

    `path` is the vendor's own, or the control API's where it starts with `/_mock`. The method `LISTEN` opens the
    websocket at the path, `RECEIVE` takes the next message from it. In path and body, `{name}`
    stands for what an earlier step captured; `{workspace}` and `{url}` are always there. `capture` and `show`
    name parts of the answer by JSON pointers. `advance` lets that much time pass before the request.
    """

    title: str
    path: str
    method: str = "GET"
    body: Mapping[str, object] | None = None
    advance: str | None = None
    expect: int = 200
    capture: Mapping[str, str] = field(default_factory=dict)
    show: tuple[str, ...] = ()

    @property
    def is_control(self) -> bool:
        """Whether the request goes to the control API."""
        return self.path.startswith("/_mock")


Trigger = Callable[[Workspace, Mapping[str, Any]], None]
"""Makes an event really happen, inside a transaction, from optional data; raises `ApiError` where it cannot."""


@dataclass(frozen=True, slots=True)
class SocketRoute:
    """A path, as it is on the vendor's own host, at which clients open websockets.

    `connect(context, connection)` runs before the upgrade: it puts the connection on channels of
    `workspace.streams` and sets its `on_text`, or raises `ApiError`, which `refuse` makes an HTTP response of (the
    vendor's error body if it is None). A client without a good key is refused, unless `admits` says that this
    edition lets it in; then it is closed at once without a code. `credentials` are the vendor's if None. `messages`
    are the types of what clients get, by name, for the AsyncAPI document.
    """

    path: str
    connect: Callable[[Context, Connection], None]
    policy: SocketPolicy
    source: str
    credentials: CredentialSource | None = None
    refuse: Callable[[ApiError, Edition], Response] | None = None
    admits: Callable[[Edition, bool], bool] = lambda edition, presented: False
    messages: Callable[[], Mapping[str, Any]] = dict


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor.

    `base_path` is the path of its API on its own host. `workers(workspace)` gives the job kinds and timer
    steps bound to a workspace. `seed(workspace, data)` loads the vendor's section of a fixture.
    `tour` is the walk that shows a newcomer what the vendor does, in the `documented` edition. `pages` are what a
    browser opens without a key, such as a checkout: they stand outside the API's path and its documents, and their
    paths have a parameter `workspace`. On one without it, `page_workspace(request)` reads the workspace from what was
    given out before, such as a session's id; where that is None, a key is wanted.
    """

    name: str
    title: str
    description: str
    hosts: tuple[str, ...]
    base_path: str
    credentials: CredentialSource
    errors: ErrorStyle
    rate_limits: RateLimitPolicy
    keys: KeyFormat
    editions: Mapping[Edition, Traits]
    routers: Callable[[], Sequence[Router]]
    tables: Callable[[], Sequence[type[Row]]]
    seed: Callable[[Workspace, Mapping[str, Any]], None]
    job_kinds: tuple[str, ...] = ()
    workers: Callable[[Workspace], tuple[Iterable[JobKind], Mapping[str, Step]]] = lambda workspace: ((), {})
    webhooks: Callable[[Edition], WebhookProfile] | None = None
    triggers: Callable[[], Mapping[str, Trigger]] = dict
    request_ids: RequestIds = RequestIds()
    secret_fields: frozenset[str] = frozenset()
    security_schemes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    magic: Callable[[], Sequence[MagicValue]] = tuple
    tour: Callable[[], Sequence[TourStep]] = tuple
    sockets: Callable[[], Sequence[SocketRoute]] = tuple
    base_socket: str | None = None
    """The path of the websocket that clients are given as the base URL, of a vendor that is first of all a stream."""
    pages: Callable[[], Sequence[Router]] = tuple
    page_workspace: Callable[[Request], str | None] = lambda request: None

    def base_url(self, root: str) -> str:
        """What clients are given as the base URL; `root` is the address of the vendor's host, or stands for it."""
        if self.base_socket is not None:
            return root.replace("http", "ws", 1) + self.base_socket
        return root + self.base_path

    def api_url(self, base_url: str) -> str:
        """Where the API's endpoints stand, from what `base_url` gave."""
        if self.base_socket is None:
            return base_url
        return base_url.removesuffix(self.base_socket).replace("ws", "http", 1) + self.base_path

    def credential_header(self, key: str) -> tuple[str, str]:
        """Name and value of the header that carries the key, in the first of the vendor's schemes."""
        scheme = next(iter(self.security_schemes.values()), {})
        return (scheme["name"], key) if scheme.get("in") == "header" else ("Authorization", f"Bearer {key}")


async def _alone(request: Request) -> Response:
    raise RuntimeError("only a request that came in over the edge can make others")


@dataclass(slots=True)
class Context:
    """What a handler is given: the workspace, the request, the key it came with, all keys, and the vendor.

    `ask` makes another request of the same vendor, with the same key, through the whole edge: it counts against
    limits and stands in the journal. It opens transactions of its own, so only the work of a `Deferred` may use it.
    """

    workspace: Workspace
    vendor: Vendor
    request: Request
    key: KeyRow
    edition: Edition
    keys: Keys
    ask: Callable[[Request], Awaitable[Response]] = _alone
    has_created: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """The workspace's store; the handler runs inside a transaction."""
        return self.workspace.database

    @property
    def request_id(self) -> str:
        """What this request is called, for a body that says so."""
        self.request.is_quoted = True
        return self.request.id

    def now(self) -> Instant:
        """The workspace's time."""
        return self.workspace.now()

    def created(self) -> None:
        """Say that something new was created: the edition knows which status that is."""
        self.has_created = True

    def picture(self, kind: str, handle: str) -> str:
        """The address of a person's picture (`avatar` or `banner`), on the address the client used."""
        return f"{self.request.origin}/_media/{self.workspace.id}/{kind}/{handle}.png"


def current_context() -> Context:
    """Stands in the signature for the context that the pipeline hands over."""
    raise RuntimeError("handlers are run by the pipeline, which hands over their context")


Ctx = Annotated[Context, Depends(current_context)]
"""The type of a handler's context parameter."""


def vendor_router(tag: str) -> Router:
    """A router for some of a vendor's endpoints."""
    return Router(tag)
