"""The two tools: `explore` looks through the API, `xquik` calls it as the caller. Source: the vendor's MCP reference.

Must not know how messages travel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any, TypedDict
from urllib.parse import urlencode

from mockserver.contract import Context
from mockserver.core.json import JSONDecodeError, dumps, dumps_text, loads
from mockserver.gateway.messages import Request
from mockserver.vendors.xquik.mcp import catalog, sandbox
from mockserver.vendors.xquik.mcp.sandbox import Failed

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
    endpoints = catalog.endpoints(ctx.vendor.routers(), ctx.vendor.base_path)
    try:
        value = await sandbox.run(
            code,
            spec={"endpoints": endpoints},
            now=workspace.now(),
            seed=workspace.entropy.number("mcp", code) & 0xFFFFFFFF,
            call=None if name == EXPLORE else lambda path, options: _ask(ctx, path, options),
        )
    except Failed as failure:
        return _result(str(failure), is_error=True)
    return _result(dumps_text(value), is_error=False)


async def _ask(ctx: Context, path: str, options: dict[str, Any]) -> tuple[int, Any]:
    """Make a request of the API with the caller's key; a path without the API's own beginning gets it."""
    outer = ctx.request
    bare, _, query = _SCHEME.sub("", path, count=1).partition("?")
    base = ctx.vendor.base_path
    method = str(options.get("method", "GET")).upper()
    if method not in _METHODS:
        raise Failed(f"method must be one of {', '.join(_METHODS)}.")
    given = options.get("query") or {}
    pairs = [(name, _plain(value)) for name, value in given.items() if value is not None]
    body = options.get("body")
    request = Request(
        method=method,
        path=bare if bare.startswith(f"{base}/") else f"{base}/{bare.lstrip('/')}",
        query_string="&".join(part for part in (query, urlencode(pairs)) if part),
        headers={name: outer.headers[name] for name in _WHO_CALLS if name in outer.headers},
        origin=outer.origin,
        prefix=outer.prefix,
        body=b"" if body is None else dumps(body),
    )
    try:
        answer = await ctx.ask(request)
    except ConnectionError:
        raise Failed("The connection was lost.") from None
    try:
        return answer.status, loads(answer.body) if answer.body else None
    except JSONDecodeError:
        return answer.status, answer.body.decode("utf-8", "replace")


def _plain(value: object) -> str:
    return value if isinstance(value, str) else dumps_text(value)


def _result(text: str, *, is_error: bool) -> Result:
    return {"content": [{"type": "text", "text": text}], "isError": is_error}
