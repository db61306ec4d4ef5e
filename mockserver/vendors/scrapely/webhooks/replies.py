"""What receivers are told of a reply, nested and flat. Must not know which edition wants which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import iso_ms
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.campaigns.tables import DmJobRow
from mockserver.vendors.scrapely.conversations import traffic
from mockserver.vendors.scrapely.conversations.tables import ConversationRow
from mockserver.vendors.scrapely.sources.tables import LeadRow
from mockserver.world.message import Message
from mockserver.world.person import Person

APP = "https://app.scrapely.co"

_CONVERSATION = Query(
    lambda: select(ConversationRow).where(col(ConversationRow.id) == bindparam("id")), ConversationRow
)
_LEAD = Query(lambda: select(LeadRow).where(col(LeadRow.id) == bindparam("id")), LeadRow)


@dataclass(frozen=True, slots=True)
class Told:
    """A reply, the conversation after it, who wrote it, and the DM job and lead behind it where there are any."""

    picture_url: str
    conversation: ConversationRow
    person: Person
    message: Message
    sentiment: str
    is_first: bool
    job: DmJobRow | None
    lead: LeadRow | None


def told(workspace: Workspace, facts: Mapping[str, Any]) -> Told:
    """Everything about a reply that was emitted."""
    conversation = workspace.database.first(_CONVERSATION, id=facts["row_id"])
    person = None if conversation is None else workspace.world.people.get(conversation.receiver_handle)
    if conversation is None or person is None:
        raise LookupError(f"conversation {facts['row_id']} is gone")
    job = traffic.latest_job(workspace, conversation.conversation_id, conversation.account_id)
    lead = None if job is None or job.lead_id is None else workspace.database.first(_LEAD, id=job.lead_id)
    picture_url = f"{workspace.origin}/_media/{workspace.id}/avatar/{person.handle}.png"
    return Told(picture_url, conversation, person, facts["message"], facts["sentiment"], facts["is_first"], job, lead)


def nested(reply: Told) -> dict[str, object]:
    """The documented `data` of `new_reply`."""
    return {
        "conversation_id": reply.conversation.conversation_id,
        "account_handle": reply.conversation.account_handle,
        "receiver": {
            "screen_name": reply.person.handle,
            "name": reply.person.name,
            "profile_image_url": reply.picture_url,
        },
        "message": {
            "id": reply.message.id,
            "text": reply.message.text,
            "created_at": iso_ms(reply.message.sent_at),
        },
    }


def flat(reply: Told) -> dict[str, object]:
    """The keys of the observed reply events after `event` and `timestamp`, in the published order.

    Assumption: `lead_id` is the imported lead's own number, `lead_lead_id` the person's Twitter id.
    """
    conversation, person, message = reply.conversation, reply.person, reply.message
    sent_at = iso_ms(message.sent_at)
    return {
        "is_back_and_forth": not reply.is_first,
        "conversation_id": conversation.conversation_id,
        # Assumption: the Unibox opens a conversation by a query parameter.
        "unibox_url": f"{APP}/unibox?conversation={conversation.conversation_id}",
        "account_twitter_handle": conversation.account_handle,
        "account_id": conversation.account_id,
        "sender_id": person.user_id,
        "sender_screen_name": person.handle,
        "message_text": message.text,
        "message_time": sent_at,
        "profile_url": f"https://x.com/{person.handle}",
        "sentiment": reply.sentiment if reply.is_first else None,
        "response_count": conversation.reply_count if reply.is_first else None,
        **_lead(reply),
    }


def _lead(reply: Told) -> dict[str, object]:
    person, job, lead = reply.person, reply.job, reply.lead
    replied_at = None if job is None else job.replied_at
    return {
        "lead_id": None if lead is None else str(lead.id),
        "lead_lead_id": None if job is None else person.user_id,
        "lead_twitter_handle": person.handle,
        "lead_name": person.name,
        "lead_description": person.bio,
        "lead_follower_count": person.followers_count,
        "lead_following_count": person.following_count,
        "lead_location": person.location,
        "lead_website": person.website or "no website",
        "lead_replied": True,
        "lead_replied_at": iso_ms(reply.message.sent_at if replied_at is None else replied_at),
        "lead_reply_message": reply.message.text,
        "lead_reply_sentiment": reply.sentiment if job is None or job.sentiment is None else job.sentiment,
        "lead_created_at": None if lead is None else iso_ms(lead.created_at),
        "lead_dm_status": None if job is None else job.status,
    }
