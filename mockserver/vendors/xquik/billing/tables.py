"""Checkouts: what somebody is asked to pay on a page. Source: "Top Up Credits", "Get Subscription Link"."""

from __future__ import annotations

from mockserver.core.tables import Row, column


class CheckoutRow(Row):
    """A checkout, or a visit to the billing portal; `status` is a `checkouts.Status`.

    `credits` are those of a top-up, `tier` is that of a subscription.
    """

    __tablename__ = "xquik_checkouts"

    id: str = column(primary_key=True)
    kind: str
    """`topup`, `subscription` or `portal`."""
    status: str
    dollars: int = 0
    credits: int = 0
    tier: str | None = None
    locale: str
    created_at: int
    expires_at: int


TABLES = (CheckoutRow,)
