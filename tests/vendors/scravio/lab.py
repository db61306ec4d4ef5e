"""A server in this process with one frozen workspace, and a client of this vendor in it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import httpx

from mockserver.core.clock import ClockMode
from mockserver.core.settings import Edition, Progression, RateLimits, Settings, Validation
from mockserver.core.times import Instant, parse_duration
from mockserver.engine.workspace import Workspace
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.account.tables import AccountRow
from mockserver.vendors.scravio.credits import service as ledger
from mockserver.vendors.scravio.credits.service import TransactionType
from mockserver.vendors.scravio.fields import ONE_CREDIT
from tests.contract import declared

VENDOR = "scravio"
BASE = "http://localhost:4545/scravio/api"


class Lab:
    """One workspace and what a tester does with it."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner
        self.app = Application(Config(ephemeral=True, fixture="empty"))
        self.app.open()
        self._enter("lab")

    def _enter(self, name: str) -> None:
        runtime = self.app.workspaces.create(
            name, fixture="empty", mode=ClockMode.FROZEN, settings=Settings(rate_limits=RateLimits.OFF)
        )
        self.workspace: Workspace = runtime.workspace
        self.key = next(row.key for row in runtime.keys.list() if row.vendor == VENDOR)

    def begin_again(self, name: str = "again") -> None:
        """Go on in another workspace that starts as this one did."""
        self._enter(name)

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
                    params={name: str(value) for name, value in (query or {}).items()} or None,
                    headers={"X-API-Key": self.key, **(headers or {})},
                )

        answer = self._runner.run(ask())
        if answer.is_success:
            declared.check(self.app.vendor_apps[VENDOR], method, f"/api{path.partition('?')[0]}", answer.content)
        return answer

    def fetch(
        self,
        address: str,
        *,
        method: str = "GET",
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Ask an address that the server gave out, without a key."""

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app)) as client:
                return await client.request(method, address, content=content, headers=dict(headers or {}))

        return self._runner.run(ask())

    def get(self, path: str, **query: object) -> httpx.Response:
        return self.request("GET", path, query=query)

    def read(self, path: str, **query: object) -> Any:
        """The body of a GET that succeeds."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, json: object = None) -> httpx.Response:
        return self.request("POST", path, json=json)

    def refuses(self, method: str, path: str, body: object, message: str, code: str, *, status: int = 400) -> None:
        """Check that a request gets exactly the vendor's refusal, and that nothing is written."""
        before = self.workspace.database.revision
        answer = self.request(method, path, json=body)
        _check_refusal(answer, status, {"message": message, "code": code, "errors": []})
        assert self.workspace.database.revision == before

    def refuses_fields(self, method: str, path: str, body: object, problems: Sequence[tuple[str, str]]) -> None:
        """Check that a body is refused for exactly these fields, with these messages, and that nothing is written."""
        before = self.workspace.database.revision
        _check_problems(self.request(method, path, json=body), problems, "body")
        assert self.workspace.database.revision == before

    def refuses_query(self, path: str, query: Mapping[str, object], problems: Sequence[tuple[str, str]]) -> None:
        """Check that a GET is refused for exactly these parameters, with these messages."""
        _check_problems(self.request("GET", path, query=query), problems, "query")

    # The laboratory

    @property
    def now(self) -> Instant:
        return self.workspace.now()

    def advance(self, by: str) -> None:
        self._runner.run(self.workspace.scheduler.advance(self.now + parse_duration(by)))

    def advance_to_next(self) -> int:
        """Let time pass until the next timers have run; gives how many did."""
        jobs = [job.due_at for job in self.workspace.jobs.list(vendor=VENDOR) if job.due_at is not None]
        return self._runner.run(self.workspace.scheduler.advance(min(jobs))).total

    def write(self, work: Any) -> None:
        """Do something to the workspace itself, in a transaction."""

        def do() -> None:
            work()

        self.workspace.write(do)

    def set(self, **changes: Any) -> None:
        """Change settings of the workspace."""
        self.workspace.change_settings(replace(self.workspace.settings, **changes))

    def serve_observed(self) -> None:
        self.set(editions={VENDOR: Edition.OBSERVED})

    def enforce_limits(self) -> None:
        self.set(rate_limits=RateLimits.ENFORCE)

    def validate_strictly(self) -> None:
        self.set(validation=Validation.STRICT)

    def pace(self, kind: str, progression: Progression) -> None:
        self.set(progression={kind: progression})

    def rows(self, table: str) -> list[dict[str, object]]:
        """What is stored in a table."""
        return self.workspace.database.browse(table, limit=100_000, offset=0)

    def job(self, job_id: str) -> Any:
        found = self.workspace.jobs.find(job_id)
        assert found is not None
        return found

    # The account

    @property
    def account(self) -> AccountRow:
        return accounts.current(self.workspace)

    @property
    def balance(self) -> int:
        """The balance in thousandths of a credit."""
        return ledger.balance(self.workspace, self.account)

    def grant(self, whole_credits: int, kind: TransactionType = TransactionType.ADMIN_CREDIT_ADJUSTMENT) -> None:
        """Change the balance by whole credits."""
        self.write(
            lambda: ledger.record(self.workspace, self.account, kind, whole_credits * ONE_CREDIT, description="Grant")
        )

    def change_account(self, **changes: object) -> None:
        self.write(lambda: self.workspace.database.change(AccountRow, {"id": self.account.id}, **changes))

    # Campaigns

    def launch(self, **changes: object) -> str:
        """Launch a campaign; returns its id."""
        answer = self.post("/campaigns", campaign_body(**changes))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["campaign"]["_id"])

    def campaign(self, campaign_id: str) -> Any:
        """A campaign as the API shows it."""
        return self.read(f"/campaigns/{campaign_id}")

    def completed(self, **changes: object) -> str:
        """Launch a campaign and let it run to its end; returns its id."""
        campaign_id = self.launch(**changes)
        self.advance("1h")
        assert self.campaign(campaign_id)["finishedAt"] is not None
        return campaign_id


def campaign_body(**changes: object) -> dict[str, object]:
    """A body of POST /campaigns that is accepted, with some fields changed; a field of `...` is left out."""
    body: dict[str, object] = {
        "type": "INSTAGRAM_HASHTAG",
        "inputs": {"hashtags": ["fitness", "gym"]},
        "targetEmails": 20,
    }
    return {name: value for name, value in {**body, **changes}.items() if value is not ...}


def _check_refusal(answer: httpx.Response, status: int, expected: Mapping[str, object]) -> None:
    body = answer.json()
    request_id = body.pop("requestId")
    assert (answer.status_code, body) == (status, expected)
    assert request_id.startswith("req_")
    assert answer.headers["X-Request-Id"] == request_id


def _check_problems(answer: httpx.Response, problems: Sequence[tuple[str, str]], location: str) -> None:
    errors = [{"param": param, "msg": message, "location": location} for param, message in problems]
    _check_refusal(answer, 400, {"message": "Validation failed", "code": "VALIDATION_ERROR", "errors": errors})
