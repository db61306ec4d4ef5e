"""Analytics as they go out. Pure: counts in, wire shapes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, cast

from mockserver.core.times import iso_ms
from mockserver.vendors.scrapely.campaigns.analytics import AccountPart, Analytics, Part
from mockserver.vendors.scrapely.campaigns.analytics_schemas import (
    AccountStats,
    CampaignAnalytics,
    CampaignReplies,
    CampaignSentiment,
    CampaignSettings,
    CampaignStats,
    CampaignVariants,
    FollowupSettings,
    Sentiment,
    Totals,
)
from mockserver.vendors.scrapely.campaigns.service import COMPLETED, Counts
from mockserver.vendors.scrapely.campaigns.tables import CampaignRow

Picture = Callable[[str, str], str]


def analytics(found: Analytics, picture: Picture) -> CampaignAnalytics:
    """The whole answer."""
    campaigns = {part.campaign.id: part.campaign for part in found.parts}
    body: CampaignAnalytics = {
        "accounts": [_account(each, picture) for each in found.accounts if each.account.removed_at is None],
        "campaigns": [_campaign(part) for part in found.parts],
        "campaignSentimentStats": [_sentiment(part) for part in found.parts],
        "campaignVariantStats": [_variants(part) for part in found.parts],
        "campaignReplies": [_replies(part) for part in found.parts],
        "campaignSettings": [_settings(campaign) for campaign in campaigns.values()],
        "totals": _totals(found.accounts),
    }
    if not found.window.is_open:
        start, end = found.window.start, found.window.end
        body["date_range"] = {
            "start_date": None if start is None else iso_ms(start),
            "end_date": None if end is None else iso_ms(end),
        }
    return body


def rate(part: int, whole: int) -> float:
    """A rate in percent with one decimal; in a window, replies to earlier DMs could make it exceed 100."""
    return min(100.0, round(100 * part / whole, 1)) if whole else 0.0


def _account(each: AccountPart, picture: Picture) -> AccountStats:
    account = each.account
    return {
        "id": account.id,
        "handle": account.handle,
        "name": account.name,
        "profile_image_url": picture("avatar", account.handle),
        "is_paused": account.is_paused,
        "dms_sent": each.dms_sent,
        "dms_sent_24hrs": each.dms_sent_24hrs,
        "replies_24hrs": each.replies_24hrs,
        "positive_replies_24hrs": each.positive_replies_24hrs,
        "responses": each.responses,
        "response_rate": rate(each.responses, each.dms_sent),
        "pending_count": each.pending,
        "sentiment": _by_sentiment(each.sentiments),
    }


def _by_sentiment(sentiments: Counter[str]) -> Sentiment:
    return {
        "positive": sentiments["positive"],
        "negative": sentiments["negative"],
        "neutral": sentiments["neutral"],
    }


def _campaign(part: Part) -> CampaignStats:
    counts = Counts(part.completed, part.pending, part.failed)
    return {
        "account_id": part.account.id,
        "account_handle": part.account.handle,
        "campaign_name": part.campaign.name,
        "total": counts.total,
        "completed": counts.completed,
        "pending": counts.pending,
        "failed": counts.failed,
        "remaining": counts.pending,
        "progress": counts.progress,
        "reply_count": len(part.replies),
        "response_rate": rate(len(part.replies), counts.completed),
    }


def _sentiment(part: Part) -> CampaignSentiment:
    sentiments = Counter(reply.sentiment for reply in part.replies)
    return {
        "campaign_name": part.campaign.name,
        "account_id": part.account.id,
        "sentiment": {**_by_sentiment(sentiments), "total": len(part.replies)},
        "reply_count": len(part.replies),
    }


def _variants(part: Part) -> CampaignVariants:
    replied = Counter(reply.variant for reply in part.replies)
    return {
        "campaign_name": part.campaign.name,
        "account_id": part.account.id,
        "variants": [
            {
                "message": str(variant["message"]),
                "sent": part.jobs[number, COMPLETED],
                "replied": replied[number],
                "reply_rate": rate(replied[number], part.jobs[number, COMPLETED]),
            }
            for number, variant in enumerate(part.campaign.variants)
        ],
    }


def _replies(part: Part) -> CampaignReplies:
    return {
        "campaign_name": part.campaign.name,
        "account_id": part.account.id,
        "replies": [
            {
                "conversation_id": reply.conversation_id,
                "replier_handle": reply.handle,
                "sentiment": reply.sentiment,
                "dm_job_id": reply.id,
            }
            for reply in part.replies
        ],
    }


def _settings(campaign: CampaignRow) -> CampaignSettings:
    return {
        "campaign_name": campaign.name,
        "message_variants": [
            {"message": str(variant["message"]), "followups": _followups(variant["followups"])}
            for variant in campaign.variants
        ],
        "followups": _followups(campaign.followups),
        "engagement_actions": {
            "enable_follow": campaign.enable_follow,
            "enable_like": campaign.enable_like,
            "enable_comment": campaign.enable_comment,
            "comment_template": campaign.comment_template,
        },
    }


def _followups(stored: Any) -> list[FollowupSettings]:
    return cast("list[FollowupSettings]", stored)


def _totals(accounts: Iterable[AccountPart]) -> Totals:
    """Add everything up. Assumption: what removed accounts did counts in the totals, though they are not listed."""
    accounts = list(accounts)
    sentiments = sum((each.sentiments for each in accounts), Counter[str]())
    sent = sum(each.dms_sent for each in accounts)
    return {
        "dms_sent": sent,
        "dms_sent_24hrs": sum(each.dms_sent_24hrs for each in accounts),
        "replies_24hrs": sum(each.replies_24hrs for each in accounts),
        "positive_replies_24hrs": sum(each.positive_replies_24hrs for each in accounts),
        "responses": sentiments.total(),
        "response_rate": rate(sentiments.total(), sent),
        **_by_sentiment(sentiments),
    }
