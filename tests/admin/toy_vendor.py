"""A vendor made for these tests: widgets, made by a job, told of by a webhook. No installed vendor takes part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field as Rule
from typing_extensions import TypedDict

from mockserver.contract import Ctx, Traits, Vendor, vendor_router
from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.core.settings import Edition
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.tables import Row, column
from mockserver.core.times import MINUTE
from mockserver.engine.jobs import Done, Fail, JobKind, Outcome, Wait
from mockserver.engine.scheduler import Step
from mockserver.engine.webhooks.policies import HmacBody, Message, RetrySchedule, WebhookProfile
from mockserver.engine.workspace import Workspace
from mockserver.gateway.auth import BearerToken
from mockserver.gateway.keys import KeyFormat, KeyRow
from mockserver.gateway.messages import Request
from mockserver.gateway.operation import Operation, Router
from mockserver.gateway.rate_limit import FixedWindow, Limit, Verdict
from mockserver.gateway.schemas import RequestBody

MAKING = "widget_making"
PER_KEY = FixedWindow("toy", limit=5, window_ms=MINUTE)


class WidgetRow(Row):
    __tablename__ = "toy_widgets"

    id: str = column(primary_key=True)
    name: str
    pin: str
    tags: list[str]
    status: str = "waiting"


_ONE = Query(lambda: select(WidgetRow).where(col(WidgetRow.id) == bindparam("id")), WidgetRow)


class NewWidget(RequestBody):
    name: Annotated[str, Rule(min_length=1)]
    pin: str = "0000"


class Widget(TypedDict):
    id: str
    name: str
    status: str


class Words:
    """Refusals as `{"oops": message}`."""

    def unauthorized(self, *, presented: bool) -> ApiError:
        return ApiError(401, "unauthorized", "who are you")

    def forbidden(self) -> ApiError:
        return ApiError(403, "forbidden", "not paid")

    def rate_limited(self, verdict: Verdict) -> ApiError:
        return ApiError(429, "slow_down", "too fast")

    def not_found(self, path: str) -> ApiError:
        return ApiError(404, "not_found", path)

    def method_not_allowed(self, method: str, allowed: Sequence[str]) -> ApiError:
        return ApiError(405, "method", ",".join(allowed))

    def invalid(self, failure: ValidationFailed) -> ApiError:
        return ApiError(400, "invalid", str(failure))

    def internal(self) -> ApiError:
        return ApiError(500, "internal", "broken")

    def body(self, error: ApiError, request_id: str) -> Mapping[str, object]:
        return {"oops": error.message}


class Limits:
    def limits(self, operation: Operation | None, request: Request, key: KeyRow) -> Sequence[tuple[Limit, str]]:
        return ((PER_KEY, key.id),)

    def default(self) -> Limit | None:
        return None

    def headers(self, verdict: Verdict) -> dict[str, str]:
        return {"X-Left": str(verdict.remaining)}


def _routers() -> Sequence[Router]:
    router = vendor_router("Widgets")

    @router.post("/widgets", status_code=201, openapi_extra={"x-source": "Widgets, 1.2"})
    async def make_widget(ctx: Ctx, body: NewWidget) -> Widget:
        """Begin to make a widget."""
        row = add_widget(ctx.workspace, body.name, body.pin)
        ctx.workspace.jobs.create(MAKING, row.id, row.name, delay_ms=MINUTE)
        return {"id": row.id, "name": row.name, "status": row.status}

    @router.get("/widgets/{widget_id}", openapi_extra={"x-source": "Widgets, 1.3"})
    async def get_widget(ctx: Ctx, widget_id: str) -> Widget:
        """Show a widget."""
        row = ctx.database.first(_ONE, id=widget_id)
        if row is None:
            raise ApiError(404, "no_widget", "no such widget")
        return {"id": row.id, "name": row.name, "status": row.status}

    return [router]


def add_widget(workspace: Workspace, name: str, pin: str) -> WidgetRow:
    return workspace.database.insert(
        WidgetRow, id=workspace.ids.token("widget", 8, prefix="wid_"), name=name, pin=pin, tags=["new", "toy"]
    )


def _workers(workspace: Workspace) -> tuple[Iterable[JobKind], Mapping[str, Step]]:
    """Two steps of a minute each; a widget named `broken` fails."""

    def step(job_id: str) -> Outcome:
        row = workspace.database.first(_ONE, id=job_id)
        assert row is not None
        if row.status == "waiting":
            workspace.database.change(WidgetRow, {"id": job_id}, status="half")
            return Wait(MINUTE, progress=50)
        if row.name == "broken":
            return Fail("it broke")
        workspace.database.change(WidgetRow, {"id": job_id}, status="made")
        workspace.webhooks.emit("toy", "widget.made", {"id": job_id, "name": row.name})
        return Done()

    def fail(job_id: str, error: str) -> None:
        workspace.database.change(WidgetRow, {"id": job_id}, status=f"failed: {error}")

    return [JobKind(MAKING, "toy", step, fail, default_error="It would not")], {}


def _compose(universe: Any, event: str, facts: Mapping[str, Any]) -> Message:
    return Message(event, {"event": event, "widget": dict(facts)})


def _webhooks(edition: Edition) -> WebhookProfile:
    events = ("widget.made",) if edition is Edition.DOCUMENTED else ("widget.made", "widget.lost")
    retries = RetrySchedule((MINUTE, 2 * MINUTE))
    return WebhookProfile(events, HmacBody("X-Toy-Signature"), retries, 1_000, _compose, secret_length=16)


def _widget_made(workspace: Workspace, data: Mapping[str, Any]) -> None:
    if data.get("id") == "nobody":
        raise ApiError(404, "no_widget", "no such widget")
    workspace.webhooks.emit("toy", "widget.made", {"id": "wid_0", **data})


def _seed(workspace: Workspace, section: Mapping[str, Any]) -> None:
    for name in section.get("widgets", ()):
        if name == "bad":
            raise ValueError("a bad widget")
        add_widget(workspace, name, "1234")


TOY = Vendor(
    name="toy",
    title="Toy API",
    description="Widgets.",
    hosts=("api.toy.example",),
    base_path="/v1",
    credentials=BearerToken(),
    errors=Words(),
    rate_limits=Limits(),
    keys=KeyFormat("toy_demo_key", "toy_", "abcdef0123456789", 12, kinds=("api", "inactive", "session")),
    editions={Edition.DOCUMENTED: Traits(), Edition.OBSERVED: Traits()},
    routers=_routers,
    tables=lambda: (WidgetRow,),
    seed=_seed,
    job_kinds=(MAKING,),
    workers=_workers,
    webhooks=_webhooks,
    triggers=lambda: {"widget.made": _widget_made},
    secret_fields=frozenset({"pin"}),
)

MUTE = replace(
    TOY,
    name="mute",
    title="Mute API",
    hosts=(),
    editions={Edition.DOCUMENTED: Traits()},
    routers=tuple,
    tables=tuple,
    job_kinds=(),
    workers=lambda workspace: ((), {}),
    webhooks=None,
    triggers=dict,
)
"""A vendor without webhooks, tables or a second edition."""
