"""The account in a fixture: what it has bought, how it pays, and what went before."""

from __future__ import annotations

from functools import partial

from pydantic import Field

from mockserver.core.times import DAY
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.account.schemas import Locale
from mockserver.vendors.xquik.billing import subscriptions
from mockserver.vendors.xquik.billing.plans import Tier
from mockserver.vendors.xquik.fields import username
from mockserver.vendors.xquik.metering import Card, Subscription
from mockserver.vendors.xquik.seed.parts import Duration, Entry, Part, each
from mockserver.vendors.xquik.seed.past import Past
from mockserver.vendors.xquik.tables import AccountRow


class AutoTopup(Entry):
    """Credits that are bought when the balance falls below a threshold."""

    enabled: bool = True
    dollars: int = Field(10, ge=10, le=500)
    threshold: int = Field(50_000, ge=0)


class Account(Entry):
    """The account. `credits` are those of the first month; without a subscription they were bought alone.

    With `credits: 0` there is no balance record. `card` is what happens when the payment method is charged.
    """

    subscription: Subscription = Subscription.ACTIVE
    tier: Tier = Tier.STARTER
    ago: Duration = 10 * DAY
    credits: int | None = Field(None, ge=0, le=10**15)
    card: Card = Card.GOOD
    locale: Locale = Locale.ENGLISH
    x_username: str | None = None
    auto_topup: AutoTopup = AutoTopup(enabled=False)


class LedgerLine(Entry):
    """Credits that came (a positive amount) or went besides what the other entries cost."""

    ago: Duration
    amount: int = Field(ge=-(10**15), le=10**15)
    reason: str


def _open(workspace: Workspace, past: Past, told: Account) -> None:
    workspace.database.insert(
        AccountRow,
        id=1,
        locale=told.locale.value,
        x_username=None if told.x_username is None else username(told.x_username),
        subscription=Subscription.NONE.value,
        card=told.card.value,
        auto_topup_enabled=told.auto_topup.enabled,
        auto_topup_dollars=told.auto_topup.dollars,
        auto_topup_threshold=told.auto_topup.threshold,
    )
    past.plan("account", past.start - told.ago, partial(_buy, workspace, told))
    if told.subscription is Subscription.PAST_DUE:
        past.plan("account", past.start, partial(subscriptions.lapse, workspace))


def _buy(workspace: Workspace, told: Account) -> None:
    if told.subscription is not Subscription.NONE:
        subscriptions.start(workspace, told.tier, told.credits)
    elif told.credits:
        metering.grant(workspace, told.credits, "topup")


def _write_line(workspace: Workspace, line: LedgerLine) -> None:
    metering.book(workspace, line.amount, line.reason)


PARTS = (
    Part("account", Account, {}, _open),
    Part("ledger", list[LedgerLine], [], each("ledger", _write_line)),
)
