"""Settings of a workspace: editions, limits, auth, validation, the pace of jobs, and how lively the world is."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import unknown
from mockserver.admin.ports import Vendors
from mockserver.admin.schemas import DURATION_HINT, ControlBody, Duration
from mockserver.core.settings import Activity, Auth, Edition, Progression, RateLimits, Settings, Track, Validation
from mockserver.core.times import iso_ms
from mockserver.engine.activity import FASTEST, SLOWEST, Off, Run
from mockserver.engine.workspace import Workspace

router = control_router("Settings")

EVERY_KIND = "*"

_ACTIVITY = (
    'What people tweet by themselves: off, or {"per_minute": 5, "lasts": "1h"}, a rate from '
    f"{SLOWEST} to {FASTEST:.0f}; lasts is a duration, for ever if absent"
)


class ActivityBody(ControlBody):
    """How lively the world is."""

    per_minute: Annotated[
        float, Field(ge=SLOWEST, le=FASTEST, description=f"Tweets a minute, {SLOWEST} to {FASTEST:.0f}")
    ]
    lasts: Annotated[Duration | None, Field(description=f"{DURATION_HINT}; for ever if absent")] = None


class SettingsBody(ControlBody):
    """Settings to change; what is left out stays."""

    editions: Annotated[dict[str, Edition] | None, Field(description="By vendor: documented or observed")] = None
    rate_limits: Annotated[
        RateLimits | None, Field(description="enforce, headers (count and tell, never refuse) or off")
    ] = None
    auth: Annotated[Auth | None, Field(description="strict, or any (every key is taken for the first one)")] = None
    validation: Annotated[
        Validation | None, Field(description="lenient, or strict (undocumented fields are refused)")
    ] = None
    progression: Annotated[
        dict[str, Progression] | None, Field(description="By job kind, or * for all: time, polls or immediate")
    ] = None
    activity: Annotated[ActivityBody | Off | None, Field(description=_ACTIVITY)] = None
    track: Annotated[
        Track | None, Field(strict=False, description="What streams deliver: all, or listed (tracked accounts only)")
    ] = None


class ActivityView(TypedDict):
    """How many tweets the world's people write by themselves, and until when."""

    per_minute: float
    until: str | None


class SettingsView(TypedDict):
    """Settings with every vendor and every kind of job spelled out."""

    editions: dict[str, str]
    rate_limits: str
    auth: str
    validation: str
    progression: dict[str, str]
    activity: ActivityView | str
    track: str | None


@router.get(f"{WORKSPACE}/settings")
async def get_settings(ctx: Ws) -> SettingsView:
    """Show how the workspace behaves."""
    return _view(ctx.host.registry, ctx.universe.workspace)


@router.patch(f"{WORKSPACE}/settings")
async def change_settings(ctx: Ws, body: SettingsBody) -> SettingsView:
    """Change some settings; jobs that wait go on in the new way, and what falls due by that is done."""
    workspace = ctx.universe.workspace
    workspace.change_settings(merged(ctx.host.registry, workspace.settings, body))
    await workspace.scheduler.settle()
    return _view(ctx.host.registry, workspace)


def merged(vendors: Vendors, settings: Settings, body: SettingsBody) -> Settings:
    """The settings with the changes; 400 for a vendor, edition or kind of job that there is not."""
    for name, edition in (body.editions or {}).items():
        vendor = vendors.get(name)
        if vendor is None:
            raise unknown("vendor", name, (each.name for each in vendors))
        if edition not in vendor.editions:
            raise unknown("edition", edition.value, (each.value for each in vendor.editions))
    kinds = job_kinds(vendors)
    given = dict(body.progression or {})
    if unknown_kinds := sorted(set(given) - kinds - {EVERY_KIND}):
        raise unknown("job kind", unknown_kinds[0], {*kinds, EVERY_KIND})
    every = given.pop(EVERY_KIND, None)
    paces = {} if every is None else dict.fromkeys(sorted(kinds), every)
    return replace(
        settings,
        editions=settings.editions | (body.editions or {}),
        rate_limits=body.rate_limits or settings.rate_limits,
        auth=body.auth or settings.auth,
        validation=body.validation or settings.validation,
        progression=settings.progression | paces | given,
        activity=settings.activity if body.activity is None else _activity(body.activity),
        track=body.track or settings.track,
    )


def job_kinds(vendors: Vendors) -> set[str]:
    """The names of all kinds of job."""
    return {kind for vendor in vendors for kind in vendor.job_kinds}


def _activity(body: ActivityBody | Off) -> Activity:
    return Activity(body.per_minute, body.lasts) if isinstance(body, ActivityBody) else Activity(0)


def _activity_view(run: Run | None) -> ActivityView | str:
    if run is None:
        return Off.OFF.value
    return {"per_minute": run.per_minute, "until": None if run.ends_at is None else iso_ms(run.ends_at)}


def _view(vendors: Vendors, workspace: Workspace) -> SettingsView:
    settings = workspace.settings
    return {
        "editions": {vendor.name: settings.edition(vendor.name).value for vendor in vendors},
        "rate_limits": settings.rate_limits.value,
        "auth": settings.auth.value,
        "validation": settings.validation.value,
        "progression": {kind: settings.pace(kind).value for kind in sorted(job_kinds(vendors))},
        "activity": _activity_view(workspace.activity.current()),
        "track": None if settings.track is None else settings.track.value,
    }
