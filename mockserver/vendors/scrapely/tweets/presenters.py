"""Scheduled tweets as the API shows them."""

from __future__ import annotations

from mockserver.core.times import iso_ms
from mockserver.vendors.scrapely.tweets.schemas import ScheduledTweet, TweetStatus
from mockserver.vendors.scrapely.tweets.service import Listed


def scheduled_tweet(row: Listed, image_url: str) -> ScheduledTweet:
    """A scheduled tweet; the reply to POST and the list show the same."""
    return {
        "id": row.id,
        "account_id": row.account_id,
        "account_handle": row.account_handle,
        "account_name": row.account_name,
        "account_image": image_url,
        "tweet_text": row.tweet_text,
        "scheduled_at": iso_ms(row.scheduled_at),
        "status": TweetStatus(row.status),
        "posted_at": None if row.posted_at is None else iso_ms(row.posted_at),
        "error_message": row.error_message,
        "created_at": iso_ms(row.created_at),
    }
