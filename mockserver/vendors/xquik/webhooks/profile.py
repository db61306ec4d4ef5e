"""What a delivery looks like, and how long it is tried. Source: "Test Webhook", "List Deliveries"; observed."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from mockserver.core.settings import Edition
from mockserver.core.times import SECOND, iso_ms
from mockserver.engine.webhooks.policies import Envelope, HmacBody, Message, RetrySchedule, Signer, WebhookProfile
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.monitors.schemas import EventType

SIGNATURE, TIMESTAMP, NONCE = "X-Xquik-Signature", "X-Xquik-Timestamp", "X-Xquik-Nonce"

_PREFIX = "sha256="


@dataclass(frozen=True, slots=True)
class TimedHmac:
    """`sha256=<hex HMAC-SHA256 of timestamp.nonce.body>`, with timestamp (milliseconds) and nonce in headers."""

    def sign(self, secret: str, envelope: Envelope) -> dict[str, str]:
        """The signature of time, nonce and body; the nonce is one delivery's at one time."""
        at = str(envelope.at)
        nonce = sha256(f"{envelope.delivery_id} {at}".encode()).hexdigest()[:32]
        return {SIGNATURE: _PREFIX + _digest(secret, at, nonce, envelope.body), TIMESTAMP: at, NONCE: nonce}

    def verify(self, secret: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the header carries that signature; how old it may be is the receiver's to say."""
        at, nonce = headers.get(TIMESTAMP.lower(), ""), headers.get(NONCE.lower(), "")
        expected = _PREFIX + _digest(secret, at, nonce, body)
        return hmac.compare_digest(headers.get(SIGNATURE.lower(), "").encode(), expected.encode())


def _digest(secret: str, at: str, nonce: str, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{at}.{nonce}.".encode() + body, "sha256").hexdigest()


def compose(workspace: Workspace, event: str, facts: Mapping[str, Any]) -> Message:
    """The event's type, whom or what was watched, and the tweet; a test has a time in their place."""
    if event == EventType.TEST:
        data = {"message": "Test delivery from Xquik"}
        return Message(event, {"eventType": event, "data": data, "timestamp": iso_ms(workspace.now())})
    return Message(event, {"eventType": event, **facts})


_SIGNERS: Mapping[Edition, Signer] = MappingProxyType(
    {Edition.DOCUMENTED: HmacBody(SIGNATURE), Edition.OBSERVED: TimedHmac()}
)


def profile(edition: Edition) -> WebhookProfile:
    """The webhooks of an edition; they differ in what is signed."""
    return WebhookProfile(
        events=tuple(each.value for each in EventType),
        signer=_SIGNERS[edition],
        retries=RetrySchedule(
            tuple(seconds * SECOND for seconds in (1, 2, 4, 8)),
            is_final=lambda status: 400 <= status < 500 and status != 429,
        ),
        timeout_ms=10 * SECOND,
        compose=compose,
        secret_length=64,
        headers={"User-Agent": "xquik-webhooks/1.0 (+https://xquik.com)"},
        gave_up="exhausted",
        waiting="failed",
    )
