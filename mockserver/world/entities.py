"""What stands in a tweet's text: hashtags, mentions, links and cashtags, with their places in code points.

Parsed when asked for and never stored. Must not know who is mentioned, nor how any reader shows an entity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENDINGS = "com|org|net|io|co|ai|dev|app|me|xyz|eu|uk|de|fr|es|jp|br|in"
# Assumption: X links every name that ends in a top-level domain; here these are the ones it knows without `https://`.
LINK = rf"(?i:https?://[^\s<>\"]*[^\s<>\".,:;!?'()\]…]|(?<![\w@.#$/-])(?:[a-z0-9-]+\.)+(?:{_ENDINGS})(?![\w-])(?:/[^\s<>\"]*[^\s<>\".,:;!?'()\]…])?)"
"""A link, as a pattern; punctuation at its end is no part of it."""

_LINKS = re.compile(LINK)
_HASHTAGS = re.compile(r"(?<![\w&/])[#\uff03](\w*[^\W\d_]\w*)(?![#\uff03\w]|://)")
_MENTIONS = re.compile(r"(?<![\w@/!#$%&*])@([A-Za-z0-9_]{1,15})(?![\w@]|://)")
_CASHTAGS = re.compile(r"(?<!\S)\$([A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?![\w$])")
_SCHEME = re.compile(r"(?i)https?://(?:www\.)?|www\.")

_WIDE_SIGN = "\uff03"
_SHOWN_OF_PATH = 15


@dataclass(frozen=True, slots=True)
class Tag:
    """A hashtag or cashtag, without its sign; it stands at `start`, and ends before `end`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A handle as it is spelt, without `@`; whether it is anybody's is not said."""

    handle: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands in the text, as an address, and as X would show it.

    Assumption: links are not replaced by short ones of `t.co`, since none of those could be followed here.
    """

    url: str
    expanded_url: str
    display_url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entities:
    """All that stands in one text, each kind in the order of the text."""

    hashtags: tuple[Tag, ...] = ()
    cashtags: tuple[Tag, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()


NOTHING = Entities()


def parse(text: str) -> Entities:
    """Find what stands in a text; what lies inside a link is part of the link only."""
    links: tuple[Link, ...] = ()
    if "." in text:
        links = tuple(_link(match) for match in _LINKS.finditer(text))
        for link in links:
            text = f"{text[: link.start]}{' ' * (link.end - link.start)}{text[link.end :]}"
    hashtags = _tags(_HASHTAGS, text) if "#" in text or _WIDE_SIGN in text else ()
    cashtags = _tags(_CASHTAGS, text) if "$" in text else ()
    mentions: tuple[Mention, ...] = ()
    if "@" in text:
        mentions = tuple(Mention(match[1], match.start(), match.end()) for match in _MENTIONS.finditer(text))
    if not (links or hashtags or cashtags or mentions):
        return NOTHING
    return Entities(hashtags, cashtags, mentions, links)


def display_url(url: str) -> str:
    """An address as X shows it: without its scheme, and cut after a few letters of its path."""
    host, slash, path = _SCHEME.sub("", url, count=1).partition("/")
    if not path:
        return host
    return f"{host}{slash}{path}" if len(path) <= _SHOWN_OF_PATH else f"{host}/{path[:_SHOWN_OF_PATH]}…"


def _link(match: re.Match[str]) -> Link:
    url = match[0]
    expanded = url if url.lower().startswith("http") else f"http://{url}"
    return Link(url, expanded, display_url(url), match.start(), match.end())


def _tags(pattern: re.Pattern[str], text: str) -> tuple[Tag, ...]:
    return tuple(Tag(match[1], match.start(), match.end()) for match in pattern.finditer(text))
