"""Opening and finding the account of a workspace.

Assumption: all keys of a workspace belong to one account.
"""

from __future__ import annotations

from mockserver.core.sql import select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio import ids
from mockserver.vendors.scravio.account.plans import DEFAULT, PLANS
from mockserver.vendors.scravio.account.tables import AccountRow

_THE_ONE = Query(lambda: select(AccountRow), AccountRow)


def open_account(
    workspace: Workspace,
    *,
    plan: str = DEFAULT,
    name: str = "Alex Morgan",
    email: str = "alex@example.com",
    is_verified: bool = True,
) -> AccountRow:
    """Write the account of a new workspace, without credits; raises `KeyError` for an unknown plan."""
    terms = PLANS[plan]
    return workspace.database.insert(
        AccountRow,
        id=ids.new(workspace, "account"),
        email=email,
        name=name,
        plan=plan,
        is_verified=is_verified,
        should_mask_email=terms.is_free,
        concurrent_campaign_limit=terms.concurrent_campaign_limit,
        scraping_speed=terms.scraping_speed.value,
        created_at=workspace.now(),
    )


def current(workspace: Workspace) -> AccountRow:
    """The account of the workspace."""
    account = workspace.database.first(_THE_ONE)
    assert account is not None, "the seed opens an account in every workspace"
    return account


def use_free_reveal(workspace: Workspace, account: AccountRow) -> bool:
    """Take one of the free reveals; False when none is left."""
    if account.free_reveals == 0:
        return False
    workspace.database.change(AccountRow, {"id": account.id}, free_reveals=account.free_reveals - 1)
    return True


def unmask(workspace: Workspace, account: AccountRow) -> None:
    """A purchase was confirmed: emails are shown from now on."""
    workspace.database.change(AccountRow, {"id": account.id}, should_mask_email=False)
