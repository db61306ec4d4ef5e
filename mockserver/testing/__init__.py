"""What tests and scripts hold a server with: its control API as objects, a server of their own, a receiver of webhooks.

Everything here is imported when it is first asked for, so that a client alone does not pay for a server.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockserver.testing.access import VendorAccess
    from mockserver.testing.asynchronous.control import AsyncControl
    from mockserver.testing.asynchronous.workspace import AsyncWorkspace
    from mockserver.testing.errors import ControlError, Timeout, VerificationFailed
    from mockserver.testing.mock_server import MockServer
    from mockserver.testing.receiver import Receiver
    from mockserver.testing.synchronous.control import Control
    from mockserver.testing.synchronous.workspace import Workspace
    from mockserver.testing.verifiers import verifier

__all__ = [
    "AsyncControl",
    "AsyncWorkspace",
    "Control",
    "ControlError",
    "MockServer",
    "Receiver",
    "Timeout",
    "VendorAccess",
    "VerificationFailed",
    "Workspace",
    "verifier",
]

_HOMES: Mapping[str, str] = {
    "AsyncControl": "asynchronous.control",
    "AsyncWorkspace": "asynchronous.workspace",
    "Control": "synchronous.control",
    "ControlError": "errors",
    "MockServer": "mock_server",
    "Receiver": "receiver",
    "Timeout": "errors",
    "VendorAccess": "access",
    "VerificationFailed": "errors",
    "Workspace": "synchronous.workspace",
    "verifier": "verifiers",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
