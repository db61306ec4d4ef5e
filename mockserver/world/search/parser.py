"""Reads a query in X's search syntax: `"exact phrase" (cats OR dogs) from:user -filter:replies since:2025-01-31`.

Terms side by side must all be true and bind tighter than OR; `-` before a term or a group excludes it. A word with
a colon that is no operator is two words. What cannot be meant is a `Malformed`, never an exception.
Must not know what answers a query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from mockserver.core.times import LATEST, from_datetime
from mockserver.world.paging import LAST_ID
from mockserver.world.person import handle_key
from mockserver.world.search.query import (
    And,
    AtLeast,
    Conversation,
    From,
    Has,
    InList,
    Lang,
    Link,
    Malformed,
    Mark,
    Metric,
    NewerThan,
    Node,
    Not,
    Or,
    Since,
    To,
    Trait,
    Until,
    UpTo,
    WithRetweets,
    Words,
)
from mockserver.world.search.words import link_words, read
from mockserver.world.tweet import checked_text

LONGEST = 1_024
MOST_TERMS = 60
DEEPEST = 8

_TOKEN = re.compile(
    r"""\s*(?: (?P<open>-?\() | (?P<close>\)) | (?P<not>-(?=[^\s()-]))?
        (?: "(?P<phrase>[^"]*)" | (?P<name>[A-Za-z_]+):"(?P<quoted>[^"]*)" | (?P<word>[^\s()"]+) ) )""",
    re.VERBOSE,
)
_INSTANT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:_(\d{1,2}):(\d{2})(?::(\d{2}))?(?:_UTC)?)?", re.IGNORECASE)

_PLAIN: Mapping[int, str] = MappingProxyType({**dict.fromkeys((*range(32), 127), " "), ord("“"): '"', ord("”"): '"'})
"""Control characters are spaces, and quotation marks are straight."""

_TRAITS: Mapping[str, Trait] = MappingProxyType(
    {
        "media": Trait.MEDIA,
        "images": Trait.IMAGES,
        "twimg": Trait.IMAGES,
        "videos": Trait.VIDEOS,
        "native_video": Trait.VIDEOS,
        "gifs": Trait.GIFS,
        "links": Trait.LINKS,
        "hashtags": Trait.HASHTAGS,
        "mentions": Trait.MENTIONS,
        "replies": Trait.REPLIES,
        "retweets": Trait.RETWEETS,
        "nativeretweets": Trait.RETWEETS,
        "quote": Trait.QUOTES,
        "verified": Trait.VERIFIED,
        "blue_verified": Trait.BLUE_VERIFIED,
    }
)


class _Refusal(Exception):
    """Carries the reason out of the descent; never leaves this module."""


def parse(text: str) -> Node | Malformed:
    """The tree of a query."""
    try:
        return _Parser(text).query()
    except _Refusal as refusal:
        return Malformed(str(refusal))


class _Parser:
    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise _Refusal(f"the query is longer than {LONGEST} characters")
        try:
            checked_text(text)
        except ValueError as error:
            raise _Refusal(str(error)) from None
        self._text = text.translate(_PLAIN).rstrip()
        self._at = 0
        self._terms = 0
        self._next = self._token()

    def query(self) -> Node:
        node = self._any(0)
        if self._next is not None:
            raise _Refusal("a closing parenthesis has no opening one")
        if node is None:
            raise _Refusal("the query names nothing to search for")
        return node

    def _any(self, depth: int) -> Node | None:
        """Alternatives: all of these OR all of those."""
        nodes = [self._all(depth)]
        while self._is_word("OR"):
            self._advance()
            nodes.append(self._all(depth))
        if len(nodes) == 1:
            return nodes[0]
        present = tuple(node for node in nodes if node is not None)
        if len(present) < len(nodes):
            raise _Refusal("OR stands between two terms")
        return Or(present)

    def _all(self, depth: int) -> Node | None:
        """Terms side by side, up to an OR, a closing parenthesis or the end."""
        nodes: list[Node] = []
        while (token := self._next) is not None and token["close"] is None and not self._is_word("OR"):
            self._advance()
            if token["open"] is not None:
                node = self._group(depth, negated=token["open"].startswith("-"))
            elif token["word"] == "AND" and not token["not"]:
                continue
            else:
                node = self._term(token)
            if node is not None:
                nodes.append(node)
        if len(nodes) > 1:
            return And(tuple(nodes))
        return nodes[0] if nodes else None

    def _group(self, depth: int, *, negated: bool) -> Node | None:
        if depth == DEEPEST:
            raise _Refusal(f"parentheses are nested deeper than {DEEPEST}")
        node = self._any(depth + 1)
        if self._next is None:
            raise _Refusal("an opening parenthesis has no closing one")
        self._advance()
        return Not(node) if negated and node is not None else node

    def _term(self, token: re.Match[str]) -> Node | None:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise _Refusal(f"the query has more than {MOST_TERMS} terms")
        node: Node | None
        if token["phrase"] is not None:
            node = _words(token["phrase"])
        elif token["name"] is not None:
            node = _operator(token["name"].lower(), token["quoted"]) or _words(token["quoted"])
        else:
            node = _word(token["word"])
        return Not(node) if token["not"] and node is not None else node

    def _is_word(self, word: str) -> bool:
        return self._next is not None and self._next["word"] == word and not self._next["not"]

    def _advance(self) -> None:
        self._next = self._token()

    def _token(self) -> re.Match[str] | None:
        if self._at >= len(self._text):
            return None
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            if '"' in self._text[self._at :]:
                raise _Refusal("a quotation mark has no partner")
            return None
        self._at = match.end()
        return match


def _word(text: str) -> Node | None:
    """What an unquoted word stands for; None when it holds nothing to look for, as `!!!`."""
    name, colon, value = text.partition(":")
    if colon and value and not value.startswith("//"):
        node = _operator(name.lower(), value)
        if node is not None:
            return node
    bare = text.rstrip(".,;:!?")
    reading = read(bare)
    if len(reading.links) == 1 and not reading.words:
        return Link(reading.links[0], bare)
    mark = next(iter(reading.marks), None)
    if mark is not None and len(mark) == len(bare):
        return Mark(mark, bare)
    return _words(text)


def _words(text: str) -> Words | None:
    words = read(text).words
    return Words(words, text.strip()) if words else None


def _link(text: str) -> Link | None:
    words = link_words(text)
    return Link(words, text) if words else None


def _operator(name: str, value: str) -> Node | None:
    """The node of `name:value`; None when there is no such operator."""
    reader = _OPERATORS.get(name)
    return None if reader is None else reader(name, value)


def _account(name: str, value: str) -> str:
    key = handle_key(value)
    if key is None:
        raise _Refusal(f"{name}:{value} names no account")
    return key


def _trait(name: str, value: str) -> Trait:
    trait = _TRAITS.get(value.lower())
    if trait is None:
        raise _Refusal(f"{name}:{value} is unknown; there are {', '.join(_TRAITS)}")
    return trait


def _included(name: str, value: str) -> Node | None:
    return WithRetweets() if _trait(name, value) is Trait.RETWEETS else None


def _number(name: str, value: str, most: int = LAST_ID) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 19 and int(value) <= most):
        raise _Refusal(f"{name}:{value} needs a whole number")
    return int(value)


def _instant(name: str, value: str) -> int:
    match = _INSTANT.fullmatch(value)
    if match is None:
        raise _Refusal(f"{name}:{value} needs a date such as 2025-01-31 or 2025-01-31_23:59:59_UTC")
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        return from_datetime(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
    except ValueError:
        raise _Refusal(f"{name}:{value} is no date of the calendar") from None


def _seconds(name: str, value: str) -> int:
    return _number(name, value, LATEST // 1000) * 1000


_OPERATORS: Mapping[str, Callable[[str, str], Node | None]] = MappingProxyType(
    {
        "from": lambda name, value: From(_account(name, value)),
        "to": lambda name, value: To(_account(name, value)),
        "lang": lambda _, value: Lang(value.lower()),
        "since": lambda name, value: Since(_instant(name, value)),
        "until": lambda name, value: Until(_instant(name, value)),
        "since_time": lambda name, value: Since(_seconds(name, value)),
        "until_time": lambda name, value: Until(_seconds(name, value)),
        "since_id": lambda name, value: NewerThan(_number(name, value)),
        "max_id": lambda name, value: UpTo(_number(name, value)),
        "conversation_id": lambda name, value: Conversation(_number(name, value)),
        "list": lambda name, value: InList(str(_number(name, value))),
        "url": lambda _, value: _link(value),
        "filter": lambda name, value: Has(_trait(name, value)),
        "include": _included,
        "min_faves": lambda name, value: AtLeast(Metric.LIKES, _number(name, value)),
        "min_likes": lambda name, value: AtLeast(Metric.LIKES, _number(name, value)),
        "min_retweets": lambda name, value: AtLeast(Metric.RETWEETS, _number(name, value)),
        "min_replies": lambda name, value: AtLeast(Metric.REPLIES, _number(name, value)),
        "min_quotes": lambda name, value: AtLeast(Metric.QUOTES, _number(name, value)),
    }
)
"""Every operator with a colon, and how its value is read."""
