"""The two tools: `explore` looks through the API, `xquik` calls it as the caller. Source: the vendor's MCP reference.

Must not know how messages travel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any, TypedDict
from urllib.parse import unquote, urlencode

from mockserver.contract import Context
from mockserver.gateway.messages import Request
from mockserver.vendors.xquik.mcp import catalog, sandbox
from mockserver.vendors.xquik.mcp.sandbox import Asked, Failed

EXPLORE = "explore"
XQUIK = "xquik"
LONGEST_CODE = 10_000

_ABSENT = "JavaScript needs the extra `mcp`: pip install 'social-mockserver[mcp]'."
_WHO_CALLS = ("x-api-key", "xquik-api-key", "authorization", "cookie", "x-mock-workspace")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_SCHEME = re.compile(r"https?://[^/]+")

_CODE: Mapping[str, Any] = {
    "type": "object",
    "properties": {"code": {"type": "string", "minLength": 1, "maxLength": LONGEST_CODE}},
    "required": ["code"],
    "additionalProperties": False,
}


class Tool(TypedDict):
    """A tool as a client is told of it."""

    name: str
    title: str
    description: str
    inputSchema: Mapping[str, Any]
    annotations: dict[str, bool]


TOOLS: Sequence[Tool] = (
    {
        "name": EXPLORE,
        "title": "Explore the Xquik API",
        "description": (
            "Look through the API. `code` is an async arrow function over `spec.endpoints`, each "
            "{method, path, summary, category, free, parameters?, responseShape?}. "
            "Example: async () => spec.endpoints.filter((e) => e.category === 'composition')"
        ),
        "inputSchema": _CODE,
        "annotations": {"readOnlyHint": True, "idempotentHint": True, "destructiveHint": False, "openWorldHint": False},
    },
    {
        "name": XQUIK,
        "title": "Call the Xquik API",
        "description": (
            "Call the API as yourself. `code` is an async arrow function that awaits "
            "xquik.request(path, {method, body, query}). "
            "Example: async () => xquik.request('/api/v1/radar', {query: {source: 'github'}})"
        ),
        "inputSchema": _CODE,
        "annotations": {"readOnlyHint": False, "idempotentHint": False, "destructiveHint": True, "openWorldHint": True},
    },
)


class Content(TypedDict):
    """A piece of a tool's answer."""

    type: str
    text: str


class Result(TypedDict):
    """A tool's answer."""

    content: list[Content]
    isError: bool


async def call(ctx: Context, name: str, code: str) -> Result:
    """Run a tool, outside any transaction; what goes wrong in the code is an answer too."""
    if find_spec("quickjs") is None:
        return _result(_ABSENT, is_error=True)
    workspace = ctx.workspace
    try:
        value = await sandbox.run(
            code,
            spec={"endpoints": catalog.endpoints(ctx.vendor.routers(), ctx.vendor.base_path)},
            now=workspace.now(),
            seed=workspace.entropy.number("mcp", code) & 0xFFFFFFFF,
            call=None if name == EXPLORE else partial(_ask, ctx),
        )
    except Failed as failure:
        return _result(str(failure), is_error=True)
    return _result(value, is_error=False)


async def _ask(ctx: Context, asked: Asked) -> tuple[int, str]:
    """Make a request of the API with the caller's key; a path without the API's own beginning gets it."""
    outer, base = ctx.request, ctx.vendor.base_path
    bare, _, query = _SCHEME.sub("", asked.path, count=1).partition("?")
    method = asked.method.upper()
    if method not in _METHODS:
        raise Failed(f"method must be one of {', '.join(_METHODS)}.")
    request = Request(
        method=method,
        path=unquote(bare if bare.startswith(f"{base}/") else f"{base}/{bare.lstrip('/')}"),
        query_string="&".join(part for part in (query, urlencode(asked.query)) if part),
        headers={name: outer.headers[name] for name in _WHO_CALLS if name in outer.headers},
        origin=outer.origin,
        prefix=outer.prefix,
        body=b"" if asked.body is None else asked.body.encode(),
    )
    try:
        answer = await ctx.ask(request)
    except ConnectionError:
        raise Failed("The connection was lost.") from None
    return answer.status, answer.body.decode("utf-8", "replace")


def _result(text: str, *, is_error: bool) -> Result:
    return {"content": [{"type": "text", "text": text}], "isError": is_error}
