"""Who may use the control API: token holders, or programs of this machine, and no page of another site.

Must not know what a call does.
"""

from __future__ import annotations

import hmac
import ipaddress
from urllib.parse import urlsplit

from mockserver.admin.errors import refuse
from mockserver.admin.ports import Host
from mockserver.core.errors import ApiError
from mockserver.gateway.messages import Request

_SAFE_METHODS = frozenset({"GET", "HEAD"})


class Guard:
    """Checks a request before anything is read of it."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def check(self, request: Request, *, is_open: bool) -> None:
        """Raise 403 for a foreign host or page, 401 without the token unless the call `is_open`."""
        token = self._host.config.control_token
        if token is None and self._host.config.is_local:
            self._check_host(request)
        if request.method not in _SAFE_METHODS:
            self._check_origin(request)
        if token is not None and not is_open:
            _check_token(request, token)

    def _check_host(self, request: Request) -> None:
        """Refuse names that a foreign page may have pointed at this machine (DNS rebinding)."""
        header = request.headers.get("host", "")
        name = _hostname(f"//{header}")
        if not header or self._is_ours(name) or self._host.registry.by_host(header) is not None:
            return
        raise refuse(
            403,
            "foreign_host",
            f"The control API does not answer to the host name {header!r}",
            "Use localhost or 127.0.0.1, or start the server with --public-url for that name or with --control-token",
        )

    def _is_ours(self, name: str) -> bool:
        public = _hostname(self._host.config.public_url or "")
        if name == "localhost" or name.endswith(".localhost") or (name and name == public):
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    def _check_origin(self, request: Request) -> None:
        """Refuse changes that a page of another site asks for."""
        origin = request.headers.get("origin")
        if origin is None:
            return
        own = {request.headers.get("host", "").lower(), urlsplit(self._host.config.public_url or "").netloc.lower()}
        if urlsplit(origin).netloc.lower() not in own - {""}:
            raise refuse(
                403,
                "foreign_origin",
                f"A page of {origin} may not change anything here",
                "Call the control API from a program, or from a page that this server serves",
            )


def _check_token(request: Request, token: str) -> None:
    scheme, _, presented = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and hmac.compare_digest(presented.strip().encode(), token.encode()):
        return
    raise ApiError(
        401,
        "unauthorized",
        "The control API of this server wants its token",
        extra={"hint": "Send `Authorization: Bearer TOKEN` with the value of --control-token"},
        headers={"WWW-Authenticate": "Bearer"},
    )


def _hostname(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
