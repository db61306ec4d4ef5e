"""The endpoint of composing. Thin: what its steps do stands in `service`."""

from __future__ import annotations

from mockserver.contract import Ctx
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.compose import service
from mockserver.vendors.xquik.compose.schemas import ComposeRequest, Composition

router = xquik_router("Compose")


@router.post(
    "/compose",
    operation_id="compose",
    summary="Compose, refine, or score a tweet",
    response_model=Composition,
    openapi_extra={"x-source": "documented: Compose Tweet"},
)
async def compose(ctx: Ctx, body: ComposeRequest) -> Composition:
    """Tell what to know before writing a tweet, how to write it, or whether a draft will do; free.

    400 `invalid_input` for an unknown step, or where a step lacks what it looks at. Source: "Compose Tweet".
    """
    return service.compose(ctx.workspace, body, ctx.edition)
