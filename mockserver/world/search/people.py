"""People by name, handle or word: whoever is called so, then those whom the world lately named, then derived ones.

Must not know who asks. Since any handle is somebody, a search always finds people; the derived ones are those whose
handles a person of that name, or a fan of that word, would have taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.world.paging import Page, entry_page, position_number
from mockserver.world.people import People
from mockserver.world.person import Person, PersonStatus, handle_key
from mockserver.world.search.words import name_terms, read
from mockserver.world.tables import PersonRow, WordRow
from mockserver.world.vocabulary import LAST_NAMES, short_first_names, short_last_names

DERIVED = 120
"""How many derived people a search has, at most."""

_NAMED = Query(
    lambda: (
        select(col(PersonRow.key))
        .where(col(PersonRow.key) >= bindparam("low"), col(PersonRow.key) < bindparam("high"))
        .order_by(col(PersonRow.key))
    ),
    str,
)
_CALLED = Query(
    lambda: (
        select(col(PersonRow.key))
        .join(WordRow, col(WordRow.subject_id) == col(PersonRow.user_id))
        .where(col(WordRow.term) == bindparam("term"))
        .order_by(col(WordRow.subject_id))
    ),
    str,
)
_ENDINGS = (
    "hq", "_daily", "_labs", "dev", "_news", "guy", "_io", "club", "_weekly", "fan", "_tips", "pro", "_jobs", "talk",
    "_world", "now", "_hub", "lab", "_eu", "live", "_uk", "works", "_x", "life", "_ai", "app", "_team", "co",
)  # fmt: skip
_BEGINNINGS = ("the", "real", "hey", "im", "its", "mr_", "ms_", "not", "just", "team")


class PeopleSearch:
    """Finds people of one workspace."""

    def __init__(self, database: Database, entropy: Entropy, people: People) -> None:
        self._database = database
        self._entropy = entropy
        self._people = people

    def page(self, query: str, limit: int, position: str | None = None) -> Page[Person]:
        """People whom a query names: `@handle`, the beginning of a handle, a name, or a word.

        A position is how many were shown, in `n` and digits; nobody comes twice on one page. Derived people keep their
        places when they are written down, so that readers of one search do not disturb each other.
        """
        start = 0 if position is None else position_number(position, "n")
        words = read(query.replace("@", " ")).words
        if not words:
            return Page((), None)
        named = ((person, f"n{at}") for at, person in enumerate(self._found(words), 1) if at > start)
        return entry_page(named, limit)

    def _found(self, words: tuple[str, ...]) -> Iterator[Person]:
        seen: set[str] = set()
        exact = (handle_key("".join(words)), handle_key("_".join(words)))
        named = (key for key in exact if key is not None)
        derived = dict.fromkeys(self._derived(words))
        stored = (key for key in self._stored(words) if key not in derived)
        for key in chain(named, stored, derived):
            if key not in seen:
                seen.add(key)
                person = self._people.get(key)
                if person is not None and person.status is not PersonStatus.SUSPENDED:
                    yield person

    def _stored(self, words: tuple[str, ...]) -> Iterator[str]:
        """Keys of those who were named or changed: who are called as the query says, or whose handles begin so."""
        wanted = set(words)
        for key in self._database.iterate(_CALLED, term=name_terms(words[0])[0]):
            person = self._people.get(key)
            if person is not None and wanted <= set(read(person.name).words):
                yield key
        for start in dict.fromkeys(("".join(words), "_".join(words))):
            if handle_key(start) is not None:
                yield from self._database.iterate(_NAMED, low=start, high=f"{start}\U0010ffff")

    def _derived(self, words: tuple[str, ...]) -> Iterator[str]:
        """Handles that people of such a name or interest have."""
        first, last = words[0], words[1] if len(words) > 1 else None
        draws = self._entropy.stream("people called", *words)
        firsts = {name.lower() for name in short_first_names()}
        lasts = [name.lower() for name in short_last_names()]
        for _ in range(DERIVED):
            number = draws.below(9_999) + 1
            if first in firsts:
                family = last if last in lasts else lasts[draws.below(LAST_NAMES)]
                yield f"{first}_{family}{number}"
            elif first in lasts:
                given = short_first_names()[draws.below(len(short_first_names()))].lower()
                yield f"{given}_{first}{number}"
            else:
                break
        stem = "".join(words)
        for key in (*(f"{stem}{ending}" for ending in _ENDINGS), *(f"{start}{stem}" for start in _BEGINNINGS)):
            if handle_key(key) is not None:
                yield key
