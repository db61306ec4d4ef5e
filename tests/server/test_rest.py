"""Workspaces that nobody uses sleep, and nobody notices."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mockserver.core.clock import ClockMode
from mockserver.core.database import Database
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.server.registry import Registry
from mockserver.server.rest import Rest
from tests.admin.lab import Server
from tests.admin.toy_vendor import TOY


@pytest.fixture(params=["memory", "disk"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    return None if request.param == "memory" else tmp_path


def asleep(app: Application) -> set[str]:
    return {runtime.id for runtime in app.workspaces if runtime.database.is_asleep}


def test_a_store_sleeps_and_wakes_with_all_it_had(folder: Path | None) -> None:
    database = Database(None if folder is None else folder / "a.db")
    with database.transaction():
        database.set_meta("a", [1, 2])
        database.next_value("n")
    revision = database.revision
    assert database.sleep()
    assert not database.sleep()
    assert database.get_meta("a") == [1, 2]
    assert not database.is_asleep
    assert database.revision == revision
    assert database.sleep()
    with database.transaction():
        assert database.next_value("n") == 2
    database.sleep()
    assert database.table_names() == ["meta", "sequences"]
    database.sleep()
    database.close()


def test_a_store_in_use_does_not_sleep() -> None:
    database = Database()
    with database.transaction():
        assert not database.sleep()
        database.set_meta("a", 1)
        assert not database.sleep()
    assert database.sleep()


def test_those_that_were_idle_longest_sleep_first(folder: Path | None) -> None:
    with Server(data=folder, registry=Registry([TOY])) as server:
        for number in range(6):
            server.workspace(f"w{number}")
            server.widget(f"cog{number}", ws=f"w{number}")
        rest = Rest(lambda: server.app.workspaces, awake=3)
        server.app.workspaces.rest = rest
        assert list(rest.look()) == []
        for _ in range(3):
            server.get("/_mock/workspaces/w0")
            server.widget(ws="w1")
            list(rest.look())
        assert len(asleep(server.app)) == 4
        assert not asleep(server.app) & {"w0", "w1"}
        # All of them answer as if nothing had happened, and keep what is in memory only.
        for number in range(6):
            ws = f"w{number}"
            names = [row["name"] for row in server.get(f"/_mock/workspaces/{ws}/state/toy_widgets")["rows"]]
            assert f"cog{number}" in names
            assert server.get(f"/_mock/workspaces/{ws}/requests")["total"] >= 1
            fired = server.post(f"/_mock/workspaces/{ws}/clock/advance", {"until": "idle"})["fired"]
            assert [each["kind"] for each in fired][:2] == ["widget_making", "widget_making"]
        assert asleep(server.app) == set()


def test_timers_of_a_sleeping_workspace_run() -> None:
    with Server(registry=Registry([TOY])) as server:
        server.workspace("quick", clock={"mode": "scaled", "speed": 6_000})
        server.post("/_mock/workspaces/quick/webhooks", {"vendor": "toy", "url": "http://localhost:1/hook"})
        widget = server.widget(ws="quick")
        runtime = server.app.workspaces.get("quick")
        assert runtime is not None
        assert runtime.database.sleep()
        server.run(asyncio.wait_for(server.receiver.posted.wait(), 10))
        assert not runtime.database.is_asleep
        assert server.vendor("GET", f"/widgets/{widget}", ws="quick").status == 200


def test_five_hundred_workspaces_at_once() -> None:
    app = Application(Config(ephemeral=True, fixture="empty"), registry=Registry([TOY]))
    app.open()
    for number in range(500):
        app.workspaces.create(f"w{number}", mode=ClockMode.FROZEN)
        if number % 50 == 0:
            for _ in range(3):
                list(app.workspaces.rest.look())
    for _ in range(3):
        list(app.workspaces.rest.look())
    assert len(asleep(app)) == 501 - 16
    keys = {runtime.keys.list()[0].key for runtime in app.workspaces}
    assert len(keys) == 501
    for key in sorted(keys)[:50]:
        found = app.workspaces.by_key("toy", key)
        assert found is not None
        assert found[0].database.get_meta("name") == found[0].id
    asyncio.run(app.shutdown())
