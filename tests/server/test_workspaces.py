"""Workspaces on disk: whole or not there, the same for the same start, and never of another version."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from mockserver.core.clock import ClockMode
from mockserver.core.errors import ConfigurationError
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.server.runtime import Runtime

OWN = {"api_keys", "meta", "sequences"}
"""Tables that hold what is a workspace's own: its keys, its name, and how many keys were made."""


def content(runtime: Runtime) -> dict[str, list[dict[str, object]]]:
    names = [name for name in runtime.database.table_names() if name not in OWN]
    return {name: runtime.database.browse(name, limit=10_000, offset=0) for name in names}


@pytest.fixture
def app() -> Application:
    made = Application(Config(ephemeral=True, fixture="empty"))
    made.open()
    return made


def test_the_same_start_gives_the_same_content_also_from_memory(app: Application) -> None:
    first, second = (
        app.workspaces.create(name, fixture="demo", mode=ClockMode.FROZEN, seed=5) for name in ("one", "two")
    )
    elsewhere = Application(Config(ephemeral=True, fixture="empty"))
    elsewhere.open()
    third = elsewhere.workspaces.create("one", fixture="demo", mode=ClockMode.FROZEN, seed=5)
    assert content(first) == content(second) == content(third)
    other = app.workspaces.create("other", fixture="demo", mode=ClockMode.FROZEN, seed=6)
    assert content(other) != content(first)


def test_keys_are_each_workspaces_own_and_the_same_for_the_same_name(app: Application) -> None:
    elsewhere = Application(Config(ephemeral=True, fixture="empty"))
    elsewhere.open()
    keys = [
        [row.key for row in made.workspaces.create(name).keys.list()]
        for made, name in ((app, "one"), (app, "two"), (elsewhere, "one"))
    ]
    assert keys[0] == keys[2]
    assert not set(keys[0]) & set(keys[1])


def reopened(folder: Path) -> list[str]:
    app = Application(Config(data=folder, fixture="empty"))
    app.open()
    names = [runtime.id for runtime in app.workspaces]
    asyncio.run(app.shutdown())
    return names


def test_a_workspace_that_was_not_finished_is_not_there(tmp_path: Path) -> None:
    assert reopened(tmp_path) == ["default"]
    (tmp_path / "workspaces" / "half.draft").write_bytes(b"half a file")
    assert reopened(tmp_path) == ["default"]


def test_data_of_another_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    reopened(tmp_path)
    with sqlite3.connect(tmp_path / "workspaces" / "default.db") as connection:
        connection.execute("UPDATE meta SET value = '\"other\"' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(ConfigurationError, match=r"another version.*--data"):
        reopened(tmp_path)
