"""What the control API needs of the composition root, which it must not import.

`Host` is the server, `Universe` one open workspace with all that surrounds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from mockserver.contract import Vendor
from mockserver.core.clock import ClockMode
from mockserver.core.database import Database
from mockserver.core.settings import Settings
from mockserver.core.snapshot import TableDifference
from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.gateway.faults import Faults
from mockserver.gateway.inbox import Inbox
from mockserver.gateway.journal import Journal
from mockserver.gateway.keys import Keys
from mockserver.gateway.surface import Surface


class ServerConfig(Protocol):
    """How the server was started."""

    @property
    def control_token(self) -> str | None:
        """What clients of the control API must present."""

    @property
    def public_url(self) -> str | None:
        """The address under which clients reach the server, if it was told."""

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""


class Vendors(Protocol):
    """The vendors of this installation."""

    def __iter__(self) -> Iterator[Vendor]:
        """In the order of the alphabet."""

    def get(self, name: str) -> Vendor | None:
        """The vendor of that name."""

    def by_host(self, host: str) -> Vendor | None:
        """The vendor that a `Host` header names."""


class VendorSurface(Protocol):
    """A vendor on the wire."""

    @property
    def surface(self) -> Surface:
        """Its edge, compiled."""


class Universe(Protocol):
    """One open workspace."""

    @property
    def id(self) -> str:
        """Its name in URLs."""

    @property
    def workspace(self) -> Workspace:
        """What services and workers see of it."""

    @property
    def database(self) -> Database:
        """Its store."""

    @property
    def keys(self) -> Keys:
        """Its API keys."""

    @property
    def journal(self) -> Journal:
        """What its clients asked."""

    @property
    def faults(self) -> Faults:
        """The failures that are asked for."""

    @property
    def inbox(self) -> Inbox:
        """What its built-in receiver got."""

    @property
    def settings(self) -> Settings:
        """How it behaves."""

    def now(self) -> Instant:
        """Its time."""

    def rename_requests(self) -> None:
        """Begin to name requests anew."""


class Lab(Protocol):
    """How workspaces of a fixture behave."""

    @property
    def settings(self) -> Settings:
        """Their settings."""


class Universes(Protocol):
    """All open workspaces."""

    @property
    def default(self) -> str:
        """The id of the workspace that always exists."""

    def __iter__(self) -> Iterator[Universe]:
        """In the order they were opened."""

    def get(self, workspace_id: str) -> Universe | None:
        """The workspace of that id."""

    def create(
        self,
        workspace_id: str,
        *,
        seed: int | None,
        fixture: str,
        mode: ClockMode | None,
        now: Instant | None,
        speed: float,
        settings: Settings,
    ) -> Universe:
        """Make a workspace; raises `ConfigurationError` for a fixture that cannot be loaded."""

    def lab_of(self, fixture: str) -> Lab:
        """How workspaces of a fixture behave; raises `ConfigurationError`."""

    def states_of(self, fixture: str) -> Sequence[str]:
        """The states that a fixture describes besides its own; raises `ConfigurationError`."""

    async def drop(self, workspace_id: str) -> None:
        """Remove a workspace."""

    async def reset(self, workspace_id: str, *, fixture: str | None, seed: int | None) -> Universe:
        """Make a workspace as it was at its start; raises as `create`, and then nothing has changed."""

    def next_id(self) -> str:
        """An id for a workspace that was given no name."""

    def fixture_of(self, workspace_id: str) -> str:
        """The fixture a workspace was made from."""


class Saved(Protocol):
    """What is known of a saved state."""

    @property
    def name(self) -> str:
        """Its name within its workspace."""

    @property
    def created_at(self) -> Instant:
        """The workspace's time then."""

    @property
    def size(self) -> int:
        """The bytes it takes."""


class Snapshots(Protocol):
    """Every saved state; what is asked for by name must be there."""

    @property
    def limit(self) -> int:
        """How many a workspace may have."""

    def list(self, workspace_id: str) -> Sequence[Saved]:
        """Those of a workspace, in the order of their names."""

    def save(self, universe: Universe, name: str) -> Saved:
        """Keep the state as it is now, in the place of an older one of that name."""

    def remove(self, workspace_id: str, name: str) -> None:
        """Forget one."""

    async def restore(self, workspace_id: str, name: str) -> Universe:
        """Bring a workspace back to a saved state; raises `LookupError` when it has been dropped."""

    def fork(self, workspace_id: str, name: str, new_id: str) -> Universe:
        """A new workspace in a saved state."""

    def differences(
        self, universe: Universe, before: str, after: str | None, *, limit: int
    ) -> Mapping[str, TableDifference]:
        """In what a later state (None: the present one) differs from an earlier one."""

    def image(self, workspace_id: str, name: str) -> bytes:
        """A saved state as a SQLite file."""

    def take_in(self, universe: Universe, name: str, image: bytes) -> Saved:
        """Keep a state that was carried here; raises `FormatMismatch`."""


class Host(Protocol):
    """The server."""

    @property
    def snapshots(self) -> Snapshots:
        """Saved states of its workspaces."""

    @property
    def config(self) -> ServerConfig:
        """How it was started."""

    @property
    def registry(self) -> Vendors:
        """Its vendors."""

    @property
    def workspaces(self) -> Universes:
        """Its workspaces."""

    @property
    def vendor_apps(self) -> Mapping[str, VendorSurface]:
        """The vendors' edges by name."""
