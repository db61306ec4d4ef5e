"""Names that make X fail, so that a client can be tried with each failure of its data source."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.contract import MagicValue
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.errors import X_API_RATE_LIMITED, X_API_UNAUTHORIZED, X_API_UNAVAILABLE, Code

OUTAGES: Mapping[str, Code] = {
    "x_is_down": X_API_UNAVAILABLE,
    "x_is_busy": X_API_RATE_LIMITED,
    "x_logged_out": X_API_UNAUTHORIZED,
}

MAGIC = tuple(
    MagicValue("username or search query", name, f"the data source fails: `{code.name}`")
    for name, code in OUTAGES.items()
)


def check(workspace: Workspace, name: str) -> None:
    """Fail where a username or query asks for it."""
    code = OUTAGES.get(name.strip().removeprefix("@").lower())
    if code is not None:
        raise code(edition=workspace.settings.edition("xquik") if code.observed else None)
