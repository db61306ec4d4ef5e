"""Credits as the API shows them."""

from __future__ import annotations

from mockserver.vendors.xquik.credits.schemas import Balance
from mockserver.vendors.xquik.metering import Totals
from mockserver.vendors.xquik.tables import AccountRow


def balance(row: AccountRow, sums: Totals | None) -> Balance:
    """The balance; one that has no record is 0.

    Assumption: without a balance record `GET /credits` shows zeros, as nothing documents an error there.
    """
    found = sums or Totals(0, 0, 0)
    purchased, used, threshold = str(found.purchased), str(found.used), str(row.auto_topup_threshold)
    return {
        "balance": str(found.balance),
        "lifetimePurchased": purchased,
        "lifetimeUsed": used,
        "autoTopupEnabled": row.auto_topup_enabled,
        "autoTopupAmountDollars": row.auto_topup_dollars,
        "autoTopupThreshold": threshold,
        "lifetime_purchased": purchased,
        "lifetime_used": used,
        "auto_topup_enabled": row.auto_topup_enabled,
        "auto_topup_amount_dollars": row.auto_topup_dollars,
        "auto_topup_threshold": threshold,
        "auto_topup_stopped": row.auto_topup_stopped,
    }
