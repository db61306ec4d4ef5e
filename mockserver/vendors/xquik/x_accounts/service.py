"""Connecting X accounts and choosing the one to act with. Must not know the wire."""

from __future__ import annotations

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.errors import (
    ACCOUNT_ALREADY_CONNECTED,
    ACCOUNT_NEEDS_REAUTH,
    ACCOUNT_NOT_FOUND,
    ACCOUNT_RESTRICTED,
    NOT_FOUND,
)
from mockserver.vendors.xquik.x_accounts.health import Health
from mockserver.vendors.xquik.x_accounts.magic import fate, log_in
from mockserver.vendors.xquik.x_accounts.tables import XAccountRow
from mockserver.world.person import Person, handle_key

_ALL = Query(lambda: select(XAccountRow).order_by(col(XAccountRow.id)), XAccountRow)
_BY_ID = Query(lambda: select(XAccountRow).where(col(XAccountRow.id) == bindparam("id")), XAccountRow)
_BY_KEY = Query(lambda: select(XAccountRow).where(col(XAccountRow.key) == bindparam("key")), XAccountRow)

_RESTRICTED = frozenset({Health.LOCKED, Health.SUSPENDED, Health.RECOVERING})


def every(workspace: Workspace) -> list[XAccountRow]:
    """Every connected account, the first one first."""
    return workspace.database.all(_ALL)


def require(workspace: Workspace, account_id: int) -> XAccountRow:
    """The account of an id; 404 `not_found`."""
    row = workspace.database.first(_BY_ID, id=account_id)
    if row is None:
        raise NOT_FOUND()
    return row


def connect(
    workspace: Workspace,
    key: str,
    password: str = "",
    totp_secret: str | None = None,
    country: str | None = None,
    health: Health | None = None,
) -> XAccountRow:
    """Connect an account; 409 `account_already_connected`, and how logging in fails. Nothing secret is kept."""
    if workspace.database.first(_BY_KEY, key=key) is not None:
        raise ACCOUNT_ALREADY_CONNECTED()
    log_in(password, totp_secret)
    workspace.world.people.remember(key)
    now = workspace.now()
    return workspace.database.insert(
        XAccountRow,
        key=key,
        health=health or fate(key),
        created_at=now,
        updated_at=now,
        cookies_at=now,
        country=country,
    )


def reconnect(
    workspace: Workspace, account_id: int, password: str, totp_secret: str | None, country: str | None
) -> XAccountRow:
    """Log in again, after which the account is healthy, unless X suspended it; 404, and how logging in fails."""
    row = require(workspace, account_id)
    log_in(password, totp_secret)
    now = workspace.now()
    health = row.health if row.health == Health.SUSPENDED else Health.HEALTHY
    workspace.database.change(
        XAccountRow, {"id": row.id}, health=health, updated_at=now, cookies_at=now, country=country or row.country
    )
    return require(workspace, account_id)


def retry_all(workspace: Workspace) -> int:
    """Try accounts with a temporary issue again; they are healthy from then on. Returns how many."""
    changes = {"health": Health.HEALTHY, "updated_at": workspace.now()}
    return workspace.database.change(XAccountRow, {"health": Health.TEMPORARY_ISSUE}, **changes)


def disconnect(workspace: Workspace, account_id: int) -> None:
    """Forget an account; 404 `not_found`."""
    workspace.database.remove(XAccountRow, id=require(workspace, account_id).id)


def person_of(workspace: Workspace, row: XAccountRow) -> Person:
    """Who a connected account is."""
    person = workspace.world.people.get(row.key)
    assert person is not None, "only what could be a handle is connected"
    return person


def connected(workspace: Workspace, account: str | None) -> Person:
    """Who acts: the account of a username or id, or the first one that was connected.

    404 `account_not_found`, 403 `account_needs_reauth`, 403 `account_restricted`.
    """
    row = _chosen(workspace, account)
    if row is None:
        raise ACCOUNT_NOT_FOUND()
    if row.health == Health.NEEDS_REAUTH:
        raise ACCOUNT_NEEDS_REAUTH()
    if row.health in _RESTRICTED:
        raise ACCOUNT_RESTRICTED()
    return person_of(workspace, row)


def first_person(workspace: Workspace) -> Person | None:
    """Who was connected first, if anybody is."""
    row = _chosen(workspace, None)
    return None if row is None else person_of(workspace, row)


def _chosen(workspace: Workspace, account: str | None) -> XAccountRow | None:
    if account is None:
        return next(iter(every(workspace)), None)
    text = account.strip()
    if text.isascii() and text.isdigit() and len(text) < 19:
        row = workspace.database.first(_BY_ID, id=int(text))
        if row is not None:
            return row
    key = handle_key(text)
    return None if key is None else workspace.database.first(_BY_KEY, key=key)
