"""A message on its way to websockets: encoded once, whoever gets it. Must not know connections."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """What became of a message on one connection."""

    SENT = "sent"
    DUPLICATE = "duplicate"
    LATE = "late"
    """Sent after messages that were published later: out of order on purpose."""
    WITHHELD = "withheld"
    """Not sent on purpose: a gap."""
    DROPPED = "dropped"
    """Not sent, since the client reads too slowly."""


class Record(NamedTuple):
    """An entry of a connection's log; `number` counts the workspace's messages, `message_id` is the vendor's."""

    number: int
    message_id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Message:
    """A text for clients, with the frame that carries it; `record` is what goes into the log when it is sent."""

    record: Record
    text: bytes
    frame: bytes = field(repr=False)

    @classmethod
    def of(cls, number: int, message_id: str, text: bytes) -> Message:
        """A message in its frame."""
        from websockets.frames import Frame, Opcode  # only where websockets are used

        return cls(Record(number, message_id, Outcome.SENT), text, Frame(Opcode.TEXT, text).serialize(mask=False))

    def to_be(self, outcome: Outcome) -> Message:
        """The same message with another outcome."""
        return Message(self.record._replace(outcome=outcome), self.text, self.frame)
