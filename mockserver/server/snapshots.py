"""Saved states of workspaces: kept, put back, branched into new workspaces, compared, carried elsewhere.

A snapshot is a whole database. With a data folder it is a file that appears in one piece; without, it is in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from mockserver.admin.ports import Universe
from mockserver.core.database import Database, FormatMismatch
from mockserver.core.json import dumps, loads
from mockserver.core.snapshot import TableDifference, check_image, differences
from mockserver.core.times import Instant
from mockserver.engine.workspace import stored_clock
from mockserver.server.runtime import Runtime
from mockserver.server.workspaces import Workspaces

_FOLDER = ".snapshots"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is known of a saved state; `created_at` is the workspace's time then, `size` the bytes it takes."""

    name: str
    created_at: Instant
    size: int


class Snapshots:
    """Every snapshot of a server. Those of a workspace go with it, and outlast its reset."""

    limit = 100
    """How many a workspace may have; whoever saves one sees to it."""

    def __init__(self, workspaces: Workspaces, folder: Path | None) -> None:
        self._workspaces = workspaces
        self._folder = folder
        self._kept: dict[str, dict[str, tuple[Snapshot, bytes]]] = {}
        workspaces.on_drop(self._drop)

    def list(self, workspace_id: str) -> list[Snapshot]:
        """Those of a workspace, in the order of their names."""
        return [self._known(workspace_id)[name] for name in sorted(self._known(workspace_id))]

    def save(self, universe: Universe, name: str) -> Snapshot:
        """Keep the state as it is now, in the place of an older one of that name."""
        kept = self._keep(universe.id, name, universe.now(), universe.database.image())
        universe.rename_requests()
        return kept

    def remove(self, workspace_id: str, name: str) -> None:
        """Forget one; raises `LookupError`."""
        self._found(workspace_id, name)
        if self._folder is None:
            del self._kept[workspace_id][name]
            return
        self._path(workspace_id, name).with_suffix(".json").unlink()
        self._path(workspace_id, name).unlink()

    async def restore(self, workspace_id: str, name: str) -> Runtime:
        """Bring a workspace back to a saved state, its keys and settings too; raises `LookupError`."""
        return await self._workspaces.replace(workspace_id, self.image(workspace_id, name))

    def fork(self, workspace_id: str, name: str, new_id: str) -> Runtime:
        """A new workspace in a saved state, with keys of its own; raises `LookupError`."""
        return self._workspaces.adopt(new_id, self.image(workspace_id, name))

    def differences(
        self, universe: Universe, before: str, after: str | None, *, limit: int
    ) -> dict[str, TableDifference]:
        """In what a later state (None: the present one) differs from an earlier one; raises `LookupError`."""
        later = universe.database.image() if after is None else self.image(universe.id, after)
        return differences(self.image(universe.id, before), later, limit=limit)

    def image(self, workspace_id: str, name: str) -> bytes:
        """A saved state as a SQLite file; raises `LookupError`."""
        self._found(workspace_id, name)
        if self._folder is None:
            return self._kept[workspace_id][name][1]
        return self._path(workspace_id, name).read_bytes()

    def take_in(self, universe: Universe, name: str, image: bytes) -> Snapshot:
        """Keep a state that was carried here; raises `FormatMismatch`."""
        check_image(image, self._workspaces.images.empty)
        try:
            owned = self._workspaces.images.owned(image, universe.id)
        except (LookupError, TypeError, ValueError):
            raise FormatMismatch("it is no workspace") from None
        database = Database.from_image(owned)
        try:
            return self._keep(universe.id, name, stored_clock(database).now(), owned)
        finally:
            database.close()

    # Where they are kept

    def _known(self, workspace_id: str) -> dict[str, Snapshot]:
        if self._folder is None:
            return {name: snapshot for name, (snapshot, _) in self._kept.get(workspace_id, {}).items()}
        found = self._home(workspace_id).glob("*.json")
        return {path.stem: Snapshot(**loads(path.read_bytes())) for path in found}

    def _found(self, workspace_id: str, name: str) -> Snapshot:
        snapshot = self._known(workspace_id).get(name)
        if snapshot is None:
            raise LookupError(name)
        return snapshot

    def _keep(self, workspace_id: str, name: str, created_at: Instant, image: bytes) -> Snapshot:
        snapshot = Snapshot(name, created_at, len(image))
        if self._folder is None:
            self._kept.setdefault(workspace_id, {})[name] = snapshot, image
            return snapshot
        home = self._home(workspace_id)
        home.mkdir(exist_ok=True)
        # Each appears in one piece, and the note last: a killed server leaves no half of a snapshot.
        note = {"name": name, "created_at": created_at, "size": len(image)}
        for path, content in ((self._path(workspace_id, name), image), (home / f"{name}.json", dumps(note))):
            draft = path.with_suffix(".draft")
            draft.write_bytes(content)
            draft.replace(path)
        return snapshot

    def _home(self, workspace_id: str) -> Path:
        assert self._folder is not None, "snapshots in memory have no folder"
        return self._folder / f"{workspace_id}{_FOLDER}"

    def _path(self, workspace_id: str, name: str) -> Path:
        return self._home(workspace_id) / f"{name}.db"

    def _drop(self, workspace_id: str) -> None:
        self._kept.pop(workspace_id, None)
        if self._folder is not None:
            rmtree(self._home(workspace_id), ignore_errors=True)
