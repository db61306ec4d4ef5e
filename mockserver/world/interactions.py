"""What people do with tweets and each other's tweets: likes, retweets and bookmarks, and the pages of who did so.

A person's likes and bookmarks of the past are written down when they are first looked at. Must not know who may look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.ids import Ids
from mockserver.core.sql import and_, bindparam, col, func, or_, select
from mockserver.core.statements import Query
from mockserver.core.times import HOUR, Instant
from mockserver.world import tweet_rows
from mockserver.world.graph import Graph
from mockserver.world.paging import Page, entry_page, pair_position
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.seeds import Seeds
from mockserver.world.tables import BookmarkFolderRow, BookmarkRow, LikeRow, TweetRow
from mockserver.world.timeline import ORIGIN
from mockserver.world.tweet import Tweet
from mockserver.world.tweets import Tweets

_LIKES, _BOOKMARKS = 30, 24
"""How many likes and bookmarks of the past somebody has, at most."""
_FOLDERS = ("Read Later", "Ideas")


class _Kept(NamedTuple):
    """A tweet that somebody likes or keeps, since when, and the row that says so."""

    tweet_id: int
    at: Instant
    id: int


def _kept(table: type[LikeRow | BookmarkRow], *, in_folder: bool = False) -> Query[_Kept]:
    def build() -> object:
        found = select(col(table.tweet_id), col(table.at), col(table.id)).where(
            col(table.user_id) == bindparam("user_id"),
            col(table.at) <= bindparam("at"),
            or_(col(table.at) < bindparam("at"), col(table.id) < bindparam("id")),
        )
        if in_folder:
            found = found.where(col(BookmarkRow.folder_id) == bindparam("folder_id"))
        return found.order_by(col(table.at).desc(), col(table.id).desc())

    return Query(build, _Kept)  # type: ignore[arg-type]


_LIKED = _kept(LikeRow)
_BOOKMARKED = _kept(BookmarkRow)
_IN_FOLDER = _kept(BookmarkRow, in_folder=True)
_BOOKMARK = Query(
    lambda: select(BookmarkRow).where(
        and_(col(BookmarkRow.user_id) == bindparam("user_id"), col(BookmarkRow.tweet_id) == bindparam("tweet_id"))
    ),
    BookmarkRow,
)
_FOLDERS_OF = Query(
    lambda: (
        select(BookmarkFolderRow)
        .where(col(BookmarkFolderRow.user_id) == bindparam("user_id"))
        .order_by(col(BookmarkFolderRow.id))
    ),
    BookmarkFolderRow,
)
_WRITTEN_LIKES = Query(lambda: select(func.count()).where(col(LikeRow.tweet_id) == bindparam("tweet_id")), int)


@dataclass(frozen=True, slots=True)
class BookmarkFolder:
    """A folder of bookmarks."""

    id: str
    name: str


class Interactions:
    """Likes and bookmarks in one workspace. Writes happen in the caller's transaction."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        entropy: Entropy,
        ids: Ids,
        people: People,
        graph: Graph,
        tweets: Tweets,
        seeds: Seeds,
    ) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._ids = ids
        self._people = people
        self._graph = graph
        self._tweets = tweets
        self._seeds = seeds

    # Likes

    def likes(self, person: Person, limit: int, position: str | None = None) -> Page[Tweet]:
        """Tweets that somebody likes, liked last first; each has him among those who like it."""
        self._remember_likes(person)
        return self._page(_LIKED, limit, position, user_id=int(person.user_id))

    # Bookmarks

    def bookmark(self, person: Person, tweet_id: str, folder_id: str | None = None) -> bool:
        """Keep a tweet, in a folder or in none; moves one that is kept already, and is then False.

        Raises `LookupError` when there is no such tweet or folder.
        """
        self._remember_bookmarks(person)
        tweet = self._tweets.get(tweet_id)
        if tweet is None:
            raise LookupError(f"there is no tweet {tweet_id}")
        folder = self._folder(person, folder_id)
        user_id, number = int(self._people.remember(person.handle).user_id), int(tweet_id)
        if self._database.first(_BOOKMARK, user_id=user_id, tweet_id=number) is not None:
            self._database.change(BookmarkRow, {"user_id": user_id, "tweet_id": number}, folder_id=folder)
            return False
        self._tweets.count_bookmark(tweet_id, 1)
        self._database.insert(BookmarkRow, user_id=user_id, tweet_id=number, folder_id=folder, at=self._clock.now())
        return True

    def unbookmark(self, person: Person, tweet_id: str) -> bool:
        """Keep a tweet no more; False when it was not kept."""
        self._remember_bookmarks(person)
        number = tweet_rows.id_number(tweet_id)
        if number is None or not self._database.remove(BookmarkRow, user_id=int(person.user_id), tweet_id=number):
            return False
        if self._tweets.get(tweet_id) is not None:
            self._tweets.count_bookmark(tweet_id, -1)
        return True

    def bookmarks(
        self, person: Person, limit: int, position: str | None = None, *, folder_id: str | None = None
    ) -> Page[Tweet]:
        """Tweets that somebody keeps, or keeps in one of his folders; kept last first.

        Raises `LookupError` when he has no such folder.
        """
        self._remember_bookmarks(person)
        user_id = int(person.user_id)
        if folder_id is None:
            return self._page(_BOOKMARKED, limit, position, user_id=user_id)
        folder = self._folder(person, folder_id)
        return self._page(_IN_FOLDER, limit, position, user_id=user_id, folder_id=folder)

    def folders(self, person: Person) -> list[BookmarkFolder]:
        """Somebody's folders, the oldest first."""
        self._remember_bookmarks(person)
        rows = self._database.all(_FOLDERS_OF, user_id=int(person.user_id))
        return [BookmarkFolder(str(row.id), row.name) for row in rows]

    def create_folder(self, person: Person, name: str) -> BookmarkFolder:
        """Give somebody one more folder."""
        self._remember_bookmarks(person)
        return self._new_folder(person, name)

    # Inside

    def _page(self, query: Query[_Kept], limit: int, position: str | None, **whose: int) -> Page[Tweet]:
        at, number = pair_position(position)
        rows = self._database.iterate(query, at=at, id=number, **whose)
        return entry_page(self._shown(rows), limit)

    def _shown(self, rows: Iterator[_Kept]) -> Iterator[tuple[Tweet, str]]:
        for row in rows:
            tweet = self._tweets.get(str(row.tweet_id))
            if tweet is not None:
                yield tweet, f"{row.at}.{row.id}"

    def _folder(self, person: Person, folder_id: str | None) -> int:
        if folder_id is None:
            return 0
        for folder in self.folders(person):
            if folder.id == folder_id:
                return int(folder.id)
        raise LookupError(f"{person.handle} has no folder {folder_id}")

    def _new_folder(self, person: Person, name: str) -> BookmarkFolder:
        user_id = int(self._people.remember(person.handle).user_id)
        row = self._database.insert(BookmarkFolderRow, id=self._ids.snowflake(), user_id=user_id, name=name)
        return BookmarkFolder(str(row.id), row.name)

    def _seen_before(self, person: Person, most: int) -> list[TweetRow]:
        """Tweets of those whom somebody follows, one each, written down so that they can be counted on."""
        rows = []
        for followed in self._graph.following(person, 0, most):
            skipped = self._entropy.number("noticed", person.key, followed.key) % 4
            recent = (tweet for tweet in self._tweets.iter_author(followed) if tweet.retweeted_id is None)
            tweet = next(islice(recent, skipped, None), None)
            if tweet is not None and tweet.created_at < ORIGIN:
                row = self._database.first(tweet_rows.BY_ID, id=int(tweet.id))
                rows.append(tweet_rows.store(self._database, tweet) if row is None else row)
        return sorted(rows, key=lambda row: row.id)

    def _remember_likes(self, person: Person) -> None:
        with self._database.transaction():
            if not self._seeds.first_time(f"likes {person.key}"):
                return
            user_id = int(self._people.remember(person.handle).user_id)
            for row in self._seen_before(person, _LIKES):
                if self._database.first(tweet_rows.LIKE, tweet_id=row.id, user_id=user_id) is not None:
                    continue
                at = self._noticed_at(person, row)
                self._database.insert(LikeRow, user_id=user_id, tweet_id=row.id, at=at)
                # The tweet has as many likers as before: this one stands in the place of a derived one.
                written = self._database.value(_WRITTEN_LIKES, tweet_id=row.id)
                if written > row.like_count:
                    self._database.change(TweetRow, {"id": row.id}, like_count=written)

    def _remember_bookmarks(self, person: Person) -> None:
        with self._database.transaction():
            if not self._seeds.first_time(f"bookmarks {person.key}"):
                return
            folders = [0, *(int(self._new_folder(person, name).id) for name in _FOLDERS), 0]
            user_id = int(person.user_id)
            for row in self._seen_before(person, _BOOKMARKS):
                at = self._noticed_at(person, row)
                folder = folders[self._entropy.number("folder", person.key, row.id) % len(folders)]
                self._database.insert(BookmarkRow, user_id=user_id, tweet_id=row.id, folder_id=folder, at=at)
                self._tweets.count_bookmark(str(row.id), 1)

    def _noticed_at(self, person: Person, row: TweetRow) -> Instant:
        """When somebody came upon a tweet of the past: within two days, and before the world's origin."""
        later = self._entropy.number("noticed at", person.key, row.id) % (48 * HOUR)
        return min(row.created_at + later, ORIGIN - 1)
