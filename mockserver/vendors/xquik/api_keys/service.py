"""What is known of keys. Must not know the wire, nor how a request carries its key."""

from __future__ import annotations

from sqlalchemy import bindparam
from sqlmodel import col, select

from mockserver.core.statements import Query
from mockserver.core.times import SECOND
from mockserver.engine.workspace import Workspace
from mockserver.gateway.keys import KeyRow
from mockserver.vendors.xquik.api_keys.tables import ApiKeyRow

DEFAULT_NAME = "Default"
PREFIX_LENGTH = 8

_BY_KEY = Query(lambda: select(ApiKeyRow).where(col(ApiKeyRow.key_id) == bindparam("key_id")), ApiKeyRow)


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
