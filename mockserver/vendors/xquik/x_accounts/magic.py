"""Passwords and usernames that give a connected account a fixed fate."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.contract import MagicValue
from mockserver.vendors.xquik.errors import (
    LOGIN_COOLDOWN,
    LOGIN_FAILED,
    SERVICE_UNAVAILABLE,
    X_USER_LOOKUP_FAILED,
    Code,
)
from mockserver.vendors.xquik.x_accounts.health import Health

WRONG_TOTP = MagicValue("totp_secret", "wrong-totp", "422 `login_failed`")

PASSWORDS: Mapping[str, Code] = {
    "wrong-password": LOGIN_FAILED,
    "too-many-logins": LOGIN_COOLDOWN,
    "lookup-failed": X_USER_LOOKUP_FAILED,
    "no-login-today": SERVICE_UNAVAILABLE,
}
"""A password, and how logging in with it fails."""

FATES: Mapping[str, Health] = {
    "reauth": Health.NEEDS_REAUTH,
    "locked": Health.LOCKED,
    "suspended": Health.SUSPENDED,
    "recovering": Health.RECOVERING,
    "temporary": Health.TEMPORARY_ISSUE,
}
"""The beginning of a username, and the health that its account has once it is connected."""

MAGIC = (
    *(MagicValue("password", value, f"{code.status} `{code.name}`") for value, code in PASSWORDS.items()),
    WRONG_TOTP,
    *(
        MagicValue("username to connect", f"{prefix}_*", f"the account is connected with health `{health.value}`")
        for prefix, health in FATES.items()
    ),
)


def fate(key: str) -> Health:
    """The health of an account when it is connected."""
    return next((health for prefix, health in FATES.items() if key.startswith(f"{prefix}_")), Health.HEALTHY)


def log_in(password: str, totp_secret: str | None) -> None:
    """Fail where the password or the secret asks for it."""
    code = PASSWORDS.get(password.lower())
    if code is not None:
        raise code()
    if totp_secret is not None and WRONG_TOTP.matches(totp_secret):
        raise LOGIN_FAILED()
