"""Sessions that turn out to have expired when an account sends. Must not know what it wanted to send."""

from __future__ import annotations

from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts import service as accounts
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.magic import EXPIRED_SESSION

REASON = "Session expired or account disconnected"
"""The documented reason of `account_paused`."""


def found_expired(workspace: Workspace, account: AccountRow) -> bool:
    """Whether the account's session has expired; then it is disconnected and receivers are told.

    Assumption: a session whose `auth_token` starts with `expired` is found out at the first DM it should send.
    """
    for cookie in account.cookies:
        if cookie.get("name") == "auth_token" and EXPIRED_SESSION.matches(str(cookie.get("value", ""))):
            accounts.disconnect(workspace, account, REASON)
            return True
    return False
