"""The commands over the control API: what they do, what they print, how they end."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from mockserver.cli.commands import build
from mockserver.server.registry import Registry
from mockserver.testing import MockServer, Receiver, verifier
from mockserver.testing.synchronous.workspace import Workspace
from tests.e2e.process import PATIENCE_S, command, environment, run, serving


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer() as server:
        yield server


@pytest.fixture
def shop(server: MockServer) -> Iterator[Workspace]:
    workspace = server.workspace("shop", fixture="demo")
    yield workspace
    workspace.drop()


class Line:
    """The command line, of a person who has said once where the server is."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, *arguments: str, workspace: str = "shop", code: int = 0) -> str:
        result = self.run(arguments, workspace)
        assert result.exit_code == code, result.output
        return result.stdout

    def json(self, *arguments: str, code: int = 0) -> Any:
        return json.loads(self(*arguments, "--json", code=code))

    def refusal(self, *arguments: str) -> str:
        """The one line on stderr of a wrong use."""
        result = self.run(arguments, "shop")
        assert result.exit_code == 2, result.output
        [line] = result.stderr.splitlines()
        return line

    def run(self, arguments: Sequence[str], workspace: str) -> Result:
        variables = {"MOCKSERVER_URL": self.url, "MOCKSERVER_WORKSPACE": workspace, "MOCKSERVER_CONTROL_TOKEN": ""}
        return CliRunner().invoke(build(), list(arguments), env=variables)


@pytest.fixture
def line(server: MockServer, shop: Workspace) -> Line:
    return Line(server.url)


def test_every_event_of_every_vendor_can_be_triggered_by_name(line: Line) -> None:
    listed = line.json("trigger")["triggers"]
    assert listed == {vendor.name: sorted(vendor.triggers()) for vendor in Registry()}
    table = line("trigger")
    assert all(event in table for events in listed.values() for event in events)


def test_an_event_happens(line: Line, shop: Workspace) -> None:
    assert "nobody was told" in line("trigger", "account_paused")
    shop.webhooks.add("scrapely", shop.inbox.url("crm"))
    told = line("trigger", "scrapely", "account_paused")
    assert "delivered: " in told
    assert "/inbox/crm" in told
    made = line.json("trigger", "scrapely", "account_paused", "--data", '{"reason": "Because"}')
    [delivery] = made["deliveries"]
    body: Any = shop.deliveries.get(delivery)["body"]
    assert body["data"]["reason"] == "Because"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("trigger", "new_replay"), "mockserver trigger lists"),
        (("trigger", "scrapely", "new_replay"), "Did you mean 'new_reply'?"),
        (("trigger", "a", "b", "c"), "a vendor and an event"),
        (("trigger", "account_paused", "--data", "{"), "--data is no JSON"),
        (("trigger", "account_paused", "--data", "[]"), "--data must be a JSON object"),
        (("trigger", "account_paused", "--data", "@nowhere.json"), "nowhere.json: No such file"),
        (("clock", "show", "--workspace", "nowhere"), "Known: default, shop"),
        (("clock", "advance"), 'Send {"by": "2m"}'),
        (("clock", "advance", "soon"), "duration"),
        (("snapshot", "restore", "nothing"), "There is no snapshot 'nothing'"),
        (("snapshot", "import", "x", "nowhere.db"), "nowhere.db: No such file"),
        (("openapi", "nobody"), "no vendor 'nobody'; there are"),
        (("listen", "--vendor", "nobody"), "nobody: no webhooks"),
        (("tweet", "missing_person", "hello"), "author is a handle that exists"),
        (("clock", "show", "--url", "http://127.0.0.1:9"), "mockserver serve"),
    ],
)
def test_a_wrong_use_is_one_line_that_mends_it(line: Line, arguments: tuple[str, ...], told: str) -> None:
    assert told in line.refusal(*arguments)


def test_time(line: Line) -> None:
    assert "the clock of shop stands" in line("clock", "show")
    assert line.json("clock", "advance", "2m")["now"] == "2026-01-05T09:02:00.000Z"
    assert "2026-01-05T10:00:00.000Z" in line("clock", "advance", "--to", "2026-01-05T10:00:00Z")
    assert "things happened" in line("clock", "advance", "--until-idle")
    assert "runs 60 times as fast" in line("clock", "speed", "60")
    assert line.json("clock", "speed", "1")["mode"] == "real"
    assert line.json("clock", "freeze")["mode"] == "frozen"


def test_snapshots(line: Line, tmp_path: Path) -> None:
    line("snapshot", "save", "before")
    assert line("snapshot", "diff", "before") == "no difference\n"
    line("tweet", "paulg", "hello")
    changed = line.json("snapshot", "diff", "before")["tables"]
    assert changed
    assert all(name in line("snapshot", "diff", "before") for name in changed)
    line("snapshot", "save", "after")
    assert set(line.json("snapshot", "diff", "before", "after")) == {"tables"}
    line("snapshot", "restore", "before")
    assert line("snapshot", "diff", "before") == "no difference\n"
    line("snapshot", "export", "before", str(tmp_path / "state"))
    assert "snapshot restore copy" in line("snapshot", "import", "copy", str(tmp_path / "state"))
    assert [each["name"] for each in line.json("snapshot", "list")["snapshots"]] == ["after", "before", "copy"]
    assert "copy" in line("snapshot", "list")
    assert line.refusal("snapshot", "export", "before", str(tmp_path / "no" / "where"))


def test_tweet_and_reset(line: Line, shop: Workspace) -> None:
    made = line.json("tweet", "paulg", "Make something people want")
    answer = line("tweet", "@rauchg", "Yes", "--reply-to", made["id"])
    assert "@rauchg at 2026-01-05T09:00" in answer
    shop.clock.advance("1d")
    assert "back at fixture empty with seed 9" in line("reset", "--fixture", "empty", "--seed", "9")
    assert line.json("clock", "show")["now"] == "2026-01-05T09:00:00.000Z"


def test_requests(line: Line, shop: Workspace) -> None:
    with shop.scrapely.client() as client:
        client.get("/accounts", params={"a": "1"})
        client.post("/scheduled-tweets", json={"tweet": "hello"})
    listed = line("requests", "list")
    assert "GET" in listed
    assert "/api/v1/accounts?a=1" in listed
    assert [each["status"] for each in line.json("requests", "list", "--limit", "1")["requests"]] == [400]
    found = line.json("requests", "find", "--method", "POST", "--body", '{"tweet": "hello"}')
    assert len(found["requests"]) == 1
    assert line("requests", "verify", "--path", "**/accounts", "--count", "1") == "ok: 1\n"
    missed = line("requests", "verify", "--body", '{"tweet": "goodbye"}', code=1)
    assert "body.tweet: expected 'goodbye', got 'hello'" in missed
    assert line.json("requests", "verify", "--status", "200", "--at-least", "5", code=1)["ok"] is False


def test_routes_and_documents(line: Line) -> None:
    everything = line.json("routes")["vendors"]
    assert {each["name"] for each in everything} == {vendor.name for vendor in Registry()}
    table = line("routes", "--vendor", "scrapest")
    assert "WS" in table
    assert "scrapely" not in table
    assert json.loads(line("openapi"))["info"]["title"].startswith("mockserver")
    assert (
        json.loads(line("openapi", "scrapely"))["openapi"]
        == yaml.safe_load(line("openapi", "scrapely", "--yaml"))["openapi"]
    )
    assert yaml.safe_load(line("openapi", "--yaml"))["openapi"]


class Listening:
    """`mockserver listen` beside the test; told apart from the test's own time by what it prints."""

    def __init__(self, server: MockServer, *arguments: str) -> None:
        variables = {"MOCKSERVER_URL": server.url, "MOCKSERVER_WORKSPACE": "shop", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command("listen", *arguments), env=environment(variables), stdout=subprocess.PIPE, text=True
        )

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def end(self) -> str:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        rest = self.process.communicate(timeout=PATIENCE_S)[0]
        assert self.process.returncode == 0
        return rest


def test_listening_shows_each_delivery(server: MockServer, shop: Workspace) -> None:
    listening = Listening(server)
    assert "listening to" in listening.line()
    shop.trigger("scrapely", "account_paused")
    assert "scrapely account_paused  delivered (200)" in listening.line()
    listening.end()
    assert shop.webhooks.list() == [], "what was made for listening is gone"


def test_listening_sends_to_a_receiver(server: MockServer, shop: Workspace) -> None:
    with Receiver() as receiver:
        listening = Listening(server, "--vendor", "scrapely", "--forward-to", receiver.url, "--count", "1")
        secret = listening.line().split()[-1]
        listening.line()
        shop.trigger("scrapely", "account_paused")
        [received] = receiver.wait()
        listening.process.wait(PATIENCE_S)
        listening.end()
    assert verifier("scrapely", secret)(received.headers, received.body)


def test_listening_to_tweets(server: MockServer, shop: Workspace) -> None:
    listening = Listening(server, "--tweets", "--count", "1")
    while not shop.streams.list(state="open"):
        assert listening.process.poll() is None
    made = shop.tweet("paulg", "Make something people want")
    assert made["id"] in listening.line()
    listening.process.wait(PATIENCE_S)
    listening.end()


def test_following_requests(server: MockServer, shop: Workspace) -> None:
    variables = {"MOCKSERVER_URL": server.url, "MOCKSERVER_WORKSPACE": "shop"}
    arguments = command("requests", "list", "--follow", "--json")
    with shop.scrapely.client() as client:
        client.get("/accounts")
        process = subprocess.Popen(arguments, env=environment(variables), stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["path"] == "/api/v1/accounts"
        client.get("/campaigns")
        assert json.loads(process.stdout.readline())["path"] == "/api/v1/campaigns"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0


def test_a_token_is_taken_from_flag_or_variable(tmp_path: Path) -> None:
    with serving(tmp_path, "--ephemeral", "--fixture", "empty", "--control-token", "a-long-token") as guarded:
        assert run("clock", "show", MOCKSERVER_URL=guarded.url).returncode == 2
        assert run("clock", "show", "--url", guarded.url, "--control-token", "a-long-token").returncode == 0
        shown = run("clock", "show", MOCKSERVER_URL=guarded.url, MOCKSERVER_CONTROL_TOKEN="a-long-token")
        assert "the clock of default" in shown.stdout


def test_shells_complete() -> None:
    done = run("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert "_MOCKSERVER_COMPLETE" in done.stdout, done.stderr


def test_the_workspace_variable_does_not_disturb_serve(tmp_path: Path) -> None:
    with serving(tmp_path, "--ephemeral", "--fixture", "empty", MOCKSERVER_WORKSPACE="shop") as server:
        assert server.url
