"""A server in this process with one frozen workspace, and a client of this vendor in it."""

from __future__ import annotations

import asyncio
import json as jsonlib
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from mockserver.core.clock import ClockMode
from mockserver.core.settings import Edition, Progression, RateLimits, Settings
from mockserver.core.times import Instant, Millis, iso_ms, parse_duration
from mockserver.engine.webhooks.transport import Answer
from mockserver.engine.workspace import Workspace
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.vendors.scrapely.accounts import service as accounts
from tests.contract import declared

VENDOR = "scrapely"
BASE = "http://localhost:4545/scrapely/api/v1"


class RecordingTransport:
    """Takes every webhook and keeps its body."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: Millis) -> Answer:
        self.bodies.append(jsonlib.loads(body))
        return Answer(200, None, 0)

    async def close(self) -> None:
        return


class Lab:
    """One workspace and what a tester does with it."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner
        self._transport = RecordingTransport()
        self.app = Application(
            Config(ephemeral=True, fixture="empty"),
            transport=self._transport,
        )
        self.app.open()
        self._enter("lab")

    def _enter(self, name: str) -> None:
        runtime = self.app.workspaces.create(
            name, fixture="empty", mode=ClockMode.FROZEN, settings=Settings(rate_limits=RateLimits.OFF)
        )
        self.workspace: Workspace = runtime.workspace
        self.key = next(row.key for row in runtime.keys.list() if row.vendor == VENDOR)

    def begin_again(self) -> None:
        """Go on in another workspace that starts as this one did."""
        self._enter("again")

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
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app)) as client:
                return await client.request(
                    method,
                    BASE + path,
                    json=json,
                    content=content,
                    params={name: str(value) for name, value in (query or {}).items()},
                    headers={"X-API-Key": self.key},
                )

        answer = self._runner.run(ask())
        if answer.is_success:
            declared.check(self.app.vendor_apps[VENDOR], method, f"/api/v1{path}", answer.content)
        return answer

    def fetch(self, address: str) -> httpx.Response:
        """GET an address that the server gave out, without a key."""

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app)) as client:
                return await client.get(address)

        return self._runner.run(ask())

    def get(self, path: str, **query: object) -> httpx.Response:
        return self.request("GET", path, query=query)

    def post(self, path: str, json: object) -> httpx.Response:
        return self.request("POST", path, json=json)

    def put(self, path: str, json: object) -> httpx.Response:
        return self.request("PUT", path, json=json)

    def patch(self, path: str, json: object) -> httpx.Response:
        return self.request("PATCH", path, json=json)

    def delete(self, path: str, json: object) -> httpx.Response:
        return self.request("DELETE", path, json=json)

    def refuses(self, method: str, path: str, body: object, message: str, *, status: int = 400) -> None:
        """Check that a request gets exactly the vendor's refusal with that message, and that nothing is written."""
        title = {400: "Bad Request", 403: "Forbidden", 404: "Not Found"}[status]
        before = self.workspace.database.revision
        answer = self.request(method, path, json=body)
        assert (answer.status_code, answer.json()) == (status, {"error": title, "message": message})
        assert self.workspace.database.revision == before

    def refuses_query(
        self, path: str, message: str, query: Mapping[str, object] | None = None, *, status: int = 400
    ) -> None:
        """Check that a GET with these parameters gets exactly the vendor's refusal with that message."""
        title = {400: "Bad Request", 404: "Not Found"}[status]
        answer = self.request("GET", path, query=query)
        assert (answer.status_code, answer.json()) == (status, {"error": title, "message": message})

    # The laboratory

    @property
    def now(self) -> Instant:
        return self.workspace.now()

    def iso_in(self, duration: str) -> str:
        return iso_ms(self.now + parse_duration(duration))

    def advance(self, by: str) -> None:
        self._runner.run(self.workspace.scheduler.advance(self.now + parse_duration(by)))

    def settle(self) -> list[dict[str, Any]]:
        """Let webhooks out; returns every body that was sent so far."""
        self._runner.run(self.workspace.scheduler.settle())
        return self._transport.bodies

    def listen(self) -> None:
        """Register a webhook for every event."""
        self.write(lambda: self.workspace.webhooks.register(VENDOR, "http://hook.test/", ["*"]))

    def write(self, work: Callable[[], object]) -> None:
        """Do something to the workspace itself, in a transaction."""

        def do() -> None:
            work()

        self.workspace.write(do)

    def serve_observed(self) -> None:
        self.workspace.change_settings(Settings(rate_limits=RateLimits.OFF, editions={VENDOR: Edition.OBSERVED}))

    def pace(self, kind: str, progression: Progression) -> None:
        self.workspace.change_settings(Settings(rate_limits=RateLimits.OFF, progression={kind: progression}))

    def rows(self, table: str) -> list[dict[str, object]]:
        """What is stored in a table."""
        return self.workspace.database.browse(table, limit=100_000, offset=0)

    def timers(self) -> list[dict[str, object]]:
        """What will happen, but for what goes on for ever."""
        return [row for row in self.rows("timers") if not row["background"]]

    def job(self, job_id: str) -> Any:
        found = self.workspace.jobs.find(job_id)
        assert found is not None
        return found

    # Things to begin with

    def account(self, handle: str = "myhandle") -> str:
        """Connect an account; returns its id."""
        answer = self.post("/accounts", account_body(handle=handle))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["account"]["id"])

    def disconnect(self, account_id: str, reason: str) -> None:
        """End an account's session, as a worker does that finds it over."""
        account = accounts.find(self.workspace, account_id)
        assert account is not None
        self.write(lambda: accounts.disconnect(self.workspace, account, reason))


def account_body(**changes: object) -> dict[str, object]:
    """A body of POST /accounts that is accepted, with some fields changed; a field of `...` is left out."""
    body: dict[str, object] = {
        "handle": "myhandle",
        "cookies": cookies(),
        "proxy": "http://proxy.example.com:8080",
        "proxy_auth": "username:password",
        "xchat_pin": "123456",
    }
    return changed(body, changes)


def cookies(**changes: str) -> list[dict[str, str]]:
    """The two cookies a session needs, with other values or (value `-`) without one."""
    values = {"ct0": "abc123", "auth_token": "xyz789", **changes}
    return [{"name": name, "value": value, "domain": ".twitter.com"} for name, value in values.items() if value != "-"]


def changed(body: dict[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """The body with some fields changed; a field of `...` is left out."""
    return {name: value for name, value in {**body, **changes}.items() if value is not ...}
