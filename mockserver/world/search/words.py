"""The words of a text, as search sees them: one cut for what is written and for what is asked.

Must not know what a query is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from mockserver.world import entities

# Scripts written without spaces and pictures are words of one character each.
_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f\u2600-\u27bf\U0001f000-\U0001faff"
_WORD = re.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+")

EVERYTHING = ""
"""The term of every tweet that can be found."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart: its words in their order (those of links are none), its hashtags, mentions and cashtags
    as `#tag`, `@handle` and `$cash`, and the words of each of its links. All in lower case.
    """

    words: tuple[str, ...]
    marks: frozenset[str]
    links: tuple[tuple[str, ...], ...]

    @property
    def terms(self) -> set[str]:
        """Everything by which the text is found."""
        return {EVERYTHING, *self.words, *self.marks, *(link_term(word) for link in self.links for word in link)}

    def has_mark(self, sign: str) -> bool:
        """Whether there is a hashtag (`#`), a mention (`@`) or a cashtag (`$`)."""
        return any(mark.startswith(sign) for mark in self.marks)


@lru_cache(maxsize=1_024)
def read(text: str) -> Reading:
    """Take a text apart."""
    found = entities.parse(text)
    plain = text
    for link in found.links:
        plain = f"{plain[: link.start]}{' ' * (link.end - link.start)}{plain[link.end :]}"
    marks = (
        *(f"#{folded(tag.text)}" for tag in found.hashtags),
        *(f"@{mention.handle.lower()}" for mention in found.mentions),
        *(f"${tag.text.lower()}" for tag in found.cashtags),
    )
    links = tuple(link_words(link.url) for link in found.links)
    return Reading(tuple(_WORD.findall(folded(plain))), frozenset(marks), links)


def folded(text: str) -> str:
    """Text without difference of case and width."""
    return normalize("NFKC", text).casefold()


def link_words(url: str) -> tuple[str, ...]:
    """The words of an address, host and path."""
    return tuple(word for word in _WORD.findall(folded(url)) if word not in ("http", "https"))


def link_term(word: str) -> str:
    """The term of a word that stands in a link."""
    return f"url:{word}"


def name_terms(name: str) -> list[str]:
    """The terms by which somebody is found who is called so."""
    return sorted({f"name:{word}" for word in read(name).words})


def has_sequence(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether words stand in a text one after the other."""
    if len(wanted) == 1:
        return wanted[0] in words
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))
