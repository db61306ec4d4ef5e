"""Passwords and usernames that give a connected account a fixed fate."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.contract import MagicValue
from mockserver.vendors.xquik.x_accounts.health import Health

WRONG_PASSWORD = MagicValue("password", "wrong-password", "422 `login_failed`")
WRONG_TOTP = MagicValue("totp_secret", "wrong-totp", "422 `login_failed`")

FATES: Mapping[str, Health] = {
    "reauth": Health.NEEDS_REAUTH,
    "locked": Health.LOCKED,
    "suspended": Health.SUSPENDED,
    "recovering": Health.RECOVERING,
    "temporary": Health.TEMPORARY_ISSUE,
}
"""The beginning of a username, and the health that its account has once it is connected."""

MAGIC = (
    WRONG_PASSWORD,
    WRONG_TOTP,
    *(
        MagicValue("username to connect", f"{prefix}_*", f"the account is connected with health `{health.value}`")
        for prefix, health in FATES.items()
    ),
)


def fate(key: str) -> Health:
    """The health of an account when it is connected."""
    return next((health for prefix, health in FATES.items() if key.startswith(f"{prefix}_")), Health.HEALTHY)
