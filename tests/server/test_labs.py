"""The lab section of a fixture: seed, clock, settings, faults, events and states."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from mockserver.core.clock import ClockMode
from mockserver.core.errors import ConfigurationError
from mockserver.core.settings import RateLimits
from mockserver.core.times import iso_ms
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.server.registry import Registry
from tests.admin.lab import Server
from tests.admin.toy_vendor import TOY

LAB: dict[str, Any] = {
    "seed": 7,
    "clock": {"mode": "frozen", "now": "2026-02-01T00:00:00Z"},
    "settings": {"rate_limits": "off"},
    "faults": [{"match": {"nth": 2}, "then": {"status": 503}}],
    "events": [{"in": "2h", "vendor": "toy", "event": "widget.made", "data": {"name": "scripted"}}],
    "states": {"one widget": {"toy": {"widgets": ["cog"]}}, "nothing": {"toy": None}},
}


@pytest.fixture
def app() -> Application:
    made = Application(Config(ephemeral=True, fixture="empty"), registry=Registry([TOY]))
    made.open()
    return made


def written(folder: Path, lab: Any, **sections: Any) -> str:
    path = folder / "scenario.yaml"
    path.write_text(yaml.safe_dump({"lab": lab, **sections}), encoding="utf-8")
    return str(path)


def test_a_workspace_behaves_as_its_fixture_says(app: Application, tmp_path: Path) -> None:
    runtime = app.workspaces.create("w", fixture=written(tmp_path, LAB))
    workspace = runtime.workspace
    assert workspace.entropy.seed == 7
    assert (workspace.clock.mode, iso_ms(workspace.now())) == (ClockMode.FROZEN, "2026-02-01T00:00:00.000Z")
    assert runtime.settings.rate_limits is RateLimits.OFF
    (rule,) = runtime.faults
    assert rule.shown == {"match": {"nth": 2}, "then": {"status": 503}}
    advanced = asyncio.run(workspace.scheduler.advance(workspace.now() + 3 * 3_600_000))
    assert [(each.kind, each.subject) for each in advanced.fired] == [("lab.event", "toy widget.made")]


def test_what_a_call_says_itself_wins(tmp_path: Path) -> None:
    with Server(registry=Registry([TOY])) as server:
        fixture = written(tmp_path, LAB)
        made = server.post(
            "/_mock/workspaces",
            {"name": "w", "fixture": fixture, "seed": 9, "clock": {"mode": "real"}, "settings": {"auth": "any"}},
        )
        assert (made["seed"], made["clock"]["mode"]) == (9, "real")
        settings = server.get("/_mock/workspaces/w/settings")
        assert (settings["auth"], settings["rate_limits"]) == ("any", "off")
        server.call("DELETE", "/_mock/workspaces/w/faults")
        server.post("/_mock/workspaces/w/reset", {})
        assert len(server.get("/_mock/workspaces/w/faults")["faults"]) == 1


def test_the_states_of_a_fixture_are_what_pact_asks_for(tmp_path: Path) -> None:
    with Server(registry=Registry([TOY])) as server:
        server.post("/_mock/workspaces", {"name": "w", "fixture": written(tmp_path, LAB)})

        def put(state: str, **given: Any) -> Any:
            return server.call(
                "POST",
                "/_pact/provider-states",
                {"consumer": "c", "state": state, "params": {"workspace": "w"}, **given},
            )

        def names() -> list[str]:
            return [row["name"] for row in server.get("/_mock/workspaces/w/state/toy_widgets")["rows"]]

        answer = put("one widget")
        assert (answer.status, names()) == (200, ["cog"])
        assert server.vendor("GET", "/widgets/x", key=answer.json["keys"]["toy"]).status == 404
        assert put("nothing", action="setup").status == 200
        assert names() == []
        put("one widget")
        assert put("one widget", action="teardown").status == 200
        assert names() == []
        assert put("empty").status == 200
        hint = put("two widgets").refusal(404, "unknown_state")
        assert "lab.states" in hint
        put("x", action="begin").refusal(400, "invalid_request")
        put("x", params={"workspace": "none"}).refusal(404, "unknown_workspace")
        assert server.call("POST", "/_pact/provider-states", {"action": "setup"}).status == 400


@pytest.mark.parametrize(
    ("lab", "reason"),
    [
        ({"sed": 1}, "sed is not a known field"),
        ({"seed": -1}, "lab.seed"),
        ({"clock": {"mode": "slow"}}, "lab.clock.mode"),
        ({"clock": {"mode": "scaled"}}, "speed above 0"),
        ({"settings": {"editions": {"none": "documented"}}}, "no vendor 'none'"),
        ({"faults": [{"then": {}}]}, "lab.faults.0.then"),
        ({"faults": [{"match": {"vendor": "none"}, "then": {"status": 503}}]}, "no vendor 'none'"),
        ({"events": [{"in": "soon", "vendor": "toy", "event": "widget.made"}]}, "lab.events.0.in"),
        ({"events": [{"in": "1h", "vendor": "toy", "event": "nothing"}]}, "toy has widget.made"),
        ({"events": [{"in": "1h", "vendor": "none", "event": "nothing"}]}, "no vendor 'none'"),
        ({"states": ["a"]}, "lab.states"),
        ({"states": {"a": {"none": {}}}}, "unknown sections none"),
    ],
)
def test_a_section_that_does_not_fit_names_the_place(app: Application, tmp_path: Path, lab: Any, reason: str) -> None:
    fixture = written(tmp_path, lab)
    with pytest.raises(ConfigurationError, match=reason):
        app.workspaces.create("w", fixture=fixture + ("#a" if "sections" in reason else ""))
    assert app.workspaces.get("w") is None


def test_a_state_that_is_not_described_is_refused(app: Application, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="it has nothing, one widget"):
        app.workspaces.create("w", fixture=written(tmp_path, LAB) + "#two widgets")
