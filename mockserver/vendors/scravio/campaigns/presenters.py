"""Campaigns as the API shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from mockserver.core.times import iso_ms
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.campaigns import pricing, rows, targets
from mockserver.vendors.scravio.campaigns.answers import (
    Breakdown,
    Campaign,
    CampaignDetail,
    CampaignStopped,
    CreditSettlement,
    PostValidation,
    TargetMetadata,
)
from mockserver.vendors.scravio.campaigns.inputs import Inputs
from mockserver.vendors.scravio.campaigns.kinds import CampaignType, Platform, Target, kind_of
from mockserver.vendors.scravio.campaigns.schemas import CampaignStatus
from mockserver.vendors.scravio.campaigns.tables import CampaignRow
from mockserver.vendors.scravio.fields import in_credits, moment
from mockserver.world.person import Person

Picture = Callable[[str, str], str]
"""Gives the address of a person's picture, from its kind and the handle."""


def campaign(row: CampaignRow) -> Campaign:
    """A campaign in the list, or just created."""
    return {
        "_id": row.id,
        "createdBy": row.account_id,
        "title": row.title,
        "type": CampaignType(row.type),
        "status": CampaignStatus(row.status),
        "inputs": row.inputs,
        "targetEmails": row.target_emails,
        "limits": cast("dict[str, int]", row.limits),
        "enableDeepEmailSearch": row.enable_deep_email_search,
        "enableEmailValidation": row.enable_email_validation,
        "emailScanCount": rows.emails(row),
        "profileScannedCount": row.scanned,
        "progressPercentage": row.progress,
        "creditSettlement": settlement(row),
        "phaseState": rows.phases_of(row),
        "postValidation": cast("PostValidation | None", row.post_validation),
        "createdAt": iso_ms(row.created_at),
        "updatedAt": iso_ms(row.updated_at),
        "finishedAt": moment(row.finished_at),
    }


def detail(row: CampaignRow, metadata: TargetMetadata) -> CampaignDetail:
    """Full details of a campaign; `metadata` is what is known of its target."""
    return {
        **campaign(row),
        **metadata,
        "maxItemsToProcess": row.max_items,
        "normalizedCounts": {
            "profiles": rows.emails(row) + row.no_emails,
            "emails": rows.emails(row),
        },
    }


def settlement(row: CampaignRow) -> CreditSettlement:
    """Credit accounting.

    Assumption: settlementVersion stands both in breakdown and beside it, as the document can be read both ways.
    Assumption: creditCharged is 0 until credits are settled; creditUsed says what the worker has used so far.
    """
    is_settled = row.settled_at is not None
    accounts = {
        "isSettled": is_settled,
        "settledAt": moment(row.settled_at),
        "creditReserved": in_credits(row.credit_reserved),
        "creditUsed": in_credits(row.credit_used if is_settled else rows.usage(row)),
        "creditReturned": in_credits(row.credit_returned),
        "creditCharged": in_credits(row.credit_charged),
        "maxCreditCap": in_credits(row.max_credit_cap),
    }
    shown = cast(CreditSettlement, accounts | row.estimate)
    if is_settled:
        shown["breakdown"] = _breakdown(row)
        shown["settlementVersion"] = pricing.SETTLEMENT_VERSION
    return shown


def stopped(row: CampaignRow) -> CampaignStopped:
    """The answer to a stop."""
    return {
        "campaignId": row.id,
        "stopRequested": row.stop_requested,
        "status": CampaignStatus(row.status),
        "stoppedBy": row.stopped_by or "",
        "stoppedReason": row.stopped_reason,
    }


def metadata(workspace: Workspace, row: CampaignRow, picture: Picture) -> TargetMetadata:
    """What is known of a campaign's target: the same person, post or hashtag that everybody sees in the world."""
    kind = kind_of(row.type)
    inputs = Inputs.model_validate(row.inputs)
    names = inputs.names(kind.target)
    match kind.target:
        case Target.HASHTAG:
            return {"hashtagMediaCount": sum(targets.hashtag_media_count(workspace, name) for name in names)}
        case Target.USER:
            person = targets.person(workspace, names[0])
            return {} if person is None else _user(person, names[0], kind.platform, picture)
        case Target.POST:
            post = targets.post(workspace, names[0])
            return {} if post is None else _post(post, kind.platform, picture)
        case _:
            return {}


def _breakdown(row: CampaignRow) -> Breakdown:
    return {
        "initialEmails": row.initial_emails,
        "deepSearchEmails": row.deep_search_emails,
        "noEmails": row.no_emails,
        "validations": rows.validations(row),
        "settlementVersion": pricing.SETTLEMENT_VERSION,
    }


def _user(person: Person, username: str, platform: Platform, picture: Picture) -> TargetMetadata:
    shown: TargetMetadata = {
        "platformUserId": person.user_id,
        "fullName": person.name,
        "profilePicUrl": picture("avatar", person.handle),
        "bio": person.bio,
        "followerCount": person.followers_count,
        "followingCount": person.following_count,
        "mediaCount": person.tweets_count,
        "isVerified": person.is_verified or person.is_blue_verified,
        "isBusiness": targets.is_business(person),
        "targetFollowerCount": person.followers_count,
        "mediaPostCount": person.tweets_count,
    }
    if platform is Platform.X:
        shown |= {"authorUsername": person.handle, "authorName": person.name}
    return shown


def _post(post: targets.Post, platform: Platform, picture: Picture) -> TargetMetadata:
    shown: TargetMetadata = {
        "targetPostAuthorUsername": post.author.handle,
        "targetPostAuthorName": post.author.name,
        "targetPostAuthorProfilePicUrl": picture("avatar", post.author.handle),
        "targetPostLikeCount": post.like_count,
        "targetPostCommentCount": post.comment_count,
        "targetPostId": post.id,
        "targetPostCaptionText": post.text,
        "commentCount": post.comment_count,
        "likeCount": post.like_count,
        "captionText": post.text,
    }
    if platform is Platform.X:
        shown |= {"authorUsername": post.author.handle, "authorName": post.author.name}
    return shown
