"""Who follows whom: lists without end that are computed place by place, with written edges over them.

Must not know why anybody follows.

Limit: the derived followers of one person and the derived followings of another are drawn independently, so
somebody listed as a follower of A seldom lists A among those he follows, and two people have hardly a derived
follower in common. `follows` is true when either list says so; a written edge shows in both.
"""

from __future__ import annotations

from collections.abc import Iterator

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy, Permutation
from mockserver.core.events import EventBus
from mockserver.world.edges import (
    Overlaid,
    Side,
    derived_place,
    newest_edges,
    present_count,
    present_keys,
    taken_ranks,
    written_edge,
)
from mockserver.world.events import Followed, Unfollowed
from mockserver.world.paging import Page, entry_page
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.population import POPULATION
from mockserver.world.seeds import Seeds
from mockserver.world.tables import FollowEdge

_CHUNK = 200
_KNOWN = 12
"""How many of those whom somebody follows also follow another, at most, before anything is written."""


class Graph:
    """The follow graph of one workspace."""

    def __init__(
        self, database: Database, clock: Clock, entropy: Entropy, events: EventBus, people: People, seeds: Seeds
    ) -> None:
        self._database = database
        self._seeds = seeds
        self._clock = clock
        self._entropy = entropy
        self._events = events
        self._people = people

    # Reading

    def followers(self, person: Person, offset: int, limit: int) -> list[Person]:
        """Those who follow a person, `limit` from `offset` on: written newest first, then derived.

        The whole list has exactly `followers_count` entries, none twice.
        """
        return self._page(Side.FOLLOWERS, person, offset, limit)

    def following(self, person: Person, offset: int, limit: int) -> list[Person]:
        """Those whom a person follows, in the same way; exactly `following_count` entries."""
        return self._page(Side.FOLLOWING, person, offset, limit)

    def iter_followers(self, person: Person, start: int = 0) -> Iterator[Person]:
        """The followers from place `start` on, in bounded memory."""
        return self._iterate(Side.FOLLOWERS, person, start)

    def iter_following(self, person: Person, start: int = 0) -> Iterator[Person]:
        """Those whom a person follows from place `start` on, in bounded memory."""
        return self._iterate(Side.FOLLOWING, person, start)

    def followers_page(self, person: Person, limit: int, position: str | None = None) -> Page[Person]:
        """Those who follow a person, in the order of `followers`, by a position that stays right among writes."""
        return entry_page(self._entries(Side.FOLLOWERS, person, position), limit)

    def following_page(self, person: Person, limit: int, position: str | None = None) -> Page[Person]:
        """Those whom a person follows, in the same way."""
        return entry_page(self._entries(Side.FOLLOWING, person, position), limit)

    def verified_followers(self, person: Person, limit: int, position: str | None = None) -> Page[Person]:
        """Those of a person's followers who have a badge, in the same way; a page may be short and go on."""
        return entry_page(self._entries(Side.FOLLOWERS, person, position), limit, lambda other: other.has_badge)

    def known_followers(self, viewer: Person, person: Person, limit: int, position: str | None = None) -> Page[Person]:
        """Those whom `viewer` follows and who follow `person`; a page may be short and go on.

        Both lists are derived without regard to each other, so the first look writes down a few who are in both.
        """
        self._introduce(viewer, person)
        followed = self._entries(Side.FOLLOWING, viewer, position)
        return entry_page(followed, limit, lambda other: self.follows(other, person))

    def follows(self, follower: Person, followee: Person) -> bool:
        """Whether one follows the other: as last written, else as either derived list says."""
        edge = written_edge(self._database, follower.key, followee.key)
        if edge is not None:
            return edge.present
        return self._listed(Side.FOLLOWERS, followee, follower) or self._listed(Side.FOLLOWING, follower, followee)

    # Writing, in the caller's transaction

    def follow(self, follower: Person, followee: Person) -> bool:
        """Make one follow the other, in both lists; False when that was written before.

        Raises `ValueError` when both are the same person.
        """
        return self._write(follower, followee, present=True)

    def unfollow(self, follower: Person, followee: Person) -> bool:
        """End the following, in both lists; False when there was none."""
        if not self.follows(follower, followee):
            return False
        return self._write(follower, followee, present=False)

    def remove_follower(self, person: Person, follower: Person) -> bool:
        """Make somebody follow a person no more, at that person's wish; False when he did not."""
        return self.unfollow(follower, person)

    def _introduce(self, viewer: Person, person: Person) -> None:
        """Let some of those whom the viewer follows follow the person; nobody's counts change."""
        with self._database.transaction():
            if viewer.key == person.key or not self._seeds.first_time(f"known {viewer.key} {person.key}"):
                return
            few = min(_KNOWN, person.followers_count // 20)
            for other in self.following(viewer, 0, 3 * few)[::3]:
                written = written_edge(self._database, other.key, person.key) is not None
                if other.key == person.key or other.following_count == 0 or written:
                    continue
                before = self._people.many([person.key])[0]
                self._insert(other, person, present=True)
                self._people.put(other.handle, following_count=other.following_count)
                self._people.put(person.handle, followers_count=before.followers_count)

    def _write(self, follower: Person, followee: Person, *, present: bool) -> bool:
        a, b = follower.key, followee.key
        if a == b:
            raise ValueError("nobody follows himself")
        before = written_edge(self._database, a, b)
        if before is not None and before.present is present:
            return False
        was_follower = before.present if before else self._listed(Side.FOLLOWERS, followee, follower)
        was_followee = before.present if before else self._listed(Side.FOLLOWING, follower, followee)
        self._insert(follower, followee, present=present)
        self._people.add_to_counts(b, followers=present - was_follower)
        self._people.add_to_counts(a, following=present - was_followee)
        self._events.publish((Followed if present else Unfollowed)(follower, followee))
        return True

    def _insert(self, follower: Person, followee: Person, *, present: bool) -> None:
        self._people.remember(follower.handle)
        self._people.remember(followee.handle)
        # A new row even for a pair written before, since the newest edge has the largest id.
        self._database.remove(FollowEdge, follower=follower.key, followee=followee.key)
        self._database.insert(
            FollowEdge,
            follower=follower.key,
            followee=followee.key,
            present=present,
            follower_rank=self._rank(Side.FOLLOWERS, followee, follower),
            followee_rank=self._rank(Side.FOLLOWING, follower, followee),
            at=self._clock.now(),
        )

    # Places of a derived list

    def _order(self, side: Side, person: Person) -> Permutation:
        return self._entropy.permutation(POPULATION, side.value, person.key)

    def _rank(self, side: Side, owner: Person, other: Person) -> int | None:
        """The place of `other` in the owner's endless list; the owner's own place is left out of it."""
        if other.number is None or other.number == owner.number:
            return None
        order = self._order(side, owner)
        rank = order.index_of(other.number)
        own = POPULATION if owner.number is None else order.index_of(owner.number)
        return rank - (rank > own)

    def _listed(self, side: Side, owner: Person, other: Person) -> bool:
        rank = self._rank(side, owner, other)
        return rank is not None and rank < self._people.base(owner, side)

    def _entries(self, side: Side, person: Person, position: str | None) -> Iterator[tuple[Person, str]]:
        base = self._people.base(person, side)
        order = self._order(side, person)
        own = POPULATION if person.number is None else order.index_of(person.number)
        overlaid = Overlaid(
            lambda before, limit: newest_edges(self._database, side, person.key, before, limit),
            taken_ranks(self._database, side, person.key, base),
            base,
            self._people.many,
            lambda places: self._people.numbered([order.at(place + (place >= own)) for place in places]),
        )
        return overlaid.entries(position)

    def _page(self, side: Side, person: Person, offset: int, limit: int) -> list[Person]:
        if offset < 0 or limit < 0:
            raise ValueError("offset and limit count from 0")
        key = person.key
        written = present_count(self._database, side, key)
        page: list[Person] = []
        if offset < written:
            page = self._people.many(present_keys(self._database, side, key, offset, limit))
        base = self._people.base(person, side)
        taken = taken_ranks(self._database, side, key, base)
        start = max(0, offset - written)
        end = min(base - len(taken), max(0, offset + limit - written))
        if start < end:
            order = self._order(side, person)
            own = POPULATION if person.number is None else order.index_of(person.number)
            places = [derived_place(taken, i) for i in range(start, end)] if taken else range(start, end)
            page += self._people.numbered([order.at(place + (place >= own)) for place in places])
        return page

    def _iterate(self, side: Side, person: Person, start: int) -> Iterator[Person]:
        while page := self._page(side, person, start, _CHUNK):
            yield from page
            start += len(page)
