"""Which people a scrape keeps: keywords in the bio, places to leave out, counts, and a website.

Texts are compared without regard to case. Must not know how a client words a filter, nor what is scraped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mockserver.world.person import Person


class Logic(StrEnum):
    """How conditions are joined."""

    AND = "AND"
    OR = "OR"

    @property
    def joins(self) -> Callable[[Iterable[bool]], bool]:
        """The function that joins them."""
        return all if self is Logic.AND else any


@dataclass(frozen=True, slots=True)
class Keywords:
    """Groups of keywords: `within` joins the words of a group, `between` joins the groups.

    A keyword is found wherever its letters stand in the text, also inside a word. Blank keywords and empty
    groups say nothing and are dropped by `of`; without any group nothing is asked and `found_in` is None.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    within: Logic = Logic.AND
    between: Logic = Logic.OR

    @classmethod
    def of(cls, groups: Iterable[Iterable[str]], within: Logic = Logic.AND, between: Logic = Logic.OR) -> Keywords:
        """From keywords as a person typed them."""
        cleaned = (normalised(group) for group in groups)
        return cls(tuple(group for group in cleaned if group), within, between)

    def found_in(self, text: str) -> bool | None:
        """Whether the text has what the keywords ask for, or None where they ask for nothing."""
        if not self.groups:
            return None
        folded, within = text.casefold(), self.within.joins
        return self.between.joins(within(word in folded for word in group) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range of counts, both ends included; None leaves an end open."""

    low: int | None = None
    high: int | None = None

    def __contains__(self, count: int) -> bool:
        return (self.low is None or count >= self.low) and (self.high is None or count <= self.high)


ANY_COUNT = Bounds()
NO_KEYWORDS = Keywords()


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Everything a person must satisfy to be kept. `avoided_places` are parts of locations, in folded case."""

    included: Keywords = NO_KEYWORDS
    excluded: Keywords = NO_KEYWORDS
    avoided_places: tuple[str, ...] = ()
    followers: Bounds = ANY_COUNT
    following: Bounds = ANY_COUNT
    has_website: bool | None = None

    def accepts(self, person: Person) -> bool:
        """Whether the person is kept."""
        return (
            person.followers_count in self.followers
            and person.following_count in self.following
            and (self.has_website is None or self.has_website is (person.website is not None))
            and self.included.found_in(person.bio) is not False
            and self.excluded.found_in(person.bio) is not True
            and not contains_any(person.location, self.avoided_places)
        )


def normalised(words: Iterable[str]) -> tuple[str, ...]:
    """Words in folded case without the space around them; blank ones are dropped."""
    return tuple(folded for word in words if (folded := word.strip().casefold()))


def contains_any(text: str, words: Sequence[str]) -> bool:
    """Whether one of the normalised words stands in the text."""
    folded = text.casefold()
    return any(word in folded for word in words)
