"""What a delivery looks like. Source: "Webhooks"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.core.times import MINUTE, SECOND, iso_s
from mockserver.engine.webhooks.policies import HmacBody, Message, RetrySchedule, WebhookProfile
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.comments.service import POSTED
from mockserver.vendors.socialscalr.leads.extension import SCRAPED
from mockserver.vendors.socialscalr.leads.outreach import INVITED, MESSAGED
from mockserver.vendors.socialscalr.posts.jobs import PUBLISHED

API_VERSION = "2024-12-18"

EVENTS = (SCRAPED, INVITED, MESSAGED, PUBLISHED, POSTED)


def compose(workspace: Workspace, event: str, facts: Mapping[str, Any]) -> Message:
    """The documented envelope.

    Assumption: data holds the rows that the event is about, as the API shows them.
    """
    envelope = {"event": event, "sentAt": iso_s(workspace.now()), "apiVersion": API_VERSION, "data": dict(facts)}
    return Message(event, envelope)


PROFILE = WebhookProfile(
    events=EVENTS,
    signer=HmacBody("X-SocialScalr-Signature", event_header="X-SocialScalr-Event"),
    # Assumption: a receiver has 30 seconds; a delivery that fails is tried again after 1, 2 and 4 minutes.
    retries=RetrySchedule((MINUTE, 2 * MINUTE, 4 * MINUTE)),
    timeout_ms=30 * SECOND,
    compose=compose,
    # Assumption: a secret is whsec_ and 32 hex digits, used as the text that it is.
    secret_prefix="whsec_",
)
