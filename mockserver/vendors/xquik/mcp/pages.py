"""Where agents connect: `/mcp` on the vendor's host, and the document that says so. Thin: see `protocol`, `tools`."""

from __future__ import annotations

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.messages import Deferred, Request, Response
from mockserver.vendors.xquik.mcp import protocol, tools
from mockserver.vendors.xquik.mcp.protocol import Rejected, ToolCall
from mockserver.vendors.xquik.policy import MCP_PATH

router = vendor_router("MCP")

DISCOVERY = "/.well-known/mcp.json"


def workspace_of(request: Request) -> str | None:
    """The workspace that answers what needs no key: the document is the same in all."""
    return request.headers.get("x-mock-workspace", "default") if request.path == DISCOVERY else None


@router.get(DISCOVERY, operation_id="mcpDiscovery", openapi_extra={"x-source": "observed: MCP"})
async def discovery(ctx: Ctx) -> Response:
    """Tell where the MCP server stands; needs no key."""
    request = ctx.request
    remote = {"type": "streamable-http", "url": f"{request.origin}{request.prefix}{MCP_PATH}"}
    document = {"name": "com.xquik/mcp", "title": ctx.vendor.title, "description": ctx.vendor.description}
    return Response.json(200, {**document, "remotes": [remote]})


@router.post(MCP_PATH, operation_id="mcp", openapi_extra={"x-source": "observed: MCP"})
async def message(ctx: Ctx) -> Response | Deferred:
    """Answer one message of an MCP client: JSON, or 202 where it wants no answer. 400 for what is no message.

    A tool runs after this transaction; each request that it makes is answered in one of its own.
    """
    try:
        read = protocol.read(ctx.request.body)
    except Rejected as refusal:
        is_message = refusal.answer["id"] is not None
        return Response.json(200 if is_message else 400, refusal.answer)
    if isinstance(read, ToolCall):
        return Deferred(
            lambda: tools.call(ctx, read.name, read.code),
            lambda result: Response.json(200, protocol.answer(read, result)),
        )
    return Response(202) if read is None else Response.json(200, read)
