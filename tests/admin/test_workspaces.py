"""Workspaces: made, listed, reset, dropped, and never meeting."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mockserver.core.json import dumps
from tests.admin.lab import WS, Post, Reply, Server


def fixture(tmp_path: Path, widgets: list[str]) -> str:
    path = tmp_path / "world.yaml"
    path.write_bytes(dumps({"toy": {"widgets": widgets}}))
    return str(path)


def test_a_new_workspace_has_keys_addresses_and_a_clock(server: Server) -> None:
    reply = server.call(
        "POST",
        "/_mock/workspaces",
        {
            "name": "a-1",
            "seed": 7,
            "fixture": "empty",
            "clock": {"mode": "frozen", "now": "2026-03-01T12:00:00Z"},
            "settings": {"rate_limits": "off"},
        },
    )
    assert reply.status == 201
    made = reply.json
    assert made["keys"]["toy"].startswith("toy_")
    assert made == {
        "id": "a-1",
        "seed": 7,
        "fixture": "empty",
        "keys": made["keys"],
        "base_urls": {"mute": "http://localhost:4545/mute/v1", "toy": "http://localhost:4545/toy/v1"},
        "clock": {"mode": "frozen", "now": "2026-03-01T12:00:00.000Z", "speed": 0.0},
    }
    assert server.get("/_mock/workspaces/a-1") == made
    assert server.get("/_mock/workspaces/a-1/settings")["rate_limits"] == "off"
    assert made in server.get("/_mock/workspaces")["workspaces"]


def test_a_workspace_without_a_name_gets_one(server: Server) -> None:
    first, second = (server.post("/_mock/workspaces") for _ in range(2))
    assert first["id"] != second["id"]
    assert first["clock"]["mode"] == "real"


@pytest.mark.parametrize("name", ["", "A", "-a", "a b", "a/b", "ä", "a" * 65, "a\n"])
def test_a_name_has_a_form(server: Server, name: str) -> None:
    assert "a-z" in server.call("POST", "/_mock/workspaces", {"name": name}).refusal(400, "invalid_request")


def test_a_name_is_taken_once(server: Server) -> None:
    assert "/_mock/workspaces/w/reset" in server.call("POST", "/_mock/workspaces", {"name": "w"}).refusal(
        409, "name_taken"
    )


@pytest.mark.parametrize(
    ("body", "code", "hinted"),
    [
        ({"seed": -1}, "invalid_request", "from 0"),
        ({"seed": "7"}, "invalid_request", "from 0"),
        ({"fixture": "nothing"}, "bad_fixture", "empty"),
        ({"clock": {"mode": "fast"}}, "invalid_request", "real, scaled or frozen"),
        ({"clock": {"now": "yesterday"}}, "invalid_request", "2026-01-31T12:00:00Z"),
        ({"clock": {"mode": "scaled"}}, "invalid_speed", '"speed": 60'),
        ({"settings": {"editions": {"toi": "observed"}}}, "unknown_vendor", "'toy'"),
        ({"settings": {"editions": {"mute": "observed"}}}, "unknown_edition", "documented"),
        ({"settings": {"progression": {"widgets": "time"}}}, "unknown_job_kind", "widget_making"),
    ],
)
def test_what_does_not_fit_makes_no_workspace(server: Server, body: object, code: str, hinted: str) -> None:
    assert hinted in server.call("POST", "/_mock/workspaces", body).refusal(400, code)
    assert [each["id"] for each in server.get("/_mock/workspaces")["workspaces"]] == ["default", "w"]


def test_a_fixture_that_a_vendor_cannot_load_makes_no_workspace(server: Server, tmp_path: Path) -> None:
    reply = server.call("POST", "/_mock/workspaces", {"name": "x", "fixture": fixture(tmp_path, ["cog", "bad"])})
    reply.refusal(400, "bad_fixture")
    assert "a bad widget" in reply.json["error"]["message"]
    server.call("GET", "/_mock/workspaces/x").refusal(404, "unknown_workspace")


def test_an_unknown_workspace_is_told_those_there_are(server: Server) -> None:
    hint = server.call("GET", "/_mock/workspaces/defualt").refusal(404, "unknown_workspace")
    assert hint == "Did you mean 'default'? Known: default, w"


def test_a_dropped_workspace_is_gone_with_its_keys(server: Server) -> None:
    key = server.get(WS)["keys"]["toy"]
    assert server.call("DELETE", WS).json == {"deleted": "w"}
    server.call("GET", WS).refusal(404, "unknown_workspace")
    assert server.vendor("GET", "/widgets/x", key=key).status == 401
    assert server.workspace()["id"] == "w"


def test_the_default_workspace_always_exists(server: Server) -> None:
    hint = server.call("DELETE", "/_mock/workspaces/default").refusal(409, "default_workspace")
    assert "/_mock/workspaces/default/reset" in hint


def test_a_reset_keeps_id_keys_settings_and_forgets_the_rest(server: Server) -> None:
    server.call("PATCH", f"{WS}/settings", {"auth": "any"})
    extra = server.post(f"{WS}/keys", {"vendor": "toy", "kind": "session"})
    server.post(f"{WS}/webhooks", {"vendor": "toy", "url": "http://localhost/x"})
    before, keys = server.get(WS), server.get(f"{WS}/keys")
    widget = server.widget()
    server.post(f"{WS}/inbox/x", b"hello")
    server.post(f"{WS}/clock/advance", {"by": "3d"})
    after = server.post(f"{WS}/reset")
    assert after == before
    assert server.get(f"{WS}/keys") == keys
    assert extra in keys["keys"]
    assert server.get(f"{WS}/settings")["auth"] == "any"
    assert server.get(f"{WS}/jobs") == {"jobs": [], "total": 0}
    assert server.get(f"{WS}/webhooks") == {"webhooks": []}
    assert server.get(f"{WS}/requests")["total"] == 0
    assert server.get(f"{WS}/inbox/x")["requests"] == []
    assert server.vendor("GET", f"/widgets/{widget}").headers["x-left"] == "4"
    assert server.widget() == widget, "the same seed gives the same ids"


def test_after_a_reset_the_store_is_what_it_was_at_the_start(server: Server, tmp_path: Path) -> None:
    """Row by row, but for the machine's time in the stored clock."""
    ws = "/_mock/workspaces/s"
    server.workspace("s", fixture=fixture(tmp_path, ["cog", "bolt"]))

    def store() -> dict[str, Any]:
        names = [table["name"] for table in server.get(f"{ws}/state")["tables"]]
        return {name: server.get(f"{ws}/state/{name}?limit=1000") for name in names if name != "meta"}

    before = store()
    server.post(f"{ws}/webhooks", {"vendor": "toy", "url": "http://localhost/x"})
    server.widget(ws="s")
    server.post(f"{ws}/tweets", {"author": "jane", "text": "Hello"})
    server.post(f"{ws}/clock/advance", {"by": "3d"})
    assert store() != before
    server.post(f"{ws}/reset")
    assert store() == before


def test_keys_made_after_a_reset_are_new(server: Server) -> None:
    made = {server.post(f"{WS}/keys", {"vendor": "toy"})["key"] for _ in range(3)}
    server.post(f"{WS}/reset")
    made |= {server.post(f"{WS}/keys", {"vendor": "toy"})["key"] for _ in range(3)}
    rows = server.get(f"{WS}/keys")["keys"]
    assert len(made) == 6
    assert len({row["id"] for row in rows}) == len(rows) == 8


def test_a_reset_goes_back_to_the_start_of_the_clock(server: Server) -> None:
    server.workspace("b", clock={"mode": "frozen", "now": "2027-01-01T00:00:00Z"})
    server.post("/_mock/workspaces/b/clock/advance", {"by": "1h"})
    assert server.post("/_mock/workspaces/b/reset")["clock"]["now"] == "2027-01-01T00:00:00.000Z"


def test_a_reset_takes_another_fixture_and_seed(server: Server, tmp_path: Path) -> None:
    path = fixture(tmp_path, ["cog", "bolt"])
    after = server.post(f"{WS}/reset", {"fixture": path, "seed": 5})
    assert (after["fixture"], after["seed"]) == (path, 5)
    assert server.get(f"{WS}/state/toy_widgets")["total"] == 2


def test_a_reset_that_fails_changes_nothing(server: Server, tmp_path: Path) -> None:
    widget = server.widget()
    for path in ("nothing", fixture(tmp_path, ["cog", "bad"])):
        server.call("POST", f"{WS}/reset", {"fixture": path}).refusal(400, "bad_fixture")
    assert server.vendor("GET", f"/widgets/{widget}").status == 200
    assert server.get(f"{WS}/requests")["total"] == 2
    assert server.post(f"{WS}/clock/advance", {"by": "2m"})["fired_total"] == 2


def test_a_reset_breaks_off_an_advance_that_waits_for_a_receiver(server: Server) -> None:
    """A receiver that never answers must not hold the workspace."""
    server.post(f"{WS}/webhooks", {"vendor": "toy", "url": "http://localhost/x"})
    server.widget()

    async def hang(post: Post) -> int:
        await asyncio.Event().wait()
        return 200

    server.receiver.react = hang

    async def play() -> list[Reply]:
        advance = asyncio.create_task(server.send("POST", f"{WS}/clock/advance", {"by": "1h"}))
        await server.receiver.posted.wait()
        resets = [server.send("POST", f"{WS}/reset", {}) for _ in range(2)]
        health = server.send("GET", WS)
        return [*await asyncio.gather(*resets, health), await advance]

    *done, advance = server.run(play())
    assert [reply.status for reply in done] == [200, 200, 200]
    assert "again" in advance.refusal(409, "interrupted")
    server.receiver.react = None
    assert server.get(f"{WS}/jobs") == {"jobs": [], "total": 0}
    assert server.post(f"{WS}/clock/advance", {"by": "1h"})["fired_total"] == 0


def test_requests_are_answered_while_a_workspace_is_reset_or_dropped(server: Server) -> None:
    key = server.get("/_mock/workspaces/default")["keys"]["toy"]

    async def play() -> list[Reply]:
        calls = [server.send("POST", "/_mock/workspaces/default/reset", {})]
        calls += [server.send("GET", "/toy/v1/widgets/x", Authorization=f"Bearer {key}") for _ in range(5)]
        calls += [server.send("DELETE", WS), server.send("DELETE", WS), server.send("POST", f"{WS}/reset", {})]
        return list(await asyncio.gather(*calls))

    replies = server.run(play())
    assert [reply.status for reply in replies[:6]] == [200, 404, 404, 404, 404, 404]
    assert replies[6].status == 200
    assert {reply.status for reply in replies[7:]} == {404}


def test_a_reset_survives_a_restart(tmp_path: Path) -> None:
    with Server(data=tmp_path) as server:
        server.workspace()
        server.widget("old")
        server.post(f"{WS}/reset")
        kept = server.get(WS)
        server.widget("new")
    with Server(data=tmp_path) as server:
        assert server.get(WS) == kept
        rows = server.get(f"{WS}/state/toy_widgets")["rows"]
        assert [row["name"] for row in rows] == ["new"]
        server.call("DELETE", WS)
    assert [path.name for path in (tmp_path / "workspaces").glob("w*")] == []


def test_64_workspaces_never_meet(server: Server) -> None:
    """Each makes a widget at the same time with the same seed; each sees its own alone."""
    made: list[dict[str, Any]] = [server.workspace(f"t{number}", seed=1) for number in range(64)]
    assert len({each["keys"]["toy"] for each in made}) == 64

    async def play(number: int) -> None:
        ws, key = f"/_mock/workspaces/t{number}", f"Bearer {made[number]['keys']['toy']}"
        widget = await server.send("POST", "/toy/v1/widgets", {"name": f"n{number}"}, Authorization=key)
        await server.send("POST", f"{ws}/clock/advance", {"by": f"{number}m"})
        shown = await server.send("GET", f"/toy/v1/widgets/{widget.json['id']}", Authorization=key)
        status = "waiting" if number < 1 else "half" if number < 2 else "made"
        assert shown.json == {"id": widget.json["id"], "name": f"n{number}", "status": status}
        requests = await server.send("GET", f"{ws}/requests")
        assert requests.json["total"] == 2

    async def play_all() -> None:
        await asyncio.gather(*(play(number) for number in range(64)))

    server.run(play_all())
