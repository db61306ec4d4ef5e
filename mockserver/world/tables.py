"""What is written of the world; whatever is not written here is derived from the seed.

Must not know who reads the rows. Indexes stand beside the columns whose queries need them.
"""

from __future__ import annotations

from mockserver.core.tables import Index, Row, WithoutRowid, column


class PersonRow(Row):
    """A person who was named or changed: attributes that differ, and counts as derived plus what was written.

    A `_base` of None is the derived count; a `_delta` is what written edges and tweets add to it.
    """

    __tablename__ = "world_people"

    key: str = column(primary_key=True)
    handle: str
    user_id: int = column(unique=True)
    author_tag: int = column(index=True)
    overrides: dict[str, object] = column(default_factory=dict)
    followers_base: int | None = None
    followers_delta: int = 0
    following_base: int | None = None
    following_delta: int = 0
    tweets_base: int | None = None
    tweets_delta: int = 0


class FollowEdge(Row):
    """A follow or unfollow that was written; it outweighs what is derived in both people's lists.

    A rank is the place in the derived list that the edge takes the place of, or None when it has none.
    """

    __tablename__ = "world_follows"
    __table_args__ = (
        Index("ux_world_follows_pair", "follower", "followee", unique=True),
        Index("ix_world_follows_followee", "followee", "present", "id"),
        Index("ix_world_follows_follower", "follower", "present", "id"),
    )

    id: int | None = column(default=None, primary_key=True)
    follower: str
    followee: str
    present: bool
    follower_rank: int | None = None
    followee_rank: int | None = None
    at: int


class TweetRow(Row):
    """A tweet that was published, or a derived one that was touched; a deleted one stays so that it is not derived.

    `text` is what fits a tweet; a note has all of it in `note_text`. `article` is None, or an article's title and
    blocks, empty for a derived one.
    """

    __tablename__ = "world_tweets"
    __table_args__ = (
        Index("ix_world_tweets_author", "author", "id"),
        Index("ix_world_tweets_parent", "in_reply_to_id", "id", where="in_reply_to_id IS NOT NULL"),
        Index("ix_world_tweets_conversation", "conversation_id", "id"),
        Index("ix_world_tweets_quoted", "quoted_id", "id", where="quoted_id IS NOT NULL"),
        Index("ix_world_tweets_retweeted", "retweeted_id", "author", where="retweeted_id IS NOT NULL"),
        Index("ix_world_tweets_community", "community_id", "id", where="community_id IS NOT NULL"),
    )

    # No AUTOINCREMENT alias is wanted, but SQLite gives an INTEGER key its rowid, which keeps ids in order.
    id: int = column(primary_key=True)
    author: str
    author_handle: str
    author_id: int
    text: str
    note_text: str | None = None
    created_at: int
    lang: str
    in_reply_to_id: int | None = None
    conversation_id: int
    quoted_id: int | None = None
    retweeted_id: int | None = None
    community_id: int | None = None
    media: list[object] = column(default_factory=list)
    card_url: str | None = None
    article: dict[str, object] | None = None
    source: str
    like_count: int = 0
    retweet_count: int = 0
    reply_count: int = 0
    quote_count: int = 0
    bookmark_count: int = 0
    view_count: int = 0
    deleted: bool = False


class ActivityRow(Row):
    """A tweet of the world's own activity that nobody wrote on: it may go when there are many."""

    __tablename__ = "world_activity"

    tweet_id: int = column(primary_key=True)


class LikeRow(Row):
    """A like that was written."""

    __tablename__ = "world_likes"
    __table_args__ = (
        Index("ux_world_likes_pair", "tweet_id", "user_id", unique=True),
        Index("ix_world_likes_user", "user_id", "at", "id"),
    )

    id: int | None = column(default=None, primary_key=True)
    user_id: int
    tweet_id: int
    at: int


class MessageRow(Row):
    """A direct message."""

    __tablename__ = "world_messages"
    __table_args__ = (
        Index("ix_world_messages_conversation", "conversation_id", "id"),
        Index("ix_world_messages_sender", "sender_id", "conversation_id", "id"),
        Index("ix_world_messages_recipient", "recipient_id", "conversation_id", "id"),
    )

    id: int = column(primary_key=True)
    conversation_id: str
    sender_id: int
    recipient_id: int
    text: str
    sent_at: int


class WordRow(Row):
    """A term that a tweet is found by; or a person or a community, by a word of its name."""

    __tablename__ = "world_words"
    __table_args__ = (WithoutRowid(),)

    term: str = column(primary_key=True)
    subject_id: int = column(primary_key=True)


class SeedRow(Row):
    """Something derived that was written down when it was first asked for, so that it is written once."""

    __tablename__ = "world_seeds"
    __table_args__ = (WithoutRowid(),)

    key: str = column(primary_key=True)


class BookmarkRow(Row):
    """A tweet that somebody keeps, in one of his folders or in none (0)."""

    __tablename__ = "world_bookmarks"
    __table_args__ = (
        Index("ux_world_bookmarks_pair", "user_id", "tweet_id", unique=True),
        Index("ix_world_bookmarks_folder", "user_id", "folder_id", "at", "id"),
        Index("ix_world_bookmarks_user", "user_id", "at", "id"),
    )

    id: int | None = column(default=None, primary_key=True)
    user_id: int
    tweet_id: int
    folder_id: int = 0
    at: int


class BookmarkFolderRow(Row):
    """A person's folder of bookmarks."""

    __tablename__ = "world_bookmark_folders"
    __table_args__ = (Index("ix_world_bookmark_folders_user", "user_id", "id"),)

    id: int = column(primary_key=True)
    user_id: int
    name: str


class RosterRow(Row):
    """Somebody who joined or left a roster (the members of a community, the followers of a list); outweighs the seed.

    `place` is the place in the derived roster that this row takes, or None when it has none.
    """

    __tablename__ = "world_rosters"
    __table_args__ = (
        Index("ux_world_rosters_pair", "roster", "member", unique=True),
        Index("ix_world_rosters_present", "roster", "present", "id"),
        Index("ix_world_rosters_place", "roster", "place"),
    )

    id: int | None = column(default=None, primary_key=True)
    roster: str
    member: str
    present: bool
    place: int | None = None
    at: int


class CommunityRow(Row):
    """A community that was made, or a derived one that was touched; a deleted one stays so that it is not derived."""

    __tablename__ = "world_communities"

    id: int = column(primary_key=True)
    name: str
    description: str
    topic: str
    owner: str
    join_policy: str
    created_at: int
    members_base: int = 0
    moderators_base: int = 0
    deleted: bool = False


class ListRow(Row):
    """A list of people that was made."""

    __tablename__ = "world_lists"

    id: int = column(primary_key=True)
    name: str
    description: str
    owner: str
    created_at: int


class NotificationRow(Row):
    """Something that somebody did and that another is told of."""

    __tablename__ = "world_notifications"
    __table_args__ = (
        Index("ix_world_notifications_all", "user_id", "at", "id"),
        Index("ix_world_notifications_kind", "user_id", "mention", "at", "id"),
        Index("ix_world_notifications_verified", "user_id", "verified", "at", "id"),
        Index("ix_world_notifications_cause", "user_id", "actor_id", "kind", "tweet_id"),
        Index("ix_world_notifications_tweet", "tweet_id"),
    )

    id: int | None = column(default=None, primary_key=True)
    user_id: int
    kind: str
    actor_id: int
    tweet_id: int | None = None
    at: int
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
