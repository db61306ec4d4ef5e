"""The types of fields that several resources share, and how each is refused in a request.

A refusal reads `<field> <message>`. Must not know any resource.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from mockserver.world.person import handle_key

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])"
# Assumption: a proxy's URL may have the scheme http, https, socks4 or socks5, and always names a port.
_PROXY = re.compile(rf"(?:(?:https?|socks[45]h?)://(?:[^\s/@]+@)?)?({_HOST}):([0-9]{{1,5}})/?")
_PROXY_AUTH = re.compile(r"[^\s:]+:\S+")


def proxy_host(proxy: str) -> str:
    """The host of a proxy that was accepted, in lower case."""
    match = _PROXY.fullmatch(proxy)
    return match[1].lower() if match else ""


def _handle(text: str) -> str:
    if handle_key(text) is None:
        raise ValueError("must be a Twitter handle: 1 to 15 letters, digits or underscores")
    return text.removeprefix("@")


def _proxy(text: str) -> str:
    match = _PROXY.fullmatch(text)
    if match is None or not 0 < int(match[2]) < 65_536:
        raise ValueError("must be host:port or a URL such as http://proxy.example.com:8080")
    return text


def _proxy_auth(text: str) -> str:
    if not _PROXY_AUTH.fullmatch(text):
        raise ValueError("must be username:password")
    return text


def _digits(text: str) -> str:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("must consist of digits")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


Handle = Annotated[
    str,
    AfterValidator(_handle),
    Field(json_schema_extra={"pattern": "^@?[A-Za-z0-9_]{1,15}$", "examples": ["myhandle"]}),
]
"""A Twitter handle, with or without `@`; the value has none, and the letters as they were typed."""

Proxy = Annotated[
    str,
    AfterValidator(_proxy),
    Field(json_schema_extra={"pattern": f"^{_PROXY.pattern}$", "examples": ["http://proxy.example.com:8080"]}),
]
"""`host:port` or a URL with a port."""

ProxyAuth = Annotated[
    str,
    AfterValidator(_proxy_auth),
    Field(json_schema_extra={"pattern": f"^{_PROXY_AUTH.pattern}$", "examples": ["username:password"]}),
]
"""`username:password`."""

Digits = Annotated[
    str, AfterValidator(_digits), Field(json_schema_extra={"pattern": "^[0-9]+$", "examples": ["123456"]})
]
"""A PIN."""

Text = Annotated[str, AfterValidator(_not_blank), Field(json_schema_extra={"pattern": r"\S"})]
"""Text that is more than space."""

Uuid = Annotated[str, Field(json_schema_extra={"format": "uuid", "examples": ["550e8400-e29b-41d4-a716-446655440000"]})]
"""An id of ours. In a request any text is taken for one: a malformed id names nothing, which is the same as unknown."""

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A time in ISO 8601."""

Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
"""A URL."""
