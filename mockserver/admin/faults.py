"""Failures on request: ordered rules, of which the first that applies to a request decides what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NotRequired, cast

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse, unknown
from mockserver.admin.ports import Vendors
from mockserver.admin.schemas import DURATION_HINT, TIME_HINT, ControlBody, Time
from mockserver.core.json import loads
from mockserver.core.times import parse_duration
from mockserver.gateway.faults import MAX_DELAY, MAX_RULES, Condition, Delay, Disturbance, Effect, Faults, Rule
from mockserver.gateway.globs import Glob

router = control_router("Faults")

FAULTS = f"{WORKSPACE}/faults"

_TEXT: Mapping[str, str] = {"type": "string"}
_NUMBER: Mapping[str, str] = {"type": "number"}
_GLOB = "The vendor's own path; * stands for one segment or a part of it, ** for any"
_DELAY = (
    f'{DURATION_HINT}, at most 10m; or {{"min", "max"}}, each as likely as the next; or {{"median", "sigma"}}, '
    "a long tail"
)


class FaultMatch(ControlBody):
    """Which requests a rule is for, and which of them it strikes; what is left out may be anything."""

    vendor: Annotated[str | None, Field(description="A name of GET /_mock/vendors")] = None
    method: Annotated[str | None, Field(description="GET, POST, PUT, PATCH or DELETE")] = None
    path: Annotated[str | None, Field(max_length=1_000, description=_GLOB)] = None
    key: Annotated[str | None, Field(description="An API key, or its id")] = None
    nth: Annotated[int | None, Field(ge=1, description="Strike only the n-th, from 1")] = None
    every: Annotated[int | None, Field(ge=1, description="Strike each n-th, from 1")] = None
    probability: Annotated[float | None, Field(ge=0, le=1, description="0 to 1; drawn from the seed")] = None
    times: Annotated[int | None, Field(ge=1, description="Strike this often at most")] = None
    since: Annotated[Time | None, Field(description=f"{TIME_HINT}; strike from then on")] = None
    until: Annotated[Time | None, Field(description=f"{TIME_HINT}; strike before then")] = None


def _read_delay(value: object) -> Delay:
    try:
        match value:
            case str():
                length = parse_duration(value)
                delay = Delay(length, length)
            case {"min": str() as low, "max": str() as high, **rest} if not rest:
                delay = Delay(parse_duration(low), parse_duration(high))
            case {"median": str() as median, "sigma": int() | float() as sigma, **rest} if not rest and 0 < sigma <= 3:
                length = parse_duration(median)
                delay = Delay(length, length, float(sigma))
            case _:
                raise ValueError('must be "200ms", {"min", "max"} or {"median", "sigma": over 0 to 3}')
    except OverflowError:
        raise ValueError("is too long") from None
    if delay.high < delay.low:
        raise ValueError("has a max below its min")
    if delay.high > MAX_DELAY:
        raise ValueError("is longer than 10 minutes")
    return delay


_DELAY_SCHEMA: Mapping[str, object] = {
    "oneOf": [
        {"type": "string", "examples": ["200ms", "2s"]},
        {"type": "object", "required": ["min", "max"], "properties": {"min": _TEXT, "max": _TEXT}},
        {
            "type": "object",
            "required": ["median", "sigma"],
            "properties": {"median": _TEXT, "sigma": {"type": "number"}},
        },
    ]
}


class FaultEffect(ControlBody):
    """What becomes of the answer."""

    status: Annotated[int | None, Field(ge=200, le=599, description="200 to 599")] = None
    code: Annotated[str | None, Field(max_length=200, description="The vendor's error code, beside a status")] = None
    body: Annotated[object, Field(description="A JSON value, or a text that is sent as it is, beside a status")] = None
    headers: Annotated[dict[str, str] | None, Field(description="Headers to add: names and values")] = None
    delay: Annotated[
        Delay | None, PlainValidator(_read_delay), WithJsonSchema(dict(_DELAY_SCHEMA)), Field(description=_DELAY)
    ] = None
    fault: Annotated[
        Disturbance | None, Field(strict=False, description=f"One of {', '.join(each.value for each in Disturbance)}")
    ] = None

    @model_validator(mode="after")
    def _says_something(self) -> FaultEffect:
        if not self.model_fields_set:
            raise ValueError("says nothing: give status, delay, headers or fault")
        if self.status is None and (self.code is not None or "body" in self.model_fields_set):
            raise ValueError("needs a status for its code or body")
        return self


class NewFault(ControlBody):
    """A rule: which requests, and what becomes of them."""

    match: Annotated[FaultMatch, Field(description="Which requests; every one if left out")] = FaultMatch()
    then: Annotated[FaultEffect, Field(description="status, code, body, headers, delay, fault")]


class FaultView(TypedDict):
    """A rule; `seen` counts the requests that it was for, `struck` those it struck."""

    id: str
    match: dict[str, object]
    then: dict[str, object]
    seen: NotRequired[int]
    struck: NotRequired[int]


class FaultList(TypedDict):
    """Every rule, in the order in which they are asked."""

    faults: list[FaultView]


class Removed(TypedDict):
    """How many rules are gone."""

    deleted: int


@router.get(FAULTS)
async def list_faults(ctx: Ws) -> FaultList:
    """List the rules in their order."""
    return {"faults": [_view(rule) for rule in ctx.universe.faults]}


@router.post(FAULTS, status_code=201)
async def create_fault(ctx: Ws, body: NewFault) -> FaultView:
    """Add a rule behind the others."""
    return _view(add_fault(ctx.host.registry, ctx.universe.faults, body, loads(ctx.request.body)))


@router.delete(FAULTS)
async def clear_faults(ctx: Ws) -> Removed:
    """Remove every rule."""
    return {"deleted": ctx.universe.faults.clear()}


@router.delete(f"{FAULTS}/{{fault_id}}")
async def delete_fault(ctx: Ws, fault_id: str) -> Removed:
    """Remove one rule; 404 `unknown_fault`."""
    if not ctx.universe.faults.remove(fault_id):
        raise unknown("fault", fault_id, (rule.id for rule in ctx.universe.faults), status=404)
    return {"deleted": 1}


def add_fault(vendors: Vendors, faults: Faults, body: NewFault, told: Mapping[str, object]) -> Rule:
    """Add a rule, of which `told` is the JSON; 400 for a vendor that there is not, or for one rule too many."""
    match, then = body.match, body.then
    if match.vendor is not None and vendors.get(match.vendor) is None:
        raise unknown("vendor", match.vendor, (each.name for each in vendors))
    if len(faults) >= MAX_RULES:
        raise refuse(400, "too_many_faults", f"There are {MAX_RULES} rules already", "DELETE …/faults clears them")
    condition = Condition(
        vendor=match.vendor,
        method=None if match.method is None else match.method.upper(),
        path=None if match.path is None else Glob(match.path),
        key=match.key,
        nth=match.nth,
        every=match.every,
        probability=match.probability,
        times=match.times,
        since=match.since,
        until=match.until,
    )
    effect = Effect(
        status=then.status,
        code=then.code,
        body=then.body,
        has_body="body" in then.model_fields_set,
        headers=_checked(then.headers or {}),
        delay=then.delay,
        disturbance=then.fault,
    )
    return faults.add(condition, effect, {"match": {}, **told})


def _checked(headers: dict[str, str]) -> dict[str, str]:
    """The headers; 400 for one that HTTP could not carry, or that would say where another answer begins."""
    for name, value in headers.items():
        is_name = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
        is_value = value.isprintable() and all(ord(letter) < 256 for letter in value)
        if not is_name or not is_value or name.lower() in ("content-length", "transfer-encoding", "connection"):
            hint = "headers: letters, digits and hyphens as a name, printable Latin-1 as a value; no framing headers"
            raise refuse(400, "invalid_request", f"then.headers.{name} cannot be sent", hint)
    return headers


def _view(rule: Rule) -> FaultView:
    return cast(FaultView, {"id": rule.id, **rule.shown, "seen": rule.seen, "struck": rule.struck})
