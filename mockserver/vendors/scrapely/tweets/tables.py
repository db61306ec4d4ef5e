"""Scheduled tweets. Source: "Schedule Tweet" and "List Scheduled Tweets"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class ScheduledTweetRow(Row):
    """A tweet to be posted: pending, posted or failed; a cancelled one is removed."""

    __tablename__ = "scrapely_scheduled_tweets"
    __table_args__ = (
        Index("scrapely_scheduled_tweets_by_time", "scheduled_at", "id"),
        Index("scrapely_scheduled_tweets_by_account", "account_id", "scheduled_at", "id"),
        Index("scrapely_scheduled_tweets_by_status", "status", "scheduled_at", "id"),
    )

    id: str = column(primary_key=True)
    account_id: str
    tweet_text: str
    scheduled_at: int
    status: str
    posted_at: int | None = None
    tweet_id: str | None = None
    error_message: str | None = None
    created_at: int
