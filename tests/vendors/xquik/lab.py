"""A server in this process with one frozen workspace, and a client of this vendor in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import httpx

from mockserver.core.clock import ClockMode
from mockserver.core.settings import Edition, Progression, RateLimits, Settings
from mockserver.core.times import Instant, Millis, iso_ms, parse_duration
from mockserver.engine.webhooks.transport import Answer
from mockserver.engine.workspace import Workspace
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.server.runtime import Runtime
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.metering import Totals
from mockserver.vendors.xquik.tables import AccountRow, LedgerRow
from tests.contract import declared

VENDOR = "xquik"
BASE = "http://localhost:4545/xquik/api/v1"
EDITIONS = (Edition.DOCUMENTED, Edition.OBSERVED)

Headers = Mapping[str, str]


class RecordingTransport:
    """Takes every webhook and keeps it: address, body and headers. Answers with `status`."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes, dict[str, str]]] = []
        self.status = 200

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: Millis) -> Answer:
        self.sent.append((url, body, dict(headers)))
        return Answer(self.status, None, 0)

    async def close(self) -> None:
        return


class Lab:
    """One workspace and what a tester does with it. Every 2xx is held to what its operation declares."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner
        self.transport = RecordingTransport()
        self.app = Application(Config(ephemeral=True, fixture="empty"), transport=self.transport)
        self.app.open()
        self._settings = Settings(rate_limits=RateLimits.OFF)
        self.enter("lab")

    def enter(self, name: str, fixture: str = "empty") -> None:
        """Go on in another workspace, from the same seed."""
        self.runtime: Runtime = self.app.workspaces.create(
            name, fixture=fixture, mode=ClockMode.FROZEN, settings=self._settings
        )
        self.workspace: Workspace = self.runtime.workspace
        self.key = next(row.key for row in self.runtime.keys.list() if row.vendor == VENDOR)

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
        headers: Headers | None = None,
        files: Any = None,
        data: Any = None,
    ) -> httpx.Response:
        """Send a request with the key, or with other `headers` in place of it."""

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app)) as client:
                return await client.request(
                    method,
                    BASE + path,
                    json=json,
                    content=content,
                    files=files,
                    data=data,
                    params={name: str(value) for name, value in (query or {}).items()},
                    headers={"x-api-key": self.key} if headers is None else headers,
                )

        answer = self._runner.run(ask())
        if answer.is_success and answer.headers.get("content-type") == "application/json":
            declared.check(self.app.vendor_apps[VENDOR], method, f"/api/v1{path}", answer.content)
        return answer

    def open(
        self, address: str, method: str = "GET", form: Mapping[str, str] | None = None, *, content: bytes | None = None
    ) -> httpx.Response:
        """Open an address that the server gave out as a browser does: without a key."""

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app)) as client:
                return await client.request(method, address, data=form, content=content)

        return self._runner.run(ask())

    def get(self, path: str, **query: object) -> httpx.Response:
        return self.request("GET", path, query=query)

    def post(self, path: str, json: object = None) -> httpx.Response:
        return self.request("POST", path, json=json)

    def put(self, path: str, json: object) -> httpx.Response:
        return self.request("PUT", path, json=json)

    def patch(self, path: str, json: object) -> httpx.Response:
        return self.request("PATCH", path, json=json)

    def delete(self, path: str, json: object = None) -> httpx.Response:
        return self.request("DELETE", path, json=json)

    def session(self) -> Headers:
        """The headers of somebody who is logged in to the vendor's site."""
        made: list[str] = []
        vendor = self.app.vendor_apps[VENDOR].vendor
        self.write(lambda: made.append(self.runtime.keys.make(VENDOR, vendor.keys, kind="session").key))
        return {"cookie": f"session_token={made[0]}"}

    def refuses(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        status: int = 400,
        code: str,
        message: str | None = None,
        query: Mapping[str, object] | None = None,
        headers: Headers | None = None,
        **extra: object,
    ) -> None:
        """Check that a request gets exactly the vendor's refusal, and that nothing but the key's use is written."""
        before = self.tables()
        answer = self.request(method, path, json=body, query=query, headers=headers)
        told = answer.json()
        assert (answer.status_code, told.get("error")) == (status, code), answer.text
        assert isinstance(told["message"], str)
        assert told["message"]
        if message is not None:
            assert told["message"] == message
        assert {name: value for name, value in told.items() if name not in ("error", "message")} == extra
        assert self.tables() == before

    # The laboratory

    @property
    def now(self) -> Instant:
        return self.workspace.now()

    @property
    def edition(self) -> Edition:
        return self.workspace.settings.edition(VENDOR)

    def iso_in(self, duration: str) -> str:
        return iso_ms(self.now + parse_duration(duration))

    def advance(self, by: str) -> None:
        self._runner.run(self.workspace.scheduler.advance(self.now + parse_duration(by)))

    def settle(self) -> list[tuple[str, bytes, dict[str, str]]]:
        """Let webhooks out; returns everything that was sent so far."""
        self._runner.run(self.workspace.scheduler.settle())
        return self.transport.sent

    def write(self, work: Callable[[], object]) -> None:
        """Do something to the workspace itself, in a transaction."""

        def do() -> None:
            work()

        self.workspace.write(do)

    def serve(self, edition: Edition) -> None:
        """Serve this edition from now on."""
        self.change_settings(editions={VENDOR: edition})

    def enforce_limits(self) -> None:
        self.change_settings(rate_limits=RateLimits.ENFORCE)

    def pace(self, kind: str, progression: Progression) -> None:
        self.change_settings(progression={kind: progression})

    def change_settings(self, **changes: Any) -> None:
        kept = {name: getattr(self._settings, name) for name in ("editions", "rate_limits", "progression")}
        self._settings = Settings(**{**kept, **changes})
        self.workspace.change_settings(self._settings)

    def rows(self, table: str) -> list[dict[str, object]]:
        """What is stored in a table."""
        return self.workspace.database.browse(table, limit=100_000, offset=0)

    def tables(self) -> dict[str, list[dict[str, object]]]:
        """Everything that is stored, but for when keys were used last."""
        names = self.workspace.database.table_names()
        return {name: self.rows(name) for name in names if name not in ("xquik_api_keys", "meta", "sequences")}

    # Credits

    @property
    def totals(self) -> Totals:
        found = metering.totals(self.workspace)
        assert found is not None
        return found

    @property
    def balance(self) -> int:
        return self.totals.balance

    def set_balance(self, balance: int) -> None:
        """Leave exactly so many credits."""
        self.write(lambda: metering.book(self.workspace, balance - self.balance, "test"))

    def forget_credits(self) -> None:
        """Leave no balance record, as before the first purchase."""
        for row in self.rows("xquik_ledger"):
            self.write(partial(self.workspace.database.remove, LedgerRow, id=row["id"]))

    def change_account(self, **changes: object) -> None:
        """Set columns of the account: `subscription`, `card`, `auto_topup_enabled` and so on."""
        self.write(lambda: self.workspace.database.change(AccountRow, {"id": 1}, **changes))
