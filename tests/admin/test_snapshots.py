"""Saved states: kept, put back, branched, compared, carried elsewhere, and never half there."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.admin.lab import WS, Server

SNAPSHOTS = f"{WS}/snapshots"


def content(server: Server, ws: str = "w") -> dict[str, list[Any]]:
    """Every row of a workspace but its name."""
    tables = [each["name"] for each in server.get(f"/_mock/workspaces/{ws}/state")["tables"]]
    return {
        table: [row for row in server.get(f"/_mock/workspaces/{ws}/state/{table}")["rows"] if row.get("key") != "name"]
        for table in tables
    }


def save(server: Server, name: str = "before", ws: str = "w") -> None:
    server.post(f"/_mock/workspaces/{ws}/snapshots", {"name": name})


def test_everything_goes_back(server: Server) -> None:
    server.widget("cog")
    server.post(f"{WS}/webhooks", {"vendor": "toy", "url": "http://localhost:1/hook"})
    save(server)
    before = content(server)
    made = server.post(f"{WS}/keys", {"vendor": "toy"})["key"]
    server.widget("bolt")
    server.post(f"{WS}/clock/advance", {"by": "3h"})
    server.call("PATCH", f"{WS}/settings", {"auth": "any"})
    server.post(f"{WS}/faults", {"then": {"status": 503}})
    assert content(server) != before
    restored = server.post(f"{SNAPSHOTS}/before/restore")
    assert restored["clock"]["now"] == "2026-01-05T09:00:00.000Z"
    assert content(server) == before
    assert server.get(f"{WS}/settings")["auth"] == "strict"
    assert server.vendor("GET", "/widgets/x", key=made).status == 401
    assert server.get(f"{WS}/requests")["total"] == 0
    assert server.get(f"{WS}/faults") == {"faults": []}
    # What was under way goes on as it did the first time.
    assert [fired["kind"] for fired in server.post(f"{WS}/clock/advance", {"until": "idle"})["fired"]]


def test_what_follows_a_state_follows_it_again_to_the_byte(server: Server) -> None:
    save(server)

    def follows() -> list[tuple[str, dict[str, str]]]:
        made = [server.vendor("POST", "/widgets", {"name": name}) for name in ("cog", "bolt")]
        server.post(f"{WS}/clock/advance", {"by": "2m"})
        made.append(server.vendor("GET", f"/widgets/{made[0].json['id']}"))
        return [(reply.text, dict(reply.headers)) for reply in made]

    first = follows()
    server.post(f"{SNAPSHOTS}/before/restore")
    assert follows() == first


def test_a_state_can_be_restored_again_and_again(server: Server) -> None:
    save(server)
    for _ in range(3):
        server.widget()
        server.post(f"{SNAPSHOTS}/before/restore")
        assert server.get(f"{WS}/state/toy_widgets")["rows"] == []


def test_a_fork_lives_its_own_life_with_keys_of_its_own(server: Server) -> None:
    server.widget("cog")
    save(server)
    forked = server.post(f"{SNAPSHOTS}/before/fork", {"name": "branch"})
    key = server.get(WS)["keys"]["toy"]
    assert forked["keys"]["toy"] != key
    assert forked["seed"] == server.get(WS)["seed"]
    server.widget("bolt", ws="branch")
    assert [row["name"] for row in server.get(f"{WS}/state/toy_widgets")["rows"]] == ["cog"]
    assert len(server.get("/_mock/workspaces/branch/state/toy_widgets")["rows"]) == 2
    assert server.vendor("GET", "/widgets/x", key=forked["keys"]["toy"]).status == 404
    assert server.post(f"{SNAPSHOTS}/before/fork", {})["id"].startswith("ws")
    server.call("POST", f"{SNAPSHOTS}/before/fork", {"name": "branch"}).refusal(409, "name_taken")


def test_two_states_are_compared_row_by_row(server: Server) -> None:
    first = server.widget("cog")
    save(server, "a")
    server.post(f"{WS}/clock/advance", {"until": "idle"})
    server.widget("bolt")
    save(server, "b")
    tables = server.get(f"{SNAPSHOTS}/a/diff/b")["tables"]
    widgets = tables["toy_widgets"]
    assert [row["name"] for row in widgets["added"]] == ["bolt"]
    (change,) = widgets["changed"]
    assert (change["before"]["id"], change["before"]["status"], change["after"]["status"]) == (first, "waiting", "made")
    assert change["before"]["pin"] == "[redacted]"
    assert (widgets["added_total"], widgets["removed_total"], widgets["changed_total"]) == (1, 0, 1)
    backwards = server.get(f"{SNAPSHOTS}/b/diff/a")["tables"]["toy_widgets"]
    assert (backwards["removed"], backwards["added"]) == (widgets["added"], [])
    assert server.get(f"{SNAPSHOTS}/b/diff/now") == {"tables": {}}
    assert "meta" not in tables
    assert "sequences" not in tables


def test_a_state_is_carried_to_another_server(server: Server, tmp_path: Path) -> None:
    server.widget("cog")
    save(server)
    carried = server.call("GET", f"{SNAPSHOTS}/before/export")
    assert 'filename="w-before.mockserver"' in carried.headers["content-disposition"]
    with Server(data=tmp_path) as elsewhere:
        elsewhere.workspace("x")
        taken = elsewhere.call("PUT", "/_mock/workspaces/x/snapshots/theirs", carried.content)
        assert (taken.status, taken.json["created_at"]) == (201, "2026-01-05T09:00:00.000Z")
        elsewhere.post("/_mock/workspaces/x/snapshots/theirs/restore")
        assert [row["name"] for row in elsewhere.get("/_mock/workspaces/x/state/toy_widgets")["rows"]] == ["cog"]
        key = server.get(WS)["keys"]["toy"]
        assert elsewhere.vendor("GET", "/widgets/x", key=key).status == 404
        # The same state in a second workspace of one server: a key belongs to one workspace only.
        elsewhere.workspace("y")
        elsewhere.call("PUT", "/_mock/workspaces/y/snapshots/theirs", carried.content)
        assert elsewhere.post("/_mock/workspaces/y/snapshots/theirs/restore")["keys"]["toy"] != key


def damaged(image: bytes, sql: str, tmp_path: Path) -> bytes:
    path = tmp_path / "image.db"
    path.write_bytes(image)
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("PRAGMA user_version = 99", "data format 99"),
        ("CREATE TABLE extra (a)", "another version"),
        ("DROP TABLE toy_widgets", "another version"),
        ("CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM meta; END", "another version"),
        ("CREATE VIEW v AS SELECT 1", "another version"),
        ("DELETE FROM meta", "no workspace"),
        ("UPDATE meta SET value = '[]' WHERE key = 'clock'", "no workspace"),
    ],
)
def test_what_is_no_state_of_ours_is_refused(server: Server, tmp_path: Path, sql: str, reason: str) -> None:
    save(server)
    image = damaged(server.call("GET", f"{SNAPSHOTS}/before/export").content, sql, tmp_path)
    refused = server.call("PUT", f"{SNAPSHOTS}/bad", image)
    refused.refusal(400, "bad_snapshot")
    assert reason in refused.json["error"]["message"]
    assert [each["name"] for each in server.get(SNAPSHOTS)["snapshots"]] == ["before"]


def test_a_file_that_is_cut_or_no_database_is_refused(server: Server) -> None:
    save(server)
    image = server.call("GET", f"{SNAPSHOTS}/before/export").content
    for bad in (b"", b"hello", image[: len(image) // 2], image[:200], image[:4096] + b"\xff" * (len(image) - 4096)):
        server.call("PUT", f"{SNAPSHOTS}/bad", bad).refusal(400, "bad_snapshot")


def test_states_outlast_a_restart_and_a_reset_and_go_with_their_workspace(tmp_path: Path) -> None:
    with Server(data=tmp_path) as server:
        server.workspace()
        server.widget("cog")
        save(server)
        (shown,) = server.get(SNAPSHOTS)["snapshots"]
    with Server(data=tmp_path) as server:
        server.post(f"{WS}/reset", {})
        assert server.get(SNAPSHOTS)["snapshots"] == [shown]
        server.post(f"{SNAPSHOTS}/before/restore")
        assert len(server.get(f"{WS}/state/toy_widgets")["rows"]) == 1
        server.call("DELETE", WS)
        server.workspace()
        assert server.get(SNAPSHOTS) == {"snapshots": []}
    assert [path.name for path in tmp_path.rglob("*snapshots*")] == []


def test_a_snapshot_that_was_not_finished_is_not_there(tmp_path: Path) -> None:
    with Server(data=tmp_path) as server:
        server.workspace()
        save(server)
        (note,) = tmp_path.rglob("before.json")
        note.unlink()
        assert server.get(SNAPSHOTS) == {"snapshots": []}
        save(server)
        assert len(server.get(SNAPSHOTS)["snapshots"]) == 1


def test_names_and_numbers_are_bounded(server: Server) -> None:
    for name in ("now", "Big", "a b", "", "-a", "x" * 65, "../x"):
        assert "1 to 64" in server.call("POST", SNAPSHOTS, {"name": name}).refusal(400, "invalid_request")
    server.app.snapshots.limit = 2
    save(server, "a")
    save(server, "b")
    save(server, "b")
    assert "makes room" in server.call("POST", SNAPSHOTS, {"name": "c"}).refusal(409, "too_many_snapshots")
    assert server.call("DELETE", f"{SNAPSHOTS}/a").json == {"deleted": "a"}
    save(server, "c")
    for method, path in (("POST", "x/restore"), ("POST", "x/fork"), ("GET", "b/diff/x"), ("GET", "x/diff/now")):
        reply = server.call(method, f"{SNAPSHOTS}/{path}", {} if method == "POST" else None)
        assert "b, c" in reply.refusal(404, "unknown_snapshot")
    server.call("DELETE", f"{SNAPSHOTS}/x").refusal(404, "unknown_snapshot")
