"""A server in this process with one frozen workspace, a client of this vendor in it, and a receiver of its webhooks."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from mockserver.core.clock import ClockMode
from mockserver.core.settings import Progression, RateLimits, Settings
from mockserver.core.times import Instant, Millis, iso_s, parse_duration
from mockserver.engine.webhooks.transport import Answer
from mockserver.engine.workspace import Workspace
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.vendors.socialscalr.plugin import VENDOR as PLUGIN
from mockserver.vendors.socialscalr.webhooks import TRIGGERS
from tests.contract import declared

VENDOR = "socialscalr"
BASE = "http://localhost:4545/socialscalr/api/v1"
SECRET = "whsec_of_this_test"


@dataclass(frozen=True, slots=True)
class Post:
    """One attempt at a delivery, as it arrived."""

    at: Instant
    body: bytes
    headers: Mapping[str, str]
    timeout_ms: Millis

    @property
    def payload(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def is_genuine(self) -> bool:
        """The document's rule: hex(hmac_sha256(secret, raw_body)) equals the value after `sha256=`."""
        scheme, _, value = self.headers["X-SocialScalr-Signature"].partition("=")
        return scheme == "sha256" and value == hmac.new(SECRET.encode(), self.body, hashlib.sha256).hexdigest()


@dataclass(slots=True)
class Receiver:
    """Keeps the exact bytes and headers of every attempt, and answers what it is told to."""

    clock: Any = None
    status: int | None = 200
    posts: list[Post] = field(default_factory=list)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: Millis) -> Answer:
        self.posts.append(Post(self.clock.now(), body, dict(headers), timeout_ms))
        return Answer(self.status, None if self.status else "no answer", 1)

    async def close(self) -> None:
        return

    @property
    def events(self) -> list[str]:
        return [post.payload["event"] for post in self.posts]

    def data(self, event: str) -> list[dict[str, Any]]:
        return [post.payload["data"] for post in self.posts if post.payload["event"] == event]


class Lab:
    """One workspace and what a tester does with it."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner
        self.receiver = Receiver()
        self.app = Application(Config(ephemeral=True, fixture="empty"), transport=self.receiver)
        self.app.open()
        self.enter("lab")

    def enter(self, name: str, *, fixture: str = "empty", seed: int | None = None, **settings: Any) -> None:
        """Go on in another workspace."""
        chosen = Settings(**{"rate_limits": RateLimits.OFF, **settings})
        runtime = self.app.workspaces.create(name, fixture=fixture, seed=seed, mode=ClockMode.FROZEN, settings=chosen)
        self.workspace: Workspace = runtime.workspace
        self.receiver.clock = self.workspace.clock
        self.key = next(row.key for row in runtime.keys.list() if row.vendor == VENDOR)

    def close(self) -> None:
        self._runner.run(self.app.shutdown())

    # The client

    def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        query: Mapping[str, object] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app)) as client:
                return await client.request(
                    method,
                    BASE + path,
                    json=json,
                    content=content,
                    params={name: str(value) for name, value in (query or {}).items()},
                    headers={"Authorization": f"Bearer {self.key}"} if headers is None else headers,
                )

        answer = self._runner.run(ask())
        if answer.is_success:
            declared.check(self.app.vendor_apps[VENDOR], method, f"/api/v1{path}", answer.content)
        return answer

    def get(self, path: str, **query: object) -> Any:
        """The body of a GET that succeeds."""
        answer = self.request("GET", path, query=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: object) -> Any:
        """The body of a POST that succeeds."""
        answer = self.request("POST", path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def refuses(self, path: str, body: object, message: str, *, status: int = 400) -> None:
        """Check that a POST gets exactly the vendor's refusal with that message, and that nothing is written."""
        before = self.workspace.database.revision
        answer = self.request("POST", path, json=body)
        assert (answer.status_code, answer.json()) == (status, {"error": message})
        assert self.workspace.database.revision == before

    # The laboratory

    @property
    def now(self) -> Instant:
        return self.workspace.now()

    def iso_in(self, duration: str) -> str:
        return iso_s(self.now + parse_duration(duration))

    def advance(self, by: str) -> None:
        self._runner.run(self.workspace.scheduler.advance(self.now + parse_duration(by)))

    def settle(self) -> None:
        self._runner.run(self.workspace.scheduler.settle())

    def listen(self, *events: str) -> None:
        """Register for these events, or for all."""
        wanted = list(events) or ["*"]
        self.write(lambda: self.workspace.webhooks.register(VENDOR, "http://hook.test/in", wanted, SECRET))

    def write(self, work: Callable[[], object]) -> None:
        """Do something to the workspace itself, in a transaction."""

        def do() -> None:
            work()

        self.workspace.write(do)

    def trigger(self, event: str, **data: object) -> None:
        """Make an event happen, and let its deliveries out."""
        self.write(lambda: TRIGGERS[event](self.workspace, data))
        self.settle()

    def pace(self, progression: Progression) -> None:
        """Let all jobs move on another way."""
        settings = Settings(rate_limits=RateLimits.OFF, progression=dict.fromkeys(PLUGIN.job_kinds, progression))
        self.workspace.change_settings(settings)

    def rows(self, table: str) -> list[dict[str, object]]:
        """What is stored in a table."""
        return self.workspace.database.browse(f"socialscalr_{table}", limit=100_000, offset=0)

    # Things to begin with

    def campaign(self, **changes: object) -> str:
        """Make a campaign that the extension adds nobody to; returns its id."""
        return str(self.post("/campaigns", {"name": "Q4 founders", **changes})["campaign"]["id"])

    def lead(self, campaign_id: str, slug: str = "accepts-ada", **changes: object) -> str:
        """Add a lead with that profile; returns its id."""
        url = f"https://www.linkedin.com/in/{slug}/"
        added = self.post("/leads", {"campaignId": campaign_id, "leads": [{"profileUrl": url, **changes}]})
        return str(added["leads"][0]["id"])

    def find_lead(self, lead_id: str) -> dict[str, Any]:
        return next(each for each in self.get("/leads", limit=500)["leads"] if each["id"] == lead_id)
