"""Communities: what they are called, who belongs to them and leads them, and what is posted in them.

Any id of `community.SHORTEST_ID` digits or more is a community, derived from the seed, until one is made or deleted;
a keyword that is searched for gets communities that have it in their names. Must not know who may delete one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.ids import SNOWFLAKE_EPOCH, Ids
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.tables import schema_of
from mockserver.core.times import DAY, parse_instant
from mockserver.world import topics
from mockserver.world.community import Community, Rule, is_community_id
from mockserver.world.paging import Page, before_id, entry_page, first_id_at
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.population import POPULATION
from mockserver.world.roster import Roster, Rosters
from mockserver.world.search.parser import parse
from mockserver.world.search.query import Malformed, WithRetweets, Words
from mockserver.world.search.tweets import Order, TweetSearch
from mockserver.world.search.words import has_sequence, read
from mockserver.world.seeds import Seeds
from mockserver.world.tables import CommunityRow, WordRow
from mockserver.world.timeline import ORIGIN
from mockserver.world.tweet import Tweet

_FIRST_MADE = parse_instant("2021-09-08")
"""When X began to have communities."""
_AUTHORS = 200
_FOUND = 200

_BY_ID = Query(lambda: select(CommunityRow).where(col(CommunityRow.id) == bindparam("id")), CommunityRow)
_NAMED = Query(
    lambda: (
        select(CommunityRow)
        .join(WordRow, col(WordRow.subject_id) == col(CommunityRow.id))
        .where(
            col(WordRow.term) == bindparam("term"),
            col(WordRow.subject_id) < bindparam("before"),
            col(CommunityRow.deleted).is_(False),
        )
        .order_by(col(WordRow.subject_id).desc())
        .limit(_FOUND)
    ),
    CommunityRow,
)


class Communities:
    """Every community of one workspace."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        entropy: Entropy,
        ids: Ids,
        people: People,
        rosters: Rosters,
        search: TweetSearch,
        seeds: Seeds,
    ) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._ids = ids
        self._people = people
        self._rosters = rosters
        self._search = search
        self._seeds = seeds

    # Reading

    def get(self, community_id: str) -> Community | None:
        """A community by id; None when there is none or it was deleted."""
        row = self._open(community_id)
        return None if row is None else self._seen(row)

    def members(self, community_id: str, limit: int, position: str | None = None) -> Page[Person]:
        """Who belongs to a community, who joined last first; nobody to one that does not exist."""
        row = self._open(community_id)
        return _nobody() if row is None else entry_page(self._rosters.entries(_members(row), position), limit)

    def moderators(self, community_id: str, limit: int, position: str | None = None) -> Page[Person]:
        """Those members who lead a community."""
        row = self._open(community_id)
        return _nobody() if row is None else entry_page(self._rosters.entries(_moderators(row), position), limit)

    def is_member(self, community_id: str, person: Person) -> bool:
        """Whether somebody belongs to a community."""
        row = self._open(community_id)
        return row is not None and self._rosters.has(_members(row), person)

    def is_moderator(self, community_id: str, person: Person) -> bool:
        """Whether somebody leads a community."""
        row = self._open(community_id)
        return row is not None and self._rosters.has(_moderators(row), person)

    def tweets(self, community_id: str, limit: int, position: str | None = None) -> Page[Tweet]:
        """What is posted in a community, newest first."""
        row = self._open(community_id)
        if row is None:
            return Page((), None)
        self._fill(row)
        return self._search.in_community(WithRetweets(), community_id, limit, position)

    def search_tweets(
        self,
        query: str,
        limit: int,
        position: str | None = None,
        *,
        community_id: str | None = None,
        order: Order = Order.LATEST,
    ) -> Page[Tweet] | Malformed:
        """Tweets posted in a community, or in any, that a query in X's syntax means. Raises `MalformedPosition`."""
        node = parse(query)
        if isinstance(node, Malformed):
            return node
        row = None
        if community_id is not None:
            row = self._open(community_id)
        elif found := self.search(query, 1).items:
            row = self._open(found[0].id)
        if row is not None:
            self._search.plant(node, str(row.id), self._authors(row))
        return self._search.in_community(node, community_id, limit, position, order)

    def search(self, keyword: str, limit: int, position: str | None = None) -> Page[Community]:
        """Communities whose names have the words of a keyword (its first 40 characters), made last first."""
        keyword = " ".join(keyword.encode(errors="ignore").decode().replace("\0", " ").split())[:40]
        words = read(keyword).words
        if not words:
            return Page((), None)
        self._name_after(keyword, words)
        rows = self._database.iterate(_NAMED, term=f"community name:{words[0]}", before=before_id(position))
        named = (row for row in rows if has_sequence(read(row.name).words, words))
        return entry_page(((self._seen(row), str(row.id)) for row in list(islice(named, max(1, limit) + 1))), limit)

    # Writing, in the caller's transaction

    def create(self, owner: Person, name: str, description: str = "") -> Community:
        """Make a community that its owner belongs to and leads."""
        number = self._ids.snowflake()
        row = self._database.insert(
            CommunityRow,
            id=number,
            name=name,
            description=description,
            topic=name,
            owner=self._people.remember(owner.handle).handle,
            join_policy="Open",
            created_at=self._clock.now(),
        )
        self._name(row)
        self._rosters.add(_members(row), owner)
        self._rosters.add(_moderators(row), owner)
        return self._seen(row)

    def delete(self, community_id: str) -> bool:
        """Take a community away; False when there is none. What was posted in it stays."""
        row = self._open(community_id)
        if row is None:
            return False
        self._store(row)
        self._database.change(CommunityRow, {"id": row.id}, deleted=True)
        return True

    def join(self, community_id: str, person: Person) -> bool:
        """Make somebody a member; False when he is one. Raises `LookupError` when there is no such community."""
        return self._rosters.add(_members(self._existing(community_id)), person)

    def leave(self, community_id: str, person: Person) -> bool:
        """Make somebody no member any more; False when he is none. Raises as `join`."""
        row = self._existing(community_id)
        self._rosters.remove(_moderators(row), person)
        return self._rosters.remove(_members(row), person)

    def add_moderator(self, community_id: str, person: Person) -> bool:
        """Let a member lead a community; False when he does, or is no member. Raises as `join`."""
        row = self._existing(community_id)
        return self._rosters.has(_members(row), person) and self._rosters.add(_moderators(row), person)

    # Inside

    def _existing(self, community_id: str) -> CommunityRow:
        row = self._open(community_id)
        if row is None:
            raise LookupError(f"there is no community {community_id}")
        return row

    def _open(self, community_id: str) -> CommunityRow | None:
        """A community as stored or as derived; None when there is none or it was deleted."""
        if not is_community_id(community_id):
            return None
        row = self._database.first(_BY_ID, id=int(community_id))
        if row is None:
            return self._derived(int(community_id))
        return None if row.deleted else row

    def _derived(self, number: int, topic: str | None = None, variant: int | None = None) -> CommunityRow:
        """What the seed makes of an id, about a topic of its own or a given one, called in one of several ways."""
        draws = self._entropy.stream("community", number)
        own = draws.pick(topics.topics())
        named, members = draws.below(1 << 16), draws.between(40, 60_000)
        place = self._entropy.permutation(POPULATION, "roster", f"community {number}").at(0)
        told = (number >> 22) + SNOWFLAKE_EPOCH
        created_at = told if _FIRST_MADE <= told < ORIGIN else ORIGIN - draws.below(1_400) * DAY - 1
        return CommunityRow(
            id=number,
            name=topics.community_name(topic or own, named if variant is None else variant),
            description=topics.description(topic or own, draws.below(1 << 16)),
            topic=topic or own,
            owner=self._people.number(place).handle,
            join_policy="Open" if draws.chance(0.8) else "RestrictedJoinRequestsRequireApproval",
            created_at=created_at,
            members_base=members,
            moderators_base=draws.between(1, 6),
        )

    def _seen(self, row: CommunityRow) -> Community:
        rules = self._entropy.stream("community rules", row.id).between(2, len(topics.RULES))
        named = enumerate(topics.RULES[:rules], 1)
        return Community(
            str(row.id),
            row.name,
            row.description,
            row.topic,
            row.owner,
            row.join_policy,
            row.created_at,
            self._rosters.count(_members(row)),
            self._rosters.count(_moderators(row)),
            tuple(Rule(str(row.id + at), name, description) for at, (name, description) in named),
        )

    def _store(self, row: CommunityRow) -> None:
        if self._database.first(_BY_ID, id=row.id) is None:
            values = {name: getattr(row, name) for name in schema_of(CommunityRow).names}
            self._database.add_many(CommunityRow, [values])

    def _name(self, row: CommunityRow) -> None:
        """Let a stored community be found by the words of its name."""
        terms = sorted({f"community name:{word}" for word in read(row.name).words})
        self._database.add_many(WordRow, ({"term": term, "subject_id": row.id} for term in terms))

    def _name_after(self, keyword: str, words: tuple[str, ...]) -> None:
        """Write down communities around a keyword that is searched for the first time."""
        with self._database.transaction():
            if not self._seeds.first_time(f"communities {' '.join(words)}"):
                return
            for turn in range(topics.VARIANTS // 2):
                draws = self._entropy.stream("community of", " ".join(words), turn)
                made = _FIRST_MADE + draws.below((ORIGIN - _FIRST_MADE) // 1_000) * 1_000
                row = self._derived(first_id_at(made) | draws.below(1 << 22), keyword, turn + len(keyword))
                if self._database.first(_BY_ID, id=row.id) is None and has_sequence(read(row.name).words, words):
                    self._store(row)
                    self._name(row)

    def _fill(self, row: CommunityRow) -> None:
        """Write down what was posted in a community before anybody looked; one that was made begins empty."""
        if row.members_base:
            words = read(row.topic).words
            self._search.plant(Words(words, row.topic), str(row.id), self._authors(row))

    def _authors(self, row: CommunityRow) -> Iterator[Person]:
        return islice((person for person, _ in self._rosters.entries(_members(row))), _AUTHORS)


def _members(row: CommunityRow) -> Roster:
    return Roster(f"community members {row.id}", row.members_base, f"community {row.id}")


def _moderators(row: CommunityRow) -> Roster:
    return Roster(f"community moderators {row.id}", row.moderators_base, f"community {row.id}")


def _nobody() -> Page[Person]:
    return Page((), None)
