"""MCP's messages: JSON-RPC over one POST, without sessions or streams. Must not know what the tools do.

Source: the Model Context Protocol, "Streamable HTTP"; the vendor's server is stateless.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver import __version__
from mockserver.core.json import JSONDecodeError, loads
from mockserver.vendors.xquik.mcp.tools import LONGEST_CODE, TOOLS, Result

VERSIONS: Sequence[str] = ("2025-11-25", "2025-06-18", "2025-03-26")
"""The protocol's versions that are spoken, the newest first."""

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602

Id = str | int | None
Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that a message wants to be run."""

    id: Id
    name: str
    code: str


class Rejected(Exception):
    """A message that is answered with an error."""

    def __init__(self, code: int, message: str, message_id: Id = None) -> None:
        super().__init__(message)
        self.answer: Message = {"jsonrpc": "2.0", "id": message_id, "error": {"code": code, "message": message}}


def read(body: bytes) -> Message | ToolCall | None:
    """What a message comes to: an answer, a tool to run first, or None for what wants no answer; raises `Rejected`."""
    try:
        message = loads(body)
    except JSONDecodeError:
        raise Rejected(PARSE_ERROR, "The body is no JSON.") from None
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise Rejected(INVALID_REQUEST, "The body is no JSON-RPC 2.0 message.")
    method, message_id = message.get("method"), message.get("id")
    if message_id is None or not isinstance(method, str):
        return None
    if not isinstance(message_id, str | int):
        raise Rejected(INVALID_REQUEST, "id must be a string or a number.")
    params = message.get("params")
    given: Mapping[str, Any] = params if isinstance(params, dict) else {}
    match method:
        case "initialize":
            return _answer(message_id, _greeting(given.get("protocolVersion")))
        case "ping":
            return _answer(message_id, {})
        case "tools/list":
            return _answer(message_id, {"tools": TOOLS})
        case "tools/call":
            return _call(message_id, given)
    raise Rejected(METHOD_NOT_FOUND, f"There is no method {method}.", message_id)


def answer(call: ToolCall, result: Result) -> Message:
    """The answer to a tool's call."""
    return _answer(call.id, result)


def _call(message_id: Id, params: Mapping[str, Any]) -> ToolCall:
    name, arguments = params.get("name"), params.get("arguments")
    if name not in [tool["name"] for tool in TOOLS]:
        raise Rejected(INVALID_PARAMS, f"There is no tool {name}.", message_id)
    code = arguments.get("code") if isinstance(arguments, dict) else None
    if not isinstance(code, str) or not 1 <= len(code) <= LONGEST_CODE:
        raise Rejected(INVALID_PARAMS, f"code must be a string of 1 to {LONGEST_CODE:,} characters.", message_id)
    return ToolCall(message_id, name, code)


def _greeting(wanted: object) -> Message:
    return {
        "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "xquik", "title": "Xquik", "version": __version__},
        "instructions": "Find endpoints with explore, then call them with xquik.",
    }


def _answer(message_id: Id, result: object) -> Message:
    return {"jsonrpc": "2.0", "id": message_id, "result": result}
