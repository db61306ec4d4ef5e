"""The one gate for everything that costs credits, and the ledger behind it.

A handler asks `affordable` how much of a page can be paid for, and says `charge` once it knows what it returns; both
raise the 402 that says why not. A refused or failed request charges nothing, since its transaction is undone.
Must not know what credits are spent on. Source: "Error Codes" (402), "Credits", the vendor's billing page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mockserver.core.sql import col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.errors import (
    INSUFFICIENT_CREDITS,
    NO_CREDITS,
    NO_SUBSCRIPTION,
    SUBSCRIPTION_INACTIVE,
)
from mockserver.vendors.xquik.prices import Price, price_of
from mockserver.vendors.xquik.tables import AccountRow, LedgerRow


class Subscription(StrEnum):
    """Where the account's subscription stands."""

    NONE = "none"
    ACTIVE = "active"
    CANCELING = "canceling"
    """Active until the month that was paid for is over."""
    PAST_DUE = "past_due"

    @property
    def is_active(self) -> bool:
        """Whether what was paid for is still to be had."""
        return self in (Subscription.ACTIVE, Subscription.CANCELING)


class Card(StrEnum):
    """What happens when the saved payment method is charged."""

    NONE = "none"
    GOOD = "good"
    NEEDS_ACTION = "needs_action"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Totals:
    """What the ledger comes to: `balance` = `purchased` - `used`."""

    balance: int
    purchased: int
    used: int


_ACCOUNT = Query(lambda: select(AccountRow), AccountRow)
_LAST = Query(lambda: select(LedgerRow).order_by(col(LedgerRow.id).desc()).limit(1), LedgerRow)


def account(workspace: Workspace) -> AccountRow:
    """The workspace's account."""
    row = workspace.database.first(_ACCOUNT)
    assert row is not None, "the seed makes it"
    return row


def totals(workspace: Workspace) -> Totals | None:
    """What the ledger comes to, or None when no credits were ever bought: there is no balance record."""
    row = workspace.database.first(_LAST)
    return None if row is None else Totals(row.balance, row.purchased, row.used)


def affordable(workspace: Workspace, charged: str, wanted: int) -> int:
    """How many of `wanted` units of an operation (by its id in `prices`) the balance pays for, at least one.

    402 `insufficient_credits` where it pays for none, and `no_subscription`, `subscription_inactive` or `no_credits`.
    """
    price = price_of(charged)
    units = min(wanted, _balance(workspace, price) // price.credits)
    if units == 0 and wanted > 0:
        raise INSUFFICIENT_CREDITS()
    return units


def charge(workspace: Workspace, charged: str, units: int = 1, *, subject: str = "") -> int:
    """Take the credits for some units of an operation, inside the caller's transaction; returns how many.

    402 as in `affordable`, where the balance does not pay for all of them.
    """
    price = price_of(charged)
    cost = price.credits * units
    if cost > _balance(workspace, price):
        raise INSUFFICIENT_CREDITS()
    if cost:
        _write(workspace, -cost, charged, subject)
        _top_up(workspace)
    return cost


def grant(workspace: Workspace, amount: int, reason: str, subject: str = "") -> None:
    """Add credits that were bought, inside the caller's transaction."""
    _write(workspace, amount, reason, subject)


def book(workspace: Workspace, amount: int, reason: str) -> None:
    """Write a line of the past, with credits that came or (negative) went; `ValueError` if they were not there."""
    sums = totals(workspace) or Totals(0, 0, 0)
    if sums.balance + amount < 0:
        raise ValueError(f"{-amount} credits cannot be paid from {sums.balance}")
    _write(workspace, amount, reason, "")


def set_auto_topup(workspace: Workspace, *, enabled: bool) -> None:
    """Switch the automatic top-up on or off; on, one that a bad card stopped goes on."""
    changes = {"auto_topup_enabled": enabled, **({"auto_topup_stopped": False} if enabled else {})}
    workspace.database.change(AccountRow, {"id": account(workspace).id}, **changes)


def credits_for(cents: int) -> int:
    """What an amount of money buys: a credit costs $0.00015, and parts of one are lost."""
    return cents * 200 // 3


def _balance(workspace: Workspace, price: Price) -> int:
    """The balance, where the account may spend it.

    Assumption: who has bought credits may spend them without a subscription, except on trends, which need one.
    """
    subscription, sums = account(workspace).subscription, totals(workspace)
    if subscription == Subscription.PAST_DUE:
        raise SUBSCRIPTION_INACTIVE()
    if subscription == Subscription.NONE and (sums is None or price.subscribers_only):
        raise NO_SUBSCRIPTION()
    if sums is None:
        raise NO_CREDITS()
    return sums.balance


def _top_up(workspace: Workspace) -> None:
    """Buy credits where the balance fell below the threshold; a card that cannot be charged stops that for good.

    Assumption: an automatic top-up comes at once, when a charge leaves less than the threshold.
    """
    row, sums = account(workspace), totals(workspace)
    if not row.auto_topup_enabled or row.auto_topup_stopped or sums is None:
        return
    if sums.balance >= row.auto_topup_threshold:
        return
    if row.card == Card.GOOD:
        grant(workspace, credits_for(row.auto_topup_dollars * 100), "auto_topup")
    else:
        workspace.database.change(AccountRow, {"id": row.id}, auto_topup_stopped=True)


def _write(workspace: Workspace, amount: int, reason: str, subject: str) -> None:
    before = totals(workspace) or Totals(0, 0, 0)
    workspace.database.insert(
        LedgerRow,
        amount=amount,
        balance=before.balance + amount,
        purchased=before.purchased + max(amount, 0),
        used=before.used + max(-amount, 0),
        reason=reason,
        subject=subject,
        created_at=workspace.now(),
    )
