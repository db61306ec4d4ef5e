"""Inputs that choose what support does."""

from __future__ import annotations

from mockserver.contract import MagicValue

UNANSWERED = MagicValue("subject", "[silent]*", "Support never answers the ticket")

MAGIC = (UNANSWERED,)
