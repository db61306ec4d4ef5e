"""What a tweet is. Must not know how one is derived or stored."""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.core.times import Instant
from mockserver.world.media import Media


@dataclass(frozen=True, slots=True)
class Tweet:
    """A tweet as seen now; ids are numbers as strings, a larger id is a later tweet.

    `conversation_id` is the id of the tweet that began it, its own for one that is no reply. `text` is what fits a
    tweet; of a note (a long one) it is the beginning, and `note_text` is the whole. What stands in a text is parsed
    when it is asked for (`entities.parse`); what an article says is asked for by `Tweets.article`.
    """

    id: str
    author_id: str
    author_handle: str
    text: str
    created_at: Instant
    lang: str
    in_reply_to_id: str | None
    conversation_id: str
    quoted_id: str | None
    retweeted_id: str | None
    media: tuple[Media, ...]
    like_count: int
    retweet_count: int
    reply_count: int
    quote_count: int
    bookmark_count: int
    view_count: int
    source: str
    note_text: str | None = None
    community_id: str | None = None
    card_url: str | None = None
    is_article: bool = False

    @property
    def full_text(self) -> str:
        """All that was written."""
        return self.text if self.note_text is None else self.note_text

    @property
    def url(self) -> str:
        """Where X shows it."""
        return f"https://x.com/{self.author_handle}/status/{self.id}"


def checked_text(text: str) -> str:
    """The text itself; raises `ValueError` when it holds half of a surrogate pair, which UTF-8 cannot carry."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("the text holds half of a surrogate pair") from None
    return text
