"""Settling a campaign: what was reserved and not used goes back, what was used beyond it is taken.

reserved + overage = used + returned, always. Source: creditSettlement and phaseState.settlement of "Get campaign
details".
"""

from __future__ import annotations

from mockserver.core.times import MINUTE, Millis
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.campaigns import phases, rows
from mockserver.vendors.scravio.campaigns.tables import CampaignRow
from mockserver.vendors.scravio.credits import service as ledger
from mockserver.vendors.scravio.credits.service import TransactionType
from mockserver.vendors.scravio.fields import in_credits
from mockserver.vendors.scravio.magic import FAILED_SETTLEMENT, RETRIED_SETTLEMENT

# Assumption: settlement is tried three times, one and two minutes apart; after that the reservation stays taken.
MOST_ATTEMPTS = 3


def attempt(workspace: Workspace, row: CampaignRow) -> tuple[CampaignRow, Millis | None]:
    """Try to settle; gives the row as it is now, and after how long to try again, None when there is no next time."""
    now, number = workspace.now(), row.settlement_attempts + 1
    problem = _problem(workspace, row, number)
    if problem is None:
        return _settle(workspace, row, number), None
    delay = MINUTE * number if number < MOST_ATTEMPTS else None
    state = phases.unsettled(rows.phases_of(row), problem, now, None if delay is None else now + delay)
    return rows.change(workspace, row, "settlement", settlement_attempts=number, phases=state), delay


def _problem(workspace: Workspace, row: CampaignRow, number: int) -> str | None:
    if FAILED_SETTLEMENT.matches(row.title) or (RETRIED_SETTLEMENT.matches(row.title) and number == 1):
        return "Settlement could not be written"
    overage = rows.usage(row) - row.credit_reserved
    if overage > ledger.balance(workspace, accounts.current(workspace)):
        return f"The balance does not cover {in_credits(overage)} credits of overage"
    return None


def _settle(workspace: Workspace, row: CampaignRow, number: int) -> CampaignRow:
    account, used, now = accounts.current(workspace), rows.usage(row), workspace.now()
    returned, overage = max(0, row.credit_reserved - used), max(0, used - row.credit_reserved)
    lines = (
        (TransactionType.CAMPAIGN_SETTLEMENT, returned, "Unused credits returned"),
        (TransactionType.CAMPAIGN_OVERAGE, -overage, "Usage beyond the reservation"),
    )
    for kind, amount, description in lines:
        if amount:
            ledger.record(
                workspace,
                account,
                kind,
                amount,
                description=f"{description}: {row.title}",
                campaign_id=row.id,
                correlation_id=correlation(row.id),
                metadata={"creditReserved": in_credits(row.credit_reserved), "creditUsed": in_credits(used)},
            )
    return rows.change(
        workspace,
        row,
        "settlement",
        credit_used=used,
        credit_returned=returned,
        credit_charged=used,
        settled_at=now,
        settlement_attempts=number,
        phases=phases.settled(rows.phases_of(row), now),
    )


def reserve(workspace: Workspace, campaign_id: str, title: str, amount: int) -> None:
    """Take a campaign's reservation; raises `ApiError` 400 INSUFFICIENT_CREDITS."""
    ledger.record(
        workspace,
        accounts.current(workspace),
        TransactionType.CAMPAIGN_RESERVATION,
        -amount,
        description=f"Credits reserved: {title}",
        campaign_id=campaign_id,
        correlation_id=correlation(campaign_id),
    )


def correlation(campaign_id: str) -> str:
    """What ties the transactions of a campaign together."""
    return f"campaign:{campaign_id}"
