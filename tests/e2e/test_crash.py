"""A server that is killed in the middle of its work ends up where one that was not killed does."""

from __future__ import annotations

import re
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self

import httpx
import pytest

from tests.e2e.process import ServerProcess, serving

START, SCRAPED, END = "2026-01-05T09:00:00Z", "2026-01-05T11:00:00Z", "2026-01-12T09:00:00Z"
WORKSPACE = "/_mock/workspaces/office"
ACCOUNT = {
    "handle": "acme_outreach",
    "cookies": [{"name": name, "value": "v", "domain": ".x.com"} for name in ("ct0", "auth_token")],
    "proxy": "http://proxy.example.com:8080",
    "proxy_auth": "user:password",
    "xchat_pin": "1234",
}
SOURCE = {"name": "Followers", "sources": [{"handle": "indie_maker", "followers": True}]}


class Office:
    """A client of one workspace, over as many servers as it takes."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        answer = self._client.request(method, path, json=body, headers=headers)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def vendor(self, method: str, path: str, body: object = None) -> Any:
        key = self.ask("GET", WORKSPACE)["keys"]["scrapely"]
        return self.ask(method, f"/scrapely/api/v1{path}", body, **{"X-API-Key": key})

    def begin(self, receiver: str) -> list[str]:
        """Everything up to a campaign that is about to send; returns what was acknowledged."""
        made = {"name": "office", "seed": 7, "clock": {"mode": "frozen", "now": START}}
        self.ask("POST", "/_mock/workspaces", made | {"settings": {"rate_limits": "off"}})
        account = self.vendor("POST", "/accounts", ACCOUNT)["account"]["id"]
        source = self.vendor("POST", "/scraping-sources", SOURCE)["lead_source_id"]
        self.advance(SCRAPED)
        webhook = {"vendor": "scrapely", "url": receiver, "events": ["*"], "secret": "whsec"}
        self.ask("POST", f"{WORKSPACE}/webhooks", webhook)
        messages = [{"message": "Hey {{firstName}}, a quick chat?"}, {"message": "Hi {{firstName}}!"}]
        followups = [{"wait_time": 2, "wait_unit": "days", "message": "Just bumping this up"}]
        self.vendor(
            "POST",
            "/campaigns",
            {
                "name": "Hello",
                "message_variants": [each | {"followups": followups} for each in messages],
                "lead_source_ids": [source],
                "max_leads": 300,
            },
        )
        later = {"account_id": account, "tweet_text": "Still here", "scheduled_at": "2026-01-08T12:00:00Z"}
        tweet = self.vendor("POST", "/scheduled-tweets", later)["scheduled_tweet"]["id"]
        return [account, source, tweet]

    def advance(self, to: str) -> None:
        self.ask("POST", f"{WORKSPACE}/clock/advance", {"to": to})

    def outcome(self) -> dict[str, Any]:
        """What a client and a tester can see of how it went; not durations, which are the machine's."""
        deliveries = self.ask("GET", f"{WORKSPACE}/deliveries?limit=1000")["deliveries"]
        return {
            "accounts": self.vendor("GET", "/accounts"),
            "sources": self.vendor("GET", "/scraping-sources"),
            "campaigns": self.vendor("GET", "/campaigns"),
            "analytics": self.vendor("GET", "/campaigns/analytics"),
            "conversations": self.vendor("GET", "/conversations?limit=100&include_messages=true"),
            "tweets": self.vendor("GET", "/scheduled-tweets"),
            "clock": self.ask("GET", f"{WORKSPACE}/clock"),
            "deliveries": [
                (each["id"], each["event"], each["status"], each["body"], [at["at"] for at in each["attempts"]])
                for each in deliveries
            ],
        }


def without_ports(value: Any) -> Any:
    """The outcome with the servers' addresses taken out of pictures: each start has another port."""
    if isinstance(value, dict):
        return {name: without_ports(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_ports(item) for item in value]
    return re.sub(r"http://localhost:\d+/_media", "/_media", value) if isinstance(value, str) else value


def run(folder: Path, work: Callable[[Office, ServerProcess], Any]) -> Any:
    """Do some work on a server over the folder."""
    folder.mkdir(exist_ok=True)
    with (
        serving(folder, "--fixture", "empty", "--data", str(folder / "data")) as server,
        server.client() as client,
    ):
        return without_ports(work(Office(client), server))


def finish(office: Office, server: ServerProcess) -> Any:
    office.advance(END)
    return office.outcome()


class Receiver:
    """Takes webhooks; can kill the server that sends, in the middle of a delivery."""

    def __init__(self) -> None:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                if receiver.takes():
                    self.send_response(200)
                    self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}/hooks"
        self._victim: ServerProcess | None = None
        self._left = 0

    def kill_at(self, victim: ServerProcess, delivery: int) -> None:
        """Let this many deliveries come; the last kills instead of being answered."""
        self._victim, self._left = victim, delivery

    def takes(self) -> bool:
        if self._victim is None:
            return True
        self._left -= 1
        if self._left == 0:
            self._victim.kill()
            self._victim = None
            return False
        return True

    def __enter__(self) -> Self:
        Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


def test_a_killed_server_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with Receiver() as receiver:

        def begin(office: Office, server: ServerProcess) -> list[str]:
            return office.begin(receiver.url)

        def die(office: Office, server: ServerProcess) -> None:
            receiver.kill_at(server, 2)
            with pytest.raises(httpx.TransportError):
                office.advance(END)

        def clock(office: Office, server: ServerProcess) -> str:
            return str(office.ask("GET", f"{WORKSPACE}/clock")["now"])

        acknowledged = run(tmp_path / "whole", begin)
        expected = run(tmp_path / "whole", finish)

        broken = tmp_path / "broken"
        assert run(broken, begin) == acknowledged
        clocks = [SCRAPED]
        for _ in range(3):
            run(broken, die)
            clocks.append(run(broken, clock))
        assert clocks == sorted({*clocks}), "each kill came later than the one before"
        assert clocks[-1] < END
        outcome = run(broken, finish)

    for part, value in expected.items():
        assert outcome[part] == value, part
    seen = str(outcome)
    assert all(each in seen for each in acknowledged)
    assert expected["analytics"]["totals"]["responses"] > 0
    assert len(expected["deliveries"]) > 6


def test_what_was_acknowledged_just_before_the_kill_is_there(tmp_path: Path) -> None:
    def write(office: Office, server: ServerProcess) -> str:
        office.ask("POST", "/_mock/workspaces", {"name": "office", "seed": 7})
        account = office.vendor("POST", "/accounts", ACCOUNT)["account"]["id"]
        server.kill()
        return str(account)

    account = run(tmp_path, write)
    assert run(tmp_path, lambda office, server: office.vendor("GET", "/accounts"))["accounts"][0]["id"] == account
