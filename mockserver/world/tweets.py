"""Tweets as seen now: those published, over those derived; a derived one becomes a row when it is touched.

Must not know who may see or write a tweet, nor how long one may be.

Limit: a derived tweet's derived replies and quotes do not stand in their authors' timelines, nor does a derived
reply in a timeline stand among the replies of what it answers; `conversation` gives rows only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.events import EventBus
from mockserver.core.ids import Ids
from mockserver.core.statements import Query
from mockserver.world import tweet_rows
from mockserver.world.article import Article, derived_article, from_json, to_json
from mockserver.world.events import Liked, TweetDeleted, TweetPublished, Unliked
from mockserver.world.language import language_of
from mockserver.world.length import shortened
from mockserver.world.media import Media, to_stored
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.responses import Response, Responses
from mockserver.world.tables import ActivityRow, LikeRow, TweetRow
from mockserver.world.timeline import Timeline
from mockserver.world.tweet import Tweet, checked_text


class Tweets:
    """Every tweet of one workspace."""

    def __init__(
        self, database: Database, clock: Clock, entropy: Entropy, ids: Ids, events: EventBus, people: People
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._events = events
        self._people = people
        self._entropy = entropy
        self._timeline = Timeline(entropy, people)
        self._answers = Responses(entropy, people)

    # Reading

    def get(self, tweet_id: str) -> Tweet | None:
        """A tweet by id; None when there is none or it was deleted."""
        number = tweet_rows.id_number(tweet_id)
        row = None if number is None else self._database.first(tweet_rows.BY_ID, id=number)
        if row is not None:
            return None if row.deleted else tweet_rows.to_tweet(row)
        if number is None:
            return None
        found = self._timeline.find(number)
        return self._answers.find(number) if found is None else self._timeline.at(*found)

    def by_author(self, handle: str, limit: int, before_id: str | None = None) -> list[Tweet]:
        """A person's tweets, newest first, those with ids below `before_id` only; nobody has none."""
        person = self._people.get(handle)
        if person is None:
            return []
        return list(islice(self.iter_author(person, before_id), max(0, limit)))

    def iter_author(self, person: Person, before_id: str | None = None) -> Iterator[Tweet]:
        """All of a person's tweets, newest first, in bounded memory; read them before the next write."""
        before = tweet_rows.before_number(before_id)
        rows = self._database.iterate(tweet_rows.OF_AUTHOR, author=person.key, before=before)
        length = min(self._people.tweets_base(person), self._timeline.length(person))
        places = range(self._timeline.place_before(person, before), length)
        return tweet_rows.merged(rows, (self._timeline.at(person, place) for place in places))

    def replies(self, tweet_id: str, limit: int, before_id: str | None = None) -> list[Tweet]:
        """Replies to a tweet, newest first: `reply_count` in all."""
        return self._responses(Response.REPLY, tweet_rows.REPLIES, tweet_id, limit, before_id)

    def quotes(self, tweet_id: str, limit: int, before_id: str | None = None) -> list[Tweet]:
        """Quotes of a tweet, newest first: `quote_count` in all."""
        return self._responses(Response.QUOTE, tweet_rows.QUOTES, tweet_id, limit, before_id)

    def conversation(self, conversation_id: str, limit: int, before_id: str | None = None) -> list[Tweet]:
        """Written tweets of a conversation, newest first."""
        rows = self._database.iterate(
            tweet_rows.CONVERSATION, parent=int(conversation_id), before=tweet_rows.before_number(before_id)
        )
        return list(islice(tweet_rows.merged(rows, iter(())), max(0, limit)))

    def latest(self, limit: int, before_id: str | None = None) -> list[Tweet]:
        """The newest written tweets of everybody."""
        rows = self._database.iterate(tweet_rows.LATEST, before=tweet_rows.before_number(before_id))
        return list(islice((tweet_rows.to_tweet(row) for row in rows if not row.deleted), limit))

    def has_liked(self, user_id: str, tweet_id: str) -> bool:
        """Whether a like by that person was written."""
        number = tweet_rows.id_number(tweet_id)
        return self._database.first(tweet_rows.LIKE, tweet_id=number, user_id=int(user_id)) is not None

    def liked_by(self, user_id: str, limit: int) -> list[Tweet]:
        """Tweets whose like by that person was written, last liked first."""
        tweets = (self.get(str(tweet_id)) for tweet_id in self._database.all(tweet_rows.LIKED, user_id=int(user_id)))
        return list(islice((tweet for tweet in tweets if tweet is not None), limit))

    def article(self, tweet: Tweet) -> Article | None:
        """What the article of a tweet says; None when it has none."""
        if not tweet.is_article:
            return None
        row = self._database.first(tweet_rows.BY_ID, id=int(tweet.id))
        if row is not None and row.article:
            return from_json(row.article)
        author = self._people.get(tweet.author_handle)
        return None if author is None else derived_article(self._entropy, self._people.derived(author), tweet.id)

    # Writing, in the caller's transaction

    def publish(
        self,
        author_handle: str,
        text: str,
        *,
        in_reply_to: str | None = None,
        quoted: str | None = None,
        note: bool = False,
        media: Sequence[Media] = (),
        community_id: str | None = None,
        card_url: str | None = None,
        article: Article | None = None,
        lang: str | None = None,
        source: str = "Twitter Web App",
    ) -> Tweet:
        """Write a tweet now, raise its parents' counts and tell `TweetPublished`.

        A `note` is cut to what fits a tweet, and kept whole beside it. The language is guessed unless it is given.
        Raises `LookupError` when the author or a parent does not exist, `ValueError` for text that is not UTF-8.
        """
        author = self._people.remember(author_handle)
        parent = None if in_reply_to is None else self._touch(in_reply_to)
        subject = None if quoted is None else self._touch(quoted)
        tweet_id = self._ids.snowflake()
        checked_text(text)
        row = self._database.insert(
            TweetRow,
            id=tweet_id,
            author=author.key,
            author_handle=author.handle,
            author_id=int(author.user_id),
            text=shortened(text) if note else text,
            note_text=text if note else None,
            created_at=self._clock.now(),
            lang=lang or language_of(text),
            in_reply_to_id=None if parent is None else parent.id,
            conversation_id=tweet_id if parent is None else parent.conversation_id,
            quoted_id=None if subject is None else subject.id,
            community_id=None if community_id is None else int(community_id),
            media=to_stored(media),
            card_url=card_url,
            article=None if article is None else to_json(article),
            source=source,
        )
        if parent is not None:
            self._count(parent.id, reply_count=1)
        if subject is not None:
            self._count(subject.id, quote_count=1)
        return self._written(row)

    def retweet(self, author_handle: str, tweet_id: str) -> Tweet:
        """Write a retweet now; the same tweet when that was written before. Raises as `publish`."""
        author = self._people.remember(author_handle)
        subject = self._touch(tweet_id)
        if subject.retweeted_id is not None:
            return self.retweet(author_handle, str(subject.retweeted_id))
        before = self._retweet_of(author.key, subject.id)
        if before is not None:
            return before
        self._count(subject.id, retweet_count=1)
        own_id = self._ids.snowflake()
        row = self._database.insert(
            TweetRow,
            id=own_id,
            author=author.key,
            author_handle=author.handle,
            author_id=int(author.user_id),
            text=f"RT @{subject.author_handle}: {subject.text}",
            created_at=self._clock.now(),
            lang=subject.lang,
            conversation_id=own_id,
            retweeted_id=subject.id,
            source="Twitter Web App",
        )
        return self._written(row)

    def unretweet(self, author_handle: str, tweet_id: str) -> bool:
        """Take a written retweet back; False when there is none."""
        person = self._people.get(author_handle)
        number = tweet_rows.id_number(tweet_id)
        own = None if person is None or number is None else self._retweet_of(person.key, number)
        return own is not None and self.delete(own.id)

    def delete(self, tweet_id: str) -> bool:
        """Take a tweet away everywhere and tell `TweetDeleted`; False when there is none."""
        tweet = self.get(tweet_id)
        if tweet is None:
            return False
        row = self._touch(tweet_id)
        self._people.remember(row.author)
        self._database.change(TweetRow, {"id": row.id}, deleted=True)
        self._people.add_to_counts(row.author, tweets=-1)
        if row.in_reply_to_id is not None:
            self._count(row.in_reply_to_id, reply_count=-1)
        if row.quoted_id is not None:
            self._count(row.quoted_id, quote_count=-1)
        if row.retweeted_id is not None:
            self._count(row.retweeted_id, retweet_count=-1)
        self._events.publish(TweetDeleted(tweet))
        return True

    def like(self, user_id: str, tweet_id: str) -> bool:
        """Write a like; False when it was written before. Raises `LookupError` when there is no such tweet."""
        row = self._touch(tweet_id)
        if self._database.first(tweet_rows.LIKE, tweet_id=row.id, user_id=int(user_id)) is not None:
            return False
        self._database.insert(LikeRow, user_id=int(user_id), tweet_id=row.id, at=self._clock.now())
        self._count(row.id, like_count=1)
        self._events.publish(Liked(user_id, tweet_rows.to_tweet(row)))
        return True

    def unlike(self, user_id: str, tweet_id: str) -> bool:
        """Take a written like back; False when there is none. Raises `LookupError` when there is no such tweet."""
        row = self._touch(tweet_id)
        if not self._database.remove(LikeRow, tweet_id=row.id, user_id=int(user_id)):
            return False
        self._count(row.id, like_count=-1)
        self._events.publish(Unliked(user_id, tweet_rows.to_tweet(row)))
        return True

    def count_view(self, tweet_id: str, views: int = 1) -> None:
        """Add views. Raises `LookupError` when there is no such tweet."""
        self._count(self._touch(tweet_id).id, view_count=views)

    def count_bookmark(self, tweet_id: str, change: int) -> None:
        """Add bookmarks, or take them off. Raises `LookupError` when there is no such tweet."""
        self._count(self._touch(tweet_id).id, bookmark_count=change)

    # Inside

    def _written(self, row: TweetRow) -> Tweet:
        self._people.add_to_counts(row.author, tweets=1)
        tweet = tweet_rows.to_tweet(row)
        self._events.publish(TweetPublished(tweet))
        return tweet

    def _touch(self, tweet_id: str) -> TweetRow:
        """The row of a tweet that exists: a derived one becomes a row, one of the world's activity stays for ever."""
        number = tweet_rows.id_number(tweet_id)
        row = None if number is None else self._database.first(tweet_rows.BY_ID, id=number)
        if row is None:
            tweet = self.get(tweet_id)
            if tweet is None:
                raise LookupError(f"there is no tweet {tweet_id}")
            row = tweet_rows.store(self._database, tweet)
        elif row.deleted:
            raise LookupError(f"tweet {tweet_id} was deleted")
        self._database.remove(ActivityRow, tweet_id=row.id)
        return row

    def _count(self, tweet_id: int, **changes: int) -> None:
        row = self._database.first(tweet_rows.BY_ID, id=tweet_id)
        if row is not None:
            counts = {name: max(0, getattr(row, name) + change) for name, change in changes.items()}
            self._database.change(TweetRow, {"id": tweet_id}, **counts)

    def _retweet_of(self, author: str, tweet_id: int) -> Tweet | None:
        own = self._database.first(tweet_rows.RETWEET, tweet_id=tweet_id, author=author)
        return None if own is None else self.get(str(own))

    def _responses(
        self, kind: Response, query: Query[TweetRow], tweet_id: str, limit: int, before_id: str | None
    ) -> list[Tweet]:
        number = tweet_rows.id_number(tweet_id)
        if number is None or self.get(tweet_id) is None:
            return []
        before = tweet_rows.before_number(before_id)
        found = self._timeline.find(number)
        derived = iter(()) if found is None else self._answers.before(kind, self._timeline.at(*found), before)
        rows = self._database.iterate(query, parent=number, before=before)
        return list(islice(tweet_rows.merged(rows, derived), max(0, limit)))
