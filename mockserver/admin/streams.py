"""Websockets of a workspace: who is connected, what each was sent, and what can go wrong on purpose."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse
from mockserver.admin.schemas import DURATION_HINT, ControlBody, ControlQuery, Duration, PageQuery
from mockserver.core.times import MINUTE, SECOND, iso_ms
from mockserver.engine.streams.connection import Connection
from mockserver.engine.streams.streams import REMEMBERED
from mockserver.gateway.marks import Query

router = control_router("Streams")

STREAMS = f"{WORKSPACE}/streams"

MAX_BURST = 10_000
_TWEETS_AT_ONCE = 20
_RESERVED_CODES = frozenset({1004, 1005, 1006, 1015})


class State(StrEnum):
    """Whether a connection still stands."""

    OPEN = "open"
    CLOSED = "closed"


class Disturbance(StrEnum):
    """What can be done to a connection."""

    GAP = "gap"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    MALFORMED = "malformed"
    CLOSE = "close"
    DROP = "drop"
    SLOW = "slow"


class StreamsQuery(ControlQuery):
    """Which connections; all if left out."""

    state: Annotated[State | None, Field(description="open or closed")] = None
    vendor: Annotated[str | None, Field(description="A name of GET /_mock/vendors")] = None


class DisturbBody(ControlBody):
    """What to do, and to whom: to one `connection`, to those of a `vendor`, or to all."""

    do: Annotated[
        Disturbance,
        Field(strict=False, description=f"One of {', '.join(each.value for each in Disturbance)}"),
    ]
    connection: Annotated[str | None, Field(description="An id of GET …/streams")] = None
    vendor: Annotated[str | None, Field(description="A name of GET /_mock/vendors")] = None
    count: Annotated[
        int, Field(ge=1, le=1_000, description="gap, duplicate, reorder: how many messages, 1 to 1000")
    ] = 1
    code: Annotated[
        int | None, Field(ge=1000, le=4999, description="close: a code a server may send; left out, it sends none")
    ] = None
    reason: Annotated[str, Field(max_length=100, description="close: up to 100 characters, beside a code")] = ""
    delay: Annotated[Duration | None, Field(description=f"slow: {DURATION_HINT}, up to 1m; 0s ends it")] = None

    @model_validator(mode="after")
    def _fits(self) -> DisturbBody:
        code = self.code
        if code is not None and (code in _RESERVED_CODES or 1016 <= code <= 2999):
            raise ValueError(f"has a code that no server may send: {code}")
        if self.reason and code is None:
            raise ValueError("has a reason without a code")
        if len(self.reason.encode(errors="replace")) > 120:
            raise ValueError("has a reason over 120 bytes")
        if (self.do is Disturbance.SLOW) != (self.delay is not None) or (self.delay or 0) > MINUTE:
            raise ValueError("needs a delay up to 1m for slow, and only then")
        return self


class BurstBody(ControlBody):
    """Tweets to publish one after the other."""

    count: Annotated[int, Field(ge=1, le=MAX_BURST, description=f"1 to {MAX_BURST}")]
    author: Annotated[str, Field(description="A handle: 1 to 15 letters, digits and _, with or without @")] = "newsdesk"
    text: Annotated[
        str, Field(max_length=25_000, description="Up to 25000 characters; {n} stands for the number, from 1")
    ] = "Burst {n}"


class ConnectionView(TypedDict):
    """A connection. The counts are of messages; `waiting` ones are queued since the client reads slowly."""

    id: str
    vendor: str
    path: str
    key: str | None
    state: State
    opened_at: str
    closed_at: str | None
    close_code: int | None
    close_reason: str
    sent: int
    duplicate: int
    late: int
    withheld: int
    dropped: int
    waiting: int
    received: int


class ConnectionList(TypedDict):
    """Connections, oldest first: all open ones and the last closed ones."""

    connections: list[ConnectionView]


class MessageView(TypedDict):
    """What became of a message. `sequence` counts those of the connection, `number` those of the workspace."""

    sequence: int
    number: int
    message_id: str
    outcome: str


class LogView(TypedDict):
    """The truth about a connection: what was done with each message, in order, of the last ones that are kept."""

    connection: ConnectionView
    messages: list[MessageView]
    total: int


class Disturbed(TypedDict):
    """Whom it was done to."""

    disturbed: list[str]


class Burst(TypedDict):
    """What was published, oldest first."""

    tweets: list[str]


@router.get(STREAMS)
async def list_streams(ctx: Ws, query: Annotated[StreamsQuery, Query()]) -> ConnectionList:
    """List websockets: the open ones and the last that were closed."""
    streams = ctx.universe.workspace.streams
    found = [*streams.closed(), *streams]
    shown = [_view(each) for each in found if query.vendor in (None, each.vendor)]
    return {"connections": [each for each in shown if query.state in (None, each["state"])]}


@router.get(f"{STREAMS}/{{connection_id}}")
async def get_stream(ctx: Ws, connection_id: str, query: Annotated[PageQuery, Query()]) -> LogView:
    """Tell what became of each message of a connection, oldest first; 404 `unknown_connection`."""
    connection = ctx.universe.workspace.streams.find(connection_id)
    if connection is None:
        raise _unknown(connection_id)
    log = list(connection.log)
    first = connection.handled - len(log) + 1
    page = range(query.offset, min(query.offset + query.limit, len(log)))
    return {
        "connection": _view(connection),
        "messages": [
            {
                "sequence": first + place,
                "number": log[place].number,
                "message_id": log[place].message_id,
                "outcome": log[place].outcome.value,
            }
            for place in page
        ],
        "total": len(log),
    }


@router.post(f"{STREAMS}/disturb")
async def disturb_streams(ctx: Ws, body: DisturbBody) -> Disturbed:
    """Make something go wrong on open websockets: withhold, double or shuffle messages, break or slow the line.

    `slow` waits on the machine's clock, as a slow network does, whatever the workspace's clock says.
    """
    streams = ctx.universe.workspace.streams
    if body.vendor is not None:
        ctx.vendor(body.vendor)
    chosen = [
        each
        for each in streams
        if body.connection in (None, each.id) and body.vendor in (None, each.vendor) and not each.is_closing
    ]
    if body.connection is not None and not chosen:
        raise _unknown(body.connection)
    for connection in chosen:
        _disturb(connection, body)
    return {"disturbed": [each.id for each in chosen]}


@router.post(f"{STREAMS}/burst", status_code=201)
async def publish_burst(ctx: Ws, body: BurstBody) -> Burst:
    """Publish many tweets at once, and wait until what they led to has been delivered."""
    workspace = ctx.universe.workspace
    made: list[str] = []

    def publish() -> None:
        numbers = range(len(made) + 1, min(len(made) + _TWEETS_AT_ONCE, body.count) + 1)
        texts = (body.text.replace("{n}", str(number)) for number in numbers)
        made.extend([workspace.world.tweets.publish(body.author, text).id for text in texts])

    while len(made) < body.count:
        try:
            workspace.write(publish)
        except (LookupError, ValueError) as error:
            hint = "author is a handle that exists (missing_… ones do not)"
            raise refuse(400, "unpublishable", str(error), hint) from None
        await asyncio.sleep(0)
    await workspace.scheduler.settle()
    return {"tweets": made}


def _disturb(connection: Connection, body: DisturbBody) -> None:
    match body.do:
        case Disturbance.GAP:
            connection.withhold(body.count)
        case Disturbance.DUPLICATE:
            connection.duplicate(body.count)
        case Disturbance.REORDER:
            connection.shuffle(max(2, body.count))
        case Disturbance.MALFORMED:
            connection.send_malformed()
        case Disturbance.CLOSE:
            connection.close(body.code, body.reason)
        case Disturbance.DROP:
            connection.abort()
        case Disturbance.SLOW:
            connection.slow_down((body.delay or 0) / SECOND)


def _view(connection: Connection) -> ConnectionView:
    counts = connection.counts
    return {
        "id": connection.id,
        "vendor": connection.vendor,
        "path": connection.path,
        "key": connection.key_id,
        "state": State.CLOSED if connection.is_closing else State.OPEN,
        "opened_at": iso_ms(connection.opened_at),
        "closed_at": None if connection.closed_at is None else iso_ms(connection.closed_at),
        "close_code": connection.close_code,
        "close_reason": connection.close_reason,
        **{outcome.value: count for outcome, count in counts.items()},  # type: ignore[typeddict-item]
        "waiting": connection.waiting,
        "received": connection.texts_received,
    }


def _unknown(connection_id: str) -> Exception:
    hint = f"GET …/streams lists the open connections and the last {REMEMBERED} that were closed"
    return refuse(404, "unknown_connection", f"There is no connection {connection_id!r}", hint)
