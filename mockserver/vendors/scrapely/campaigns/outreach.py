"""One lead's turn: the actions before the DM, the DM itself, and its first follow-up. Must not know when it is due."""

from __future__ import annotations

from itertools import islice

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.campaigns import followups, lanes
from mockserver.vendors.scrapely.campaigns.lanes import Lane
from mockserver.vendors.scrapely.campaigns.service import COMPLETED, FAILED, PENDING
from mockserver.vendors.scrapely.campaigns.tables import CampaignRow, DmJobRow
from mockserver.vendors.scrapely.conversations import traffic
from mockserver.workers.messaging import personalise
from mockserver.world.person import Person, PersonStatus

MAX_COMMENT = 280
_LOOKED_THROUGH = 5

# Assumption: without a template, a comment is one of these.
_COMMENTS = (
    "Great insights on {{topic}}!",
    "Love this, {{firstName}}.",
    "Really good point about {{topic}}.",
    "Couldn't agree more 👏",
    "Thanks for sharing this, {{firstName}}!",
)

_NEXT = Query(
    lambda: (
        select(DmJobRow)
        .where(
            col(DmJobRow.campaign_id) == bindparam("campaign_id"),
            col(DmJobRow.account_id) == bindparam("account_id"),
            col(DmJobRow.status) == PENDING,
        )
        .order_by(col(DmJobRow.number))
        .limit(1)
    ),
    DmJobRow,
)


def write_to_next(workspace: Workspace, lane: Lane, account: AccountRow) -> None:
    """Write to the next lead of a lane, or note why that is impossible."""
    job = workspace.database.first(_NEXT, campaign_id=lane.campaign_id, account_id=lane.account_id)
    campaign = lanes.campaign(workspace, lane.campaign_id)
    if job is not None and campaign is not None:
        person = workspace.world.people.get(job.handle)
        error = _obstacle(workspace, account, person)
        if person is None or error is not None:
            workspace.database.change(DmJobRow, {"id": job.id}, status=FAILED, error=error, updated_at=workspace.now())
        else:
            _warm_up(workspace, campaign, account, person, job)
            _write(workspace, campaign, account, person, job)
    lanes.move_on(workspace, lane)


def _obstacle(workspace: Workspace, account: AccountRow, person: Person | None) -> str | None:
    """Why a person cannot be written to; the reasons are seen in the control API only."""
    if person is None:
        return "User not found"
    if person.user_id == account.user_id:
        return "Cannot message yourself"
    if person.status is PersonStatus.SUSPENDED:
        return "User is suspended"
    world = workspace.world
    if world.prospects.accepts_messages(person):
        return None
    sender = world.people.get(account.handle)
    if sender is not None and world.graph.follows(person, sender):
        return None  # whoever follows somebody takes his messages
    return "User does not accept direct messages"


def _write(workspace: Workspace, campaign: CampaignRow, account: AccountRow, person: Person, job: DmJobRow) -> None:
    now = workspace.now()
    text = personalise(str(campaign.variants[job.variant]["message"]), person)
    sent = traffic.send(workspace, account, person, text, campaign_id=campaign.id)
    workspace.database.change(
        DmJobRow,
        {"id": job.id},
        status=COMPLETED,
        conversation_id=sent.conversation_id,
        sent_at=now,
        updated_at=now,
    )
    followups.plan(workspace, campaign, job, 0)


def _warm_up(workspace: Workspace, campaign: CampaignRow, account: AccountRow, person: Person, job: DmJobRow) -> None:
    """What the account does in public before it writes."""
    world = workspace.world
    sender = world.people.get(account.handle)
    if sender is None:
        return
    if campaign.enable_follow:
        world.graph.follow(sender, person)
    if not (campaign.enable_like or campaign.enable_comment):
        return
    # Assumption: the recent post is the lead's newest tweet that is no retweet; without one nothing is done.
    recent = list(islice(world.tweets.iter_author(person), _LOOKED_THROUGH))
    tweet = next((each for each in recent if each.retweeted_id is None), None)
    if tweet is None:
        return
    if campaign.enable_like:
        world.tweets.like(account.user_id, tweet.id)
    if campaign.enable_comment:
        stream = workspace.entropy.stream("scrapely.comment", job.id)
        topic = stream.pick(person.topics) if person.topics else None
        template = campaign.comment_template or stream.pick(_COMMENTS)
        comment = personalise(template, person, topic=topic)[:MAX_COMMENT]
        world.tweets.publish(account.handle, comment, in_reply_to=tweet.id)
