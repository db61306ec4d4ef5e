"""What a workspace holds: saved states, the rows of its database, its API keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from mockserver.testing.wording import given, path_of

if TYPE_CHECKING:
    from mockserver.admin.keys import KeyView
    from mockserver.admin.snapshots import SnapshotView, TableView
    from mockserver.testing.asynchronous.wire import AsyncWire
    from mockserver.testing.asynchronous.workspace import AsyncWorkspace


class AsyncSnapshots:
    """Saved states."""

    def __init__(self, wire: AsyncWire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/snapshots"

    async def list(self) -> Sequence[SnapshotView]:
        """Saved states, in the order of their names."""
        return cast("Sequence[SnapshotView]", (await self._wire.ask("GET", self._path))["snapshots"])

    async def save(self, name: str) -> SnapshotView:
        """Keep the state as it is now."""
        return cast("SnapshotView", await self._wire.ask("POST", self._path, {"name": name}))

    async def restore(self, name: str) -> None:
        """Go back to a saved state, its clock, keys and settings too."""
        await self._wire.ask("POST", f"{self._path}{path_of(name)}/restore", {})

    async def fork(self, name: str, new_name: str | None = None) -> AsyncWorkspace:
        """A new workspace in a saved state, with keys of its own."""
        from mockserver.testing.asynchronous.workspace import AsyncWorkspace

        view = await self._wire.ask("POST", f"{self._path}{path_of(name)}/fork", given(name=new_name))
        return AsyncWorkspace(self._wire, view)

    async def diff(self, name: str, other: str = "now") -> Mapping[str, TableView]:
        """In which rows a later state differs from an earlier one, by table."""
        answer = await self._wire.ask("GET", f"{self._path}{path_of(name)}/diff{path_of(other)}")
        return cast("Mapping[str, TableView]", answer["tables"])

    async def export(self, name: str) -> bytes:
        """A saved state as one file."""
        return bytes(await self._wire.ask("GET", f"{self._path}{path_of(name)}/export"))

    async def take_in(self, name: str, content: bytes) -> SnapshotView:
        """Keep a state that `export` gave."""
        return cast("SnapshotView", await self._wire.ask("PUT", self._path + path_of(name), content=content))

    async def remove(self, name: str) -> None:
        """Forget a saved state."""
        await self._wire.ask("DELETE", self._path + path_of(name))


class AsyncKeys:
    """API keys: what a vendor's Settings page does."""

    def __init__(self, wire: AsyncWire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/keys"

    async def list(self) -> Sequence[KeyView]:
        """The keys of every vendor, oldest first."""
        return cast("Sequence[KeyView]", (await self._wire.ask("GET", self._path))["keys"])

    async def add(self, vendor: str, *, kind: str | None = None) -> KeyView:
        """Make a key in the vendor's format."""
        return cast("KeyView", await self._wire.ask("POST", self._path, given(vendor=vendor, kind=kind)))

    async def revoke(self, key_id: str) -> None:
        """Revoke one key, by its id."""
        await self._wire.ask("DELETE", self._path + path_of(key_id))

    async def clear(self) -> int:
        """Revoke every key; how many there were."""
        return int((await self._wire.ask("DELETE", self._path))["deleted"])


class AsyncState:
    """What is in the database."""

    def __init__(self, wire: AsyncWire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/state"

    async def tables(self) -> Mapping[str, int]:
        """How many rows each table has."""
        answer = await self._wire.ask("GET", self._path)
        return {table["name"]: table["rows"] for table in answer["tables"]}

    async def rows(
        self, table: str, *, limit: int | None = None, offset: int | None = None
    ) -> Sequence[Mapping[str, Any]]:
        """Rows of a table as stored; secrets are hidden."""
        answer = await self._wire.ask("GET", self._path + path_of(table), query=given(limit=limit, offset=offset))
        return cast("Sequence[Mapping[str, Any]]", answer["rows"])
