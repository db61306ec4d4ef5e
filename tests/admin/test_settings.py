"""Settings: every vendor and kind of job spelled out, changes merged, effects at once."""

from __future__ import annotations

import pytest

from tests.admin.lab import WS, Server


def test_settings_spell_everything_out(server: Server) -> None:
    assert server.get(f"{WS}/settings") == {
        "editions": {"mute": "documented", "toy": "documented"},
        "rate_limits": "enforce",
        "auth": "strict",
        "validation": "lenient",
        "progression": {"widget_making": "time"},
        "activity": "off",
        "track": None,
    }


def test_a_change_leaves_the_rest(server: Server) -> None:
    first = server.call("PATCH", f"{WS}/settings", {"rate_limits": "headers", "editions": {"toy": "observed"}})
    second = server.call("PATCH", f"{WS}/settings", {"auth": "any", "editions": {"mute": "documented"}})
    assert first.status == second.status == 200
    assert second.json == first.json | {"auth": "any"} == server.get(f"{WS}/settings")
    assert second.json["editions"] == {"mute": "documented", "toy": "observed"}


def test_a_world_is_as_lively_as_it_is_told_to_be(server: Server) -> None:
    def tweets() -> int:
        tables = server.get(f"{WS}/state")["tables"]
        return sum(each["rows"] for each in tables if each["name"] == "world_tweets")

    told = server.call("PATCH", f"{WS}/settings", {"activity": {"per_minute": 120, "lasts": "1m"}})
    assert told.json["activity"] == {"per_minute": 120, "until": "2026-01-05T09:01:00.000Z"}
    advanced = server.post(f"{WS}/clock/advance", {"by": "30s"})
    assert advanced["fired_total"] == 30
    assert tweets() == 60
    assert server.post(f"{WS}/clock/advance", {"until": "idle"})["fired_total"] == 0
    server.post(f"{WS}/clock/advance", {"by": "1d"})
    assert server.get(f"{WS}/settings")["activity"] == "off"
    assert tweets() == 120
    server.call("PATCH", f"{WS}/settings", {"activity": {"per_minute": 120, "lasts": "1m"}})
    server.call("PATCH", f"{WS}/settings", {"auth": "any"})
    server.post(f"{WS}/reset", {})
    assert server.get(f"{WS}/settings")["activity"]["until"] == "2026-01-05T09:01:00.000Z"
    longest = {"activity": {"per_minute": 0.001, "lasts": "70000000h"}}
    assert server.call("PATCH", f"{WS}/settings", longest).json["activity"]["until"] == "9999-12-31T23:59:59.999Z"
    assert server.call("PATCH", f"{WS}/settings", {"activity": "off"}).json["activity"] == "off"
    assert server.post(f"{WS}/clock/advance", {"by": "1d"})["fired_total"] == 0


@pytest.mark.parametrize("given", [{"*": "polls"}, {"widget_making": "polls"}, {"*": "time", "widget_making": "polls"}])
def test_progression_is_by_kind_or_for_all(server: Server, given: dict[str, str]) -> None:
    reply = server.call("PATCH", f"{WS}/settings", {"progression": given})
    assert reply.json["progression"] == {"widget_making": "polls"}


def test_jobs_follow_a_new_pace_before_the_answer_comes(server: Server) -> None:
    server.post(f"{WS}/webhooks", {"vendor": "toy", "url": "http://localhost/x"})
    widget = server.widget()
    server.call("PATCH", f"{WS}/settings", {"progression": {"*": "immediate"}})
    assert server.vendor("GET", f"/widgets/{widget}").json["status"] == "made"
    assert [post.body["widget"]["id"] for post in server.receiver.posts] == [widget]


@pytest.mark.parametrize(
    ("body", "code", "hinted"),
    [
        ({"rate_limit": "off"}, "invalid_request", "Did you mean 'rate_limits'?"),
        ({"rate_limits": "no"}, "invalid_request", "enforce, headers"),
        ({"validation": True}, "invalid_request", "lenient"),
        ({"editions": {"toy": "newest"}}, "invalid_request", "documented or observed"),
        ({"editions": {"tay": "observed"}}, "unknown_vendor", "Did you mean 'toy'?"),
        ({"editions": {"mute": "observed"}}, "unknown_edition", "Known: documented"),
        ({"progression": {"widget": "polls"}}, "unknown_job_kind", "widget_making"),
        ({"progression": {"*": "fast"}}, "invalid_request", "time, polls or immediate"),
        ({"activity": "on"}, "invalid_request", '"per_minute": 5'),
        ({"activity": {"per_minute": 0}}, "invalid_request", "0.001 to 10000"),
        ({"activity": {"per_minute": 10_001}}, "invalid_request", "0.001 to 10000"),
        ({"activity": {"rate": 5}}, "invalid_request", '"per_minute": 5'),
        ({"activity": {"per_minute": 5, "lasts": "long"}}, "invalid_request", "lasts is a duration"),
    ],
)
def test_what_is_unknown_is_refused_with_what_there_is(server: Server, body: object, code: str, hinted: str) -> None:
    before = server.get(f"{WS}/settings")
    assert hinted in server.call("PATCH", f"{WS}/settings", body).refusal(400, code)
    assert server.get(f"{WS}/settings") == before
