"""Names and texts that make X refuse a write."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.contract import MagicValue
from mockserver.core.settings import Edition
from mockserver.vendors.xquik.errors import (
    X_ACCOUNT_FEATURE_REQUIRED,
    X_ACCOUNT_PROTECTED,
    X_ACCOUNT_SUSPENDED,
    X_AUTH_FAILURE,
    X_DAILY_LIMIT,
    X_DUPLICATE_ACTION,
    X_RATE_LIMITED,
    X_REJECTED,
    X_TRANSIENT_ERROR,
    X_WRITE_FAILED,
    Code,
)

FAILURES: Mapping[str, Code] = {
    "write_fails": X_WRITE_FAILED,
    "write_busy": X_RATE_LIMITED,
    "write_limit": X_DAILY_LIMIT,
    "write_twice": X_DUPLICATE_ACTION,
    "write_refused": X_REJECTED,
    "write_later": X_TRANSIENT_ERROR,
    "write_auth": X_AUTH_FAILURE,
    "write_suspend": X_ACCOUNT_SUSPENDED,
    "write_protect": X_ACCOUNT_PROTECTED,
    "write_feature": X_ACCOUNT_FEATURE_REQUIRED,
}
"""The beginning of a connected username, or the whole of a text, and what X says to the write."""

MAGIC = tuple(
    MagicValue("connected username (as a beginning), or text", f"{name}*", f"writes fail: `{code.name}`")
    for name, code in FAILURES.items()
)


def check(edition: Edition, key: str, *texts: str) -> None:
    """Fail where the account's name or a text asks for it."""
    for name, code in FAILURES.items():
        if key.startswith(name) or any(text.strip().lower() == name for text in texts):
            raise code(edition=edition if code.observed else None)
