"""What clients asked: list, find, verify a count or an order, wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import islice
from typing import Annotated, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router, find_universe
from mockserver.admin.errors import refuse
from mockserver.admin.matching import Bounds, Near, Pattern, in_order, matching, near_misses, shown
from mockserver.admin.schemas import DURATION_HINT, ControlBody, Duration, PageQuery
from mockserver.core.times import MINUTE, SECOND, Millis
from mockserver.gateway.journal import Entry
from mockserver.gateway.marks import Query

router = control_router("Requests")

REQUESTS = f"{WORKSPACE}/requests"

_FOUND = 1_000
_NEWEST = 5
"""How many requests a diff names."""
_USUAL: Millis = 5 * SECOND
_LONGEST: Millis = 5 * MINUTE

_WHICH = "vendor, method, path (glob), status and body (a JSON subset), each optional"
_HOW_MANY = "A whole number from 0"


class Find(ControlBody):
    """Which requests to find."""

    match: Annotated[Pattern, Field(description=_WHICH)] = Pattern()


class Verify(ControlBody):
    """What must have been asked: `match` with a count, or an `order`."""

    match: Annotated[Pattern | None, Field(description=_WHICH)] = None
    count: Annotated[int | None, Field(ge=0, description=_HOW_MANY)] = None
    at_least: Annotated[int | None, Field(ge=0, description=_HOW_MANY)] = None
    at_most: Annotated[int | None, Field(ge=0, description=_HOW_MANY)] = None
    order: Annotated[
        list[Pattern] | None,
        Field(min_length=1, max_length=100, description="Patterns as in match, that come one after another"),
    ] = None


class Wait(Verify):
    """The same, and how long to wait for it on the machine's clock."""

    timeout: Annotated[Duration | None, Field(description=f"{DURATION_HINT}, up to 5m; 5s if absent")] = None


class Exchanged(TypedDict):
    """One side of an exchange; secrets are hidden."""

    headers: dict[str, str]
    body: object


class EntryView(TypedDict):
    """One exchange; `key` is the id of the key it came with, `cause` why the answer was no success."""

    id: str
    at: str
    vendor: str
    method: str
    path: str
    query: str
    status: int
    duration_ms: float
    request: Exchanged
    response: Exchanged
    key: str | None
    cause: NotRequired[str]


class EntryList(TypedDict):
    """Exchanges, and how many there are in all."""

    requests: list[EntryView]
    total: int


class Verdict(TypedDict):
    """Whether it holds, and if not, why: for people, and what came close."""

    ok: bool
    count: int
    diff: NotRequired[str]
    near_misses: NotRequired[list[Near]]


class Forgotten(TypedDict):
    """How many exchanges were forgotten."""

    deleted: int


@router.get(REQUESTS)
async def list_requests(ctx: Ws, page: Annotated[PageQuery, Query()]) -> EntryList:
    """List requests, newest first."""
    entries = list(ctx.universe.journal)
    chosen = islice(reversed(entries), page.offset, page.offset + page.limit)
    return {"requests": [_view(entry) for entry in chosen], "total": len(entries)}


@router.delete(REQUESTS)
async def clear_requests(ctx: Ws) -> Forgotten:
    """Forget every request."""
    count = len(ctx.universe.journal)
    ctx.universe.journal.clear()
    return {"deleted": count}


@router.get(f"{REQUESTS}/{{request_id}}")
async def get_request(ctx: Ws, request_id: str) -> EntryView:
    """Show one request; 404 `unknown_request`."""
    entry = ctx.universe.journal.find(request_id)
    if entry is None:
        hint = "GET …/requests lists them; the id is what the vendor's request id header told"
        raise refuse(404, "unknown_request", f"There is no request {request_id!r}", hint)
    return _view(entry)


@router.post(f"{REQUESTS}/find")
async def find_requests(ctx: Ws, body: Find) -> EntryList:
    """Find requests, oldest first; the first 1000 are shown."""
    _check(ctx, [body.match])
    found = matching(body.match, list(ctx.universe.journal))
    return {"requests": [_view(entry) for entry in found[:_FOUND]], "total": len(found)}


@router.post(f"{REQUESTS}/verify")
async def verify_requests(ctx: Ws, body: Verify) -> Verdict:
    """Say whether requests came as often, or in the order, that is wanted; a match alone means at least once."""
    bounds = _bounds(ctx, body)
    return _verdict(body, bounds, list(ctx.universe.journal))


@router.post(f"{REQUESTS}/wait")
async def wait_for_requests(ctx: Ws, body: Wait) -> Verdict:
    """Wait until it holds, until it cannot hold any more, or until the time is over."""
    timeout = _USUAL if body.timeout is None else body.timeout
    if timeout > _LONGEST:
        raise refuse(400, "invalid_request", "timeout is longer than 5 minutes", "Wait for less, and again")
    bounds = _bounds(ctx, body)
    journal = ctx.universe.journal
    verdict = _verdict(body, bounds, list(journal))
    try:
        async with asyncio.timeout(timeout / 1000):
            while not verdict["ok"] and bounds.can_still(verdict["count"]):
                await journal.changed()
                # A reset puts another journal in its place; a dropped workspace is a 404.
                journal = find_universe(ctx.host, ctx.universe.id).journal
                verdict = _verdict(body, bounds, list(journal))
    except TimeoutError:
        return verdict
    return verdict


def _bounds(ctx: Ws, body: Verify) -> Bounds:
    """How many there must be; 400 for a body that does not say one thing."""
    counted = [name for name in ("count", "at_least", "at_most") if getattr(body, name) is not None]
    hint = 'Send {"match": {…}, "count": 2}, {"match": {…}, "at_least": 1, "at_most": 3} or {"order": [{…}, {…}]}'
    if (body.match is None) == (body.order is None):
        told = "neither" if body.match is None else "both"
        raise refuse(400, "invalid_request", f"Exactly one of match and order is needed, not {told}", hint)
    if body.order is not None and counted:
        raise refuse(400, "invalid_request", f"{counted[0]} does not go with order", hint)
    if body.count is not None and len(counted) > 1:
        raise refuse(400, "invalid_request", f"count does not go with {counted[1]}", hint)
    if body.at_least is not None and body.at_most is not None and body.at_least > body.at_most:
        raise refuse(400, "invalid_request", "at_least is more than at_most", hint)
    _check(ctx, body.order or [body.match or Pattern()])
    if body.order is not None:
        return Bounds(len(body.order), len(body.order))
    if body.count is not None:
        return Bounds(body.count, body.count)
    return Bounds(body.at_least if body.at_least is not None else int(body.at_most is None), body.at_most)


def _check(ctx: Ws, patterns: Sequence[Pattern]) -> None:
    for pattern in patterns:
        if pattern.vendor is not None:
            ctx.vendor(pattern.vendor)


def _verdict(body: Verify, bounds: Bounds, entries: Sequence[Entry]) -> Verdict:
    if body.order is not None:
        return _ordered(body.order, entries)
    pattern = body.match or Pattern()
    found = matching(pattern, entries)
    count = len(found)
    if bounds.allow(count):
        return {"ok": True, "count": count}
    lines = [f"Expected {bounds} of {pattern}, but there {'was' if count == 1 else 'were'} {count}."]
    lines += [f"  {entry.id}  {shown(entry)}" for entry in found[-_NEWEST:]]
    verdict: Verdict = {"ok": False, "count": count, "diff": "\n".join(lines)}
    if count < bounds.least:
        verdict["near_misses"] = near_misses(pattern, entries)
    return verdict


def _ordered(patterns: Sequence[Pattern], entries: Sequence[Entry]) -> Verdict:
    found = in_order(patterns, entries)
    if len(found) == len(patterns):
        return {"ok": True, "count": len(found)}
    missing = patterns[len(found)]
    lines = ["Expected in this order:"]
    for at, pattern in enumerate(patterns):
        got = f"found {found[at].id}" if at < len(found) else "did not come after that" if at == len(found) else "?"
        lines.append(f"  {at + 1}. {pattern}: {got}")
    earlier = matching(missing, entries)
    if earlier:
        lines.append(f"It came earlier: {', '.join(entry.id for entry in earlier[-_NEWEST:])}")
    near = near_misses(missing, entries)
    return {"ok": False, "count": len(found), "diff": "\n".join(lines), "near_misses": near}


def _view(entry: Entry) -> EntryView:
    return cast(EntryView, entry.to_json())
