"""What is written of the world; whatever is not written here is derived from the seed.

Must not know who reads the rows. Indexes stand beside the columns whose queries need them.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, text
from sqlmodel import Field, SQLModel


class PersonRow(SQLModel, table=True):
    """A person who was named or changed: attributes that differ, and counts as derived plus what was written.

    A `_base` of None is the derived count; a `_delta` is what written edges and tweets add to it.
    """

    __tablename__ = "world_people"

    key: str = Field(primary_key=True)
    handle: str
    user_id: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))
    author_tag: int = Field(index=True)
    overrides: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    followers_base: int | None = None
    followers_delta: int = 0
    following_base: int | None = None
    following_delta: int = 0
    tweets_base: int | None = None
    tweets_delta: int = 0


class FollowEdge(SQLModel, table=True):
    """A follow or unfollow that was written; it outweighs what is derived in both people's lists.

    A rank is the place in the derived list that the edge takes the place of, or None when it has none.
    """

    __tablename__ = "world_follows"
    __table_args__ = (
        Index("ux_world_follows_pair", "follower", "followee", unique=True),
        Index("ix_world_follows_followee", "followee", "present", "id"),
        Index("ix_world_follows_follower", "follower", "present", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    follower: str
    followee: str
    present: bool
    follower_rank: int | None = None
    followee_rank: int | None = None
    at: int = Field(sa_type=BigInteger)


class TweetRow(SQLModel, table=True):
    """A tweet that was published, or a derived one that was touched; a deleted one stays so that it is not derived.

    `text` is what fits a tweet; a note has all of it in `note_text`. `article` is None, or an article's title and
    blocks, empty for a derived one.
    """

    __tablename__ = "world_tweets"
    __table_args__ = (
        Index("ix_world_tweets_author", "author", "id"),
        Index("ix_world_tweets_parent", "in_reply_to_id", "id", sqlite_where=text("in_reply_to_id IS NOT NULL")),
        Index("ix_world_tweets_conversation", "conversation_id", "id"),
        Index("ix_world_tweets_quoted", "quoted_id", "id", sqlite_where=text("quoted_id IS NOT NULL")),
        Index("ix_world_tweets_retweeted", "retweeted_id", "author", sqlite_where=text("retweeted_id IS NOT NULL")),
        Index("ix_world_tweets_community", "community_id", "id", sqlite_where=text("community_id IS NOT NULL")),
    )

    # No AUTOINCREMENT alias is wanted, but SQLite gives an INTEGER key its rowid, which keeps ids in order.
    id: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )
    author: str
    author_handle: str
    author_id: int = Field(sa_type=BigInteger)
    text: str
    note_text: str | None = None
    created_at: int = Field(sa_type=BigInteger)
    lang: str
    in_reply_to_id: int | None = Field(default=None, sa_type=BigInteger)
    conversation_id: int = Field(sa_type=BigInteger)
    quoted_id: int | None = Field(default=None, sa_type=BigInteger)
    retweeted_id: int | None = Field(default=None, sa_type=BigInteger)
    community_id: int | None = Field(default=None, sa_type=BigInteger)
    media: list[object] = Field(default_factory=list, sa_type=JSON)
    card_url: str | None = None
    article: dict[str, object] | None = Field(default=None, sa_type=JSON)
    source: str
    like_count: int = 0
    retweet_count: int = 0
    reply_count: int = 0
    quote_count: int = 0
    bookmark_count: int = 0
    view_count: int = 0
    deleted: bool = False


class ActivityRow(SQLModel, table=True):
    """A tweet of the world's own activity that nobody wrote on: it may go when there are many."""

    __tablename__ = "world_activity"

    tweet_id: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )


class LikeRow(SQLModel, table=True):
    """A like that was written."""

    __tablename__ = "world_likes"
    __table_args__ = (
        Index("ux_world_likes_pair", "tweet_id", "user_id", unique=True),
        Index("ix_world_likes_user", "user_id", "at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=BigInteger)
    tweet_id: int = Field(sa_type=BigInteger)
    at: int = Field(sa_type=BigInteger)


class MessageRow(SQLModel, table=True):
    """A direct message."""

    __tablename__ = "world_messages"
    __table_args__ = (
        Index("ix_world_messages_conversation", "conversation_id", "id"),
        Index("ix_world_messages_sender", "sender_id", "conversation_id", "id"),
        Index("ix_world_messages_recipient", "recipient_id", "conversation_id", "id"),
    )

    id: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )
    conversation_id: str
    sender_id: int = Field(sa_type=BigInteger)
    recipient_id: int = Field(sa_type=BigInteger)
    text: str
    sent_at: int = Field(sa_type=BigInteger)


class WordRow(SQLModel, table=True):
    """A term that a tweet is found by; or a person or a community, by a word of its name."""

    __tablename__ = "world_words"
    __table_args__ = ({"sqlite_with_rowid": False},)

    term: str = Field(primary_key=True)
    subject_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class SeedRow(SQLModel, table=True):
    """Something derived that was written down when it was first asked for, so that it is written once."""

    __tablename__ = "world_seeds"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: str = Field(primary_key=True)


class BookmarkRow(SQLModel, table=True):
    """A tweet that somebody keeps, in one of his folders or in none (0)."""

    __tablename__ = "world_bookmarks"
    __table_args__ = (
        Index("ux_world_bookmarks_pair", "user_id", "tweet_id", unique=True),
        Index("ix_world_bookmarks_folder", "user_id", "folder_id", "at", "id"),
        Index("ix_world_bookmarks_user", "user_id", "at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=BigInteger)
    tweet_id: int = Field(sa_type=BigInteger)
    folder_id: int = Field(default=0, sa_type=BigInteger)
    at: int = Field(sa_type=BigInteger)


class BookmarkFolderRow(SQLModel, table=True):
    """A person's folder of bookmarks."""

    __tablename__ = "world_bookmark_folders"
    __table_args__ = (Index("ix_world_bookmark_folders_user", "user_id", "id"),)

    id: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )
    user_id: int = Field(sa_type=BigInteger)
    name: str


class RosterRow(SQLModel, table=True):
    """Somebody who joined or left a roster (the members of a community, the followers of a list); outweighs the seed.

    `place` is the place in the derived roster that this row takes, or None when it has none.
    """

    __tablename__ = "world_rosters"
    __table_args__ = (
        Index("ux_world_rosters_pair", "roster", "member", unique=True),
        Index("ix_world_rosters_present", "roster", "present", "id"),
        Index("ix_world_rosters_place", "roster", "place"),
    )

    id: int | None = Field(default=None, primary_key=True)
    roster: str
    member: str
    present: bool
    place: int | None = None
    at: int = Field(sa_type=BigInteger)


class CommunityRow(SQLModel, table=True):
    """A community that was made, or a derived one that was touched; a deleted one stays so that it is not derived."""

    __tablename__ = "world_communities"

    id: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )
    name: str
    description: str
    topic: str
    owner: str
    join_policy: str
    created_at: int = Field(sa_type=BigInteger)
    members_base: int = 0
    moderators_base: int = 0
    deleted: bool = False


class ListRow(SQLModel, table=True):
    """A list of people that was made."""

    __tablename__ = "world_lists"

    id: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )
    name: str
    description: str
    owner: str
    created_at: int = Field(sa_type=BigInteger)


class NotificationRow(SQLModel, table=True):
    """Something that somebody did and that another is told of."""

    __tablename__ = "world_notifications"
    __table_args__ = (
        Index("ix_world_notifications_all", "user_id", "at", "id"),
        Index("ix_world_notifications_kind", "user_id", "mention", "at", "id"),
        Index("ix_world_notifications_verified", "user_id", "verified", "at", "id"),
        Index("ix_world_notifications_cause", "user_id", "actor_id", "kind", "tweet_id"),
        Index("ix_world_notifications_tweet", "tweet_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=BigInteger)
    kind: str
    actor_id: int = Field(sa_type=BigInteger)
    tweet_id: int | None = Field(default=None, sa_type=BigInteger)
    at: int = Field(sa_type=BigInteger)
    mention: bool
    verified: bool


TABLES = (
    PersonRow,
    FollowEdge,
    TweetRow,
    ActivityRow,
    LikeRow,
    MessageRow,
    WordRow,
    SeedRow,
    BookmarkRow,
    BookmarkFolderRow,
    RosterRow,
    CommunityRow,
    ListRow,
    NotificationRow,
)
"""Every table of the world."""
