"""Making, listing and revoking API keys, and when each was used. Must not know the wire."""

from __future__ import annotations

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import SECOND
from mockserver.engine.workspace import Workspace
from mockserver.gateway.keys import KeyFormat, KeyRow, Keys
from mockserver.vendors.xquik.api_keys.tables import ApiKeyRow
from mockserver.vendors.xquik.errors import API_KEY_LIMIT_REACHED, NOT_FOUND
from mockserver.vendors.xquik.policy import SESSION

MOST_KEYS = 100
LONGEST_LIST = 200
DEFAULT_NAME = "Default"
PREFIX_LENGTH = 8

_BY_ID = Query(lambda: select(ApiKeyRow).where(col(ApiKeyRow.id) == bindparam("id")), ApiKeyRow)
_BY_KEY = Query(lambda: select(ApiKeyRow).where(col(ApiKeyRow.key_id) == bindparam("key_id")), ApiKeyRow)
_NEWEST = Query(
    lambda: select(ApiKeyRow).order_by(col(ApiKeyRow.created_at).desc(), col(ApiKeyRow.id).desc()).limit(LONGEST_LIST),
    ApiKeyRow,
)


def create(workspace: Workspace, keys: Keys, vendor: str, form: KeyFormat, name: str) -> tuple[ApiKeyRow, str]:
    """Make a key, which works at once; 403 `api_key_limit_reached` beyond 100 that work. Returns it in full."""
    before = working(keys, vendor)
    if len(before) >= MOST_KEYS:
        raise API_KEY_LIMIT_REACHED(limit=MOST_KEYS)
    for key in before:
        known(workspace, key)  # so that ids are in the order in which keys were made
    made = keys.make(vendor, form)
    return known(workspace, made, name), made.key


def listed(workspace: Workspace, keys: Keys, vendor: str) -> list[tuple[ApiKeyRow, bool]]:
    """The newest 200 keys and whether each works; those that the control API made are among them.

    Assumption: revoked keys stay in the list with `isActive` false.
    """
    active = {known(workspace, key).key_id for key in working(keys, vendor)}
    return [(row, row.key_id in active) for row in workspace.database.all(_NEWEST)]


def revoke(workspace: Workspace, keys: Keys, number: int) -> None:
    """Take a key away for good; 404 for one that is unknown or revoked already."""
    row = workspace.database.first(_BY_ID, id=number)
    if row is None or keys.revoke(row.key_id) is None:
        raise NOT_FOUND()


def working(keys: Keys, vendor: str) -> list[KeyRow]:
    """The keys that work; sessions are none."""
    return [row for row in keys.list() if row.vendor == vendor and row.kind != SESSION]


def known(workspace: Workspace, key: KeyRow, name: str = DEFAULT_NAME) -> ApiKeyRow:
    """What is known of a key; one that the control API made is written down when it is first met."""
    row = workspace.database.first(_BY_KEY, key_id=key.id)
    return row or workspace.database.insert(
        ApiKeyRow, key_id=key.id, name=name, prefix=key.key[:PREFIX_LENGTH], created_at=key.created_at
    )


def note_use(workspace: Workspace, key: KeyRow) -> None:
    """Write down that a key was used now.

    Assumption: a key's last use is kept to the second, and a request that is refused is none.
    """
    row, now = known(workspace, key), workspace.now()
    if row.last_used_at is None or abs(now - row.last_used_at) >= SECOND:
        workspace.database.change(ApiKeyRow, {"id": row.id}, last_used_at=now)
