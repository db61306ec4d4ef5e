"""Settings of a workspace: editions, limits, auth, validation and the pace of jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import unknown
from mockserver.admin.ports import Vendors
from mockserver.admin.schemas import ControlBody
from mockserver.core.settings import Auth, Edition, Progression, RateLimits, Settings, Validation

router = control_router("Settings")

EVERY_KIND = "*"


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


class SettingsView(TypedDict):
    """Settings with every vendor and every kind of job spelled out."""

    editions: dict[str, str]
    rate_limits: str
    auth: str
    validation: str
    progression: dict[str, str]


@router.get(f"{WORKSPACE}/settings")
async def get_settings(ctx: Ws) -> SettingsView:
    """Show how the workspace behaves."""
    return _view(ctx.host.registry, ctx.universe.settings)


@router.patch(f"{WORKSPACE}/settings")
async def change_settings(ctx: Ws, body: SettingsBody) -> SettingsView:
    """Change some settings; jobs that wait go on in the new way, and what falls due by that is done."""
    workspace = ctx.universe.workspace
    workspace.change_settings(merged(ctx.host.registry, workspace.settings, body))
    await workspace.scheduler.settle()
    return _view(ctx.host.registry, workspace.settings)


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
    )


def job_kinds(vendors: Vendors) -> set[str]:
    """The names of all kinds of job."""
    return {kind for vendor in vendors for kind in vendor.job_kinds}


def _view(vendors: Vendors, settings: Settings) -> SettingsView:
    return {
        "editions": {vendor.name: settings.edition(vendor.name).value for vendor in vendors},
        "rate_limits": settings.rate_limits.value,
        "auth": settings.auth.value,
        "validation": settings.validation.value,
        "progression": {kind: settings.pace(kind).value for kind in sorted(job_kinds(vendors))},
    }
