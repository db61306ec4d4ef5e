"""Lists of people that others follow: their members, their followers, and what the members write.

Any id of `SHORTEST_ID` digits or more is a list, derived from the seed, until one is made. Must not know who shows
a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.ids import SNOWFLAKE_EPOCH, Ids
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import DAY, Instant
from mockserver.world import topics
from mockserver.world.conversations import is_no_reply
from mockserver.world.merged import timelines
from mockserver.world.paging import LAST_ID, Page, before_id, entry_page, tweet_page
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.population import POPULATION
from mockserver.world.roster import Roster, Rosters
from mockserver.world.tables import ListRow
from mockserver.world.timeline import ORIGIN
from mockserver.world.tweet import Tweet
from mockserver.world.tweets import Tweets

SHORTEST_ID = 5
"""Assumption: the ids of lists have at least so many digits, so that a client can also ask for one that is not."""

READ = 60
"""How many members' timelines a page of a list reads: those who were added last, then the first derived ones."""

_BY_ID = Query(lambda: select(ListRow).where(col(ListRow.id) == bindparam("id")), ListRow)


@dataclass(frozen=True, slots=True)
class PersonList:
    """A list as seen now; `owner` is a handle."""

    id: str
    name: str
    description: str
    owner: str
    created_at: Instant
    member_count: int
    follower_count: int


class Lists:
    """Every list of one workspace."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        entropy: Entropy,
        ids: Ids,
        people: People,
        tweets: Tweets,
        rosters: Rosters,
    ) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._ids = ids
        self._people = people
        self._tweets = tweets
        self._rosters = rosters

    def get(self, list_id: str) -> PersonList | None:
        """A list by id; None when there is none."""
        if not _is_id(list_id):
            return None
        members, followers = self._members(list_id), self._followers(list_id)
        counts = self._rosters.count(members), self._rosters.count(followers)
        row = self._database.first(_BY_ID, id=int(list_id))
        if row is not None:
            return PersonList(list_id, row.name, row.description, row.owner, row.created_at, *counts)
        draws = self._entropy.stream("list", list_id)
        topic = draws.pick(topics.topics())
        name, about = topics.list_name(topic, draws.below(1 << 16)), topics.description(topic, draws.below(1 << 16))
        owner = self._people.number(draws.below(POPULATION)).handle
        told = (int(list_id) >> 22) + SNOWFLAKE_EPOCH
        created_at = told if told < ORIGIN and int(list_id) >= 1 << 50 else ORIGIN - draws.below(2_000) * DAY
        return PersonList(list_id, name, about, owner, created_at, *counts)

    def members(self, list_id: str, limit: int, position: str | None = None) -> Page[Person]:
        """Who is on a list, added last first; nobody on one that does not exist."""
        return entry_page(self._people_on(self._members(list_id), list_id, position), limit)

    def followers(self, list_id: str, limit: int, position: str | None = None) -> Page[Person]:
        """Who follows a list, since when last first."""
        return entry_page(self._people_on(self._followers(list_id), list_id, position), limit)

    def tweets(
        self,
        list_id: str,
        limit: int,
        position: str | None = None,
        *,
        since: Instant | None = None,
        until: Instant | None = None,
        with_replies: bool = False,
    ) -> Page[Tweet]:
        """What the members of a list wrote, newest first, from `since` on and before `until`."""
        before = before_id(position, until)
        kept = None if with_replies else is_no_reply
        return tweet_page(self.timeline(list_id, before), limit, since=since, keep=kept)

    def timeline(self, list_id: str, before: int = LAST_ID) -> Iterator[Tweet]:
        """All that `READ` members of a list wrote, newest first; read it before the next write."""
        if not _is_id(list_id):
            return iter(())
        members = (person for person, _ in islice(self._rosters.entries(self._members(list_id)), READ))
        return timelines(self._tweets, members, before)

    def has_member(self, list_id: str, key: str) -> bool:
        """Whether the person with a key is on a list."""
        person = self._people.get(key)
        return person is not None and _is_id(list_id) and self._rosters.has(self._members(list_id), person)

    # Writing, in the caller's transaction

    def create(self, owner: Person, name: str, description: str = "") -> PersonList:
        """Make a list that nobody is on yet."""
        number = self._ids.snowflake()
        self._database.insert(
            ListRow,
            id=number,
            name=name,
            description=description,
            owner=self._people.remember(owner.handle).handle,
            created_at=self._clock.now(),
        )
        made = self.get(str(number))
        assert made is not None
        return made

    def add_member(self, list_id: str, person: Person) -> bool:
        """Put somebody on a list; False when he is. Raises `LookupError` when there is no such list."""
        return self._rosters.add(self._existing(list_id, self._members(list_id)), person)

    def remove_member(self, list_id: str, person: Person) -> bool:
        """Take somebody off a list; False when he is not on it. Raises as `add_member`."""
        return self._rosters.remove(self._existing(list_id, self._members(list_id)), person)

    def follow(self, list_id: str, person: Person) -> bool:
        """Make somebody follow a list; False when he does. Raises as `add_member`."""
        return self._rosters.add(self._existing(list_id, self._followers(list_id)), person)

    def unfollow(self, list_id: str, person: Person) -> bool:
        """Make somebody follow a list no more; False when he does not. Raises as `add_member`."""
        return self._rosters.remove(self._existing(list_id, self._followers(list_id)), person)

    # Inside

    def _people_on(self, roster: Roster, list_id: str, position: str | None) -> Iterator[tuple[Person, str]]:
        return self._rosters.entries(roster, position) if _is_id(list_id) else iter(())

    def _existing(self, list_id: str, roster: Roster) -> Roster:
        if not _is_id(list_id):
            raise LookupError(f"there is no list {list_id}")
        return roster

    def _members(self, list_id: str) -> Roster:
        return self._roster("list members", list_id, 5, 40)

    def _followers(self, list_id: str) -> Roster:
        return self._roster("list followers", list_id, 0, 300)

    def _roster(self, kind: str, list_id: str, least: int, most: int) -> Roster:
        name = f"{kind} {list_id}"
        if _is_id(list_id) and self._database.first(_BY_ID, id=int(list_id)) is not None:
            return Roster(name, 0, name)
        return Roster(name, self._entropy.stream("size", name).between(least, most), name)


def _is_id(list_id: str) -> bool:
    return (
        list_id.isascii()
        and list_id.isdigit()
        and SHORTEST_ID <= len(list_id) <= 19
        and not list_id.startswith("0")
        and int(list_id) <= LAST_ID
    )
