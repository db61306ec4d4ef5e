"""Posting tweets as X takes them. Must not know the wire."""

from __future__ import annotations

import re

from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.errors import (
    INVALID_COMMUNITY_ID,
    INVALID_INPUT,
    NOT_FOUND,
    X_CONTENT_TOO_LONG,
    X_TARGET_NOT_FOUND,
)
from mockserver.vendors.xquik.media.service import chosen
from mockserver.vendors.xquik.writes.schemas import CreateTweetRequest
from mockserver.vendors.xquik.x_data.lookup import require_tweet
from mockserver.world.length import weighted_length
from mockserver.world.person import Person
from mockserver.world.tweet import Tweet

LONGEST = 280

_TWEET_URL = re.compile(r"https://(?:x|twitter)\.com/\w{1,15}/status/([0-9]{1,20})(?:[?#].*)?")


def post(workspace: Workspace, person: Person, wanted: CreateTweetRequest) -> Tweet:
    """Post a tweet.

    400 `invalid_input` for one that is empty or bears media that it cannot, 404 `tweet_not_found` for what it
    answers, 404 `not_found` for its community, 422 `x_content_too_long`, 422 `x_target_not_found` for what it quotes.
    """
    media = chosen(workspace, wanted.media_ids or [], wanted.media or [])
    if not wanted.text.strip() and not media:
        raise INVALID_INPUT("text is required.")
    if not wanted.is_note_tweet and weighted_length(wanted.text) > LONGEST:
        raise X_CONTENT_TOO_LONG()
    quoted = _quoted(workspace, wanted.attachment_url)
    parent = None if wanted.reply_to_tweet_id is None else require_tweet(workspace, wanted.reply_to_tweet_id)
    return workspace.world.tweets.publish(
        person.handle,
        wanted.text,
        in_reply_to=None if parent is None else parent.id,
        quoted=quoted,
        note=wanted.is_note_tweet and weighted_length(wanted.text) > LONGEST,
        media=media,
        community_id=_community(workspace, wanted.community_id),
        card_url=wanted.attachment_url if quoted is None else None,
    )


def _quoted(workspace: Workspace, url: str | None) -> str | None:
    """The tweet that an address names, if it is a tweet's."""
    match = _TWEET_URL.fullmatch(url or "")
    if match is None:
        return None
    if workspace.world.tweets.get(match[1]) is None:
        raise X_TARGET_NOT_FOUND()
    return match[1]


def _community(workspace: Workspace, community_id: str | None) -> str | None:
    if community_id is None:
        return None
    if not (community_id.isascii() and community_id.isdigit() and len(community_id) <= 20):
        raise INVALID_COMMUNITY_ID()
    if workspace.world.communities.get(community_id) is None:
        raise NOT_FOUND()
    return community_id
