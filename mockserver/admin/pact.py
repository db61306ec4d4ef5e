"""Pact's provider-state callback: a state is a fixture, or one that the workspace's fixture describes.

Source: "Provider states", Pact documentation; the body is what its verifiers send.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from mockserver.admin.context import Control, Ctx, control_router, find_universe
from mockserver.admin.errors import choices, refuse
from mockserver.admin.status import base_url
from mockserver.core.errors import ConfigurationError
from mockserver.core.times import iso_ms

router = control_router("Pact", prefix="/_pact")

STATE_SEPARATOR = "#"


class ProviderState(BaseModel):
    """What a verifier sends; `params.workspace` chooses the workspace, `default` otherwise."""

    model_config = ConfigDict(frozen=True)  # verifiers may send more: what they add is no mistake of the tester's

    state: Annotated[str, Field(min_length=1, description="A state of the fixture's lab section, or a fixture")]
    consumer: Annotated[str | None, Field(description="The consumer's name; it makes no difference")] = None
    action: Annotated[Literal["setup", "teardown"], Field(description="setup or teardown")] = "setup"
    params: Annotated[dict[str, Any], Field(description="workspace chooses one; others make no difference")] = Field(
        default_factory=dict
    )


class Prepared(TypedDict):
    """What a verifier can put into its requests."""

    workspace: str
    keys: dict[str, str]
    base_urls: dict[str, str]
    now: str


@router.post("/provider-states")
async def provider_state(ctx: Ctx, body: ProviderState) -> Prepared:
    """Bring a workspace into a state, or back to its fixture after it; 404 `unknown_state`."""
    workspaces = ctx.host.workspaces
    name = str(body.params.get("workspace", workspaces.default))
    universe = find_universe(ctx.host, name)
    base = workspaces.fixture_of(universe.id).partition(STATE_SEPARATOR)[0]
    fixture = base if body.action == "teardown" else _fixture(ctx, base, body.state)
    try:
        universe = await workspaces.reset(universe.id, fixture=fixture, seed=None)
    except LookupError:
        universe = find_universe(ctx.host, name)  # it was dropped meanwhile: 404
    registry = ctx.host.registry
    keys = {vendor.name: universe.keys.first(vendor.name) for vendor in registry}
    return {
        "workspace": universe.id,
        "keys": {vendor: row.key for vendor, row in keys.items() if row is not None},
        "base_urls": {vendor.name: base_url(ctx.host, ctx.request.origin, vendor) for vendor in registry},
        "now": iso_ms(universe.now()),
    }


def _fixture(ctx: Control, base: str, state: str) -> str:
    """The fixture that a state stands for."""
    workspaces = ctx.host.workspaces
    states = workspaces.states_of(base)
    if state in states:
        return f"{base}{STATE_SEPARATOR}{state}"
    try:
        workspaces.states_of(state)
    except ConfigurationError:
        hint = f"{choices(state, states)}. Describe it under lab.states of {base}, or name a fixture"
        raise refuse(404, "unknown_state", f"There is no state {state!r}", hint) from None
    return state
