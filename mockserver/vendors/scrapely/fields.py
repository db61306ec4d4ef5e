"""The types of request fields that several resources share, and how each is refused.

A refusal reads `<field> <message>`. Must not know any resource.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from mockserver.world.person import handle_key

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])"
# Assumption: a proxy's URL may have the scheme http, https, socks4 or socks5, and always names a port.
_PROXY = re.compile(rf"(?:(?:https?|socks[45]h?)://(?:[^\s/@]+@)?)?({_HOST}):(\d{{1,5}})/?", re.IGNORECASE)
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


Handle = Annotated[str, AfterValidator(_handle), Field(json_schema_extra={"pattern": "^@?[A-Za-z0-9_]{1,15}$"})]
"""A Twitter handle, with or without `@`; the value has none, and the letters as they were typed."""

Proxy = Annotated[str, AfterValidator(_proxy)]
"""`host:port` or a URL with a port."""

ProxyAuth = Annotated[str, AfterValidator(_proxy_auth)]
"""`username:password`."""

Digits = Annotated[str, AfterValidator(_digits), Field(json_schema_extra={"pattern": "^[0-9]+$"})]
"""A PIN."""

Text = Annotated[str, AfterValidator(_not_blank), Field(json_schema_extra={"minLength": 1})]
"""Text that is more than space."""
