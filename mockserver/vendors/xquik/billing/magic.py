"""Inputs that choose how a payment ends."""

from __future__ import annotations

from mockserver.contract import MagicValue

DECLINED_CARD = MagicValue("card (checkout page)", "4000000000000002", "The payment fails; the card is not saved")
AUTHENTICATED_CARD = MagicValue(
    "card (checkout page)", "4000002500003155", "The payment succeeds; charging the saved card later needs an action"
)
LATER_DECLINED_CARD = MagicValue(
    "card (checkout page)", "4000000000000341", "The payment succeeds; charging the saved card later fails"
)
ACTION_DOLLARS = MagicValue("dollars", "401", "POST /credits/quick-topup: requires_action, whatever card is saved")
DECLINED_DOLLARS = MagicValue("dollars", "402", "POST /credits/quick-topup: 402 payment_failed")
NO_CARD_DOLLARS = MagicValue("dollars", "404", "POST /credits/quick-topup: no_payment_method")

MAGIC = (
    DECLINED_CARD,
    AUTHENTICATED_CARD,
    LATER_DECLINED_CARD,
    ACTION_DOLLARS,
    DECLINED_DOLLARS,
    NO_CARD_DOLLARS,
)
