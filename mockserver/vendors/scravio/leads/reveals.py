"""Revealing masked emails, which free accounts do in the vendor's dashboard, lead by lead.

Here the control API does it: `POST /_mock/workspaces/{ws}/trigger` with event `revealEmail` and data
`{"campaign_id", "lead_id"}`. Source: "List campaign leads".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.core.errors import ApiError
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.account.tables import AccountRow
from mockserver.vendors.scravio.campaigns import service as campaigns
from mockserver.vendors.scravio.errors import CODES, bad_request, conflict, not_found
from mockserver.vendors.scravio.leads import masks, presenters
from mockserver.vendors.scravio.leads.collection import ids_of
from mockserver.vendors.scravio.leads.presenters import Viewer
from mockserver.vendors.scravio.leads.tables import LeadRow, RevealRow

EVENT = "revealEmail"

_REVEALED = Query(lambda: select(col(RevealRow.lead_id)), int)
_LEAD = Query(lambda: select(LeadRow).where(col(LeadRow.id) == bindparam("id")), LeadRow)


def viewer(workspace: Workspace, account: AccountRow) -> Viewer:
    """What an account may see of emails."""
    if not account.should_mask_email:
        return Viewer(is_masked=False)
    return Viewer(True, frozenset(workspace.database.all(_REVEALED)), account.free_reveals)


def reveal(workspace: Workspace, campaign_id: str, lead_id: str) -> None:
    """Show the email of a lead to a free account from now on, in the caller's transaction.

    Revealing a lead again costs nothing. Raises `ApiError`: 404 for an unknown campaign or lead, 400 where there is
    no masked email, 409 when all five reveals are used.
    """
    campaign = campaigns.require(workspace, campaign_id)
    assert campaign.number is not None
    row = _find(workspace, campaign.id, campaign.number, lead_id)
    if row is None or row.id is None:
        raise not_found("Lead")
    account = accounts.current(workspace)
    if not account.should_mask_email or masks.WITHOUT_EMAIL >> row.state & 1:
        raise bad_request("There is no masked email to reveal")
    if row.id in viewer(workspace, account).revealed:
        return
    if not accounts.use_free_reveal(workspace, account):
        raise conflict("All free reveals are used")
    workspace.database.insert(RevealRow, lead_id=row.id, at=workspace.now())


def trigger(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Reveal the lead that `campaign_id` and `lead_id` name."""
    named = [data.get(name) for name in ("campaign_id", "lead_id")]
    if len(data) != len(named) or not all(isinstance(each, str) for each in named):
        raise ApiError(400, CODES[400], "data must have the strings campaign_id and lead_id, and nothing else")
    reveal(workspace, str(named[0]), str(named[1]))


def _find(workspace: Workspace, campaign_id: str, number: int, lead_id: str) -> LeadRow | None:
    """The lead of an id as it is shown."""
    try:
        rank = int(lead_id[-6:], 16)
    except ValueError:
        return None
    row = workspace.database.first(_LEAD, id=ids_of(number).start + rank)
    return row if row is not None and presenters.lead_id(campaign_id, ids_of(number).start + rank) == lead_id else None
