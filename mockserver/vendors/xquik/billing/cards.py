"""What happens when the saved payment method is charged. Must not know what is bought."""

from __future__ import annotations

from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.billing import magic
from mockserver.vendors.xquik.metering import Card
from mockserver.vendors.xquik.tables import AccountRow


def saved(workspace: Workspace, dollars: float) -> Card:
    """The saved card, or what the amount says instead."""
    text = str(int(dollars)) if dollars == int(dollars) else str(dollars)
    if magic.ACTION_DOLLARS.matches(text):
        return Card.NEEDS_ACTION
    if magic.DECLINED_DOLLARS.matches(text):
        return Card.DECLINED
    if magic.NO_CARD_DOLLARS.matches(text):
        return Card.NONE
    return Card(metering.account(workspace).card)


def presented(number: str) -> Card | None:
    """How a card will answer that is typed into a page, or None for one that is declined at once.

    Assumption: any other number, or none, is a card that can be charged.
    """
    digits = "".join(character for character in number if character.isdigit())
    if magic.DECLINED_CARD.matches(digits):
        return None
    if magic.AUTHENTICATED_CARD.matches(digits):
        return Card.NEEDS_ACTION
    return Card.DECLINED if magic.LATER_DECLINED_CARD.matches(digits) else Card.GOOD


def save(workspace: Workspace, card: Card) -> None:
    """Keep a card for later charges; an automatic top-up that a bad one stopped goes on."""
    workspace.database.change(
        AccountRow, {"id": metering.account(workspace).id}, card=card.value, auto_topup_stopped=False
    )
