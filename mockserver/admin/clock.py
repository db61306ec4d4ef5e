"""A workspace's clock: look, set, advance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse
from mockserver.admin.fired import FiredView, fired_views
from mockserver.admin.schemas import DURATION_HINT, TIME_HINT, ControlBody, Duration, Time
from mockserver.core.clock import Clock, ClockMode
from mockserver.core.errors import ApiError
from mockserver.core.times import LATEST, Instant, iso_ms

router = control_router("Clock")

_MAX_SPEED = 1e6


class ClockBody(ControlBody):
    """How time passes: real, scaled (`speed` times as fast) or frozen."""

    mode: Annotated[ClockMode | None, Field(description="real, scaled or frozen")] = None
    now: Annotated[Time | None, Field(description=TIME_HINT)] = None
    speed: Annotated[
        float | None, Field(ge=0, le=_MAX_SPEED, description="A number above 0 and up to 1000000, with mode scaled")
    ] = None


class AdvanceBody(ControlBody):
    """How far to go: exactly one of the three."""

    by: Annotated[Duration | None, Field(description=DURATION_HINT)] = None
    to: Annotated[Time | None, Field(description=TIME_HINT)] = None
    until: Annotated[Literal["idle"] | None, Field(description='"idle": until no job and no delivery waits')] = None


class ClockView(TypedDict):
    """A clock; `speed` is 0 when frozen."""

    mode: str
    now: str
    speed: float


class AdvanceView(TypedDict):
    """Where the clock stands and what ran on the way; `fired` names the first 1000 of `fired_total`."""

    now: str
    fired: list[FiredView]
    fired_total: int


@router.get(f"{WORKSPACE}/clock")
async def get_clock(ctx: Ws) -> ClockView:
    """Show the workspace's time."""
    return clock_view(ctx.universe.workspace.clock)


@router.put(f"{WORKSPACE}/clock")
async def set_clock(ctx: Ws, body: ClockBody) -> ClockView:
    """Let time pass another way, from now or from a later time; what falls due before that is done."""
    workspace = ctx.universe.workspace
    if not body.model_fields_set:
        raise refuse(400, "invalid_request", "The body is empty", "Give mode, now or speed")
    clock = workspace.clock
    mode, speed = _mode_and_speed(body, clock.mode, clock.speed)
    if body.now is not None:
        _check_forwards(body.now, clock)
        await workspace.scheduler.advance(body.now)
    workspace.change_clock(mode, now=None, speed=speed)
    await workspace.scheduler.settle()
    return clock_view(clock)


@router.post(f"{WORKSPACE}/clock/advance")
async def advance_clock(ctx: Ws, body: AdvanceBody) -> AdvanceView:
    """Run all that falls due up to a time, webhooks included, and leave the clock there."""
    workspace = ctx.universe.workspace
    given = [name for name in ("by", "to", "until") if getattr(body, name) is not None]
    if len(given) != 1:
        told = " and ".join(given) or "none"
        hint = 'Send {"by": "2m"}, {"to": "2026-01-31T12:00:00Z"} or {"until": "idle"}'
        raise refuse(400, "invalid_request", f"Exactly one of by, to and until is needed, not {told}", hint)
    if body.until is not None:
        result = await workspace.scheduler.advance_until_idle()
    else:
        to = body.to if body.to is not None else workspace.now() + (body.by or 0)
        _check_forwards(to, workspace.clock)
        result = await workspace.scheduler.advance(to)
    return {"now": iso_ms(result.now), "fired": fired_views(workspace, result.fired), "fired_total": result.total}


def clock_view(clock: Clock) -> ClockView:
    """A clock as it stands."""
    return {"mode": clock.mode.value, "now": iso_ms(clock.now()), "speed": clock.speed}


def chosen_clock(body: ClockBody) -> tuple[ClockMode, Instant | None, float]:
    """Mode, start and speed for a new workspace."""
    mode, speed = _mode_and_speed(body, ClockMode.REAL, 1.0)
    return mode, body.now, speed


def _mode_and_speed(body: ClockBody, mode: ClockMode, speed: float) -> tuple[ClockMode, float]:
    """The mode and speed that are asked for, over those there are."""
    chosen = body.mode or mode
    usual = {ClockMode.REAL: 1.0, ClockMode.FROZEN: 0.0}.get(chosen)
    if usual is not None:
        if body.speed not in (None, usual):
            raise _bad_speed(f"A {chosen.value} clock has no speed of its own")
        return chosen, 1.0
    wanted = body.speed if body.speed is not None else (speed if mode is ClockMode.SCALED else None)
    if not wanted:
        raise _bad_speed("A scaled clock needs a speed above 0")
    return chosen, wanted


def _bad_speed(message: str) -> ApiError:
    return refuse(400, "invalid_speed", message, 'Send {"mode": "scaled", "speed": 60} for a minute each second')


def _check_forwards(to: Instant, clock: Clock) -> None:
    if to < clock.now():
        raise refuse(
            409,
            "clock_backwards",
            f"{iso_ms(to)} is before the workspace's time, {iso_ms(clock.now())}",
            "Time only goes forward: give a later time, or reset the workspace",
        )
    if to > LATEST:
        raise refuse(400, "clock_out_of_range", "The clock would leave the year 9999", "Advance by less")
