"""How a vendor's deliveries look and how long it tries: values that a vendor fills in.

Must not know any vendor, nor send anything.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from mockserver.core.times import Instant, Millis


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a signature may depend on: the exact body, the event's name and the time of the attempt."""

    body: bytes
    event: str
    delivery_id: str
    at: Instant


class Signer(Protocol):
    """Proves to the receiver who sends."""

    def sign(self, secret: str, envelope: Envelope) -> dict[str, str]:
        """Headers for an attempt."""

    def verify(self, secret: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a receiver that knows the secret would accept; header names in lower case."""


@dataclass(frozen=True, slots=True)
class SharedSecretHeader:
    """The secret itself in a header."""

    header: str

    def sign(self, secret: str, envelope: Envelope) -> dict[str, str]:
        """The secret, whatever is sent."""
        return {self.header: secret}

    def verify(self, secret: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the header carries the secret."""
        return hmac.compare_digest(headers.get(self.header.lower(), "").encode(), secret.encode())


@dataclass(frozen=True, slots=True)
class HmacBody:
    """`<prefix><hex HMAC-SHA256 of the exact body>` in a header, and the event's name in another where given."""

    header: str
    prefix: str = "sha256="
    event_header: str | None = None

    def sign(self, secret: str, envelope: Envelope) -> dict[str, str]:
        """The signature of the body."""
        headers = {self.header: self.prefix + self._digest(secret, envelope.body)}
        if self.event_header:
            headers[self.event_header] = envelope.event
        return headers

    def verify(self, secret: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the header carries the body's signature."""
        expected = self.prefix + self._digest(secret, body)
        return hmac.compare_digest(headers.get(self.header.lower(), "").encode(), expected.encode())

    @staticmethod
    def _digest(secret: str, body: bytes) -> str:
        return hmac.new(secret.encode(), body, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class RetrySchedule:
    """When a failed delivery is tried again: `delays` between attempts, then never.

    `is_final(status)` names answers after which no retry comes.
    """

    delays: tuple[Millis, ...]
    is_final: Callable[[int], bool] = field(default=lambda status: False)

    def delay_after(self, attempts: int, status: int | None) -> Millis | None:
        """How long to wait after that many attempts, the last answered with `status`; None to give up."""
        if attempts > len(self.delays) or (status is not None and self.is_final(status)):
            return None
        return self.delays[attempts - 1]


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to the receivers: the event's name as they subscribe to it, and the payload."""

    event: str
    payload: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WebhookProfile:
    """A vendor's webhooks in one edition.

    `compose(universe, event, facts)` makes the message of an event, or None where this edition does not send it;
    `universe` is the workspace, `facts` are what the vendor's services emitted. A secret is `secret_prefix` and
    `secret_length` hex digits.
    """

    events: tuple[str, ...]
    signer: Signer
    retries: RetrySchedule
    timeout_ms: Millis
    compose: Callable[[Any, str, Mapping[str, Any]], Message | None]
    secret_length: int = 32
    secret_prefix: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    gave_up: str = "failed"
    waiting: str = "pending"
