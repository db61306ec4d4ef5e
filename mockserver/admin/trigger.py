"""Making a vendor's event happen now."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse, unknown
from mockserver.admin.schemas import ControlBody
from mockserver.core.errors import ApiError

router = control_router("Events")


class TriggerBody(ControlBody):
    """An event to make happen."""

    vendor: Annotated[str, Field(description="A name of GET /_mock/vendors")]
    event: Annotated[str, Field(description="One of the vendor's triggers in GET /_mock/vendors")]
    data: Annotated[
        dict[str, object] | None, Field(description="What the event is about; the vendor chooses what is left out")
    ] = None


class Triggered(TypedDict):
    """The event, and the deliveries that it led to."""

    event: str
    deliveries: list[str]


@router.post(f"{WORKSPACE}/trigger")
async def trigger(ctx: Ws, body: TriggerBody) -> Triggered:
    """Make an event really happen, and wait until its deliveries have been attempted."""
    vendor = ctx.vendor(body.vendor)
    triggers = vendor.triggers()
    make = triggers.get(body.event)
    if make is None:
        raise unknown("event", body.event, triggers)
    workspace = ctx.universe.workspace
    last = workspace.webhooks.last_number()
    try:
        workspace.write(lambda: make(workspace, body.data or {}))
    except ApiError as error:
        hint = f"Prepare what the event needs over {vendor.title}, or name something else in data"
        raise refuse(error.status, error.code, error.message, str(error.extra.get("hint", hint))) from None
    await workspace.scheduler.settle()
    deliveries = workspace.webhooks.deliveries_after(last, vendor.name)
    return {"event": body.event, "deliveries": [delivery.id for delivery in deliveries]}
