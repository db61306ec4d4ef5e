"""Connected accounts: adding, removing, pausing, disconnecting, tagging. Must not know the wire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import cast

from mockserver.core.sql import bindparam, col, false, select, true
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts.schemas import Cookie
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.errors import bad_request, not_found
from mockserver.world.person import handle_key

_BY_ID = Query(
    lambda: select(AccountRow).where(col(AccountRow.id) == bindparam("id"), col(AccountRow.removed_at).is_(None)),
    AccountRow,
)
_BY_HANDLE = Query(
    lambda: select(AccountRow).where(
        col(AccountRow.handle) == bindparam("handle"), col(AccountRow.removed_at).is_(None)
    ),
    AccountRow,
)
_ACTIVE = Query(
    lambda: (
        select(AccountRow)
        .where(col(AccountRow.removed_at).is_(None), col(AccountRow.is_active) == true())
        .order_by(col(AccountRow.created_at), col(AccountRow.id))
    ),
    AccountRow,
)
_SENDABLE = Query(
    lambda: (
        select(AccountRow)
        .where(
            col(AccountRow.removed_at).is_(None),
            col(AccountRow.is_active) == true(),
            col(AccountRow.is_paused) == false(),
        )
        .order_by(col(AccountRow.created_at), col(AccountRow.id))
    ),
    AccountRow,
)
_NOT_IN_TAGS = re.compile(r"[^a-z0-9]+")

PAUSED_BY_USER = "Account paused by user"


# Finding


def find(workspace: Workspace, account_id: str) -> AccountRow | None:
    """The account of that id, active or not, unless it was removed."""
    return workspace.database.first(_BY_ID, id=account_id)


def by_handle(workspace: Workspace, handle: str) -> AccountRow | None:
    """The account of that handle (`@` and case do not matter), unless it was removed."""
    key = handle_key(handle)
    return None if key is None else workspace.database.first(_BY_HANDLE, handle=key)


def active(workspace: Workspace) -> list[AccountRow]:
    """Accounts that are connected, in the order they were added."""
    return workspace.database.all(_ACTIVE)


def sendable(workspace: Workspace) -> list[AccountRow]:
    """Accounts that are connected and not paused, in the order they were added."""
    return workspace.database.all(_SENDABLE)


def require(workspace: Workspace, account_id: str) -> AccountRow:
    """The account of that id; 404 where there is none, whatever the id looks like."""
    account = find(workspace, account_id)
    if account is None:
        raise not_found("Account not found")
    return account


# Connecting


def connect(
    workspace: Workspace, *, handle: str, cookies: Sequence[Cookie], proxy: str, proxy_auth: str, xchat_pin: str
) -> tuple[AccountRow, bool]:
    """Connect an account, or renew a connected one; returns it and whether it is new.

    400 when the world has no such handle.

    Assumption: adding a connected handle again replaces its cookies, proxy and PIN and reactivates it, and
    leaves everything else as it was. A handle is kept and shown in lower case.
    """
    connected = by_handle(workspace, handle)
    if connected is not None:
        _change(workspace, connected, proxy=proxy, proxy_auth=proxy_auth, xchat_pin=xchat_pin)
        renew(workspace, connected.id, cookies)
        return require(workspace, connected.id), False
    try:
        person = workspace.world.people.remember(handle)
    except LookupError:
        # Assumption: a handle that is nobody's cannot be connected.
        raise bad_request(f"handle must name an existing Twitter account; there is no @{handle}") from None
    account = workspace.database.insert(
        AccountRow,
        id=workspace.ids.uuid("scrapely.account"),
        user_id=person.user_id,
        handle=person.key,
        name=person.name,
        is_verified=person.is_blue_verified,
        created_at=workspace.now(),
        cookies=_stored(cookies),
        proxy=proxy,
        proxy_auth=proxy_auth,
        xchat_pin=xchat_pin,
    )
    return account, True


def renew(workspace: Workspace, account_id: str, cookies: Sequence[Cookie]) -> AccountRow:
    """Replace the cookies, which also reactivates an account that was disconnected. 404 for an unknown one."""
    account = require(workspace, account_id)
    _change(workspace, account, cookies=_stored(cookies), is_active=True)
    _tell_campaigns(workspace, account.id)
    return require(workspace, account_id)


def disconnect(workspace: Workspace, account: AccountRow, reason: str) -> None:
    """Note that an account's session is over: it is inactive until it gets new cookies, and `account_paused` tells."""
    if account.is_active:
        _change(workspace, account, is_active=False)
        _emit_paused(workspace, account, reason)


def remove(workspace: Workspace, account_id: str | None, handle: str | None) -> AccountRow:
    """Remove an account by id or handle; its row stays, since the DM history is retained.

    400 when neither is given or both name different accounts, 404 when there is no such account.
    """
    if not account_id and not handle:
        raise bad_request("account_id or handle is required")
    account = require(workspace, account_id) if account_id else by_handle(workspace, handle or "")
    if account is None:
        raise not_found("Account not found")
    if handle and handle_key(handle) != account.handle:
        raise bad_request("account_id and handle must name the same account")
    _change(workspace, account, removed_at=workspace.now(), is_active=False)
    _tell_campaigns(workspace, account.id)
    return account


# Pausing and proxies


def pause(workspace: Workspace, account_id: str, *, paused: bool) -> AccountRow:
    """Pause or unpause the sending of DMs.

    Assumption: `account_paused` is sent only when the account was not paused before.
    """
    account = require(workspace, account_id)
    if account.is_paused is not paused:
        _change(workspace, account, is_paused=paused)
        if paused:
            _emit_paused(workspace, account, PAUSED_BY_USER)
        _tell_campaigns(workspace, account.id)
    return require(workspace, account_id)


def pause_followups(workspace: Workspace, account_id: str, *, paused: bool) -> AccountRow:
    """Pause or unpause follow-up messages; no event tells of it."""
    account = require(workspace, account_id)
    if account.followups_paused is not paused:
        _change(workspace, account, followups_paused=paused)
        _tell_campaigns(workspace, account.id)
    return require(workspace, account_id)


def change_proxy(workspace: Workspace, account_id: str, *, proxy: str, proxy_auth: str) -> AccountRow:
    """Replace the proxy; it is shown as it was given."""
    _change(workspace, require(workspace, account_id), proxy=proxy, proxy_auth=proxy_auth)
    return require(workspace, account_id)


# Tags


def set_tags(workspace: Workspace, account_id: str, tags: Iterable[str]) -> AccountRow:
    """Replace all tags; an empty list clears them."""
    _change(workspace, require(workspace, account_id), tags=_normalised("tags", tags))
    return require(workspace, account_id)


def update_tags(workspace: Workspace, account_id: str, *, add: Sequence[str], remove: Sequence[str]) -> AccountRow:
    """Add tags and take others away; 400 when both lists are empty.

    Assumption: a tag that is to be added and removed at once is gone.
    """
    if not add and not remove:
        raise bad_request("add or remove must name at least one tag")
    added, removed = _normalised("add", add), _normalised("remove", remove)
    account = require(workspace, account_id)
    tags = [tag for tag in dict.fromkeys([*account.tags, *added]) if tag not in removed]
    _change(workspace, account, tags=tags)
    return require(workspace, account_id)


def _normalised(field: str, tags: Iterable[str]) -> list[str]:
    """Tags in lower case, anything but letters and digits turned into single hyphens, none twice.

    Assumption: a tag of which nothing is left is refused.
    """
    names: dict[str, None] = {}
    for place, tag in enumerate(tags):
        name = _NOT_IN_TAGS.sub("-", tag.lower()).strip("-")
        if not name:
            raise bad_request(f"{field}.{place} must contain a letter or digit")
        names[name] = None
    return list(names)


# Inside


def _change(workspace: Workspace, account: AccountRow, **changes: object) -> None:
    workspace.database.change(AccountRow, {"id": account.id}, **changes)


def _stored(cookies: Sequence[Cookie]) -> list[dict[str, object]]:
    return [cast(dict[str, object], cookie) for cookie in cookies]


def _emit_paused(workspace: Workspace, account: AccountRow, reason: str) -> None:
    facts = {"account_id": account.id, "account_handle": account.handle, "reason": reason}
    workspace.webhooks.emit("scrapely", "account_paused", facts)


def _tell_campaigns(workspace: Workspace, account_id: str) -> None:
    # Imported here because campaigns look accounts up when they are imported.
    from mockserver.vendors.scrapely.campaigns import jobs as campaign_jobs

    campaign_jobs.account_changed(workspace, account_id)
