"""The ledger: the only way a balance changes. Must not know what credits are spent on.

Lines of an account form a chain; their order is that in which they were written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mockserver.core.sql import BindParameter, ColumnElement, Select, String, bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio import ids
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.account.tables import AccountRow
from mockserver.vendors.scravio.credits.tables import TransactionRow
from mockserver.vendors.scravio.errors import insufficient_credits
from mockserver.vendors.scravio.fields import Thousandths, in_credits


class TransactionType(StrEnum):
    """Why a balance changed."""

    CAMPAIGN_RESERVATION = "CAMPAIGN_RESERVATION"
    CAMPAIGN_SETTLEMENT = "CAMPAIGN_SETTLEMENT"
    CAMPAIGN_OVERAGE = "CAMPAIGN_OVERAGE"
    EMAIL_VALIDATION_DEDUCTION = "EMAIL_VALIDATION_DEDUCTION"
    EMAIL_VALIDATION_REFUND = "EMAIL_VALIDATION_REFUND"
    SUBSCRIPTION_INITIAL = "SUBSCRIPTION_INITIAL"
    SUBSCRIPTION_RENEWAL = "SUBSCRIPTION_RENEWAL"
    SUBSCRIPTION_UPGRADE = "SUBSCRIPTION_UPGRADE"
    SUBSCRIPTION_DOWNGRADE = "SUBSCRIPTION_DOWNGRADE"
    PAYMENT_PADDLE = "PAYMENT_PADDLE"
    PAYMENT_CRYPTOMUS = "PAYMENT_CRYPTOMUS"
    PAYMENT_STRIPE_TOPUP = "PAYMENT_STRIPE_TOPUP"
    PAYMENT_PADDLE_TOPUP = "PAYMENT_PADDLE_TOPUP"
    ADMIN_CREDIT_ADJUSTMENT = "ADMIN_CREDIT_ADJUSTMENT"

    @property
    def is_payment(self) -> bool:
        """Whether it confirms a purchase."""
        return self.value.startswith("PAYMENT_")


class SortBy(StrEnum):
    """By what a list of transactions is ordered."""

    TIMESTAMP = "timestamp"
    AMOUNT = "amount"


_BALANCE = Query(
    lambda: (
        select(col(TransactionRow.balance_after))
        .where(col(TransactionRow.account_id) == bindparam("account_id"))
        .order_by(col(TransactionRow.number).desc())
        .limit(1)
    ),
    int,
)


def balance(workspace: Workspace, account: AccountRow) -> Thousandths:
    """What the account has."""
    return workspace.database.first(_BALANCE, account_id=account.id) or 0


def record(
    workspace: Workspace,
    account: AccountRow,
    kind: TransactionType,
    amount: Thousandths,
    *,
    description: str,
    campaign_id: str | None = None,
    correlation_id: str | None = None,
    metadata: Mapping[str, object] | None = None,
    payment_id: str | None = None,
    payment_gateway: str | None = None,
) -> TransactionRow:
    """Change the balance by `amount` thousandths, in the caller's transaction; a negative amount takes credits.

    A payment also unmasks emails. Raises `ApiError` 400 INSUFFICIENT_CREDITS when the balance would fall below zero.
    """
    before = balance(workspace, account)
    if before + amount < 0:
        raise insufficient_credits(
            f"Insufficient credits: {in_credits(-amount)} required, {in_credits(before)} available"
        )
    if kind.is_payment:
        accounts.unmask(workspace, account)
    return workspace.database.insert(
        TransactionRow,
        id=ids.new(workspace, "transaction"),
        account_id=account.id,
        type=kind.value,
        balance_before=before,
        amount=amount,
        balance_after=before + amount,
        description=description,
        campaign_id=campaign_id,
        payment_id=payment_id,
        payment_gateway=payment_gateway,
        correlation_id=correlation_id,
        details=None if metadata is None else dict(metadata),
        created_at=workspace.now(),
    )


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which transactions a list shows; no types mean all, both times are included."""

    types: frozenset[TransactionType] = frozenset()
    campaign_id: str | None = None
    since: Instant = 0
    until: Instant = 2**62
    sort_by: SortBy = SortBy.TIMESTAMP
    descending: bool = True


def page(
    workspace: Workspace, account: AccountRow, wishes: Wishes, *, offset: int, limit: int
) -> tuple[Sequence[TransactionRow], int]:
    """A page of the account's transactions and how many fit the wishes."""
    wanted = wishes.types or frozenset(TransactionType)
    params: dict[str, object] = {
        "account_id": account.id,
        "campaign_id": wishes.campaign_id,
        "since": wishes.since,
        "until": wishes.until,
        **{kind.name: kind.value if kind in wanted else None for kind in TransactionType},
    }
    rows = workspace.database.all(_PAGES[wishes.sort_by, wishes.descending], **params, limit=limit, offset=offset)
    return rows, workspace.database.value(_TOTAL, **params)


def _fitting() -> tuple[ColumnElement[bool], ...]:
    row = TransactionRow
    campaign: BindParameter[str | None] = bindparam("campaign_id", type_=String())
    return (
        col(row.account_id) == bindparam("account_id"),
        col(row.type).in_([bindparam(kind.name) for kind in TransactionType]),
        campaign.is_(None) | (col(row.campaign_id) == campaign),
        col(row.created_at) >= bindparam("since"),
        col(row.created_at) <= bindparam("until"),
    )


def _sorted(sort_by: SortBy, *, descending: bool) -> Query[TransactionRow]:
    def build() -> Select[Any]:
        key = col(TransactionRow.created_at) if sort_by is SortBy.TIMESTAMP else col(TransactionRow.amount)
        last = col(TransactionRow.number)
        order = (key.desc(), last.desc()) if descending else (key, last)
        fitting = select(TransactionRow).where(*_fitting()).order_by(*order)
        return fitting.limit(bindparam("limit")).offset(bindparam("offset"))

    return Query(build, TransactionRow)


_TOTAL = Query(lambda: select(func.count()).select_from(TransactionRow).where(*_fitting()), int)
_PAGES: Mapping[tuple[SortBy, bool], Query[TransactionRow]] = {
    (sort_by, descending): _sorted(sort_by, descending=descending) for sort_by in SortBy for descending in (True, False)
}
