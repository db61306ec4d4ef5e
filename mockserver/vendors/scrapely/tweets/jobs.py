"""The worker that posts scheduled tweets into the world when their time comes. Source: "Tweet Status"."""

from __future__ import annotations

from functools import partial

from mockserver.engine.jobs import Done, Fail, JobKind, Outcome
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely import magic
from mockserver.vendors.scrapely.accounts import service as accounts
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.tweets import service
from mockserver.vendors.scrapely.tweets.schemas import TweetStatus
from mockserver.vendors.scrapely.tweets.tables import ScheduledTweetRow
from mockserver.world.person import PersonStatus

# Assumption: no source words a tweet's error_message; these say what a user could do about it.
NOT_CONNECTED = "Account is no longer connected"
DISCONNECTED = "Account is disconnected; update its cookies"
SUSPENDED = "Account is suspended"
REJECTED = "Twitter rejected the tweet"


def kind(workspace: Workspace) -> JobKind:
    """The kind of job, bound to a workspace."""
    return JobKind(
        name=service.KIND,
        vendor="scrapely",
        step=partial(step, workspace),
        fail=partial(fail, workspace),
        default_error=REJECTED,
    )


def step(workspace: Workspace, tweet_id: str) -> Outcome:
    """Post the tweet, or write down why it cannot be."""
    tweet = service.find(workspace, tweet_id)
    if tweet is None or tweet.status != TweetStatus.PENDING:
        return Done()
    account = accounts.find(workspace, tweet.account_id)
    error = obstacle(workspace, account, tweet.tweet_text)
    if account is None or error is not None:
        fail(workspace, tweet_id, error or NOT_CONNECTED)
        return Fail(error or NOT_CONNECTED)
    posted = workspace.world.tweets.publish(account.handle, tweet.tweet_text)
    workspace.database.change(
        ScheduledTweetRow,
        {"id": tweet_id},
        status=TweetStatus.POSTED.value,
        posted_at=workspace.now(),
        tweet_id=posted.id,
    )
    return Done()


def fail(workspace: Workspace, tweet_id: str, error: str) -> None:
    """Write a failure down; a tweet that is posted stays so."""
    workspace.database.change(
        ScheduledTweetRow,
        {"id": tweet_id, "status": TweetStatus.PENDING.value},
        status=TweetStatus.FAILED.value,
        error_message=error,
    )


def obstacle(workspace: Workspace, account: AccountRow | None, text: str) -> str | None:
    """Why an account cannot post a text, or None."""
    if account is None:
        return NOT_CONNECTED
    if not account.is_active:
        return DISCONNECTED
    person = workspace.world.people.get(account.handle)
    if person is None or person.status is PersonStatus.SUSPENDED:
        return SUSPENDED
    return REJECTED if magic.REJECTED_TWEET.matches(text) else None
