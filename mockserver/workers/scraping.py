"""Reading the followers of an account, or those it follows, a stretch at a time.

Memory is bounded by a stretch, time goes by the number of people read. Must not know who keeps the people found,
nor what they cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mockserver.core.entropy import Stream
from mockserver.core.times import MINUTE, SECOND, Millis
from mockserver.workers.lead_filters import LeadFilter
from mockserver.world.person import Person, PersonStatus
from mockserver.world.world import World

STRETCH = 500
"""How many people one step reads at most."""

PEOPLE_A_MINUTE = 2_000


class Direction(StrEnum):
    """Which list of an account is read."""

    FOLLOWERS = "followers"
    FOLLOWING = "following"


class Obstacle(StrEnum):
    """Why an account's lists cannot be read."""

    NOT_FOUND = "not found"
    SUSPENDED = "suspended"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True)
class Found:
    """A person the filter kept; `place` counts from 1 within the stretch."""

    place: int
    person: Person


@dataclass(frozen=True, slots=True)
class Stretch:
    """What reading one stretch gave: how many people were read, whom the filter kept, whether the list ended."""

    read: int
    found: list[Found]
    is_last: bool


def obstacle(person: Person | None) -> Obstacle | None:
    """What keeps anybody from reading the lists of an account, or None."""
    if person is None:
        return Obstacle.NOT_FOUND
    if person.status is PersonStatus.SUSPENDED:
        return Obstacle.SUSPENDED
    return Obstacle.PROTECTED if person.status is PersonStatus.PROTECTED else None


def length(person: Person, direction: Direction) -> int:
    """How many people the list has now."""
    return person.followers_count if direction is Direction.FOLLOWERS else person.following_count


def read(world: World, person: Person, direction: Direction, offset: int, wanted: LeadFilter) -> Stretch:
    """Read the next stretch of a list from `offset` on."""
    page = world.graph.followers if direction is Direction.FOLLOWERS else world.graph.following
    people = page(person, offset, STRETCH)
    found = [Found(place, each) for place, each in enumerate(people, start=1) if wanted.accepts(each)]
    return Stretch(len(people), found, is_last=offset + len(people) >= length(person, direction) or not people)


def start_delay_ms(chance: Stream) -> Millis:
    """How long a job waits until a worker takes it: 2 to 8 seconds."""
    return chance.between(2 * SECOND, 8 * SECOND)


def reading_ms(chance: Stream, people: int) -> Millis:
    """How long it takes to read that many people, a fifth more or less; never less than half a second."""
    usual = min(people, STRETCH) * MINUTE // PEOPLE_A_MINUTE
    return max(SECOND // 2, usual * chance.between(80, 120) // 100)
