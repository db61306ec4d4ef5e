"""What a delivery looks like in each edition. Source: "Webhooks"; the flat replies from the vendor's OpenAPI document.

`documented`: every reply is `new_reply`, in the envelope `{event, timestamp, data}` like the other two events.
`observed`: a prospect's first reply is `new_reply`, later ones are `reply_back_and_forth`, both flat.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.core.settings import Edition
from mockserver.core.times import MINUTE, SECOND, iso_ms
from mockserver.engine.webhooks.policies import Message, RetrySchedule, SharedSecretHeader, WebhookProfile
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.campaigns.lanes import EXHAUSTED
from mockserver.vendors.scrapely.conversations import traffic
from mockserver.vendors.scrapely.webhooks import replies

NEW_REPLY, BACK_AND_FORTH, ACCOUNT_PAUSED = "new_reply", "reply_back_and_forth", "account_paused"

Compose = Callable[[Workspace, str, Mapping[str, Any]], Message | None]

_ENVELOPED = (ACCOUNT_PAUSED, EXHAUSTED)


def compose_documented(workspace: Workspace, event: str, facts: Mapping[str, Any]) -> Message | None:
    """Everything in the envelope."""
    if event == traffic.REPLIED:
        told = replies.told(workspace, facts)
        return _enveloped(workspace, NEW_REPLY, replies.nested(told))
    return _enveloped(workspace, event, facts) if event in _ENVELOPED else None


def compose_observed(workspace: Workspace, event: str, facts: Mapping[str, Any]) -> Message | None:
    """Replies flat, the rest in the envelope."""
    if event == traffic.REPLIED:
        told = replies.told(workspace, facts)
        name = NEW_REPLY if told.is_first else BACK_AND_FORTH
        head = {"event": name, "timestamp": iso_ms(workspace.now())}
        return Message(name, head | replies.flat(told))
    return _enveloped(workspace, event, facts) if event in _ENVELOPED else None


def _enveloped(workspace: Workspace, event: str, data: Mapping[str, object]) -> Message:
    return Message(event, {"event": event, "timestamp": iso_ms(workspace.now()), "data": dict(data)})


def _profile(events: tuple[str, ...], compose: Compose) -> WebhookProfile:
    return WebhookProfile(
        events=events,
        # Assumption: the document names no header, so the observed one is sent in both editions.
        signer=SharedSecretHeader("X-Webhook-Key"),
        # "We'll retry up to 3 times with exponential backoff".
        # Assumption: a delivery is tried again after 1, 2 and 4 minutes.
        retries=RetrySchedule((MINUTE, 2 * MINUTE, 4 * MINUTE)),
        timeout_ms=30 * SECOND,
        compose=compose,
    )


PROFILES: Mapping[Edition, WebhookProfile] = {
    Edition.DOCUMENTED: _profile((NEW_REPLY, ACCOUNT_PAUSED, EXHAUSTED), compose_documented),
    Edition.OBSERVED: _profile((NEW_REPLY, BACK_AND_FORTH, ACCOUNT_PAUSED, EXHAUSTED), compose_observed),
}
