"""What a workspace holds: saved states, the rows of its database, its API keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from mockserver.testing.wording import given, path_of

if TYPE_CHECKING:
    from mockserver.admin.keys import KeyView
    from mockserver.admin.snapshots import SnapshotView, TableView
    from mockserver.testing.synchronous.wire import Wire
    from mockserver.testing.synchronous.workspace import Workspace


class Snapshots:
    """Saved states."""

    def __init__(self, wire: Wire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/snapshots"

    def list(self) -> Sequence[SnapshotView]:
        """Saved states, in the order of their names."""
        return cast("Sequence[SnapshotView]", (self._wire.ask("GET", self._path))["snapshots"])

    def save(self, name: str) -> SnapshotView:
        """Keep the state as it is now."""
        return cast("SnapshotView", self._wire.ask("POST", self._path, {"name": name}))

    def restore(self, name: str) -> None:
        """Go back to a saved state, its clock, keys and settings too."""
        self._wire.ask("POST", f"{self._path}{path_of(name)}/restore", {})

    def fork(self, name: str, new_name: str | None = None) -> Workspace:
        """A new workspace in a saved state, with keys of its own."""
        from mockserver.testing.synchronous.workspace import Workspace

        view = self._wire.ask("POST", f"{self._path}{path_of(name)}/fork", given(name=new_name))
        return Workspace(self._wire, view)

    def diff(self, name: str, other: str = "now") -> Mapping[str, TableView]:
        """In which rows a later state differs from an earlier one, by table."""
        answer = self._wire.ask("GET", f"{self._path}{path_of(name)}/diff{path_of(other)}")
        return cast("Mapping[str, TableView]", answer["tables"])

    def export(self, name: str) -> bytes:
        """A saved state as one file."""
        return bytes(self._wire.ask("GET", f"{self._path}{path_of(name)}/export"))

    def take_in(self, name: str, content: bytes) -> SnapshotView:
        """Keep a state that `export` gave."""
        return cast("SnapshotView", self._wire.ask("PUT", self._path + path_of(name), content=content))

    def remove(self, name: str) -> None:
        """Forget a saved state."""
        self._wire.ask("DELETE", self._path + path_of(name))


class Keys:
    """API keys: what a vendor's Settings page does."""

    def __init__(self, wire: Wire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/keys"

    def list(self) -> Sequence[KeyView]:
        """The keys of every vendor, oldest first."""
        return cast("Sequence[KeyView]", (self._wire.ask("GET", self._path))["keys"])

    def add(self, vendor: str, *, kind: str | None = None) -> KeyView:
        """Make a key in the vendor's format."""
        return cast("KeyView", self._wire.ask("POST", self._path, given(vendor=vendor, kind=kind)))

    def revoke(self, key_id: str) -> None:
        """Revoke one key, by its id."""
        self._wire.ask("DELETE", self._path + path_of(key_id))

    def clear(self) -> int:
        """Revoke every key; how many there were."""
        return int((self._wire.ask("DELETE", self._path))["deleted"])


class State:
    """What is in the database."""

    def __init__(self, wire: Wire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/state"

    def tables(self) -> Mapping[str, int]:
        """How many rows each table has."""
        answer = self._wire.ask("GET", self._path)
        return {table["name"]: table["rows"] for table in answer["tables"]}

    def rows(self, table: str, *, limit: int | None = None, offset: int | None = None) -> Sequence[Mapping[str, Any]]:
        """Rows of a table as stored; secrets are hidden."""
        answer = self._wire.ask("GET", self._path + path_of(table), query=given(limit=limit, offset=offset))
        return cast("Sequence[Mapping[str, Any]]", answer["rows"])
