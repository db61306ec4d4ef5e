"""Checkouts: opened by the API, paid or cancelled on a page, asked for by their session id.

Must not know the wire, nor what the pages look like.
"""

from __future__ import annotations

from enum import StrEnum

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import DAY
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.billing import cards, subscriptions
from mockserver.vendors.xquik.billing.plans import PLANS, Tier
from mockserver.vendors.xquik.billing.tables import CheckoutRow

TOPUP, SUBSCRIPTION, PORTAL = "topup", "subscription", "portal"

# Assumption: a checkout can be paid for a day.
OPEN_FOR = DAY


class Status(StrEnum):
    """Where a checkout stands: `processing` until it is paid, declined, cancelled or too old."""

    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


_BY_ID = Query(lambda: select(CheckoutRow).where(col(CheckoutRow.id) == bindparam("id")), CheckoutRow)


def find(workspace: Workspace, session_id: str) -> CheckoutRow | None:
    """The checkout of a session id."""
    return workspace.database.first(_BY_ID, id=session_id)


def for_topup(workspace: Workspace, dollars: int, locale: str) -> CheckoutRow:
    """Ask for the price of some credits."""
    return _open(workspace, TOPUP, dollars, locale, buys=metering.credits_for(dollars * 100))


def for_subscription(workspace: Workspace, tier: Tier) -> CheckoutRow:
    """Ask for the first month of a plan."""
    return _open(workspace, SUBSCRIPTION, PLANS[tier].dollars, metering.account(workspace).locale, tier=tier.value)


def for_portal(workspace: Workspace) -> CheckoutRow:
    """Let a subscriber see to his subscription."""
    return _open(workspace, PORTAL, 0, metering.account(workspace).locale)


def status(workspace: Workspace, row: CheckoutRow) -> Status:
    """Where it stands now.

    Assumption: one that nobody has paid yet is processing; a declined one may be tried again until it expires.
    """
    found = Status(row.status)
    return Status.EXPIRED if found is Status.PROCESSING and workspace.now() >= row.expires_at else found


def is_open(workspace: Workspace, row: CheckoutRow) -> bool:
    """Whether it can still be paid, or the portal used."""
    return row.status in (Status.PROCESSING, Status.FAILED) and workspace.now() < row.expires_at


def pay(workspace: Workspace, row: CheckoutRow, number: str) -> None:
    """Pay with a card, which is saved, and get what was paid for; one that is not open stays as it is."""
    if not is_open(workspace, row):
        return
    card = cards.presented(number)
    if card is None:
        _set(workspace, row, Status.FAILED)
        return
    cards.save(workspace, card)
    _set(workspace, row, Status.PAID)
    if row.tier is not None:
        subscriptions.start(workspace, Tier(row.tier))
    else:
        metering.grant(workspace, row.credits, TOPUP, row.id)


def cancel(workspace: Workspace, row: CheckoutRow) -> None:
    """Do without. Assumption: a cancelled checkout counts as expired."""
    if is_open(workspace, row):
        _set(workspace, row, Status.EXPIRED)


def _open(
    workspace: Workspace, kind: str, dollars: int, locale: str, *, buys: int = 0, tier: str | None = None
) -> CheckoutRow:
    now = workspace.now()
    return workspace.database.insert(
        CheckoutRow,
        id=workspace.ids.token("xquik.checkout", 58, prefix="bps_" if kind == PORTAL else "cs_test_"),
        kind=kind,
        status=Status.PROCESSING.value,
        dollars=dollars,
        credits=buys,
        tier=tier,
        locale=locale,
        created_at=now,
        expires_at=now + OPEN_FOR,
    )


def _set(workspace: Workspace, row: CheckoutRow, to: Status) -> None:
    workspace.database.change(CheckoutRow, {"id": row.id}, status=to.value)
