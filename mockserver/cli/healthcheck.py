"""Asks a server whether it is alive, with the standard library alone. Must stay quick: containers ask all the time."""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit

_TIMEOUT_S = 2.5
_ON = frozenset({"1", "on", "t", "true", "y", "yes"})
_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})


def check(url: str | None) -> int:
    """0 if the server answers its health check, else 1 with the reason on stderr."""
    from http.client import HTTPConnection, HTTPException, HTTPSConnection  # every command knows the default address

    target = urlsplit(url or default_url())
    kind = HTTPSConnection if target.scheme == "https" else HTTPConnection
    token = os.environ.get("MOCKSERVER_CONTROL_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        connection = kind(target.hostname or "", target.port, timeout=_TIMEOUT_S)
        connection.request("GET", f"{target.path.rstrip('/')}/_mock/health", headers=headers)
        status = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        return _unhealthy(f"no answer from {target.geturl()}: {error}")
    return 0 if status == 200 else _unhealthy(f"{target.geturl()} answered {status}")


def default_url() -> str:
    """Where the server of this machine listens, by the variables it was started with."""
    if given := os.environ.get("MOCKSERVER_URL"):
        return given
    host = os.environ.get("MOCKSERVER_HOST", "")
    host = "127.0.0.1" if host in _EVERYWHERE else host
    scheme = "https" if os.environ.get("MOCKSERVER_TLS", "").lower() in _ON else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{os.environ.get('MOCKSERVER_PORT') or 4545}"


def _unhealthy(reason: str) -> int:
    sys.stderr.write(f"mockserver: {reason}\n")
    return 1
