"""Tweets as rows: the statements that find them, and the way between a row and a tweet.

Must not know when a tweet is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.core.database import Database
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.world import media
from mockserver.world.tables import LikeRow, TweetRow
from mockserver.world.tweet import Tweet

LAST_ID = (1 << 63) - 1

BY_ID = Query(lambda: select(TweetRow).where(col(TweetRow.id) == bindparam("id")), TweetRow)
OF_AUTHOR = Query(
    lambda: (
        select(TweetRow)
        .where(col(TweetRow.author) == bindparam("author"), col(TweetRow.id) < bindparam("before"))
        .order_by(col(TweetRow.id).desc())
    ),
    TweetRow,
)
REPLIES = Query(
    lambda: (
        select(TweetRow)
        .where(col(TweetRow.in_reply_to_id) == bindparam("parent"), col(TweetRow.id) < bindparam("before"))
        .order_by(col(TweetRow.id).desc())
    ),
    TweetRow,
)
QUOTES = Query(
    lambda: (
        select(TweetRow)
        .where(col(TweetRow.quoted_id) == bindparam("parent"), col(TweetRow.id) < bindparam("before"))
        .order_by(col(TweetRow.id).desc())
    ),
    TweetRow,
)
CONVERSATION = Query(
    lambda: (
        select(TweetRow)
        .where(col(TweetRow.conversation_id) == bindparam("parent"), col(TweetRow.id) < bindparam("before"))
        .order_by(col(TweetRow.id).desc())
    ),
    TweetRow,
)
RETWEET = Query(
    lambda: select(col(TweetRow.id)).where(
        col(TweetRow.retweeted_id) == bindparam("tweet_id"),
        col(TweetRow.author) == bindparam("author"),
        col(TweetRow.deleted).is_(False),
    ),
    int,
)
LATEST = Query(
    lambda: select(TweetRow).where(col(TweetRow.id) < bindparam("before")).order_by(col(TweetRow.id).desc()), TweetRow
)
LIKE = Query(
    lambda: select(col(LikeRow.id)).where(
        col(LikeRow.tweet_id) == bindparam("tweet_id"), col(LikeRow.user_id) == bindparam("user_id")
    ),
    int,
)
LIKED = Query(
    lambda: (
        select(col(LikeRow.tweet_id))
        .where(col(LikeRow.user_id) == bindparam("user_id"))
        .order_by(col(LikeRow.at).desc(), col(LikeRow.id).desc())
    ),
    int,
)


def id_number(tweet_id: str) -> int | None:
    """The id as a number, or None when it cannot be one."""
    if not (tweet_id.isascii() and tweet_id.isdigit() and len(tweet_id) <= 19):
        return None
    number = int(tweet_id)
    return number if 0 < number <= LAST_ID else None


def before_number(before_id: str | None) -> int:
    """The bound of a page as a number, the largest of all for None; raises `ValueError` for what is no id."""
    if before_id is None:
        return LAST_ID
    number = id_number(before_id)
    if number is None:
        raise ValueError(f"{before_id!r} is no tweet id")
    return number


def to_tweet(row: TweetRow) -> Tweet:
    """The tweet of a row."""
    return Tweet(
        id=str(row.id),
        author_id=str(row.author_id),
        author_handle=row.author_handle,
        text=row.text,
        created_at=row.created_at,
        lang=row.lang,
        in_reply_to_id=_text(row.in_reply_to_id),
        conversation_id=str(row.conversation_id),
        quoted_id=_text(row.quoted_id),
        retweeted_id=_text(row.retweeted_id),
        media=media.from_stored(row.media) if row.media else (),
        like_count=row.like_count,
        retweet_count=row.retweet_count,
        reply_count=row.reply_count,
        quote_count=row.quote_count,
        bookmark_count=row.bookmark_count,
        view_count=row.view_count,
        source=row.source,
        note_text=row.note_text,
        community_id=_text(row.community_id),
        card_url=row.card_url,
        is_article=row.article is not None,
    )


def store(database: Database, tweet: Tweet) -> TweetRow:
    """Write the row of a derived tweet that is about to be touched, in the caller's transaction."""
    return database.insert(TweetRow, **to_row(tweet))


def to_row(tweet: Tweet) -> dict[str, Any]:
    """The columns of a tweet whose article, if it has one, is the world's own."""
    return {
        "id": int(tweet.id),
        "author": tweet.author_handle.lower(),
        "author_handle": tweet.author_handle,
        "author_id": int(tweet.author_id),
        "text": tweet.text,
        "created_at": tweet.created_at,
        "lang": tweet.lang,
        "in_reply_to_id": _int(tweet.in_reply_to_id),
        "conversation_id": int(tweet.conversation_id),
        "quoted_id": _int(tweet.quoted_id),
        "retweeted_id": _int(tweet.retweeted_id),
        "note_text": tweet.note_text,
        "community_id": _int(tweet.community_id),
        "media": media.to_stored(tweet.media),
        "card_url": tweet.card_url,
        "article": {} if tweet.is_article else None,
        "like_count": tweet.like_count,
        "retweet_count": tweet.retweet_count,
        "reply_count": tweet.reply_count,
        "quote_count": tweet.quote_count,
        "bookmark_count": tweet.bookmark_count,
        "view_count": tweet.view_count,
        "source": tweet.source,
    }


def merged(rows: Iterator[TweetRow], derived: Iterator[Tweet]) -> Iterator[Tweet]:
    """Both by falling id; a row stands for the derived tweet of its id, and for nothing when it was deleted."""
    row = next(rows, None)
    for tweet in derived:
        number = int(tweet.id)
        while row is not None and row.id > number:
            if not row.deleted:
                yield to_tweet(row)
            row = next(rows, None)
        if row is None or row.id != number:
            yield tweet
    while row is not None:
        if not row.deleted:
            yield to_tweet(row)
        row = next(rows, None)


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _int(text: str | None) -> int | None:
    return None if text is None else int(text)
