"""The account as the API shows it."""

from __future__ import annotations

from mockserver.vendors.xquik.account.schemas import UNLIMITED, Account, CreditInfo, MonitorBilling
from mockserver.vendors.xquik.metering import Subscription, Totals
from mockserver.vendors.xquik.prices import CREDITS_PER_MONITOR_DAY, MONITOR_HOUR, price_of
from mockserver.vendors.xquik.tables import AccountRow


def account(row: AccountRow, sums: Totals | None, monitors: int, active_monitors: int) -> Account:
    """The whole account; `active_monitors` of its `monitors` cost credits by the hour."""
    subscription = Subscription(row.subscription)
    shown: Account = {
        "plan": "active" if subscription.is_active else "inactive",
        "subscription": {"status": subscription},
        "monitorsAllowed": UNLIMITED,
        "monitorsUsed": monitors,
        "monitorBilling": _monitor_billing(active_monitors),
    }
    if sums is not None:
        shown["creditInfo"] = credit_info(row, sums)
    if row.x_username is not None:
        shown["xUsername"] = row.x_username
    return shown


def credit_info(row: AccountRow, sums: Totals) -> CreditInfo:
    """The balance and the automatic top-up."""
    return {
        "balance": str(sums.balance),
        "lifetimePurchased": str(sums.purchased),
        "lifetimeUsed": str(sums.used),
        "autoTopupEnabled": row.auto_topup_enabled,
        "autoTopupStopped": row.auto_topup_stopped,
        "autoTopupAmountDollars": row.auto_topup_dollars,
        "autoTopupThreshold": str(row.auto_topup_threshold),
    }


def _monitor_billing(active: int) -> MonitorBilling:
    hourly = price_of(MONITOR_HOUR).credits
    return {
        "activeDailyEstimate": str(active * CREDITS_PER_MONITOR_DAY),
        "activeHourlyBurn": str(active * hourly),
        "creditsPerActiveMonitorDay": str(CREDITS_PER_MONITOR_DAY),
        "creditsPerActiveMonitorHour": str(hourly),
        "eventsIncluded": True,
        "instantCheckIntervalSeconds": 1,
        "unlimitedSlots": True,
    }
