"""What a direct message is. Must not know how one is stored."""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.core.times import Instant


@dataclass(frozen=True, slots=True)
class Message:
    """A direct message; ids are numbers as strings, a larger id is a later message."""

    id: str
    conversation_id: str
    sender_id: str
    recipient_id: str
    text: str
    sent_at: Instant
