"""Keeps a data folder to one server: two would write the same workspaces. Must not know what is in the folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from mockserver.core.errors import ConfigurationError

_NAME = "server.lock"


class FolderLock:
    """Held while a server runs; the system lets go of it when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file: IO[str] = (folder / _NAME).open("w")
        if not _lock(self._file):
            self._file.close()
            raise ConfigurationError(
                f"another server keeps its workspaces in {folder}: stop it, or choose another --data or --ephemeral"
            )

    def release(self) -> None:
        """Let another server have the folder."""
        self._file.close()


def _lock(file: IO[str]) -> bool:
    """Whether the file is now ours. Where the system has no such locks, it is taken on trust."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
