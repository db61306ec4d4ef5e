"""Charging the saved payment method. Must not know the wire; checkouts stand in `billing`."""

from __future__ import annotations

from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.billing import cards
from mockserver.vendors.xquik.errors import PAYMENT_FAILED
from mockserver.vendors.xquik.metering import Card

REASON = "quick_topup"


def quick_topup(workspace: Workspace, dollars: float) -> int | Card:
    """Charge the saved card and grant the credits, whose number is returned; the card where nothing was charged.

    402 `payment_failed` for a card that is declined.
    """
    card = cards.saved(workspace, dollars)
    if card is Card.DECLINED:
        raise PAYMENT_FAILED("The saved card was declined.")
    if card is not Card.GOOD:
        return card
    bought = metering.credits_for(round(dollars * 100))
    metering.grant(workspace, bought, REASON)
    return bought


def client_secret(workspace: Workspace) -> str:
    """What the payment processor's script would need to ask the customer."""
    payment = workspace.ids.token("xquik.payment", 24, prefix="pi_")
    return workspace.ids.token("xquik.payment_secret", 25, prefix=f"{payment}_secret_")
