"""A workspace's clock: looked at, set, advanced."""

from __future__ import annotations

import pytest

from tests.admin.lab import WS, Server

CLOCK = f"{WS}/clock"
START = {"mode": "frozen", "now": "2026-01-05T09:00:00.000Z", "speed": 0.0}


def test_a_clock_is_shown(server: Server) -> None:
    assert server.get(CLOCK) == START
    assert server.get("/_mock/workspaces/default/clock")["mode"] == "real"


def test_what_was_shown_can_be_put_back(server: Server) -> None:
    assert server.call("PUT", CLOCK, START).json == START


def test_a_clock_goes_another_way_from_where_it_stands(server: Server) -> None:
    scaled = server.call("PUT", CLOCK, {"mode": "scaled", "speed": 60}).json
    assert (scaled["mode"], scaled["speed"]) == ("scaled", 60)
    assert scaled["now"].startswith("2026-01-05T09:00:")
    assert server.call("PUT", CLOCK, {"mode": "real"}).json["speed"] == 1
    frozen = server.call("PUT", CLOCK, {"mode": "frozen"}).json
    assert server.get(CLOCK) == frozen


def test_a_later_time_runs_what_falls_due_before_it(server: Server) -> None:
    widget = server.widget()
    assert server.call("PUT", CLOCK, {"now": "2026-01-05T09:10:00Z"}).json["now"] == "2026-01-05T09:10:00.000Z"
    assert server.vendor("GET", f"/widgets/{widget}").json["status"] == "made"


@pytest.mark.parametrize(
    ("body", "status", "code", "hinted"),
    [
        ({}, 400, "invalid_request", "mode, now or speed"),
        ({"mode": "stopped"}, 400, "invalid_request", "real, scaled or frozen"),
        ({"mode": "scaled"}, 400, "invalid_speed", "scaled"),
        ({"mode": "scaled", "speed": 0}, 400, "invalid_speed", "scaled"),
        ({"mode": "scaled", "speed": -1}, 400, "invalid_request", "above 0"),
        ({"mode": "scaled", "speed": 1e9}, 400, "invalid_request", "1000000"),
        ({"mode": "frozen", "speed": 2}, 400, "invalid_speed", "scaled"),
        ({"speed": 2}, 400, "invalid_speed", "scaled"),
        ({"now": "soon"}, 400, "invalid_request", "ISO 8601"),
        ({"now": 17}, 400, "invalid_request", "ISO 8601"),
        ({"now": "2026-01-05T08:59:59Z"}, 409, "clock_backwards", "reset"),
    ],
)
def test_what_a_clock_cannot_do(server: Server, body: object, status: int, code: str, hinted: str) -> None:
    assert hinted in server.call("PUT", CLOCK, body).refusal(status, code)
    assert server.get(CLOCK) == START


def test_an_advance_runs_jobs_and_deliveries_and_says_which(server: Server) -> None:
    server.post(f"{WS}/webhooks", {"vendor": "toy", "url": "http://localhost:3000/hook"})
    widget = server.widget()
    done = server.post(f"{CLOCK}/advance", {"by": "2m"})
    delivery = server.get(f"{WS}/deliveries")["deliveries"][0]
    assert done == {
        "now": "2026-01-05T09:02:00.000Z",
        "fired": [
            {"at": "2026-01-05T09:01:00.000Z", "kind": "widget_making", "subject": "cog", "id": widget},
            {"at": "2026-01-05T09:02:00.000Z", "kind": "widget_making", "subject": "cog", "id": widget},
            {
                "at": "2026-01-05T09:02:00.000Z",
                "kind": "webhook",
                "subject": "widget.made to http://localhost:3000/hook",
                "id": delivery["id"],
            },
        ],
        "fired_total": 3,
    }
    assert [post.url for post in server.receiver.posts] == ["http://localhost:3000/hook"]


def test_an_advance_to_a_time_and_until_nothing_waits(server: Server) -> None:
    widget = server.widget()
    assert server.post(f"{CLOCK}/advance", {"to": "2026-01-05T09:01:30Z"})["fired_total"] == 1
    assert server.vendor("GET", f"/widgets/{widget}").json["status"] == "half"
    done = server.post(f"{CLOCK}/advance", {"until": "idle"})
    assert (done["now"], done["fired_total"]) == ("2026-01-05T09:02:00.000Z", 1)
    assert server.post(f"{CLOCK}/advance", {"until": "idle"}) == {
        "now": "2026-01-05T09:02:00.000Z",
        "fired": [],
        "fired_total": 0,
    }


def test_a_running_clock_can_be_advanced_too(server: Server) -> None:
    server.workspace("r", clock={"mode": "real"})
    before = server.get("/_mock/workspaces/r/clock")["now"]
    server.widget(ws="r")
    done = server.post("/_mock/workspaces/r/clock/advance", {"by": "1h"})
    assert [fired["kind"] for fired in done["fired"]] == ["widget_making", "widget_making"]
    assert before[:13] != done["now"][:13]


def test_an_advance_names_a_thousand_and_counts_all(server: Server) -> None:
    server.call("PATCH", f"{WS}/settings", {"rate_limits": "off"})
    key = server.get(WS)["keys"]["toy"]
    for _ in range(501):
        server.vendor("POST", "/widgets", {"name": "cog"}, key=key)
    done = server.post(f"{CLOCK}/advance", {"by": "2m"})
    assert (len(done["fired"]), done["fired_total"]) == (1_000, 1_002)


@pytest.mark.parametrize(
    ("body", "status", "code", "hinted"),
    [
        ({}, 400, "invalid_request", '{"by": "2m"}'),
        ({"by": "2m", "until": "idle"}, 400, "invalid_request", '{"until": "idle"}'),
        ({"by": "2 minutes"}, 400, "invalid_request", '"1500ms", "2m"'),
        ({"by": 120}, 400, "invalid_request", '"2m"'),
        ({"by": "-2m"}, 400, "invalid_request", '"2m"'),
        ({"until": "later"}, 400, "invalid_request", "idle"),
        ({"to": "tomorrow"}, 400, "invalid_request", "2026-01-31T12:00:00Z"),
        ({"to": "2025-12-31T00:00:00Z"}, 409, "clock_backwards", "reset"),
        ({"by": "2920000d"}, 400, "clock_out_of_range", "less"),
        ({"hours": 2}, 400, "invalid_request", "by, to, until"),
    ],
)
def test_where_a_clock_cannot_go(server: Server, body: object, status: int, code: str, hinted: str) -> None:
    assert hinted in server.call("POST", f"{CLOCK}/advance", body).refusal(status, code)
    assert server.get(CLOCK) == START
