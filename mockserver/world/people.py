"""People as seen now: derived from the seed, overlaid by what is stored.

Any well-formed handle is somebody. Must not know who follows whom, nor what anybody wrote.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.world.derivation import Derivation
from mockserver.world.edges import Side, derived_length, present_count, taken_ranks
from mockserver.world.magic import Magic, magic_of
from mockserver.world.overrides import check_overrides, overlaid
from mockserver.world.person import Person, handle_key
from mockserver.world.population import POPULATION
from mockserver.world.search.words import name_terms
from mockserver.world.tables import PersonRow, WordRow

_BATCH = 50
_SEEN = 65_536
_TAGS = 1 << 30

_BY_KEY = Query(lambda: select(PersonRow).where(col(PersonRow.key) == bindparam("key")), PersonRow)
_BY_ID = Query(lambda: select(PersonRow).where(col(PersonRow.user_id) == bindparam("user_id")), PersonRow)
_BY_TAG = Query(lambda: select(col(PersonRow.key)).where(col(PersonRow.author_tag) == bindparam("tag")), str)
_BY_KEYS = Query(
    lambda: select(PersonRow).where(col(PersonRow.key).in_([bindparam(f"k{i}") for i in range(_BATCH)])), PersonRow
)


class People:
    """Everybody in one workspace."""

    def __init__(self, database: Database, entropy: Entropy) -> None:
        self._database = database
        self._derivation = Derivation(entropy)
        self._tags = entropy.permutation(_TAGS, "author tags")
        self._entropy = entropy
        # Typed handles lately named, so that an id just shown can be asked for though nothing was stored.
        self._seen_ids: OrderedDict[int, str] = OrderedDict()
        self._seen_tags: OrderedDict[int, str] = OrderedDict()

    # Reading

    def get(self, handle: str) -> Person | None:
        """The person of a handle, with or without `@`, in any case; None when malformed or `missing_…`."""
        key = handle_key(handle)
        if key is None or magic_of(key) is Magic.MISSING:
            return None
        person = self._derivation.person(key)
        row = self._database.first(_BY_KEY, key=key)
        if row is not None:
            person = overlaid(person, row)
        if person.number is None:
            self._see(person)
        return person

    def number(self, number: int) -> Person:
        """The person of a number from 0 to `POPULATION` - 1; raises `IndexError` outside."""
        if not 0 <= number < POPULATION:
            raise IndexError(number)
        person = self._derivation.generated(number)
        row = self._database.first(_BY_KEY, key=person.handle)
        return person if row is None else overlaid(person, row)

    def numbered(self, numbers: Iterable[int]) -> list[Person]:
        """The people of many numbers, in their order; cheaper than one by one."""
        return self._overlay([self._derivation.generated(number) for number in numbers])

    def many(self, keys: Iterable[str]) -> list[Person]:
        """The people of many keys (handles in lower case), in their order; `missing_` ones are left out."""
        return self._overlay([self._derivation.person(key) for key in keys if magic_of(key) is not Magic.MISSING])

    def by_id(self, user_id: str) -> Person | None:
        """The person with a user id.

        Every generated person is found. A typed handle's is found when it was remembered, or named lately
        in this process; a restart forgets the latter, so whoever stores an id calls `remember`.
        """
        if not (user_id.isascii() and user_id.isdigit() and len(user_id) <= 19):
            return None
        wanted = int(user_id)
        if wanted >= 1 << 63:
            return None
        row = self._database.first(_BY_ID, user_id=wanted)
        if row is not None:
            return overlaid(self._derivation.person(row.key), row)
        number = self._derivation.population.number_of_id(wanted)
        found = self.number(number) if number is not None else None
        if found is None and (key := self._seen_ids.get(wanted)) is not None:
            found = self.get(key)
        return found if found is not None and found.user_id == user_id else None

    def number_of(self, user_id: int) -> int | None:
        """The number of whoever of the population the seed gives an id; reads nothing."""
        return self._derivation.population.number_of_id(user_id)

    def derived(self, person: Person) -> Person:
        """The person as the seed alone has it: what never changes, whatever is written."""
        return (
            self._derivation.generated(person.number)
            if person.number is not None
            else self._derivation.typed(person.key)
        )

    # Writing, in the caller's transaction

    def remember(self, handle: str) -> Person:
        """Store that a handle was named, with this spelling, so that its id is found for ever.

        Raises `LookupError` when the handle is nobody's.
        """
        self._row(handle)
        person = self.get(handle)
        assert person is not None
        return person

    def put(self, handle: str, **overrides: object) -> Person:
        """Change attributes of a person; counts are what is to be seen now, written edges and tweets included.

        Raises `LookupError` for nobody's handle, `ValueError` for an unknown attribute or a value that does
        not fit.
        """
        check_overrides(overrides)
        row = self._row(handle)
        changes: dict[str, object] = {}
        kept = dict(row.overrides)
        for name, value in overrides.items():
            if name in ("followers_count", "following_count"):
                assert isinstance(value, int)
                side = Side.FOLLOWERS if name == "followers_count" else Side.FOLLOWING
                base = self._base(side, row.key, value)
                changes |= {f"{side}_base": base, f"{side}_delta": value - base}
            elif name == "tweets_count":
                assert isinstance(value, int)
                changes["tweets_base"] = value - row.tweets_delta
            elif name == "user_id":
                other = self.by_id(str(value))
                if other is not None and other.key != row.key:
                    raise ValueError(f"user_id {value} is {other.handle}'s")
                changes["user_id"] = int(str(value))
            else:
                kept[name] = list(value) if isinstance(value, tuple) else value
        before = self.get(handle)
        self._database.change(PersonRow, {"key": row.key}, overrides=kept, **changes)
        person = self.get(handle)
        assert before is not None
        assert person is not None
        if (before.name, before.user_id) != (person.name, person.user_id):
            for term in name_terms(before.name):
                self._database.remove(WordRow, term=term, subject_id=int(before.user_id))
            self._call(person.name, int(person.user_id))
        return person

    def add_to_counts(self, key: str, *, followers: int = 0, following: int = 0, tweets: int = 0) -> None:
        """Move the counts of a remembered person by what was just written."""
        row = self._row(key)
        self._database.change(
            PersonRow,
            {"key": key},
            followers_delta=row.followers_delta + followers,
            following_delta=row.following_delta + following,
            tweets_delta=row.tweets_delta + tweets,
        )

    def base(self, person: Person, side: Side) -> int:
        """How many places the derived part of a person's list has."""
        row = self._database.first(_BY_KEY, key=person.key)
        stored = None
        if row is not None:
            stored = row.followers_base if side is Side.FOLLOWERS else row.following_base
        if stored is not None:
            return stored
        derived = self.derived(person)
        return derived.followers_count if side is Side.FOLLOWERS else derived.following_count

    def tweets_base(self, person: Person) -> int:
        """How many derived tweets a person shows."""
        row = self._database.first(_BY_KEY, key=person.key)
        stored = None if row is None else row.tweets_base
        return self.derived(person).tweets_count if stored is None else stored

    # Tags: 30 bits that stand for an author inside the id of a derived tweet

    def tag(self, person: Person) -> int:
        """The 30 bits that stand for a person: one to one for the population, a hash for typed handles."""
        number = person.number
        if number is None:
            number = POPULATION + self._entropy.number("author tag", person.key) % (_TAGS - POPULATION)
        return self._tags.at(number)

    def by_tag(self, tag: int) -> list[Person]:
        """Those a tag may stand for: one of the population, or typed handles remembered or named lately."""
        number = self._tags.index_of(tag)
        if number < POPULATION:
            return [self.number(number)]
        keys = dict.fromkeys(self._database.all(_BY_TAG, tag=tag))
        if tag in self._seen_tags:
            keys[self._seen_tags[tag]] = None
        return self.many(keys)

    # Inside

    def _row(self, handle: str) -> PersonRow:
        key = handle_key(handle)
        if key is None or magic_of(key) is Magic.MISSING:
            raise LookupError(f"{handle!r} is no account")
        row = self._database.first(_BY_KEY, key=key)
        if row is None:
            person = self._derivation.person(key)
            row = self._database.insert(
                PersonRow,
                key=key,
                handle=handle.removeprefix("@"),
                user_id=int(person.user_id),
                author_tag=self.tag(person),
            )
            self._call(person.name, row.user_id)
        return row

    def _call(self, name: str, user_id: int) -> None:
        """Let somebody be found by the words of his name."""
        self._database.add_many(WordRow, ({"term": term, "subject_id": user_id} for term in name_terms(name)))

    def _base(self, side: Side, key: str, target: int) -> int:
        written = present_count(self._database, side, key)
        if target < written:
            raise ValueError(f"{key} has {written} written {side}; the count cannot be {target}")
        return derived_length(taken_ranks(self._database, side, key, POPULATION), target - written)

    def _overlay(self, people: list[Person]) -> list[Person]:
        for start in range(0, len(people), _BATCH):
            keys = {f"k{i}": person.handle for i, person in enumerate(people[start : start + _BATCH])}
            for empty in range(len(keys), _BATCH):
                keys[f"k{empty}"] = ""
            rows = {row.key: row for row in self._database.all(_BY_KEYS, **keys)}
            if rows:
                people[start : start + _BATCH] = [
                    overlaid(person, rows[person.handle]) if person.handle in rows else person
                    for person in people[start : start + _BATCH]
                ]
        return people

    def _see(self, person: Person) -> None:
        user_id = int(person.user_id)
        if user_id not in self._seen_ids:
            self._seen_ids[user_id] = self._seen_tags[self.tag(person)] = person.key
            for seen in (self._seen_ids, self._seen_tags):
                if len(seen) > _SEEN:
                    seen.popitem(last=False)
